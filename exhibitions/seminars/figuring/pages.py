"""The report of courses as a page and as a workbook, and its section in the counter's report."""

import asyncio
from urllib.parse import urlencode

import msgspec
from litestar import Response, get
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.pages.asking import PageRequest
from catalog.reporting.forms import RangeForm
from catalog.reporting.periods import period_name
from catalog.reporting.ranges import usual_ranges
from catalog.reporting.sections import ReportSection, SectionQuestion, in_report
from catalog.reporting.view import ShownGroup, numbers, viewed
from catalog.reporting.workbook import XLSX, Sheet, figures_workbook
from core.clock import today
from core.errors import Invalid
from core.i18n import Text, lazy
from core.i18n import gettext as _
from core.web.fields import ChoiceField
from core.web.pages import page
from exhibitions.seminars.figuring.domain import CHARTED, GROUPING_WORDS, IN_REPORT, MEASURES, SeminarGrouping
from exhibitions.seminars.figuring.queries import SeminarQuestion, SeminarReport, seminar_report

SEMINARS = "/reports/seminars"


class SeminarReportForm(RangeForm):
    """From which day to which, in which periods and groups."""

    group = ChoiceField(
        lazy("分け方"), choices=list(GROUPING_WORDS.items()), coerce=SeminarGrouping, look="select"
    )

    def question(self) -> SeminarQuestion:
        """What a sound form asks; without days, the fiscal year so far."""
        asked = msgspec.structs.asdict(self.range())
        return SeminarQuestion(**asked, group=self.group.data or SeminarGrouping.COURSE)


async def _report(actor: Actor, form: SeminarReportForm) -> SeminarReport | None:
    """The report, or None with the mistakes in the form."""
    if not form.validate():
        return None
    try:
        return await seminar_report(actor, form.question())
    except Invalid as error:
        form.refuse(error)
        return None


def _how_counted() -> Text:
    return _(
        "申込は申し込んだ日、出席は回の日、修了証は出した日で数えます。1人が3回出席すると、延べ3人です。"
        "1つの研修会がいくつもの項目を扱うと、それぞれの項目で数えます。"
    )


@get(SEMINARS, include_in_schema=False)
async def seminar_report_page(request: PageRequest) -> Template:
    """Figures by period and course: chart, tables, and where to take them along."""
    form = await SeminarReportForm.asked(request, request.user, group=SeminarGrouping.COURSE)
    report = await _report(request.user, form)
    asked = urlencode({name: value for name, value in request.query_params.items() if value})
    return page(
        request,
        "exhibitions/seminars/figures.html",
        status=200 if report else 422,
        form=form,
        report=report,
        view=viewed(report.periods, report.by, MEASURES, CHARTED) if report else None,
        ranges=usual_ranges(today()),
        download=f"{SEMINARS}.xlsx?{asked}",
        measures=MEASURES,
        how_counted=_how_counted(),
        grouping=GROUPING_WORDS[report.group] if report else "",
    )


@get(f"{SEMINARS}.xlsx", include_in_schema=False, media_type=XLSX)
async def seminar_report_file(request: PageRequest) -> Response[bytes]:
    """The same figures as a workbook; the questions are those of the page, both days inclusive."""
    form = await SeminarReportForm.asked(request, request.user, group=SeminarGrouping.COURSE)
    report = await _report(request.user, form)
    if report is None:
        raise Invalid({field.name: "wrong-type" for field in form if field.errors})
    sheet = Sheet(
        by=report.by,
        told_apart=GROUPING_WORDS[report.group],
        measures=MEASURES,
        periods=report.periods,
        notes=_how_counted(),
    )
    content = await asyncio.to_thread(figures_workbook, sheet)
    name = f"seminars-{report.periods[0].start}-{report.by}-{report.group}.xlsx"
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@in_report
async def seminars_in_report(actor: Actor, question: SectionQuestion) -> ReportSection | None:
    """What the counter's report says of courses."""
    if not (actor.is_counter or actor.is_centre):
        return None
    report = await seminar_report(actor, SeminarQuestion(**msgspec.structs.asdict(question)))
    shown = [measure for measure in MEASURES if measure.name in IN_REPORT]
    return ReportSection(
        title=_("研修会"),
        href=SEMINARS,
        headings=[measure.label for measure in shown],
        lines=[
            ShownGroup(period_name(period.start, report.by), numbers(period.total, shown))
            for period in report.periods
        ],
    )


PAGES: list[ControllerRouterHandler] = [seminar_report_page, seminar_report_file]
