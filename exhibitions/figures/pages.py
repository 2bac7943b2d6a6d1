"""The report of visits as a page and as a workbook, and its section in the counter's report."""

import asyncio
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.reporting.forms import RangeForm
from catalog.reporting.periods import period_name
from catalog.reporting.ranges import usual_ranges
from catalog.reporting.sections import ReportSection, SectionQuestion, in_report
from catalog.reporting.view import ShownGroup, file_name, numbers, told_apart, viewed
from catalog.reporting.workbook import XLSX, Sheet, figures_workbook
from core.clock import today
from core.errors import Invalid
from core.i18n import Text, lazy
from core.i18n import gettext as _
from core.web.fields import ChoiceField
from core.web.pages import page
from exhibitions.figures.domain import CHARTED, GROUPING_WORDS, IN_REPORT, MEASURES, Grouping
from exhibitions.figures.queries import VisitQuestion, VisitReport, visit_report

PageRequest = Request[Actor, Any, Any]
VISITS = "/reports/visits"


class VisitReportForm(RangeForm):
    """From which day to which, in which periods and groups."""

    group = ChoiceField(lazy("分け方"), choices=list(GROUPING_WORDS.items()), coerce=Grouping, look="select")

    def question(self) -> VisitQuestion:
        """What a sound form asks; without days, the fiscal year so far."""
        asked = msgspec.structs.asdict(self.range())
        return VisitQuestion(**asked, group=self.group.data or Grouping.ITEM)


def several_items() -> Text:
    """Why the items may add up to more than the total."""
    return _(
        "1組が見たい分野をいくつも選ぶと、それぞれの項目で数えるため、項目の和は合計より多くなることがあります。"
    )


async def _report(actor: Actor, form: VisitReportForm) -> VisitReport | None:
    """The report, or None with the mistakes in the form."""
    if not form.validate():
        return None
    try:
        return await visit_report(actor, form.question())
    except Invalid as error:
        form.refuse(error)
        return None


@get(VISITS, include_in_schema=False)
async def visit_report_page(request: PageRequest) -> Template:
    """Figures by period and group: chart, tables, and where to take them along."""
    form = await VisitReportForm.asked(request, request.user, group=Grouping.ITEM)
    report = await _report(request.user, form)
    asked = urlencode({name: value for name, value in request.query_params.items() if value})
    return page(
        request,
        "exhibitions/figures/visits.html",
        status=200 if report else 422,
        form=form,
        report=report,
        view=viewed(report.periods, report.by, MEASURES, CHARTED) if report else None,
        ranges=usual_ranges(today()),
        download=f"{VISITS}.xlsx?{asked}",
        measures=MEASURES,
        several_items=several_items(),
        grouping=GROUPING_WORDS[report.group] if report else "",
    )


@get(f"{VISITS}.xlsx", include_in_schema=False, media_type=XLSX)
async def visit_report_file(request: PageRequest) -> Response[bytes]:
    """The same figures as a workbook; the questions are those of the page, both days inclusive."""
    form = await VisitReportForm.asked(request, request.user, group=Grouping.ITEM)
    report = await _report(request.user, form)
    if report is None:
        raise Invalid({field.name: "wrong-type" for field in form if field.errors})
    sheet = Sheet(
        by=report.by,
        told_apart=told_apart(
            GROUPING_WORDS[report.group], report.taxonomy, by_item=report.group is Grouping.ITEM
        ),
        measures=MEASURES,
        periods=report.periods,
        notes=several_items(),
    )
    content = await asyncio.to_thread(figures_workbook, sheet)
    name = file_name("visits", report, by_item=report.group is Grouping.ITEM)
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@in_report
async def visits_in_report(actor: Actor, question: SectionQuestion) -> ReportSection | None:
    """What the counter's report says of visits."""
    if not (actor.is_counter or actor.is_centre):
        return None
    asked = VisitQuestion(**msgspec.structs.asdict(question), group=Grouping.PLACE)
    report = await visit_report(actor, asked)
    shown = [measure for measure in MEASURES if measure.name in IN_REPORT]
    return ReportSection(
        title=_("来場"),
        href=VISITS,
        headings=[measure.label for measure in shown],
        lines=[
            ShownGroup(period_name(period.start, report.by), numbers(period.total, shown))
            for period in report.periods
        ],
    )


PAGES: list[ControllerRouterHandler] = [visit_report_page, visit_report_file]
