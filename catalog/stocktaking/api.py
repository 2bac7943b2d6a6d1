"""棚卸 for programs; units are counted by `recordScans` with the action `stocktake`."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from accounts.domain import Actor
from catalog.foreseen import Foreseen, foresee
from catalog.stocktaking import queries, usecases
from catalog.stocktaking.domain import Finding
from catalog.stocktaking.queries import StocktakingLineView, StocktakingView
from catalog.stocktaking.usecases import SettleLine
from core.web.idempotency import answer_once
from core.web.paging import Page

ApiRequest = Request[Actor, Any, Any]


class StocktakingApi(Controller):
    """Counts of what is at a place."""

    path = "/api/v1/stocktakings"
    tags = ("catalog",)

    @get(operation_id="listStocktakings")
    async def list_stocktakings(
        self, request: ApiRequest, cursor: FromQuery[str | None] = None, limit: FromQuery[int | None] = None
    ) -> Page[StocktakingView]:
        """The counts of this caller's place, latest first."""
        return await queries.list_stocktakings(request.user, cursor=cursor, limit=limit)

    @post(operation_id="startStocktaking", status_code=201)
    async def start_stocktaking(self, request: ApiRequest) -> Response[bytes]:
        """Begin to count at the caller's own place; what is believed to be there is expected."""
        return await answer_once(request, lambda: usecases.start_stocktaking(request.user), status=201)

    @get("/{stocktaking_id:uuid}", operation_id="getStocktaking")
    async def get_stocktaking(self, request: ApiRequest, stocktaking_id: FromPath[UUID]) -> StocktakingView:
        """One count with its figures so far."""
        return await queries.stocktaking_for(request.user, stocktaking_id)

    @get("/{stocktaking_id:uuid}/units", operation_id="listStocktakingUnits")
    async def list_stocktaking_units(
        self,
        request: ApiRequest,
        stocktaking_id: FromPath[UUID],
        finding: FromQuery[Finding | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
    ) -> Page[StocktakingLineView]:
        """The units that were expected or found; while it is open, `missing` are those not found yet."""
        view = await queries.stocktaking_for(request.user, stocktaking_id)
        return await queries.lines_of(request.user, view, finding, cursor=cursor, limit=limit)

    @post("/{stocktaking_id:uuid}/close", operation_id="closeStocktaking", status_code=200)
    async def close_stocktaking(self, request: ApiRequest, stocktaking_id: FromPath[UUID]) -> Response[bytes]:
        """End the count; what differs waits to be settled."""
        return await answer_once(request, lambda: usecases.close_stocktaking(request.user, stocktaking_id))

    @post(
        "/{stocktaking_id:uuid}/units/{unit_id:uuid}/settle",
        operation_id="settleStocktakingUnit",
        status_code=200,
    )
    async def settle_stocktaking_unit(
        self,
        request: ApiRequest,
        stocktaking_id: FromPath[UUID],
        unit_id: FromPath[UUID],
        data: JSONBody[SettleLine],
    ) -> Response[bytes]:
        """Say of a difference that it is here, lost, or that its people were asked."""
        return await answer_once(
            request, lambda: usecases.settle_line(request.user, stocktaking_id, unit_id, data)
        )

    @post(
        "/{stocktaking_id:uuid}/units/{unit_id:uuid}/preview",
        operation_id="previewStocktakingUnit",
        status_code=200,
    )
    async def preview(
        self,
        request: ApiRequest,
        stocktaking_id: FromPath[UUID],
        unit_id: FromPath[UUID],
        data: JSONBody[SettleLine],
    ) -> Foreseen:
        """Who keeps the unit then, and who would be asked or told; refused like the step."""
        settle = usecases.settle_line
        return await foresee(
            request.user, lambda: settle(request.user, stocktaking_id, unit_id, data), units=[unit_id]
        )
