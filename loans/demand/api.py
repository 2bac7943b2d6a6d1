"""The demand for programs of vendors."""

from typing import Any

from litestar import Request, get

from accounts.domain import Actor
from catalog.reporting.asked import FromDay, ToDay
from catalog.reporting.periods import days_asked
from directory.kinds import OrganizationKind
from loans.demand.queries import DemandReport, demand_report


@get("/api/v1/reports/demand", operation_id="getDemandReport", tags=["reports"])
async def get_demand_report(
    request: Request[Actor, Any, Any], from_day: FromDay = "", to_day: ToDay = ""
) -> DemandReport:
    """Every month from `from` to before `to`: what was asked for, refused and why, waited for."""
    vendor = request.user.one_of(OrganizationKind.VENDOR)
    return await demand_report(vendor, *days_asked(from_day, to_day))
