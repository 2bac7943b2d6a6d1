"""The board for programs. Operation ids, paths and field names are a contract."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog import maintenance
from catalog.domain import Purpose
from core.web.idempotency import answer_once
from loans.board.queries import USUAL_WEEKS, BoardPage, BoardQuestion, board, days_of
from loans.board.view import usual_start

ApiRequest = Request[Actor, Any, Any]
Answer = Response[bytes]


async def _units(  # noqa: PLR0913, PLR0917  # one parameter a filter
    request: ApiRequest,
    from_day: Annotated[date | None, QueryParameter(name="from")] = None,
    to: FromQuery[date | None] = None,
    vendor_id: FromQuery[UUID | None] = None,
    product_id: FromQuery[UUID | None] = None,
    place_id: FromQuery[UUID | None] = None,
    counter_id: FromQuery[UUID | None] = None,
    item: FromQuery[str | None] = None,
    prefecture: FromQuery[str | None] = None,
    purpose: FromQuery[Purpose | None] = None,
    everything: FromQuery[bool] = False,  # noqa: FBT002  # a query parameter has a name
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> BoardPage:
    """Units and what speaks for their days (`to` is exclusive), a piece of at most 500 units.

    `total` says how many units there are in all, `next` is the cursor of the next piece.
    """
    start = from_day or usual_start()
    question = BoardQuestion(
        start=start,
        end=to or days_of(start, USUAL_WEEKS).end,
        vendor_id=vendor_id,
        product_id=product_id,
        place_id=place_id,
        counter_id=counter_id,
        item=item,
        prefecture=prefecture,
        purpose=purpose,
        everything=everything,
    )
    return await board(request.user, question, cursor=cursor, limit=limit)


get_board = get("/api/v1/board", operation_id="getBoard", tags=["loans"])(_units)
# The same for the timeline, which asks with its reader's session.
board_units = get("/board/units", include_in_schema=False)(_units)


class MaintenanceApi(Controller):
    """整備: days on which a unit is not lent."""

    path = "/api/v1"
    tags = ("catalog",)

    @post("/units/{unit_id:uuid}/maintenance", operation_id="planMaintenance", status_code=201)
    async def plan(
        self, request: ApiRequest, unit_id: FromPath[UUID], data: JSONBody[maintenance.PlanMaintenance]
    ) -> Answer:
        """Keep days of a unit free of loans."""
        taken = maintenance.plan_maintenance
        return await answer_once(request, lambda: taken(request.user, unit_id, data), status=201)

    @post("/maintenance/{occupancy_id:uuid}/move", operation_id="moveMaintenance", status_code=200)
    async def move(
        self, request: ApiRequest, occupancy_id: FromPath[UUID], data: JSONBody[maintenance.MoveMaintenance]
    ) -> Answer:
        """Move or stretch them."""
        return await answer_once(
            request, lambda: maintenance.move_maintenance(request.user, occupancy_id, data)
        )

    @post("/maintenance/{occupancy_id:uuid}/end", operation_id="endMaintenance", status_code=200)
    async def end(self, request: ApiRequest, occupancy_id: FromPath[UUID]) -> Answer:
        """The unit is fit again: its days are free from today on."""
        return await answer_once(request, lambda: maintenance.end_maintenance(request.user, occupancy_id))


HANDLERS: Sequence[ControllerRouterHandler] = (get_board, board_units, MaintenanceApi)
