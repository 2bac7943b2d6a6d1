"""貸出をやめる: what is booked is shown first, with what could take the unit's place."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from catalog.domain import UnitStatus
from catalog.foreseen import Foreseen
from catalog.maintenance import unit_looked_after
from catalog.queries import UnitView
from core.errors import Conflict, Invalid
from core.i18n import _, lazy
from core.web.fields import LongTextField, TickField
from core.web.forms import Form, is_only_asked
from core.web.pages import page, see_other
from loans import labels
from loans.domain import StepName
from loans.pages.previews import ANY_REASON
from loans.pages.ways import PageRequest
from loans.unit_previewing import foresee_reinstating, foresee_retiring
from loans.usecases.retiring import (
    RetireUnit,
    UnitBooked,
    bookings_of,
    exchangeable,
    reinstate_unit,
    retire_unit,
)


class RetireForm(Form):
    """Why a unit leaves lending."""

    reason = LongTextField(
        lazy("理由"),
        required=True,
        limit=400,
        rows=3,
        hint=lazy("例：故障して直せない。所有者と貸主に伝わります。"),
    )
    exchange = TickField(lazy("同じ日に空いている個体に交換してから、貸出をやめる"))


@get("/units/{unit_id:uuid}/retire", include_in_schema=False)
async def show_retirement(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """What would be touched, and the form."""
    unit = await unit_looked_after(request.user, unit_id)
    return await _shown(request, unit, RetireForm())


@post("/units/{unit_id:uuid}/retire", include_in_schema=False)
async def retire(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """Take it out of lending; what is still booked is shown."""
    unit = await unit_looked_after(request.user, unit_id)
    form = await RetireForm.of(request)
    if await is_only_asked(request):
        return await _shown(request, unit, form)
    if not form.validate():
        return await _shown(request, unit, form, status=422)
    command = RetireUnit(reason=form.reason.data or "", exchange=bool(form.exchange.data))
    try:
        await retire_unit(request.user, unit_id, command)
    except Invalid as error:
        form.refuse(error)
        return await _shown(request, unit, form, status=422)
    except UnitBooked:
        return await _shown(request, unit, form, status=409)
    return see_other(f"/units/{unit_id}", _("貸出をやめました。これからは申し込めません。"))


async def _shown(request: PageRequest, unit: UnitView, form: RetireForm, status: int = 200) -> Response[Any]:
    touched = await bookings_of(request.user, unit.id)
    is_retired = unit.status is UnitStatus.RETIRED
    look = foresee_reinstating(request.user, unit.id) if is_retired else _foreseen(request, unit, form)
    given = {
        "foreseen": await look,
        "unit": unit,
        "form": form,
        "touched": touched,
        "exchanged": [one for one in touched if exchangeable(one)],
        "is_retired": is_retired,
        "labels": labels,
        "exchange": StepName.EXCHANGE,
    }
    return page(request, "loans/retire.html", status=status, **given)


async def _foreseen(request: PageRequest, unit: UnitView, form: RetireForm) -> Foreseen | None:
    """What it would change; None while bookings stand in the way."""
    command = RetireUnit(reason=form.reason.data or ANY_REASON, exchange=bool(form.exchange.data))
    try:
        return await foresee_retiring(request.user, unit.id, command)
    except (Conflict, Invalid):
        return None


@post("/units/{unit_id:uuid}/reinstate", include_in_schema=False)
async def reinstate(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """It is lent again."""
    await reinstate_unit(request.user, unit_id)
    return see_other(f"/units/{unit_id}", _("また貸し出せるようにしました。"))


PAGES = [show_retirement, retire, reinstate]
