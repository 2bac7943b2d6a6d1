"""紙の記録を入力: a counter writes down a loan that has happened already."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post

from accounts.domain import Actor
from catalog.foreseen import Foreseen
from catalog.occupancy import UnitTaken
from core.errors import Invalid
from core.i18n import _
from core.web.forms import is_only_asked
from core.web.pages import page, see_other
from core.web.values import as_uuid
from directory.kinds import OrganizationKind
from loans import labels, usecases
from loans.asking import Asking, asking_for
from loans.forms.afterwards import PastForm
from loans.pages.requesting import Asked, choose
from loans.pages.ways import PAST, PageRequest, loan_path
from loans.previewing import foresee_opening


def _may_record(actor: Actor) -> Actor:
    return actor.one_of(OrganizationKind.COUNTER, OrganizationKind.GENERAL_CENTER)


@get(PAST, include_in_schema=False)
async def show_past(request: PageRequest) -> Response[Any]:
    """The form; first for whom and for what, where the address does not say."""
    _may_record(request.user)
    asked = Asked.of(request.query_params, base=PAST)
    if asked.facility_id is None or asked.product_id is None:
        return await choose(request, asked)
    asking = await asking_for(request.user, asked.product_id, asked.facility_id)
    known = {"product_id": str(asked.product_id), "facility_id": str(asked.facility_id), "quantity": 1}
    return _form_page(request, asking, PastForm(data={**known, "decision": ""}))


@post(PAST, include_in_schema=False)
async def record_past(request: PageRequest) -> Response[Any]:
    """Write it down; or show the form again with everything that was typed."""
    actor = _may_record(request.user)
    form = await PastForm.of(request)
    product_id, facility_id = as_uuid(form.product_id.data), as_uuid(form.facility_id.data)
    if product_id is None or facility_id is None:
        return see_other(PAST)
    asking = await asking_for(actor, product_id, facility_id)
    if not form.validate():
        return _form_page(request, asking, form, status=422)
    command = form.command(product_id, facility_id)
    try:
        if await is_only_asked(request):
            foreseen = await foresee_opening(actor, lambda: usecases.record_past_loan(actor, command))
            return _form_page(request, asking, form, foreseen=foreseen)
        loan = await usecases.record_past_loan(actor, command)
    except Invalid as error:
        form.refuse(error)
        return _form_page(request, asking, form, status=422)
    except UnitTaken as taken:
        return _form_page(request, asking, form, status=409, taken=taken.facts)
    return see_other(
        loan_path(loan.id), _("紙の記録を入力しました。番号は %(number)s です。", number=loan.number)
    )


def _form_page(
    request: PageRequest,
    asking: Asking,
    form: PastForm,
    *,
    status: int = 200,
    taken: Mapping[str, object] | None = None,
    foreseen: Foreseen | None = None,
) -> Response[Any]:
    shown = {"asking": asking, "form": form, "taken": taken, "foreseen": foreseen, "labels": labels}
    return page(request, "loans/past.html", status=status, **shown)


PAGES = [show_past, record_past]
