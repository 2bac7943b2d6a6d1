"""What a step of a handover, or the proposal of one, would change for whom: rehearsed and rolled back."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.foreseen import Foreseen, foresee, read_body
from core.errors import Invalid
from loans.handovers.commands import AskLongLoan, OfferLongLoan, ProposeTransfer, TakeStep
from loans.handovers.domain import HandoverStep
from loans.handovers.queries import HandoverView, handover_for
from loans.handovers.usecases import ask_long_loan, offer_long_loan, propose_transfer, take_step


class PreviewHandoverStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step, and the body that it would be sent with."""

    step: HandoverStep
    body: dict[str, Any] = msgspec.field(default_factory=dict)


async def preview_handover_step(actor: Actor, handover_id: UUID, wished: PreviewHandoverStep) -> Foreseen:
    """What `wished` would change; raises whatever the step itself would raise, and changes nothing."""
    view = await handover_for(actor, handover_id)  # unknown before malformed
    if wished.step is HandoverStep.PROPOSE:
        raise Invalid({"step": "unknown"})
    return await foresee_step(actor, view, wished.step, read_body(wished.body, TakeStep))


async def foresee_step(actor: Actor, view: HandoverView, step: HandoverStep, command: TakeStep) -> Foreseen:
    """The days of its units, who keeps and lends them then, and whom it tells."""

    async def take() -> object:
        return await take_step(actor, view.id, step, command)

    return await foresee(actor, take, causes=[view.id], units=view.unit_ids)


_BEGINNINGS: dict[type[Any], Callable[[Actor, Any], Awaitable[HandoverView]]] = {
    ProposeTransfer: propose_transfer,
    AskLongLoan: ask_long_loan,
    OfferLongLoan: offer_long_loan,
}


async def foresee_beginning(actor: Actor, command: ProposeTransfer | AskLongLoan | OfferLongLoan) -> Foreseen:
    """The days that a proposal would keep until it is answered, and whom it tells."""
    causes: list[UUID] = []

    async def begin() -> object:
        made = await _BEGINNINGS[type(command)](actor, command)
        causes.append(made.id)
        return made

    return await foresee(actor, begin, causes=causes)
