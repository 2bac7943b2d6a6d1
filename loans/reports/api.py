"""The loan report for programs: DESIGN section 7."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromQuery, QueryParameter

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from core.errors import Invalid
from loans.reports.domain import By, Grouping
from loans.reports.queries import LoanReport, ReportQuestion, loan_report

_DATE = {"format": "date"}
# Text, not a date: the framework would name the parameter of the function where callers know `from` and `to`.
FromDay = Annotated[str, QueryParameter(name="from", schema_extra=_DATE, description="First day; required")]
ToDay = Annotated[str, QueryParameter(name="to", schema_extra=_DATE, description="Exclusive end; required")]


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
    start, end = _range(from_day, to_day)
    question = ReportQuestion(
        start=start, end=end, by=by, group=group, taxonomy=taxonomy, counter_id=counter_id
    )
    return await loan_report(request.user, question)


def _range(from_day: str, to_day: str) -> tuple[date, date]:
    days: dict[str, date] = {}
    wrong: dict[str, str] = {}
    for name, written in (("from", from_day), ("to", to_day)):
        try:
            days[name] = date.fromisoformat(written)
        except ValueError:
            wrong[name] = "wrong-type" if written else "required"
    if wrong:
        raise Invalid(wrong)
    return days["from"], days["to"]
