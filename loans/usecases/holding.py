"""Taking free units for a loan: of which lender, on which days, and with which exceptions."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from uuid import UUID

import msgspec

from catalog import occupancy
from catalog.availability import Lending, availability
from catalog.domain import Purpose
from catalog.occupancy import Taken, UnitTaken
from catalog.rules import Objection, Rule
from catalog.terms import Days, blocked_days
from core import db
from core.clock import today
from loans.domain import Party
from loans.overrides import BUFFER_CODES, BUFFER_TAKEN, cut, may_set_aside


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A lender whose units might do, what speaks against it, and as whom the actor could set that aside.

    With `kept_by` only units that are at this counter: what it hands over itself needs no transit.
    `already` are exceptions made for these days before.
    """

    lender_id: UUID
    against: list[Objection] = []
    parties: frozenset[Party] = frozenset()
    kept_by: UUID | None = None
    already: frozenset[Rule] = frozenset()

    def may(self, one: Objection) -> bool:
        """Whether the actor may set `one` aside here."""
        return may_set_aside(one, self.parties) or (self.kept_by is not None and one.code in BUFFER_CODES)

    @property
    def own(self) -> list[Objection]:
        """What the actor may set aside of all that speaks against it."""
        return [one for one in self.against if self.may(one)]

    @property
    def is_open_to(self) -> bool:
        """Whether a reason is all that is missing."""
        return len(self.own) == len(self.against)


class Held(msgspec.Struct, frozen=True):
    """The units taken, whose they are, and what was set aside for it."""

    lender_id: UUID
    taken: list[Taken]
    set_aside: list[Objection]


class Attempt(msgspec.Struct, frozen=True):
    """Days to be taken from a candidate, and what is set aside for it."""

    candidate: Candidate
    days: Days
    set_aside: list[Objection]


async def hold(
    lending: Lending,
    trial: Days,
    quantity: int,
    loan_id: UUID,
    candidates: Sequence[Candidate],
    *,
    expires_at: datetime,
    reason: str = "",
) -> Held:
    """Hold `quantity` units of one candidate, the preferred one first; `UnitTaken` says why not.

    With a `reason` the days of transit and inspection may be left out, where the actor may say so.
    """
    tries = list(attempts(lending, trial, candidates, reason))
    is_several = quantity > 1 or len(tries) > 1
    for attempt in tries:
        try:
            async with db.savepoint() if is_several else nullcontext():  # too few units: none is kept
                taken = await _take(lending, quantity, loan_id, attempt, expires_at)
        except UnitTaken:
            continue
        return Held(attempt.candidate.lender_id, taken, attempt.set_aside)
    raise await refusal(lending, trial, quantity, candidates, reason)


async def refusal(
    lending: Lending, trial: Days, quantity: int, candidates: Sequence[Candidate], reason: str = ""
) -> UnitTaken:
    """Why the days cannot be had, and whether a reason would help."""
    error = await taken_by_others(lending, trial, quantity, candidates)
    if not reason.strip() and await _is_buffer_all(lending, trial, quantity, candidates):
        error.facts["overridable"] = [BUFFER_TAKEN.code]
    return error


def attempts(
    lending: Lending, trial: Days, candidates: Sequence[Candidate], reason: str
) -> Iterator[Attempt]:
    """What to try, in this order: with transit and inspection, then where that may be without them."""
    for one in candidates:
        if one.kept_by is None or one.against:  # else all lender's units have been tried already
            blocked = blocked_days(trial, lending.terms, lending.working_of(one.lender_id))
            rules = one.already | {objection.rule for objection in one.against}
            yield Attempt(one, cut(blocked, trial, rules, today()), one.against)
    for one in candidates:
        if BUFFER_TAKEN.rule in one.already:
            yield Attempt(one, trial, one.against)
        elif reason.strip() and one.may(BUFFER_TAKEN):
            yield Attempt(one, trial, [*one.against, BUFFER_TAKEN])


_AT_HAND = f"""
SELECT u.id FROM unit u
WHERE u.product_id = $1 AND u.lender_id = $4 AND u.custodian_id = $5 AND {occupancy.FREE}
ORDER BY u.id LIMIT $6
"""  # noqa: S608  # put together from constants


async def _take(
    lending: Lending, quantity: int, loan_id: UUID, attempt: Attempt, expires_at: datetime
) -> list[Taken]:
    candidate, days = attempt.candidate, attempt.days
    if candidate.kept_by is None:
        return await occupancy.take_any(
            lending.product_id, candidate.lender_id, days, quantity, Purpose.HOLD, loan_id, expires_at
        )
    units = await _at_hand(lending, candidate, days, quantity)
    if len(units) < quantity:
        raise UnitTaken
    return [
        await occupancy.take(unit_id, days, Purpose.HOLD, loan_id, expires_at=expires_at) for unit_id in units
    ]


async def _at_hand(lending: Lending, candidate: Candidate, days: Days, quantity: int) -> list[UUID]:
    rows = await db.fetch(
        _AT_HAND,
        lending.product_id,
        days.start,
        days.end,
        candidate.lender_id,
        candidate.kept_by,
        quantity,
    )
    return [row["id"] for row in rows]


async def with_units_at_hand(lending: Lending, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates without those for which the counter would need units that it does not keep."""
    return [one for one in candidates if one.kept_by is None or await _keeps_any(lending, one)]


async def _keeps_any(lending: Lending, candidate: Candidate) -> bool:
    return bool(
        await db.fetch_value(
            "SELECT EXISTS (SELECT 1 FROM unit WHERE product_id = $1 AND lender_id = $2"
            " AND custodian_id = $3 AND status = 'active')",
            lending.product_id,
            candidate.lender_id,
            candidate.kept_by,
        )
    )


async def _is_buffer_all(
    lending: Lending, trial: Days, quantity: int, candidates: Sequence[Candidate]
) -> bool:
    """Whether nothing but transit and inspection is in the way, and the actor may do without them."""
    for one in candidates:
        if not one.may(BUFFER_TAKEN):
            continue
        if one.kept_by is not None:
            free = await _at_hand(lending, one, trial, quantity)
        else:
            free = await occupancy.free_units(lending.product_id, trial, [one.lender_id])
        if len(free) >= quantity:
            return True
    return False


async def taken_by_others(
    lending: Lending, trial: Days, quantity: int, candidates: Iterable[Candidate]
) -> UnitTaken:
    """Why the days cannot be had, until when, and what instead; what was set aside is not why."""
    found = await availability(lending, trial, quantity, today())
    set_aside = {objection.code for one in candidates for objection in one.against}
    return UnitTaken(
        reasons=[one for one in found.reasons if one.code not in set_aside] or found.reasons,
        next_free_start=found.next_free_start,
        alternatives=found.alternatives,
        unit_count=lending.unit_count,
    )
