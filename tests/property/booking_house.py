"""A machine that Hypothesis drives: everybody in a small town acts on few units while days go by.

Each rule is one action of a person, of the worker, or of time. After each the whole database is asked
whether every invariant still holds; a refusal must have changed nothing and must tell the truth.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts.domain import Actor
from app.worker import SWEEPS
from catalog.availability import Question, blocked_by, lending_of
from catalog.judging.judge import objections_to
from catalog.occupancy import UnitTaken
from catalog.terms import Days
from core import db
from core.clock import frozen, today
from core.errors import Conflict, DomainError, IllegalStep, Invalid, NotAllowed, NotFound
from loans import queries, usecases
from loans.commands import ConfirmLoan, RequestLoan
from loans.domain import STEPS, StepName, parties_of, steps_for
from loans.queries import LoanRow, standing
from loans.reminders import enqueue_due_reminders
from notifications.delivery import deliver_due
from tests.factories import a_request
from tests.invariants import broken, holds_past_their_time
from tests.property.test_loan_walks import TAKES
from tests.property.town import Town, a_closing_day, a_town, counted_free, repair

# A Thursday before a long weekend in autumn, and late in December: both ends of working days are near.
MORNINGS = [datetime(2026, 10, 8, 1, tzinfo=UTC), datetime(2026, 12, 24, 1, tzinfo=UTC)]

Answer = TypeVar("Answer")
Action = TypeVar("Action", bound=Callable[..., None])
some = st.integers(0, 11)
lengths = st.integers(1, 21)


def rule_on(kind: str, **drawn: st.SearchStrategy[Any]) -> Callable[[Action], Action]:
    """A rule for what there may be by now: `kind` is the name of a list of the machine.

    Which unit the house gives is chance, so whether a wish is granted may differ from one run of the same
    moves to the next. Hypothesis must not see that: the rule can be drawn from when it was first `tried` to
    get such a thing on, and does nothing while there is none.
    """

    def made(action: Action) -> Action:
        @wraps(action)
        def where_there_is_one(machine: Any, **given: Any) -> None:
            if getattr(machine, kind):
                action(machine, **given)

        drawn_from: Any = rule
        possible = precondition(lambda machine: kind in machine.tried)
        return cast("Action", possible(drawn_from(**drawn)(where_there_is_one)))

    return made


class BookingHouse(RuleBasedStateMachine):
    """The house with everybody in it; `loop` is that of the database's pool."""

    loop: ClassVar[asyncio.AbstractEventLoop]

    def __init__(self) -> None:
        super().__init__()
        self.at = MORNINGS[0]
        self.town: Town
        self.loans: list[UUID] = []
        self.tried: set[str] = set()
        self.is_swept = False

    def live(self, action: Coroutine[Any, Any, Answer]) -> Answer:
        """Let something happen in the house at this hour of the town."""
        self.is_swept = False
        with frozen(self.at):
            return self.loop.run_until_complete(action)

    @initialize(morning=st.sampled_from(MORNINGS), holiday=st.integers(0, 20))
    def people_move_in(self, morning: datetime, holiday: int) -> None:
        """A town on a morning, one of its vendors closed on some day soon."""
        self.at = morning
        self.town = self.live(a_town())
        vendor_id = self.town.vendors[0].acting_for()
        self.live(a_closing_day(vendor_id, morning.date() + timedelta(days=holiday)))

    # People

    @rule(
        who=some,
        what=some,
        start=st.integers(-1, 30),
        days=lengths,
        quantity=st.sampled_from([1, 1, 1, 2, 3]),
    )
    def somebody_asks(self, who: int, what: int, start: int, days: int, quantity: int) -> None:
        """A facility, or its counter for it, asks for a robot."""
        self.tried.add("loans")
        self.live(self._ask(who, what, start, days, quantity))

    async def _ask(self, who: int, what: int, start: int, days: int, quantity: int) -> None:
        town, place = self.town, who % len(self.town.facilities)
        product_id = town.product_ids[what % len(town.product_ids)]
        by_counter = who > 8
        actor = town.counters[place] if by_counter else town.facilities[place]
        command = a_request(
            product_id,
            start=today() + timedelta(days=start),
            days=days,
            quantity=quantity,
            facility_id=town.facilities[place].organization_id if by_counter else None,
        )
        try:
            self.loans.append((await usecases.request_loan(actor, command)).id)
        except UnitTaken:
            await self._check_truth(town.counters[place], command)
        except Invalid:
            pass

    async def _check_truth(self, counter: Actor, command: RequestLoan) -> None:
        """Nobody is refused while enough units of one lender are free."""
        assert counter.organization_id is not None
        lending = await lending_of(command.product_id, counter.organization_id, today())
        question = Question(lending, Days(command.start, command.end), command.quantity)
        for lender_id in lending.lenders or ():
            blocked = blocked_by(lending, question.trial, lender_id)
            free = await counted_free(command.product_id, lender_id, blocked)
            is_barred = bool(objections_to(question, lender_id, today()))
            assert is_barred or free < command.quantity, f"refused while {free} were free"

    @rule_on("loans", which=some, choice=some, days=lengths)
    def somebody_takes_a_step_that_is_theirs(self, which: int, choice: int, days: int) -> None:
        """One of the steps that somebody may take now."""
        self.live(self._likely(which, choice, days))

    async def _likely(self, which: int, choice: int, days: int) -> None:
        loan = await self._loan(which)
        possible = [
            (step, actor)
            for actor in self.town.people
            for step in steps_for(parties_of(actor, standing(loan)), standing(loan))
        ]
        if possible:
            step, actor = possible[choice % len(possible)]
            await self._take(actor, loan, step, days)

    @rule_on("loans", which=some, step=st.sampled_from(sorted(TAKES)), who=some, days=lengths)
    def somebody_tries_anything(self, which: int, step: StepName, who: int, days: int) -> None:
        """Any step, by anybody: mostly refused."""
        self.live(self._anything(which, step, who, days))

    async def _anything(self, which: int, step: StepName, who: int, days: int) -> None:
        await self._take(self.town.people[who % len(self.town.people)], await self._loan(which), step, days)

    @rule_on("loans", which=some, unit=some)
    def the_lender_confirms_another_unit(self, which: int, unit: int) -> None:
        """The lender says yes with a unit of its choice, whosever days these are."""
        self.live(self._confirm_another(which, unit))

    async def _confirm_another(self, which: int, unit: int) -> None:
        loan = await self._loan(which)
        sql = "SELECT id FROM unit WHERE product_id = $1 ORDER BY id"
        units = [row["id"] for row in await db.fetch(sql, loan.product_id)]
        wished = [units[(unit + number) % len(units)] for number in range(loan.quantity)]
        before = await self._story(loan.id)
        try:
            await usecases.confirm_loan(
                self.town.person_of(loan.lender_id), loan.id, ConfirmLoan(unit_ids=wished)
            )
        except (Conflict, Invalid):
            assert await self._story(loan.id) == before

    @rule(what=some, start=st.integers(0, 30), days=lengths)
    def a_unit_is_repaired(self, what: int, start: int, days: int) -> None:
        """Whoever keeps a unit takes its days for maintenance, if they are free."""
        self.live(self._repair(what, start, days))

    async def _repair(self, what: int, start: int, days: int) -> None:
        units = [row["id"] for row in await db.fetch("SELECT id FROM unit ORDER BY id")]
        first = today() + timedelta(days=start)
        await repair(units[what % len(units)], Days(first, first + timedelta(days=days)))

    # Time and the worker

    @rule(hours=st.sampled_from([1, 12, 24, 26, 49, 24 * 7, 24 * 30]))
    def time_goes_by(self, hours: int) -> None:
        """Hours, days, a month: nobody does anything meanwhile, the worker is away."""
        self.at += timedelta(hours=hours)
        self.is_swept = False

    @rule()
    def the_worker_sweeps(self) -> None:
        """Every sweep at once; a second time changes nothing."""
        for sweep in SWEEPS:
            self.live(sweep())
        assert not self.live(usecases.expire_holds()), "a second sweep found more: holds"
        assert not self.live(enqueue_due_reminders()), "a second sweep found more: reminders"
        self.is_swept = True

    @rule()
    def the_worker_delivers(self) -> None:
        """Everything in the outbox that is due."""
        self.live(self._deliver())

    async def _deliver(self) -> None:
        while await deliver_due():
            pass
        failed = await db.fetch("SELECT kind, last_error FROM outbox WHERE attempts > 0")
        assert not failed, f"a delivery failed: {failed}"

    # What must hold after each of them

    @invariant()
    def the_house_stands(self) -> None:
        """No invariant is broken, and after a sweep no hold has outlived its time."""
        was_swept = self.is_swept
        if hasattr(self, "town"):
            wrong = self.live(broken())
            assert not wrong, f"broken: {wrong}"
            late = self.live(holds_past_their_time(self.at)) if was_swept else 0
            assert not late, f"{late} holds outlived their time"
        self.is_swept = was_swept

    async def _loan(self, which: int) -> LoanRow:
        return await queries.loan_row(Actor.system(), self.loans[which % len(self.loans)])

    async def _take(self, actor: Actor, loan: LoanRow, step: StepName, days: int) -> None:
        allowed = step in steps_for(parties_of(actor, standing(loan)), standing(loan))
        before = await self._story(loan.id)
        try:
            await TAKES[step](actor, loan, days)
        except DomainError as refusal:
            right = (Conflict, Invalid) if allowed else (IllegalStep, NotAllowed, NotFound)
            assert isinstance(refusal, right), f"{step} by {actor.kind} in {loan.custody}: {refusal!r}"
            assert await self._story(loan.id) == before, "a refusal left traces"
        else:
            assert allowed, f"{actor.kind} took {step} from {loan.custody}"
            after = await queries.loan_row(Actor.system(), loan.id)
            assert after.custody is (STEPS[step].target or loan.custody)

    async def _story(self, loan_id: UUID) -> list[object]:
        """All that a step may change: the loan, its units and their days, its history."""
        return [await db.fetch_value(sql, loan_id) for sql in _STORY]


_STORY = (
    "SELECT md5(loan::text) FROM loan WHERE id = $1",
    "SELECT md5(string_agg(lu::text, '' ORDER BY id)) FROM loan_unit lu WHERE loan_id = $1",
    "SELECT md5(string_agg(o::text, '' ORDER BY id)) FROM occupancy o WHERE cause_id = $1",
    "SELECT count(*) FROM loan_event WHERE loan_id = $1",
    "SELECT count(*) FROM loan_offer WHERE loan_id = $1",
)
