"""More that happens to units in town: displays, transfers, long loans, retirement, returns one by one.

Kept apart from `booking_house` by what is acted upon; the questions asked after each action are the same,
and a look before a step must leave no trace.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from accounts.domain import Actor
from catalog.domain import Condition, UnitStatus, Way
from core import db
from core.clock import today
from core.errors import DomainError
from exhibitions import usecases as shows
from exhibitions.commands import AddExhibit, CreateExhibition, MoveExhibit, MoveExhibition
from exhibitions.domain import ExhibitionStep, ExhibitStep
from exhibitions.exhibits import exhibit_for
from exhibitions.previewing import foresee_exhibit, foresee_exhibition
from loans import usecases
from loans.commands import SendBackLoan, TakeBackLoan
from loans.domain import Custody
from loans.handovers import usecases as handing
from loans.handovers.commands import AskLongLoan, ProposeTransfer, TakeStep
from loans.handovers.domain import MOVES, HandoverStep
from loans.handovers.previewing import foresee_step
from loans.handovers.queries import handover_for
from loans.unit_previewing import foresee_retiring
from loans.usecases.retiring import RetireUnit, reinstate_unit, retire_unit
from tests.property.booking_house import Answer, rule_on, some
from tests.property.lenders_moves import LendersMoves

_HOUSE = (
    "SELECT md5(string_agg(o::text, '' ORDER BY id)) FROM occupancy o",
    "SELECT md5(string_agg(l::text, '' ORDER BY id)) FROM loan l",
    "SELECT md5(string_agg(lu::text, '' ORDER BY id)) FROM loan_unit lu",
    "SELECT md5(string_agg(h::text, '' ORDER BY id)) FROM handover h",
    "SELECT md5(string_agg(hu::text, '' ORDER BY id)) FROM handover_unit hu",
    "SELECT md5(string_agg(x::text, '' ORDER BY id)) FROM exhibition x",
    "SELECT md5(string_agg(e::text, '' ORDER BY id)) FROM exhibit e",
    "SELECT md5(string_agg(u::text, '' ORDER BY id)) FROM unit u",
    "SELECT count(*) FROM outbox",
)
_REASON = RetireUnit(reason="故障のため")
_DISPLAY_STEPS = [ExhibitionStep.PLAN, ExhibitionStep.OPEN, ExhibitionStep.CLOSE, ExhibitionStep.CANCEL]
_EXHIBIT_STEPS = [step for step in ExhibitStep if step is not ExhibitStep.WISH]


class UnitMoves(LendersMoves):
    """The town with its displays, and with units that change who lends them."""

    def __init__(self) -> None:
        super().__init__()
        self.displays: list[tuple[Actor, UUID]] = []
        self.exhibits: list[tuple[Actor, UUID]] = []
        self.handovers: list[UUID] = []

    # Displays

    @rule(who=some, start=st.integers(0, 20), days=st.integers(2, 30))
    def a_counter_opens_a_display(self, who: int, start: int, days: int) -> None:
        """A display of some days."""
        self.tried.add("displays")
        self.live(self._open(self._counter(who), start, days))

    async def _open(self, counter: Actor, start: int, days: int) -> None:
        first = today() + timedelta(days=start)
        command = CreateExhibition(title="体験展示", start=first, end=first + timedelta(days=days))
        self.displays.append((counter, (await shows.create_exhibition(counter, command)).id))

    @rule_on("displays", which=some, what=some, is_asked=st.booleans())
    def a_robot_is_wanted_for_a_display(self, which: int, what: int, *, is_asked: bool) -> None:
        """Its days are taken as soon as the lender is asked."""
        self.tried.add("exhibits")
        counter, display = self.displays[which % len(self.displays)]
        product_id = self.town.product_ids[what % len(self.town.product_ids)]
        command = AddExhibit(product_id=product_id, ask=is_asked)
        made = self.live(self._tried(lambda: shows.add_exhibit(counter, display, command)))
        if made is not None:
            self.exhibits.append((counter, made.id))

    @rule_on("exhibits", which=some, choice=some, is_wild=st.booleans())
    def an_exhibit_takes_a_step(self, which: int, choice: int, *, is_wild: bool) -> None:
        """The next one by its counter or its lender, or just any."""
        self.live(self._exhibit_step(which, choice, is_wild=is_wild))

    async def _exhibit_step(self, which: int, choice: int, *, is_wild: bool) -> None:
        counter, exhibit_id = self.exhibits[which % len(self.exhibits)]
        exhibit = await exhibit_for(counter, exhibit_id)
        lender = self.town.person_of(exhibit.lender_id) if exhibit.lender_id else counter
        actor = (counter, lender)[choice % 2]
        next_steps = (await exhibit_for(actor, exhibit_id)).next_steps
        possible = _EXHIBIT_STEPS if is_wild or not next_steps else next_steps
        step = possible[choice % len(possible)]
        move = MoveExhibit(reason="都合により", way=Way.BROUGHT)
        await self._looked_and_taken(
            lambda: foresee_exhibit(actor, exhibit_id, step, move),
            lambda: shows.move_exhibit(actor, exhibit_id, step, move),
        )

    @rule_on("displays", which=some, step=st.sampled_from(_DISPLAY_STEPS))
    def a_display_takes_a_step(self, which: int, step: ExhibitionStep) -> None:
        """Planned, opened, closed or called off with all that stands on it."""
        counter, display = self.displays[which % len(self.displays)]
        move = MoveExhibition(reason="会場の都合")
        self.live(
            self._looked_and_taken(
                lambda: foresee_exhibition(counter, display, step, move),
                lambda: shows.move_exhibition(counter, display, step, move),
            )
        )

    # Handovers

    @rule(who=some, what=some, start=st.integers(0, 14), way=st.integers(1, 5), months=st.integers(0, 3))
    def units_are_asked_for_or_given(self, who: int, what: int, start: int, way: int, months: int) -> None:
        """A long loan from a vendor, or a transfer of a unit that the counter lends."""
        self.tried.add("handovers")
        self.live(self._begin(who, what, start, way, months))

    async def _begin(self, who: int, what: int, start: int, way: int, months: int) -> None:
        counter, first = self._counter(who), today() + timedelta(days=start)
        end = first + timedelta(days=way)
        if months:
            wish = AskLongLoan(
                product_id=self.town.product_ids[what % len(self.town.product_ids)],
                start=first,
                end=end,
                until=end + timedelta(days=30 * months),
                reason="展示と試用",
            )
            made = await self._tried(lambda: handing.ask_long_loan(counter, wish))
        else:
            sql = "SELECT id FROM unit WHERE lender_id = $1 ORDER BY id LIMIT 1"
            unit_id = await db.fetch_value(sql, counter.organization_id)
            taker = self._counter(who + 2).acting_for()
            given = ProposeTransfer(
                taker_id=taker, unit_ids=[unit_id or taker], start=first, end=end, reason="巡回"
            )
            made = await self._tried(lambda: handing.propose_transfer(counter, given))
        if made is not None:
            self.handovers.append(made.id)

    @rule_on("handovers", which=some, choice=some, sooner=st.integers(1, 60), is_wild=st.booleans())
    def a_handover_takes_a_step(self, which: int, choice: int, sooner: int, *, is_wild: bool) -> None:
        """By either side: the next one, or just any."""
        self.live(self._handover_step(which, choice, sooner, is_wild=is_wild))

    async def _handover_step(self, which: int, choice: int, sooner: int, *, is_wild: bool) -> None:
        seen = await handover_for(Actor.system(), self.handovers[which % len(self.handovers)])
        actor = self.town.person_of((seen.giver_id, seen.taker_id)[choice % 2])
        view = await handover_for(actor, seen.id)
        steps: list[HandoverStep] = [one for one in view.next_steps if one in MOVES]
        step = [*MOVES][choice % len(MOVES)] if is_wild or not steps else steps[choice % len(steps)]
        back_by = view.until - timedelta(days=sooner) if view.until else None
        command = TakeStep(reason="都合により", back_by=back_by)
        await self._looked_and_taken(
            lambda: foresee_step(actor, view, step, command),
            lambda: handing.take_step(actor, view.id, step, command),
        )

    # Single units

    @rule(which=some)
    def a_unit_leaves_lending_or_comes_again(self, which: int) -> None:
        """Whoever lends it gives it up, with other units for those who booked it, or lends it anew."""
        self.live(self._retire(which))

    async def _retire(self, which: int) -> None:
        rows = await db.fetch("SELECT id, lender_id, status FROM unit ORDER BY id")
        unit = rows[which % len(rows)]
        lender = self.town.person_of(unit["lender_id"])
        if unit["status"] == UnitStatus.RETIRED:
            await reinstate_unit(lender, unit["id"])
            return
        command = RetireUnit(reason=_REASON.reason, exchange=which % 2 == 0)
        await self._looked_and_taken(
            lambda: foresee_retiring(lender, unit["id"], command),
            lambda: retire_unit(lender, unit["id"], command),
        )

    @rule_on("loans", which=some, is_sent=st.booleans(), condition=st.sampled_from(list(Condition)))
    def one_unit_of_several_goes_home(self, which: int, *, is_sent: bool, condition: Condition) -> None:
        """The loan goes on with the others; what is home is lent on."""
        self.live(self._one_home(which, condition, is_sent=is_sent))

    async def _one_home(self, which: int, condition: Condition, *, is_sent: bool) -> None:
        await self._all_the_way(which)
        loan = await self._loan(which)
        if loan.custody not in {Custody.ON_TRIAL, Custody.RETURNING} or not loan.at_facility:
            return
        units = [loan.at_facility[0]]
        if is_sent:
            assert loan.facility_id is not None
            sender = self.town.person_of(loan.facility_id)
            sent = SendBackLoan(cleaned=True, unit_ids=units)
            await self._tried(lambda: usecases.send_back_loan(sender, loan.id, sent))
            return
        lender, back = self.town.person_of(loan.lender_id), TakeBackLoan(condition=condition, unit_ids=units)
        after = await self._tried(lambda: usecases.take_back_loan(lender, loan.id, back))
        assert after is None or units[0] not in after.at_facility

    def _counter(self, who: int) -> Actor:
        return self.town.counters[who % len(self.town.counters)]

    async def _looked_and_taken(
        self, look: Callable[[], Awaitable[object]], take: Callable[[], Awaitable[object]]
    ) -> None:
        """A look says yes or no as the step does, and changes nothing."""
        before, refused = await self._house(), None
        try:
            await look()
        except DomainError as refusal:
            refused = refusal.reason
        assert await self._house() == before, "a look left traces"
        try:
            await take()
        except DomainError as refusal:
            assert refusal.reason == refused, f"the look said {refused}, the step {refusal!r}"
            assert await self._house() == before, "a refusal left traces"
        else:
            assert refused is None, f"the look was refused for {refused}, the step taken"

    async def _tried(self, take: Callable[[], Awaitable[Answer]]) -> Answer | None:
        """What came of it; a refusal must have changed nothing."""
        before = await self._house()
        try:
            return await take()
        except DomainError as refusal:
            assert refusal.reason != "busy", refusal
            assert await self._house() == before, "a refusal left traces"
            return None

    async def _house(self) -> list[object]:
        return [await db.fetch_value(sql) for sql in _HOUSE]
