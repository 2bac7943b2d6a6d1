"""Moving what stands on the board: each move is a step of its loan, with the same checks as on its page."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.maintenance import MoveMaintenance, move_maintenance
from catalog.terms import Days
from core.errors import Invalid
from core.i18n import format_period, gettext
from loans import usecases
from loans.commands import ExchangeLoan, ExtendLoan, OfferLoan, Prose, RescheduleLoan
from loans.domain import Custody, StepName
from loans.labels import PARTY, PURPOSE, RULE
from loans.previewing import Told, rehearsed
from loans.queries import LoanView, loan_for
from loans.touched import Touched


class Way(StrEnum):
    """By which step something moves; the board is told it beside each bar."""

    REVISE = "revise"
    OFFER = "offer"
    RESCHEDULE = "reschedule"
    EXTEND = "extend"
    EXCHANGE = "exchange"
    MAINTENANCE = "maintenance"


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A bar that somebody moved or stretched; `was` are the days they saw, `end` is exclusive.

    An exchange keeps the days and puts the unit `to_unit_id` in the place of `unit_id`.
    """

    id: UUID
    step: Way
    start: date
    end: date
    was: Days
    reason: Prose = ""
    override_reason: Prose = ""
    unit_id: UUID | None = None
    to_unit_id: UUID | None = None


async def move(actor: Actor, wish: Move) -> None:
    """Take the step that the move means; raises whatever its use case raises."""
    if wish.step is Way.MAINTENANCE:
        command = MoveMaintenance(start=wish.start, end=wish.end, was=wish.was)
        await move_maintenance(actor, wish.id, command)
    else:
        await _step(actor, wish)


async def foresee(actor: Actor, wish: Move) -> list[str]:
    """What the move would bring, were it made: rehearsed and taken back; raises what `move` raises."""
    if wish.step is Way.MAINTENANCE:
        return []
    explained = msgspec.structs.replace(wish, reason=wish.reason.strip() or "―")  # it may come later
    preview = await rehearsed(actor, wish.id, StepName(wish.step.value), lambda: _step(actor, explained))
    return [
        *(gettext("例外として認めます：%(rule)s", rule=RULE.get(code, code)) for code in preview.overridden),
        *(_touched(one) for one in preview.others),
        *(_told(one) for one in preview.told),
    ]


def _touched(one: Touched) -> str:
    period = format_period(one.start, one.end)
    said = gettext("個体 %(unit)s：%(period)sの予定と重なります。", unit=one.serial_number, period=period)
    if one.loan is None:
        return f"{said} {PURPOSE[one.purpose]}"
    return " ".join(part for part in (said, one.loan.number, one.loan.facility_name) if part)


def _told(one: Told) -> str:
    party = one.organization_name or str(PARTY[one.party])
    return gettext("%(party)sに知らせます：%(subject)s", party=party, subject=one.subject)


async def _step(actor: Actor, wish: Move) -> LoanView:
    match wish.step:
        case Way.EXTEND:
            return await _extend(actor, wish)
        case Way.EXCHANGE:
            return await _exchange(actor, wish)
        case Way.OFFER:
            offer = OfferLoan(
                start=wish.start, end=wish.end, message=wish.reason, override_reason=wish.override_reason
            )
            return await usecases.offer_loan(actor, wish.id, offer, expected=Custody.PROPOSED)
        case Way.REVISE:
            return await usecases.revise_loan(actor, wish.id, _days(wish), expected=Custody.REQUESTED)
        case _:
            return await usecases.reschedule_loan(actor, wish.id, _days(wish), expected=Custody.CONFIRMED)


def _days(wish: Move) -> RescheduleLoan:
    return RescheduleLoan(
        start=wish.start,
        end=wish.end,
        reason=wish.reason,
        was=wish.was,
        override_reason=wish.override_reason,
    )


async def _exchange(actor: Actor, wish: Move) -> LoanView:
    has = (await loan_for(actor, wish.id)).at_facility
    if wish.unit_id not in has or wish.to_unit_id is None:
        raise Invalid({"unit_ids": "unknown"})
    units = [wish.to_unit_id if unit == wish.unit_id else unit for unit in has]
    return await usecases.exchange_loan(actor, wish.id, ExchangeLoan(unit_ids=units, reason=wish.reason))


async def _extend(actor: Actor, wish: Move) -> LoanView:
    if wish.start != wish.was.start:
        raise Invalid({"start": "begun-already"})
    extension = ExtendLoan(end=wish.end, message=wish.reason, override_reason=wish.override_reason)
    return await usecases.extend_loan(actor, wish.id, extension, expected=Custody.ON_TRIAL)
