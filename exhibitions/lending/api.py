"""Lending from the show for a counter's own program."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.foreseen import Foreseen
from core.clock import today
from core.web.idempotency import answer_once
from exhibitions.lending.leaving import LendFromShow, lend_from_show
from exhibitions.lending.substitutes import Substitute, substitutes_for
from exhibitions.previewing import lending

ApiRequest = Request[Actor, Any, Any]
_EXHIBIT = "/api/v1/exhibits/{exhibit_id:uuid}"
_TAGS = ("exhibitions",)


@get(_EXHIBIT + "/substitutes", operation_id="listSubstitutes", tags=_TAGS)
async def list_substitutes(
    request: ApiRequest, exhibit_id: FromPath[UUID], day: FromQuery[date | None] = None
) -> list[Substitute]:
    """What could take an exhibit's place from `day` (today) on, the best first."""
    return await substitutes_for(request.user, exhibit_id, day or today())


@post(_EXHIBIT + "/lend", operation_id="lendFromShow", tags=_TAGS, status_code=200)
async def lend(
    request: ApiRequest, exhibit_id: FromPath[UUID], data: JSONBody[LendFromShow]
) -> Response[bytes]:
    """Free an exhibit's days from a day on, ask for a substitute, tell the team."""
    return await answer_once(request, lambda: lend_from_show(request.user, exhibit_id, data))


@post(_EXHIBIT + "/lend/preview", operation_id="previewLendingFromShow", tags=_TAGS, status_code=200)
async def preview(request: ApiRequest, exhibit_id: FromPath[UUID], data: JSONBody[LendFromShow]) -> Foreseen:
    """The days that come free, those of the substitute, and who would hear of it; refused alike."""
    return await lending(request.user, exhibit_id, data)


HANDLERS: list[ControllerRouterHandler] = [list_substitutes, lend, preview]
