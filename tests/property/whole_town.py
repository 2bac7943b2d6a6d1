"""More of what people of the town do: they wait for days, ask for several products, scan late, move bars.

Kept apart from `booking_house` by what is acted upon; the questions asked after each action are the same.
"""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from accounts.domain import Actor
from catalog import tags
from catalog.domain import ScanAction, ScanOutcome
from catalog.maintenance import PlanMaintenance, end_maintenance, plan_maintenance
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import Conflict, DomainError, Invalid
from core.ids import new_id
from loans.board.moving import Move, Way, foresee, move
from loans.bundles.commands import BundleItem, RequestLoans
from loans.bundles.usecases import request_loans
from loans.scanning import RecordScans, Scan, record_scans
from loans.waiting import usecases as waiting
from loans.waiting.commands import LeaveWaitlist, RefuseWaitlistOffer
from tests.factories import a_wish
from tests.loans.waiting.queues import YES
from tests.property.booking_house import BookingHouse, lengths, rule_on, some

# Everything that could be told from the outside.
_HOUSE = (
    "SELECT md5(string_agg(o::text, '' ORDER BY id)) FROM occupancy o",
    "SELECT md5(string_agg(l::text, '' ORDER BY id)) FROM loan l",
    "SELECT md5(string_agg(lu::text, '' ORDER BY id)) FROM loan_unit lu",
    "SELECT md5(string_agg(w::text, '' ORDER BY id)) FROM waiting_entry w",
    "SELECT md5(string_agg(f::text, '' ORDER BY id)) FROM waiting_offer f",
    "SELECT count(*) FROM loan_event",
    "SELECT count(*) FROM outbox",
)


class Wish(NamedTuple):
    """A place on the waitlist and whoever waits."""

    id: UUID
    who: Actor


class WholeTown(BookingHouse):
    """The town with its waitlist, its bundles, its scanners and its board."""

    def __init__(self) -> None:
        super().__init__()
        self.wishes: list[Wish] = []
        self.repairs: list[UUID] = []
        self.scans: list[tuple[Actor, Scan]] = []

    # The waitlist

    @rule(who=some, what=some, start=st.integers(0, 30), days=lengths, off=st.integers(0, 5))
    def somebody_waits(self, who: int, what: int, start: int, days: int, off: int) -> None:
        """A facility waits for days, near ones will do."""
        self.tried.add("wishes")
        self.live(self._wait(who, what, start, days, off))

    async def _wait(self, who: int, what: int, start: int, days: int, off: int) -> None:
        actor = self.town.facilities[who % len(self.town.facilities)]
        wish = a_wish(
            self._product(what),
            start=today() + timedelta(days=start),
            days=days,
            tolerance_days=off,
            quantity=1 + who % 2,
            accept_fewer=who > 5,
        )
        try:
            entry = await waiting.join_waitlist(actor, wish)
        except (Conflict, Invalid) as refusal:
            assert refusal.reason != "busy", refusal
        else:
            self.wishes.append(Wish(entry.id, actor))

    @rule_on(
        "wishes",
        which=some,
        answer=st.sampled_from(["accept", "accept", "refuse", "wait_on", "leave", "again"]),
    )
    def somebody_answers_an_offer(self, which: int, answer: str) -> None:
        """Whoever waits takes what is offered, leaves it to the next, or waits no more."""
        self.live(self._answer(self.wishes[which % len(self.wishes)], answer))

    async def _answer(self, wish: Wish, answer: str) -> None:
        before = await self._house()
        try:
            if answer == "accept":
                self.loans.append((await waiting.accept_waitlist_offer(wish.who, wish.id, YES)).id)
            elif answer == "leave":
                await waiting.leave_waitlist(wish.who, wish.id, LeaveWaitlist())
            elif answer == "again":
                await waiting.wait_again(wish.who, wish.id)
            else:
                command = RefuseWaitlistOffer(keep_waiting=answer == "wait_on")
                await waiting.refuse_waitlist_offer(wish.who, wish.id, command)
        except (Conflict, Invalid) as refusal:
            assert refusal.reason != "busy", refusal
            assert await self._house() == before, "a refusal left traces"

    @rule_on("wishes")
    def freed_days_are_offered(self) -> None:
        """The worker goes through all who wait; a second time there is nothing left to offer."""
        self.live(waiting.offer_freed_days())
        assert not self.live(waiting.offer_freed_days()), "a second sweep offered more"

    # Bundles

    @rule(who=some, start=st.integers(0, 30), days=lengths, whole=st.booleans(), few=st.booleans())
    def somebody_asks_for_several(self, who: int, start: int, days: int, *, whole: bool, few: bool) -> None:
        """Three products in one delivery, all or what can be had."""
        self.tried.add("loans")
        self.live(self._bundle(who, start, days, whole=whole, few=few))

    async def _bundle(self, who: int, start: int, days: int, *, whole: bool, few: bool) -> None:
        first = today() + timedelta(days=start)
        items = [
            BundleItem(product_id=product_id, quantity=1 + number % 2, accept_fewer=few, consent=True)
            for number, product_id in enumerate(self.town.product_ids[who % 2 :][:3])
        ]
        command = RequestLoans(
            items=items,
            whole=whole,
            start=first,
            end=first + timedelta(days=days),
            problem="夜間の見守り",
            goal="訪室を半分に",
            place_of_use="2階 居室",
        )
        before = await self._house()
        actor = self.town.facilities[who % len(self.town.facilities)]
        try:
            bundle = await request_loans(actor, command)
        except (Conflict, Invalid) as refusal:
            assert refusal.reason != "busy", refusal
            assert await self._house() == before, "a refusal left traces"
        else:
            assert not whole or len(bundle.loans) == len(items), "whole, and yet not all"
            self.loans += [loan.id for loan in bundle.loans]

    # Scanners

    @rule(
        who=some,
        unit=some,
        action=st.sampled_from([ScanAction.RECEIVE, ScanAction.TAKE_BACK, ScanAction.LOCATE]),
        hours_late=st.sampled_from([0, 0, 1, 30, 71]),
    )
    def somebody_scans(self, who: int, unit: int, action: ScanAction, hours_late: int) -> None:
        """A label is read now, or was read days ago by a phone that had no network."""
        self.tried.add("scans")
        people = self.town.people
        self.live(self._scan(people[who % len(people)], unit, action, hours_late))

    async def _scan(self, actor: Actor, unit: int, action: ScanAction, hours_late: int) -> None:
        tag = await self._tag_of(await self._unit(unit))
        moment = now() - timedelta(hours=hours_late)
        self.scans.append((actor, Scan(key=str(new_id()), tag=tag, action=action, scanned_at=moment)))
        await self._send(*self.scans[-1])

    @rule_on("scans", which=some)
    def a_phone_sends_a_scan_again(self, which: int) -> None:
        """It never heard the answer: nothing may happen twice."""
        self.live(self._send(*self.scans[which % len(self.scans)], is_again=True))

    async def _send(self, actor: Actor, scan: Scan, *, is_again: bool = False) -> None:
        before = await self._house()
        [answer] = (await record_scans(actor, RecordScans(scans=[scan]))).scans
        assert (answer.outcome is ScanOutcome.REPEATED) == is_again, answer
        if answer.outcome is not ScanOutcome.DONE:
            assert await self._house() == before, "a scan that was refused or repeated left traces"

    # The board

    @rule_on(
        "loans",
        which=some,
        who=some,
        way=st.sampled_from([Way.REVISE, Way.OFFER, Way.RESCHEDULE, Way.EXTEND, Way.EXCHANGE]),
        shift=st.integers(-5, 10),
        longer=st.integers(-2, 7),
    )
    def somebody_moves_a_bar(self, which: int, who: int, way: Way, shift: int, longer: int) -> None:
        """A loan is dragged or stretched on the board, after a look at what that would bring."""
        people = self.town.people
        self.live(self._drag(people[who % len(people)], which, way, shift, longer))

    async def _drag(self, actor: Actor, which: int, way: Way, shift: int, longer: int) -> None:
        loan = await self._loan(which)
        first = loan.start + timedelta(days=0 if way is Way.EXTEND else shift)
        last = loan.end + timedelta(days=shift + longer)
        wish = Move(
            id=loan.id,
            step=way,
            start=first,
            end=max(last, first + timedelta(days=1)),
            was=Days(loan.start, loan.end),
            reason="都合により",
            unit_id=loan.unit_ids[0] if loan.unit_ids else None,
            to_unit_id=await self._unit(which + shift),
        )
        before = await self._house()
        try:
            await foresee(actor, wish)
            assert await self._house() == before, "a rehearsal left traces"
            await move(actor, wish)
        except DomainError as refusal:
            assert refusal.reason != "busy", refusal
            assert await self._house() == before, "a refusal left traces"

    @rule(what=some, start=st.integers(0, 30), days=lengths)
    def a_keeper_plans_maintenance(self, what: int, start: int, days: int) -> None:
        """Whoever lends a unit keeps its days on the board."""
        self.tried.add("repairs")
        self.live(self._plan(what, start, days))

    async def _plan(self, what: int, start: int, days: int) -> None:
        unit_id, first = await self._unit(what), today() + timedelta(days=start)
        lender = await db.fetch_value("SELECT lender_id FROM unit WHERE id = $1", unit_id)
        command = PlanMaintenance(start=first, end=first + timedelta(days=days))
        try:
            planned = await plan_maintenance(self.town.person_of(lender), unit_id, command)
        except Conflict as refusal:
            assert refusal.reason == "unit-taken", refusal
        else:
            self.repairs.append(planned.id)

    @rule_on(
        "repairs",
        which=some,
        who=some,
        shift=st.integers(-3, 10),
        longer=st.integers(0, 7),
        is_over=st.booleans(),
    )
    def maintenance_is_moved(self, which: int, who: int, shift: int, longer: int, *, is_over: bool) -> None:
        """Its bar is moved, stretched, or the unit is fit again."""
        people, repair = self.town.people, self.repairs[which % len(self.repairs)]
        self.live(self._repair_moved(people[who % len(people)], repair, shift, longer, is_over=is_over))

    async def _repair_moved(
        self, actor: Actor, repair: UUID, shift: int, longer: int, *, is_over: bool
    ) -> None:
        sql = 'SELECT lower(period) AS start, upper(period) AS "end" FROM occupancy WHERE id = $1'
        row = await db.fetch_row(sql, repair)
        assert row is not None
        first = row["start"] + timedelta(days=shift)
        last = max(row["end"] + timedelta(days=shift + longer), first + timedelta(days=1))
        wish = Move(
            id=repair, step=Way.MAINTENANCE, start=first, end=last, was=Days(row["start"], row["end"])
        )
        before = await self._house()
        try:
            await (end_maintenance(actor, repair) if is_over else move(actor, wish))
        except DomainError as refusal:
            assert refusal.reason != "busy", refusal
            assert await self._house() == before, "a refusal left traces"

    def _product(self, what: int) -> UUID:
        return self.town.product_ids[what % len(self.town.product_ids)]

    async def _unit(self, which: int) -> UUID:
        units: list[UUID] = [row["id"] for row in await db.fetch("SELECT id FROM unit ORDER BY id")]
        return units[which % len(units)]

    async def _tag_of(self, unit_id: UUID) -> str:
        found: str | None = await db.fetch_value("SELECT token FROM tag WHERE unit_id = $1", unit_id)
        if found is not None:
            return found
        async with db.transaction():
            return (await tags.new_tag(unit_id)).token

    async def _house(self) -> list[object]:
        return [await db.fetch_value(sql) for sql in _HOUSE]
