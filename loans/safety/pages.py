"""The form for an accident or near miss, and the list for those who must learn from them."""

import asyncio
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.reporting.workbook import XLSX
from core.clock import today
from core.errors import Invalid
from core.i18n import gettext as _
from core.web.pages import page, see_other
from loans.domain import Party
from loans.pages.ways import PageRequest, loan_path
from loans.records import LoanRecord, record_for
from loans.safety.documents import safety_workbook
from loans.safety.domain import must_report
from loans.safety.forms import SafetyForm, SafetyListForm
from loans.safety.queries import all_safety_reports, count_safety_reports, list_safety_reports
from loans.safety.usecases import report_safety
from loans.safety.words import HARM, KIND

LIST = "/safety-reports"
_NEW = "/loans/{loan_id:uuid}/safety-reports/new"
_MOST_ROWS = 10_000


@get(_NEW, include_in_schema=False)
async def new_report(request: PageRequest, loan_id: FromPath[UUID]) -> Response[Any]:
    """An empty form, for today."""
    record = await _record(request, loan_id)
    form = SafetyForm(data={"happened_on": today()})
    form.fit(record)
    return _shown(request, record, form)


@post(_NEW, include_in_schema=False)
async def send_report(request: PageRequest, loan_id: FromPath[UUID]) -> Response[Any]:
    """Write it down, or show the form again with what was typed."""
    record = await _record(request, loan_id)
    form = await SafetyForm.of(request)
    form.fit(record)
    if not form.validate():
        return _shown(request, record, form, status=422)
    try:
        await report_safety(request.user, loan_id, form.command(record))
    except Invalid as error:
        form.refuse(error)
        return _shown(request, record, form, status=422)
    return see_other(loan_path(loan_id), _("報告を記録し、貸主と相談窓口に知らせました。"))


async def _record(request: PageRequest, loan_id: UUID) -> LoanRecord:
    record = await record_for(request.user, loan_id)
    must_report({Party(party) for party in record.loan.parties}, record.loan.received_on)
    return record


def _shown(request: PageRequest, record: LoanRecord, form: SafetyForm, *, status: int = 200) -> Response[Any]:
    return page(
        request,
        "loans/safety/report.html",
        status=status,
        loan=record.loan,
        counter=record.counter,
        form=form,
    )


@get(LIST, include_in_schema=False)
async def show_reports(request: PageRequest) -> Response[Any]:
    """All that the reader may see, the latest first, and how many there are."""
    form = SafetyListForm.of_query(request)
    wanted = form.wanted()
    found = await list_safety_reports(
        request.user, wanted, cursor=request.query_params.get("cursor"), limit=30
    )
    asked = urlencode(form.asked)
    return page(
        request,
        "loans/safety/list.html",
        reports=found.items,
        counted=await count_safety_reports(request.user, wanted),
        form=form,
        kinds=KIND,
        harms=HARM,
        is_narrowed=bool(asked),
        download=f"{LIST}.xlsx?{asked}",
        next_url=f"{LIST}?{asked}&cursor={found.next}" if found.next else "",
    )


@get(f"{LIST}.xlsx", include_in_schema=False, media_type=XLSX)
async def reports_file(request: PageRequest) -> Response[bytes]:
    """The same as a workbook."""
    rows = await all_safety_reports(request.user, SafetyListForm.of_query(request).wanted(), _MOST_ROWS)
    content = await asyncio.to_thread(safety_workbook, rows)
    return Response(content, headers={"Content-Disposition": 'attachment; filename="safety-reports.xlsx"'})


PAGES: list[ControllerRouterHandler] = [new_report, send_report, show_reports, reports_file]
