"""Calendar feeds for programs: DESIGN section 7."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, post
from litestar.params import FromPath, JSONBody

from accounts.domain import Actor
from core.web.idempotency import answer_once
from notifications import usecases

ApiRequest = Request[Actor, Any, Any]


class CreateFeed(msgspec.Struct, frozen=True):
    """What the feed is for, in the words of its makers."""

    name: str = "API"


class FeedApi(Controller):
    """Secret iCalendar feeds of the caller's organisation."""

    path = "/api/v1/feeds"
    tags = ("feeds",)

    @post(operation_id="createFeed", status_code=201)
    async def create_feed(
        self, request: ApiRequest, data: JSONBody[CreateFeed | None] = None
    ) -> Response[bytes]:
        """Open a feed; its `url` is told this once. It needs no body."""
        name = (data or CreateFeed()).name
        return await answer_once(request, lambda: usecases.create_feed(request.user, name), status=201)

    @delete("/{feed_id:uuid}", operation_id="revokeFeed", status_code=204)
    async def revoke_feed(self, request: ApiRequest, feed_id: FromPath[UUID]) -> None:
        """Close a feed for ever."""
        await usecases.revoke_feed(request.user, feed_id)
