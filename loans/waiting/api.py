"""The waitlist for programs. Operation ids, paths and field names are a contract (docs/api.md)."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from accounts.domain import Actor
from catalog.foreseen import Foreseen
from core.web.idempotency import answer_once
from core.web.paging import Page
from loans.commands import GiveReason
from loans.waiting import commands, queries, usecases
from loans.waiting.domain import WaitingState
from loans.waiting.previewing import PreviewWaitlistStep, preview_waitlist_step
from loans.waiting.queries import EntryFilter, EntryView

ApiRequest = Request[Actor, Any, Any]
Answer = Response[bytes]
InState = Annotated[WaitingState | None, QueryParameter(name="state")]  # `state` is a word of the framework


class WaitlistApi(Controller):
    """Wishes for days that are taken, and the offers made for them."""

    path = "/api/v1/waitlist"
    tags = ("waitlist",)

    @post(operation_id="joinWaitlist", status_code=201)
    async def join(self, request: ApiRequest, data: JSONBody[commands.JoinWaitlist]) -> Answer:
        """Wait for a product, or for any product of an item; 409 `free-now` when it can be asked for."""
        return await answer_once(request, lambda: usecases.join_waitlist(request.user, data), status=201)

    @get(operation_id="listWaitlist")
    async def list_entries(  # one parameter a filter
        self,
        request: ApiRequest,
        standing: InState = None,
        product_id: FromQuery[UUID | None] = None,
        facility_id: FromQuery[UUID | None] = None,
        is_open: FromQuery[bool | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
    ) -> Page[EntryView]:
        """The wishes this caller may see, the longest waiting first, each with its place in the queue."""
        wanted = EntryFilter(state=standing, product_id=product_id, facility_id=facility_id, is_open=is_open)
        return await queries.list_entries(request.user, wanted, cursor=cursor, limit=limit)

    @get("/{entry_id:uuid}", operation_id="getWaitlistEntry")
    async def get_entry(self, request: ApiRequest, entry_id: FromPath[UUID]) -> EntryView:
        """One wish, with the offer that waits for an answer, and the steps this caller may take."""
        return await queries.entry_for(request.user, entry_id)

    @post("/{entry_id:uuid}/preview", operation_id="previewWaitlistStep", status_code=200)
    async def preview(
        self, request: ApiRequest, entry_id: FromPath[UUID], data: JSONBody[PreviewWaitlistStep]
    ) -> Foreseen:
        """What a step would change for whom: the step itself, rehearsed and rolled back; refused alike."""
        return await preview_waitlist_step(request.user, entry_id, data)

    @post("/{entry_id:uuid}/leave", operation_id="leaveWaitlist", status_code=200)
    async def leave(
        self,
        request: ApiRequest,
        entry_id: FromPath[UUID],
        data: JSONBody[commands.LeaveWaitlist | None] = None,
    ) -> Answer:
        """Wait no more; it needs no body."""
        command = data or commands.LeaveWaitlist()
        return await answer_once(request, lambda: usecases.leave_waitlist(request.user, entry_id, command))

    @post("/{entry_id:uuid}/accept", operation_id="acceptWaitlistOffer", status_code=201)
    async def accept(
        self,
        request: ApiRequest,
        entry_id: FromPath[UUID],
        data: JSONBody[commands.AcceptWaitlistOffer | None] = None,
    ) -> Answer:
        """Ask for the days on offer: the answer is the loan; it needs no body if the wish said enough."""
        command = data or commands.AcceptWaitlistOffer()
        return await answer_once(
            request, lambda: usecases.accept_waitlist_offer(request.user, entry_id, command), status=201
        )

    @post("/{entry_id:uuid}/refuse", operation_id="refuseWaitlistOffer", status_code=200)
    async def refuse(
        self,
        request: ApiRequest,
        entry_id: FromPath[UUID],
        data: JSONBody[commands.RefuseWaitlistOffer | None] = None,
    ) -> Answer:
        """Leave the days on offer to whoever is next; `keep_waiting` for other days."""
        command = data or commands.RefuseWaitlistOffer()
        return await answer_once(
            request, lambda: usecases.refuse_waitlist_offer(request.user, entry_id, command)
        )

    @post("/{entry_id:uuid}/wait-again", operation_id="waitAgain", status_code=200)
    async def wait_again(self, request: ApiRequest, entry_id: FromPath[UUID]) -> Answer:
        """Offers ran out unanswered: still wait, at the old place."""
        return await answer_once(request, lambda: usecases.wait_again(request.user, entry_id))

    @post("/{entry_id:uuid}/skip", operation_id="skipWaitlistEntry", status_code=200)
    async def skip(self, request: ApiRequest, entry_id: FromPath[UUID], data: JSONBody[GiveReason]) -> Answer:
        """A counter passes a wish over, saying why."""
        return await answer_once(request, lambda: usecases.skip_entry(request.user, entry_id, data))

    @post("/{entry_id:uuid}/put-back", operation_id="putBackWaitlistEntry", status_code=200)
    async def put_back(self, request: ApiRequest, entry_id: FromPath[UUID]) -> Answer:
        """A wish that was passed over takes its turn again."""
        return await answer_once(request, lambda: usecases.put_back(request.user, entry_id))
