"""Facilities that wait for what another one has, and the house as the worker keeps it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import today
from directory.kinds import OrganizationKind
from loans import usecases
from loans.commands import GiveReason
from loans.queries import LoanView
from loans.waiting import usecases as waiting
from loans.waiting.commands import AcceptWaitlistOffer, JoinWaitlist
from loans.waiting.domain import WaitingState
from loans.waiting.queries import EntryView, entry_for
from tests.factories import Parties, a_loan, an_actor, an_organization, the_parties

YES = AcceptWaitlistOffer(problem="夜間の見守り", goal="訪室を半分に", place_of_use="2階 居室", consent=True)
CANCELLED = GiveReason(reason="都合により")


class Queue(msgspec.Struct, frozen=True):
    """A product whose only days are lent to `holder`, and those who wait for them."""

    parties: Parties
    loan: LoanView
    start: date

    @property
    def counter(self) -> Actor:
        """Whose facilities they are."""
        return self.parties.counter

    async def another_facility(self) -> Actor:
        """One more facility of the same counter."""
        counter_id = self.parties.counter.organization_id
        return await an_actor(await an_organization(OrganizationKind.FACILITY, counter_id=counter_id))

    def wish(self, **fields: Any) -> JoinWaitlist:
        """The very days that are taken, unless told otherwise."""
        days = fields.pop("days", 14)
        start = fields.pop("start", self.start)
        given = {"product_id": self.parties.product_id} | fields
        return JoinWaitlist(start=start, end=start + timedelta(days=days), **given)

    async def join(self, facility: Actor | None = None, **fields: Any) -> tuple[Actor, EntryView]:
        """A facility that waits, and its wish."""
        actor = facility or await self.another_facility()
        return actor, await waiting.join_waitlist(actor, self.wish(**fields))

    async def free(self) -> None:
        """The loan comes to nothing: its days are free."""
        await usecases.cancel_loan(self.parties.facility, self.loan.id, CANCELLED)

    async def match(self) -> int:
        """What the worker does when days are freed."""
        return await waiting.match_product(self.parties.product_id)

    async def lapse(self, entry: EntryView) -> None:
        """Let the time of an open offer be over, and the worker see it."""
        await db.execute(
            "UPDATE waiting_offer SET expires_at = now() - interval '1 minute'"
            " WHERE entry_id = $1 AND state = 'open'",
            entry.id,
        )
        await waiting.lapse_offers()
        await self.match()

    async def states(self, *entries: EntryView) -> list[WaitingState]:
        """Where these wishes stand now."""
        return [(await entry_for(self.counter, entry.id)).state for entry in entries]

    async def holds(self) -> list[UUID]:
        """The causes of all holds on the product's units."""
        sql = """
        SELECT o.cause_id FROM occupancy o JOIN unit u ON u.id = o.unit_id
        WHERE u.product_id = $1 AND o.status = 'active' AND o.purpose = 'hold' ORDER BY o.cause_id
        """
        return [row["cause_id"] for row in await db.fetch(sql, self.parties.product_id)]


async def a_queue(*, units: int = 1, start: date | None = None, **the: Any) -> Queue:
    """A product all of whose units are lent for the same fortnight."""
    policy = {"max_units": 100} | the.pop("policy", {})
    parties = await the_parties(units=units, policy=policy, **the)
    start = start or today() + timedelta(days=60)
    loan = await a_loan(parties, start=start, quantity=units)
    return Queue(parties, loan, start)
