"""The report of courses for programs."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromQuery

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.reporting.asked import FromDay, ToDay
from catalog.reporting.periods import By, days_asked
from directory.kinds import COUNTERS, OrganizationKind
from exhibitions.seminars.figuring.domain import SeminarGrouping
from exhibitions.seminars.figuring.queries import SeminarQuestion, SeminarReport, seminar_report


@get("/api/v1/reports/seminars", operation_id="getSeminarReport", tags=["reports"])
async def get_seminar_report(  # one parameter a part of the question
    request: Request[Actor, Any, Any],
    from_day: FromDay = "",
    to_day: ToDay = "",
    by: FromQuery[By] = By.MONTH,
    group: FromQuery[SeminarGrouping] = SeminarGrouping.COURSE,
    taxonomy: FromQuery[TaxonomyVersion] = TaxonomyVersion.Y2025,
    counter_id: FromQuery[UUID | None] = None,
) -> SeminarReport:
    """Every whole period that the days from `from` to before `to` touch, by course, item or place."""
    request.user.one_of(*COUNTERS, OrganizationKind.CENTRE)
    start, end = days_asked(from_day, to_day)
    question = SeminarQuestion(
        start=start, end=end, by=by, group=group, taxonomy=taxonomy, counter_id=counter_id
    )
    return await seminar_report(request.user, question)
