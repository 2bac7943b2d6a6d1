"""連絡を望む来場者, for the programs of the counter that is to call them."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler
from msgspec import Meta

from accounts.domain import Actor
from core.web.idempotency import answer_once
from core.web.paging import Page
from exhibitions.questionnaires.leads import LONGEST_NOTE, Lead, handle_lead, lead_for, list_leads

ApiRequest = Request[Actor, Any, Any]
_LEADS = "/api/v1/leads"
_TAGS = ("exhibitions",)


class HandleLead(msgspec.Struct, frozen=True):
    """What came of it."""

    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] = ""


@get(_LEADS, operation_id="listLeads", tags=_TAGS)
async def find_leads(
    request: ApiRequest,
    handled: FromQuery[bool] = False,  # noqa: FBT002  # a query parameter has a name
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Page[Lead]:
    """Visitors who agreed to be called by the caller's counter, latest first; or those who have been."""
    return await list_leads(request.user, handled=handled, cursor=cursor, limit=limit)


@get(_LEADS + "/{lead_id:uuid}", operation_id="getLead", tags=_TAGS)
async def get_lead(request: ApiRequest, lead_id: FromPath[UUID]) -> Lead:
    """One of them, with the words of their consent."""
    return await lead_for(request.user, lead_id)


@post(_LEADS + "/{lead_id:uuid}/handle", operation_id="handleLead", tags=_TAGS, status_code=200)
async def handle(request: ApiRequest, lead_id: FromPath[UUID], data: JSONBody[HandleLead]) -> Response[bytes]:
    """Somebody has called them; what was noted first stays."""

    async def run() -> Lead:
        await handle_lead(request.user, lead_id, data.note)
        return await lead_for(request.user, lead_id)

    return await answer_once(request, run)


HANDLERS: list[ControllerRouterHandler] = [find_leads, get_lead, handle]
