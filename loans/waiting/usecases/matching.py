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
from catalog.availability import Lending, Outlook, Question, lending_of, lendings_of
from catalog.domain import ProductStatus, Purpose
from catalog.occupancy import UnitTaken
from catalog.rules import NOTHING_YET, Borrowing
from catalog.terms import Days, blocked_days
from core import db
from core.clock import now, today
from core.errors import NotFound
from loans.usecases.borrowing import borrowing_of
from loans.waiting.domain import (
    Place,
    WaitingState,
    WaitingStep,
    Wish,
    days_off,
    expiry,
    in_turn,
    place_for,
)
from loans.waiting.usecases.offering import ask_for_match, products_for, write_offer
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


async def offer_freed_days() -> int:
    """Go through every product that somebody waits for; how many offers were made."""
    return sum([await match_product(row["id"]) for row in await db.fetch(_WAITED_FOR)])


async def match_product(product_id: UUID) -> int:
    """Offer what is free of one product to those whose turn it is; how many offers were made.

    Each offer is a transaction of its own: whoever takes units by lot a second time while holding the first
    would wait out of order (`make soak` found such a ring with a request for several units).
    """
    looked_at: set[UUID] = set()
    made = 0
    while await _offer_next(product_id, looked_at):
        made += 1
    return made


async def offer_to_next(product_id: UUID) -> None:
    """Make one offer within the transaction of whoever delivers, and ask for another look after it."""
    if await _offer_next(product_id, set()):
        await ask_for_match([product_id])


async def _offer_next(product_id: UUID, looked_at: set[UUID]) -> bool:
    """Serve the first in turn that can be served and was not looked at; False when there is none left."""
    async with db.transaction():
        queue = [wish for wish in await _queue_of(product_id) if wish.id not in looked_at]
        round_of = await _Round.begin(product_id, queue) if queue else None
        if round_of is None:
            return False
        for wish in queue:
            looked_at.add(wish.id)
            if await round_of.serve(wish):
                return True
        return False


async def rehearse_match(product_id: UUID) -> None:
    """Write the offers that `match_product` would make, without taking their days; for a rehearsal.

    Its transaction holds days that it has given back: it must wait neither for others' days nor for the
    queue. Raises `asyncpg.LockNotAvailableError` while somebody else serves that.
    """
    async with db.savepoint():
        queue = await _queue_of(product_id, is_patient=False)
        round_of = await _Round.begin(product_id, queue, is_rehearsed=True) if queue else None
        if round_of is not None:
            for wish in queue:
                await round_of.serve(wish)


async def _queue_of(product_id: UUID, *, is_patient: bool = True) -> list[Wish]:
    """All who wait for the product, held still, in their turn."""
    held = _HELD_STILL if is_patient else f"{_HELD_STILL} NOWAIT"
    ids = [row["id"] for row in await db.fetch(held, product_id)]
    wishes = await wishes_of(ids, today()) if ids else []
    return in_turn(wishes, await orders_of(wishes)) if wishes else []


class _Round(msgspec.Struct):
    """One look at a product: its terms at each counter concerned, and what the judge sees of its days."""

    product_id: UUID
    lendings: dict[UUID, Lending]
    span: Days
    outlook: Outlook
    is_rehearsed: bool = False

    @classmethod
    async def begin(
        cls, product_id: UUID, queue: Sequence[Wish], *, is_rehearsed: bool = False
    ) -> "_Round | None":
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
        span = _span(queue, lendings)
        return cls(product_id, lendings, span, await Outlook.of(product_id, span), is_rehearsed)

    async def look(self) -> None:
        """See anew what is free."""
        self.outlook = await Outlook.of(self.product_id, self.span)

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
        if self._nearest(wish, lending) is None:
            return None  # nearly everybody, nearly always: no question about the facility is asked
        lending = await lending_of(self.product_id, wish.counter_id, today(), wish.facility_id)
        borrowing = await borrowing_of(wish.facility_id, wish.start)
        most = lending.terms.max_units - borrowing.open_units
        if most < (1 if wish.accept_fewer else wish.quantity):
            return None
        wish = msgspec.structs.replace(wish, quantity=min(wish.quantity, most))
        place = self._nearest(wish, lending, borrowing)
        if place is None or await self._is_nearer_elsewhere(wish, place, borrowing):
            return None
        return place

    def _nearest(self, wish: Wish, lending: Lending, borrowing: Borrowing = NOTHING_YET) -> Place | None:
        """How many units are too many is judged apart: a wish may be served in part."""
        had, day = msgspec.structs.replace(borrowing, open_units=0), today()

        def free(lender_id: UUID, trial: Days) -> int:
            return self.outlook.free_units(Question(lending, trial, 1, had), lender_id, day)

        return place_for(wish, self.product_id, _lenders_of(lending), free)

    async def _is_nearer_elsewhere(self, wish: Wish, place: Place, borrowing: Borrowing) -> bool:
        """Whether another product of the item waited for is free on nearer days: its own turn will come."""
        if wish.item is None or days_off(wish, place) == 0:
            return False
        others = [one for one in await products_for(None, wish.item) if one != self.product_id]
        lendings = await lendings_of(others, wish.counter_id, today(), wish.facility_id)
        for lending in lendings:
            span = _span([wish], {wish.counter_id: lending})
            other = _Round(lending.product_id, {}, span, await Outlook.of(lending.product_id, span))
            found = other._nearest(wish, lending, borrowing)  # its own class
            if found is not None and days_off(wish, found) < days_off(wish, place):
                await ask_for_match([lending.product_id])
                return True
        return False

    async def _offer(self, wish: Wish, place: Place) -> None:
        lending = self.lendings[wish.counter_id]
        blocked = blocked_days(place.trial, lending.terms, lending.working_of(place.lender_id))
        expires_at = expiry(now(), lending.terms.offer_hours, blocked.start)
        wanted = (self.product_id, place.lender_id, blocked, place.quantity)
        async with db.savepoint():
            if self.is_rehearsed:
                self.outlook = self.outlook.without(*wanted)
            else:
                await occupancy.take_any(*wanted, Purpose.HOLD, wish.id, expires_at)
            await write_offer(wish.id, self.product_id, place, expires_at)
            facts = {
                "product_id": self.product_id,
                "start": place.trial.start,
                "end": place.trial.end,
                "quantity": place.quantity,
                "expires_at": expires_at,
            }
            await change_entry(Actor.system(), wish.id, WaitingStep.OFFER, WaitingState.OFFERED, facts=facts)


def _lenders_of(lending: Lending) -> tuple[UUID, ...]:
    return lending.lenders or (lending.vendor_id,)


def _span(queue: Sequence[Wish], lendings: dict[UUID, Lending]) -> Days:
    """All days that trials of these wishes could block."""
    stretches = [
        blocked_days(wish.span, lending.terms, lending.working_of(lender))
        for wish in queue
        for lending in (lendings[wish.counter_id],)
        for lender in _lenders_of(lending)
    ]
    first: date = min(stretch.start for stretch in stretches)
    last: date = max(stretch.end for stretch in stretches)
    return Days(first, last + timedelta(days=1))
