"""機種の求められ方: a vendor sees how its products are asked for, and takes the figures along."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Template

from accounts.domain import Actor
from catalog.reporting.forms import RangeForm
from catalog.reporting.workbook import XLSX
from core.errors import Invalid
from core.web.pages import page
from directory.kinds import OrganizationKind
from loans.demand.queries import DemandReport, demand_report
from loans.demand.spreadsheet import demand_workbook
from loans.demand.view import viewed
from loans.demand.words import MEASURES

PageRequest = Request[Actor, Any, Any]
DEMAND = "/reports/demand"


@get(DEMAND, include_in_schema=False)
async def demand_page(request: PageRequest) -> Template:
    """What was asked for, refused and waited for, by product, month and counter."""
    form = await _form(request)
    report = await _report(request.user, form)
    shown = {"form": form, "view": viewed(report) if report else None, "measures": MEASURES}
    asked = urlencode({name: value for name, value in request.query_params.items() if value})
    return page(
        request,
        "loans/demand/demand.html",
        status=200 if report else 422,
        download=f"{DEMAND}.xlsx?{asked}",
        **shown,
    )


@get(f"{DEMAND}.xlsx", include_in_schema=False, media_type=XLSX)
async def demand_file(request: PageRequest) -> Response[bytes]:
    """The same figures as a workbook."""
    form = await _form(request)
    report = await _report(request.user, form)
    if report is None:
        raise Invalid({field.name: "wrong-type" for field in form if field.errors})
    content = await asyncio.to_thread(demand_workbook, report)
    name = f"demand-{report.periods[0].start}.xlsx"
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def _form(request: PageRequest) -> RangeForm:
    return await RangeForm.asked(request, request.user.one_of(OrganizationKind.VENDOR))


async def _report(actor: Actor, form: RangeForm) -> DemandReport | None:
    """The report, or None with the mistakes in the form."""
    if not form.validate():
        return None
    try:
        days = form.range()
        return await demand_report(actor, days.start, days.end)
    except Invalid as error:
        form.refuse(error)
        return None


PAGES = (demand_page, demand_file)
