"""Whose turn it is: free days of a product are held for those who wait for it, in the order of the queue.

Everybody who waits for a product is held still, in the order of ids, while its days are given out: two
workers wait for each other here, for milliseconds, rather than skip a row, because a worker that skips
those ahead would give their days to those behind. What two of them took at once is judged by the ledger.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, lending_of
from catalog.domain import ProductStatus, Purpose
from catalog.occupancy import UnitTaken
from catalog.rules import NOTHING_YET, Borrowing, objections
from catalog.terms import Days, blocked_days
from core import db
from core.clock import now, today
from core.errors import NotFound
from loans.usecases.borrowing import borrowing_of
from loans.waiting.domain import (
    Blocked,
    Fleet,
    Place,
    WaitingState,
    WaitingStep,
    Wish,
    expiry,
    in_turn,
    place_for,
)
from loans.waiting.usecases.offering import write_offer
from loans.waiting.usecases.recording import change_entry
from loans.waiting.wishes import orders_of, wishes_of

_TRIES = 5

_HELD_STILL = """
SELECT e.id FROM waiting_entry e
WHERE e.state = 'waiting' AND e.skipped_at IS NULL AND (e.product_id = $1 OR e.item = ANY(
    SELECT unnest(p.item_codes) FROM product p WHERE p.id = $1 AND p.status = 'public'))
ORDER BY e.id FOR UPDATE
"""
_WAITED_FOR = """
SELECT p.id FROM product p WHERE p.status = 'public' AND (
    p.id IN (SELECT e.product_id FROM waiting_entry e WHERE e.state = 'waiting' AND e.skipped_at IS NULL)
    OR p.item_codes && ARRAY(SELECT DISTINCT e.item FROM waiting_entry e
                             WHERE e.state = 'waiting' AND e.skipped_at IS NULL AND e.item IS NOT NULL))
ORDER BY p.id
"""
_UNITS = "SELECT id, lender_id FROM unit WHERE product_id = $1 AND status = 'active' ORDER BY id"


async def offer_freed_days() -> int:
    """Go through every product that somebody waits for; how many offers were made."""
    return sum([await match_product(row["id"]) for row in await db.fetch(_WAITED_FOR)])


async def match_product(product_id: UUID) -> int:
    """Offer what is free of one product to those whose turn it is; how many offers were made."""
    async with db.transaction():
        ids = [row["id"] for row in await db.fetch(_HELD_STILL, product_id)]
        if not ids:
            return 0
        wishes = await wishes_of(ids, today())
        queue = in_turn(wishes, await orders_of(wishes))
        round_of = await _Round.begin(product_id, queue)
        return sum([await round_of.serve(wish) for wish in queue]) if round_of else 0


class _Round(msgspec.Struct):
    """One look at a product: its terms at each counter concerned, and its units with what has them."""

    product_id: UUID
    lendings: dict[UUID, Lending]
    span: Days
    units: dict[UUID, list[UUID]]
    busy: dict[UUID, list[Days]]

    @classmethod
    async def begin(cls, product_id: UUID, queue: Sequence[Wish]) -> "_Round | None":
        """None when the product is not lent any more."""
        day = today()
        try:
            lendings = {
                counter: await lending_of(product_id, counter, day)
                for counter in {wish.counter_id for wish in queue}
            }
        except NotFound:
            return None
        if any(lending.status is not ProductStatus.PUBLIC for lending in lendings.values()):
            return None
        found = cls(product_id, lendings, _span(queue, lendings), {}, {})
        for row in await db.fetch(_UNITS, product_id):
            found.units.setdefault(row["lender_id"], []).append(row["id"])
        await found.look()
        return found

    async def look(self) -> None:
        """See in the ledger what speaks for the units."""
        self.busy = {}
        for stretch in await occupancy.in_the_way(self.product_id, self.span):
            self.busy.setdefault(stretch.unit_id, []).append(Days(stretch.start, stretch.end))

    async def serve(self, wish: Wish) -> bool:
        """Hold days for one wish, if there are any for it."""
        for _ in range(_TRIES):
            place = await self._place(wish)
            if place is None:
                return False
            try:
                await self._offer(wish, place)
            except UnitTaken:  # somebody who asked directly was quicker
                await self.look()
            else:
                return True
        return False

    async def _place(self, wish: Wish) -> Place | None:
        lending = self.lendings[wish.counter_id]
        fleet = self._fleet(lending)
        if place_for(wish, self.product_id, fleet, _blocked(lending)) is None:
            return None  # nearly everybody, nearly always: no question about the facility is asked
        lending = await lending_of(self.product_id, wish.counter_id, today(), wish.facility_id)
        borrowing = await borrowing_of(wish.facility_id, wish.start)
        most = lending.terms.max_units - borrowing.open_units
        if most < (1 if wish.accept_fewer else wish.quantity):
            return None
        wish = msgspec.structs.replace(wish, quantity=min(wish.quantity, most))
        return place_for(wish, self.product_id, fleet, _blocked(lending, borrowing))

    def _fleet(self, lending: Lending) -> Fleet:
        lenders = lending.lenders or (lending.vendor_id,)
        return Fleet({lender: self.units.get(lender, []) for lender in lenders}, self.busy)

    async def _offer(self, wish: Wish, place: Place) -> None:
        lending = self.lendings[wish.counter_id]
        blocked = blocked_days(place.trial, lending.terms, lending.working_of(place.lender_id))
        expires_at = expiry(now(), lending.terms.offer_hours, blocked.start)
        async with db.savepoint():
            taken = await occupancy.take_any(
                self.product_id, place.lender_id, blocked, place.quantity, Purpose.HOLD, wish.id, expires_at
            )
            await write_offer(wish.id, self.product_id, place, expires_at)
            facts = {
                "product_id": self.product_id,
                "start": place.trial.start,
                "end": place.trial.end,
                "quantity": place.quantity,
                "expires_at": expires_at,
            }
            await change_entry(Actor.system(), wish.id, WaitingStep.OFFER, WaitingState.OFFERED, facts=facts)
        for one in taken:
            self.busy.setdefault(one.unit_id, []).append(blocked)


def _blocked(lending: Lending, borrowing: Borrowing = NOTHING_YET) -> Blocked:
    """The days a trial takes from a lender's ledger, or None where the rules are against it.

    How many units are too many is judged apart: a wish may be served in part.
    """
    day = today()
    had = msgspec.structs.replace(borrowing, open_units=0)

    def of(lender_id: UUID, trial: Days) -> Days | None:
        if objections(trial, 1, lending.terms, lending.open_days(lender_id), day, had):
            return None
        return blocked_days(trial, lending.terms, lending.working_of(lender_id))

    return of


def _span(queue: Sequence[Wish], lendings: dict[UUID, Lending]) -> Days:
    """All days that trials of these wishes could block."""
    stretches = [
        blocked_days(wish.span, lending.terms, lending.working_of(lender))
        for wish in queue
        for lending in (lendings[wish.counter_id],)
        for lender in lending.lenders or (lending.vendor_id,)
    ]
    first: date = min(stretch.start for stretch in stretches)
    last: date = max(stretch.end for stretch in stretches)
    return Days(first, last + timedelta(days=1))
