"""What a loan gives to keep: papers as PDF, its days as a calendar file."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from core.errors import NotFound
from loans.documents import Sheet, as_pdf, request_sheet, result_sheet
from loans.feeds import calendar_file
from loans.pages.ways import PageRequest
from loans.records import LoanRecord, record_for


@get("/loans/{loan_id:uuid}/request.pdf", include_in_schema=False)
async def request_paper(request: PageRequest, loan_id: FromPath[UUID]) -> Response[bytes]:
    """試用貸出申込書."""
    return await _paper(await record_for(request.user, loan_id), request_sheet, "request")


@get("/loans/{loan_id:uuid}/result.pdf", include_in_schema=False)
async def result_paper(request: PageRequest, loan_id: FromPath[UUID]) -> Response[bytes]:
    """試用結果報告書; there is none before the first report."""
    record = await record_for(request.user, loan_id)
    if not record.reports:
        raise NotFound
    return await _paper(record, result_sheet, "result")


async def _paper(record: LoanRecord, sheet: Callable[[LoanRecord], Sheet], name: str) -> Response[bytes]:
    content = await asyncio.to_thread(as_pdf, sheet(record))
    return as_file(content, "application/pdf", f"{record.loan.number}-{name}.pdf", "inline")


@get("/loans/{loan_id:uuid}/calendar.ics", include_in_schema=False)
async def loan_calendar(request: PageRequest, loan_id: FromPath[UUID]) -> Response[bytes]:
    """The days of the trial, to be put into a calendar."""
    record = await record_for(request.user, loan_id)
    content = await calendar_file(record.loan)
    return as_file(content, "text/calendar; charset=utf-8", f"{record.loan.number}.ics", "attachment")


def as_file(content: bytes, kind: str, name: str, disposition: str) -> Response[bytes]:
    """An answer that nobody keeps but its reader."""
    headers = {
        "Content-Disposition": f'{disposition}; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=kind, headers=headers)


PAGES = [request_paper, result_paper, loan_calendar]
