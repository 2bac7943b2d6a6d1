"""The report of visits for programs."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromQuery

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.reporting.asked import FromDay, ToDay
from catalog.reporting.periods import By, days_asked
from directory.kinds import COUNTERS, OrganizationKind
from exhibitions.figures.domain import Grouping
from exhibitions.figures.queries import VisitQuestion, VisitReport, visit_report


@get("/api/v1/reports/visits", operation_id="getVisitReport", tags=["reports"])
async def get_visit_report(  # one parameter a part of the question
    request: Request[Actor, Any, Any],
    from_day: FromDay = "",
    to_day: ToDay = "",
    by: FromQuery[By] = By.MONTH,
    group: FromQuery[Grouping] = Grouping.ITEM,
    taxonomy: FromQuery[TaxonomyVersion] = TaxonomyVersion.Y2025,
    counter_id: FromQuery[UUID | None] = None,
) -> VisitReport:
    """Every whole period that the days from `from` to before `to` touch; `total` counts each visit once."""
    request.user.one_of(*COUNTERS, OrganizationKind.CENTRE)
    start, end = days_asked(from_day, to_day)
    question = VisitQuestion(
        start=start, end=end, by=by, group=group, taxonomy=taxonomy, counter_id=counter_id
    )
    return await visit_report(request.user, question)
