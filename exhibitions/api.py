"""Displays for programs (DESIGN section 7)."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromQuery

from accounts.domain import Actor
from core.web.paging import Page
from exhibitions.domain import ExhibitionKind
from exhibitions.queries import ExhibitionFilter, ExhibitionView
from exhibitions.queries import list_exhibitions as listed


@get("/api/v1/exhibitions", operation_id="listExhibitions", tags=["exhibitions"])
async def list_exhibitions(
    request: Request[Actor, Any, Any],
    prefecture: FromQuery[str] = "",
    kind: FromQuery[ExhibitionKind | None] = None,
    counter_id: FromQuery[UUID | None] = None,
    past: FromQuery[bool] = False,  # noqa: FBT002  # a query parameter has a name
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Page[ExhibitionView]:
    """The displays that can still be seen, soonest first, or those that are over."""
    wanted = ExhibitionFilter(prefecture=prefecture, kind=kind, counter_id=counter_id, past=past)
    return await listed(request.user, wanted, cursor=cursor, limit=limit)
