"""Moving what stands on the board: each move is a step of its loan, with the same checks as on its page."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.maintenance import MoveMaintenance, move_maintenance
from catalog.terms import Days
from core.errors import Invalid
from core.i18n import gettext
from loans import usecases
from loans.commands import ExtendLoan, OfferLoan, Prose, RescheduleLoan
from loans.domain import Custody, StepName
from loans.labels import PARTY
from loans.previewing import rehearsed
from loans.queries import LoanView


class Way(StrEnum):
    """By which step something moves; the board is told it beside each bar."""

    REVISE = "revise"
    OFFER = "offer"
    RESCHEDULE = "reschedule"
    EXTEND = "extend"
    MAINTENANCE = "maintenance"


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A bar that somebody moved or stretched; `was` are the days they saw, `end` is exclusive."""

    id: UUID
    step: Way
    start: date
    end: date
    was: Days
    reason: Prose = ""


async def move(actor: Actor, wish: Move) -> None:
    """Take the step that the move means; raises whatever its use case raises."""
    if wish.step is Way.MAINTENANCE:
        command = MoveMaintenance(start=wish.start, end=wish.end, was=wish.was)
        await move_maintenance(actor, wish.id, command)
    else:
        await _step(actor, wish)


async def foresee(actor: Actor, wish: Move) -> list[str]:
    """Who would be told what, were the move made: rehearsed and taken back; raises what `move` raises."""
    if wish.step is Way.MAINTENANCE:
        return []
    explained = msgspec.structs.replace(wish, reason=wish.reason.strip() or "―")  # it may come later
    preview = await rehearsed(actor, wish.id, StepName(wish.step.value), lambda: _step(actor, explained))
    return [
        gettext(
            "%(party)sに知らせます：%(subject)s",
            party=one.organization_name or str(PARTY[one.party]),
            subject=one.subject,
        )
        for one in preview.told
    ]


async def _step(actor: Actor, wish: Move) -> LoanView:
    match wish.step:
        case Way.EXTEND:
            return await _extend(actor, wish)
        case Way.OFFER:
            offer = OfferLoan(start=wish.start, end=wish.end, message=wish.reason)
            return await usecases.offer_loan(actor, wish.id, offer, expected=Custody.PROPOSED)
        case Way.REVISE:
            return await usecases.revise_loan(actor, wish.id, _days(wish), expected=Custody.REQUESTED)
        case _:
            return await usecases.reschedule_loan(actor, wish.id, _days(wish), expected=Custody.CONFIRMED)


def _days(wish: Move) -> RescheduleLoan:
    return RescheduleLoan(start=wish.start, end=wish.end, reason=wish.reason, was=wish.was)


async def _extend(actor: Actor, wish: Move) -> LoanView:
    if wish.start != wish.was.start:
        raise Invalid({"start": "begun-already"})
    extension = ExtendLoan(end=wish.end, message=wish.reason)
    return await usecases.extend_loan(actor, wish.id, extension, expected=Custody.ON_TRIAL)
