"""Handovers for programs. Operation ids, paths and field names are a contract."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.foreseen import Foreseen
from core.web.idempotency import answer_once
from core.web.paging import Page
from loans.handovers import queries, usecases
from loans.handovers.commands import AskLongLoan, OfferLongLoan, ProposeTransfer, TakeStep
from loans.handovers.domain import MOVES, HandoverStep
from loans.handovers.previewing import PreviewHandoverStep, foresee_beginning, preview_handover_step
from loans.handovers.queries import HandoverView

ApiRequest = Request[Actor, Any, Any]
PATH = "/api/v1/handovers"


@get(PATH, operation_id="listHandovers", tags=["loans"])
async def list_handovers(
    request: ApiRequest, cursor: FromQuery[str | None] = None, limit: FromQuery[int | None] = None
) -> Page[HandoverView]:
    """Transfers and long loans of this caller, latest first."""
    return await queries.list_handovers(request.user, cursor=cursor, limit=limit)


@get(PATH + "/{handover_id:uuid}", operation_id="getHandover", tags=["loans"])
async def get_handover(request: ApiRequest, handover_id: FromPath[UUID]) -> HandoverView:
    """One of them, with the steps that this caller may take now."""
    return await queries.handover_for(request.user, handover_id)


@post("/api/v1/transfers", operation_id="proposeTransfer", tags=["loans"], status_code=201)
async def propose_transfer(request: ApiRequest, data: JSONBody[ProposeTransfer]) -> Response[bytes]:
    """Give units to another counter; refused with who has the days."""
    return await answer_once(request, lambda: usecases.propose_transfer(request.user, data), status=201)


@post("/api/v1/long-loans", operation_id="askLongLoan", tags=["loans"], status_code=201)
async def ask_long_loan(request: ApiRequest, data: JSONBody[AskLongLoan]) -> Response[bytes]:
    """Ask a vendor for units to lend on until a day."""
    return await answer_once(request, lambda: usecases.ask_long_loan(request.user, data), status=201)


@post("/api/v1/long-loans/offers", operation_id="offerLongLoan", tags=["loans"], status_code=201)
async def offer_long_loan(request: ApiRequest, data: JSONBody[OfferLongLoan]) -> Response[bytes]:
    """Offer a counter units of an own product, to lend on until a day."""
    return await answer_once(request, lambda: usecases.offer_long_loan(request.user, data), status=201)


@post("/api/v1/transfers/preview", operation_id="previewTransfer", tags=["loans"], status_code=200)
async def preview_transfer(request: ApiRequest, data: JSONBody[ProposeTransfer]) -> Foreseen:
    """The days that a transfer would keep and who would hear of it; refused like the proposal."""
    return await foresee_beginning(request.user, data)


@post("/api/v1/long-loans/preview", operation_id="previewLongLoan", tags=["loans"], status_code=200)
async def preview_long_loan(request: ApiRequest, data: JSONBody[AskLongLoan]) -> Foreseen:
    """The same before a vendor is asked for units."""
    return await foresee_beginning(request.user, data)


@post(
    "/api/v1/long-loans/offers/preview", operation_id="previewLongLoanOffer", tags=["loans"], status_code=200
)
async def preview_offer(request: ApiRequest, data: JSONBody[OfferLongLoan]) -> Foreseen:
    """The same before units are offered to a counter."""
    return await foresee_beginning(request.user, data)


@post(
    PATH + "/{handover_id:uuid}/preview", operation_id="previewHandoverStep", tags=["loans"], status_code=200
)
async def preview(
    request: ApiRequest, handover_id: FromPath[UUID], data: JSONBody[PreviewHandoverStep]
) -> Foreseen:
    """What a step would change for whom: the step itself, rehearsed and rolled back; refused alike."""
    return await preview_handover_step(request.user, handover_id, data)


def _handler(step: HandoverStep) -> ControllerRouterHandler:
    first, *rest = step.value.split("_")
    name = first + "".join(part.title() for part in rest)

    @post(
        f"{PATH}/{{handover_id:uuid}}/{step.value.replace('_', '-')}",
        operation_id=f"{name}Handover",
        tags=["loans"],
        status_code=200,
    )
    async def take(
        request: ApiRequest, handover_id: FromPath[UUID], data: JSONBody[TakeStep]
    ) -> Response[bytes]:
        """Take this step of a transfer or long loan."""
        return await answer_once(request, lambda: usecases.take_step(request.user, handover_id, step, data))

    return take


HANDLERS: list[ControllerRouterHandler] = [
    list_handovers,
    get_handover,
    propose_transfer,
    ask_long_loan,
    offer_long_loan,
    preview_transfer,
    preview_long_loan,
    preview_offer,
    preview,
    *(_handler(step) for step in MOVES),
]
