"""How often exhibits were read, for a counter's own program."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from exhibitions.captions.queries import ScanCount, scans_of

ApiRequest = Request[Actor, Any, Any]
_TAGS = ("exhibitions",)


@get("/api/v1/exhibitions/{exhibition_id:uuid}/scans", operation_id="listExhibitScans", tags=_TAGS)
async def list_scans(request: ApiRequest, exhibition_id: FromPath[UUID]) -> list[ScanCount]:
    """How often visitors read the codes of a display: a number for each exhibit, day and language."""
    return await scans_of(request.user, exhibition_id)


HANDLERS: list[ControllerRouterHandler] = [list_scans]
