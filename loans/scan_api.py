"""Scans for programs and for the scanning page (DESIGN section 7)."""

from typing import Any

from litestar import Request, Response, post
from litestar.params import JSONBody

from accounts.domain import Actor
from core.web.idempotency import answer_once
from loans.scanning import RecordScans
from loans.scanning import record_scans as record


@post("/api/v1/scans", operation_id="recordScans", tags=["loans"], status_code=200)
async def record_scans(request: Request[Actor, Any, Any], data: JSONBody[RecordScans]) -> Response[bytes]:
    """Record up to 500 scans; each is acted upon once, however often it is sent."""
    return await answer_once(request, lambda: record(request.user, data))
