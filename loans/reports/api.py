"""The loan report for programs: DESIGN section 7."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromQuery

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.reporting.asked import FromDay, ToDay
from catalog.reporting.periods import By, days_asked
from loans.reports.domain import Grouping
from loans.reports.queries import LoanReport, ReportQuestion, loan_report


@get("/api/v1/reports/loans", operation_id="getLoanReport", tags=["reports"])
async def get_loan_report(  # one parameter a part of the question
    request: Request[Actor, Any, Any],
    from_day: FromDay = "",
    to_day: ToDay = "",
    by: FromQuery[By] = By.MONTH,
    group: FromQuery[Grouping] = Grouping.ITEM,
    taxonomy: FromQuery[TaxonomyVersion] = TaxonomyVersion.Y2025,
    counter_id: FromQuery[UUID | None] = None,
) -> LoanReport:
    """Every whole period that the days from `from` to before `to` touch; `total` counts each loan once."""
    request.user.signed_in()
    start, end = days_asked(from_day, to_day)
    question = ReportQuestion(
        start=start, end=end, by=by, group=group, taxonomy=taxonomy, counter_id=counter_id
    )
    return await loan_report(request.user, question)
