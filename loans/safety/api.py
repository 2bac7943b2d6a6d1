"""Accidents and near misses for programs."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.web.idempotency import answer_once
from core.web.paging import Page
from loans.safety.domain import ReportSafety, SafetyKind
from loans.safety.queries import SafetyFilter, SafetyRow, list_safety_reports
from loans.safety.usecases import report_safety

ApiRequest = Request[Actor, Any, Any]


@post(
    "/api/v1/loans/{loan_id:uuid}/safety-reports",
    operation_id="reportSafety",
    status_code=201,
    tags=["loans"],
)
async def post_report(
    request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[ReportSafety]
) -> Response[bytes]:
    """事故・ヒヤリハット: write it down; lender and counter are told at once. No resident is named."""
    return await answer_once(request, lambda: report_safety(request.user, loan_id, data), status=201)


@get("/api/v1/safety-reports", operation_id="listSafetyReports", tags=["loans"])
async def list_reports(
    request: ApiRequest,
    kind: FromQuery[SafetyKind | None] = None,
    start: Annotated[date | None, QueryParameter(name="from")] = None,
    end: Annotated[date | None, QueryParameter(name="to")] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Page[SafetyRow]:
    """Those this caller may see, the latest first; `to` is exclusive."""
    wanted = SafetyFilter(kind=kind, start=start, end=end)
    return await list_safety_reports(request.user, wanted, cursor=cursor, limit=limit)


HANDLERS: list[ControllerRouterHandler] = [post_report, list_reports]
