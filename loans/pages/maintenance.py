"""点検・修理の予定を入れる: what stands on the days is shown before anything is done; and ending it early."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from catalog.maintenance import end_maintenance, plan_maintenance, unit_looked_after
from catalog.occupancy import UnitTaken
from catalog.queries import UnitView
from core.errors import Invalid
from core.i18n import _
from core.web.forms import is_only_asked
from core.web.pages import page, see_other
from loans import labels
from loans.domain import StepName
from loans.forms.maintenance import MaintenanceForm
from loans.pages.ways import PageRequest
from loans.touched import Touched, touched_by


def _unit_path(unit_id: UUID) -> str:
    return f"/units/{unit_id}"


@get("/units/{unit_id:uuid}/maintenance", include_in_schema=False)
async def show_maintenance(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """The form."""
    unit = await unit_looked_after(request.user, unit_id)
    return _shown(request, unit, MaintenanceForm())


@post("/units/{unit_id:uuid}/maintenance", include_in_schema=False)
async def plan(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """Look what stands on the days, or keep them; what is in the way is shown with what could be done."""
    unit = await unit_looked_after(request.user, unit_id)
    form = await MaintenanceForm.of(request)
    if not form.validate():
        return _shown(request, unit, form, status=422)
    if await is_only_asked(request):
        return _shown(request, unit, form, touched=await _in_the_way(request, unit_id, form))
    try:
        await plan_maintenance(request.user, unit_id, form.command())
    except Invalid as error:
        form.refuse(error)
        return _shown(request, unit, form, status=422)
    except UnitTaken:
        touched = await _in_the_way(request, unit_id, form)
        return _shown(request, unit, form, status=409, touched=touched)
    return see_other(_unit_path(unit_id), _("点検・修理の予定を入れました。この日は貸し出されません。"))


async def _in_the_way(request: PageRequest, unit_id: UUID, form: MaintenanceForm) -> list[Touched]:
    return await touched_by(request.user, [unit_id], form.days)


def _shown(
    request: PageRequest,
    unit: UnitView,
    form: MaintenanceForm,
    *,
    status: int = 200,
    touched: list[Touched] | None = None,
) -> Response[Any]:
    given = {"unit": unit, "form": form, "touched": touched, "labels": labels, "exchange": StepName.EXCHANGE}
    return page(request, "loans/maintenance.html", status=status, **given)


@post("/units/{unit_id:uuid}/maintenance/{occupancy_id:uuid}/end", include_in_schema=False)
async def end(request: PageRequest, unit_id: FromPath[UUID], occupancy_id: FromPath[UUID]) -> Response[Any]:
    """The unit is fit again."""
    await end_maintenance(request.user, occupancy_id)
    return see_other(_unit_path(unit_id), _("点検・修理を終えました。今日から貸し出せます。"))


PAGES = [show_maintenance, plan, end]
