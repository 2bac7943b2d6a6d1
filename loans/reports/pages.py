"""The loan report as a page, and as a workbook to take along."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Redirect, Template

from accounts.domain import Actor
from catalog.reporting.periods import By
from catalog.reporting.ranges import usual_ranges
from catalog.reporting.sections import sections_for
from catalog.reporting.view import file_name, several_items, viewed
from catalog.reporting.workbook import XLSX
from core.calendar import ONE_DAY
from core.clock import today
from core.errors import Invalid
from core.i18n import Text
from core.web.pages import page
from loans.reports.domain import GROUPING_WORDS, MEASURES, Grouping
from loans.reports.forms import ReportForm
from loans.reports.queries import LoanReport, ReportQuestion, loan_report
from loans.reports.spreadsheet import report_workbook

PageRequest = Request[Actor, Any, Any]

CHARTED = ("requested", "confirmed", "returned", "results")


@get("/reports", include_in_schema=False, sync_to_thread=False)
def reports() -> Redirect:
    """The only report there is."""
    return Redirect("/reports/loans", status_code=303)


@get("/reports/loans", include_in_schema=False)
async def loan_report_page(request: PageRequest) -> Template:
    """Figures by period and group: chart, tables, and where to take them along."""
    form = await _form(request)
    report = await _report(request.user, form)
    view = viewed(report.periods, report.by, MEASURES, CHARTED) if report else None
    sections = await sections_for(request.user, form.range()) if report else []
    shown = {"form": form, "report": report, "view": view, "sections": sections}
    ways = {"ranges": usual_ranges(today()), "download": f"/reports/loans.xlsx?{_asked(request)}"}
    notes = {"measures": MEASURES, "several_items": several_items(), "grouping": _grouping(report)}
    status = 200 if report else 422
    return page(request, "loans/reports/loans.html", status=status, **shown, **ways, **notes)


@get("/reports/loans.xlsx", include_in_schema=False, media_type=XLSX)
async def loan_report_file(request: PageRequest) -> Response[bytes]:
    """The same figures as a workbook; the questions are those of the page, both days inclusive."""
    form = await _form(request)
    report = await _report(request.user, form)
    if report is None:
        raise Invalid({field.name: "wrong-type" for field in form if field.errors})
    sections = await sections_for(request.user, form.range())
    content = await asyncio.to_thread(report_workbook, report, sections)
    name = file_name("loans", report, by_item=report.group is Grouping.ITEM)
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def _form(request: PageRequest) -> ReportForm:
    return await ReportForm.asked(request, request.user, group=Grouping.ITEM)


async def _report(actor: Actor, form: ReportForm) -> LoanReport | None:
    """The report, or None with the mistakes in the form."""
    if not form.validate():
        return None
    try:
        return await loan_report(actor, form.question())
    except Invalid as error:
        form.refuse(error)
        return None


def _grouping(report: LoanReport | None) -> Text:
    return GROUPING_WORDS[report.group] if report else ""


def _asked(request: PageRequest) -> str:
    return urlencode({name: value for name, value in request.query_params.items() if value})


async def this_month(actor: Actor) -> list[tuple[Text, int]]:
    """The figures of the month so far with their names, for a desk."""
    day = today()
    question = ReportQuestion(start=day, end=day + ONE_DAY, by=By.MONTH, group=Grouping.COUNTER)
    total = (await loan_report(actor, question)).periods[0].total
    return [(measure.label, getattr(total, measure.name)) for measure in MEASURES]


PAGES = (reports, loan_report_page, loan_report_file)
