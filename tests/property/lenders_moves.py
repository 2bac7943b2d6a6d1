"""What lenders of the town do with units that are promised or under way: call back, exchange, offer others.

Kept apart from `booking_house` by what is acted upon; the questions asked after each action are the same.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from hypothesis import strategies as st

from accounts.domain import Actor
from catalog.domain import Condition
from core import db
from core.clock import local_day
from core.errors import Conflict, DomainError, Invalid
from loans import usecases
from loans.commands import ExchangeLoan, OfferLoan, RecallLoan, TakeBackLoan
from loans.domain import UNDER_WAY, Custody, StepName
from loans.queries import LoanRow, LoanView
from tests.property.booking_house import BookingHouse, rule_on, some
from tests.property.test_loan_walks import TAKES

_UNITS = "SELECT id FROM unit WHERE product_id = $1 ORDER BY id"
_COMING_HOME = """
SELECT count(*) FROM loan_unit lu JOIN occupancy o ON o.id = lu.occupancy_id
WHERE lu.loan_id = $1 AND lu.released_at IS NOT NULL AND lu.returned_on IS NULL AND o.status = 'active'
"""
_ON_THE_WAY = {
    Custody.REQUESTED: StepName.PROPOSE,
    Custody.PROPOSED: StepName.CONFIRM,
    Custody.CONFIRMED: StepName.DISPATCH,
    Custody.DISPATCHED: StepName.RECEIVE,
}


class LendersMoves(BookingHouse):
    """The town with lenders that change their minds about which unit goes where."""

    @rule_on("loans", which=some)
    def a_loan_goes_all_the_way_to_its_facility(self, which: int) -> None:
        """Proposed, confirmed, dispatched, received, each by whoever does it, as far as it can be."""
        self.live(self._all_the_way(which))

    async def _all_the_way(self, which: int) -> None:
        for _ in _ON_THE_WAY:
            loan = await self._loan(which)
            step = _ON_THE_WAY.get(loan.custody)
            if step is None:
                return
            who = {StepName.PROPOSE: loan.counter_id, StepName.RECEIVE: loan.facility_id}
            organization_id = who.get(step, loan.lender_id)
            assert organization_id is not None
            try:
                await TAKES[step](self.town.person_of(organization_id), loan, 1)
            except DomainError:
                return

    @rule_on("loans", which=some, unit=some, sooner=st.integers(0, 14), is_named=st.booleans())
    def the_lender_calls_units_back(self, which: int, unit: int, sooner: int, is_named: bool) -> None:  # noqa: FBT001  # drawn
        """With units named to take their place, whosever days these are, or with what the house finds."""
        self.live(self._recall(which, unit, sooner, is_named=is_named))

    async def _recall(self, which: int, unit: int, sooner: int, *, is_named: bool) -> None:
        loan = await self._loan(which)
        command = RecallLoan(
            reason="整備のため",
            back_by=loan.last_day - timedelta(days=sooner),
            unit_ids=await self._some_units(loan, unit) if is_named else None,
        )
        recalled = await self._try(loan, lambda lender: usecases.recall_loan(lender, loan.id, command))
        if recalled is None or recalled.custody not in UNDER_WAY:
            return
        recall = recalled.recall
        assert recall is not None
        assert recalled.last_day == recall.back_by == command.back_by
        if recall.expires_at is not None:
            assert local_day(recall.expires_at) <= recall.back_by, "held past the day of return"
            assert len(recall.serial_numbers) == len(loan.at_facility)

    @rule_on("loans", which=some, unit=some)
    def the_lender_exchanges_units(self, which: int, unit: int) -> None:
        """Other units of the product, on any station of the way."""
        self.live(self._exchange(which, unit))

    async def _exchange(self, which: int, unit: int) -> None:
        loan = await self._loan(which)
        command = ExchangeLoan(unit_ids=await self._some_units(loan, unit), reason="整備のため")
        exchanged = await self._try(loan, lambda lender: usecases.exchange_loan(lender, loan.id, command))
        if exchanged is not None:
            assert set(exchanged.at_facility) == set(command.unit_ids)
            assert (exchanged.start, exchanged.end) == (loan.start, loan.end)

    @rule_on("loans", which=some, unit=some, later=st.integers(0, 10))
    def the_lender_offers_other_units(self, which: int, unit: int, later: int) -> None:
        """On the same days or later ones."""
        self.live(self._offer(which, unit, later))

    async def _offer(self, which: int, unit: int, later: int) -> None:
        loan = await self._loan(which)
        shift = timedelta(days=later)
        units = await self._some_units(loan, unit)
        command = OfferLoan(start=loan.start + shift, end=loan.end + shift, unit_ids=units)
        offered = await self._try(loan, lambda lender: usecases.offer_loan(lender, loan.id, command))
        if offered is not None:
            assert set(offered.unit_ids) == set(units)

    @rule_on("loans", which=some)
    def a_loan_is_exchanged_on_its_way_and_taken_back(self, which: int) -> None:
        """All of it on one day: afterwards nothing of the loan is away."""
        self.live(self._there_and_back(which))

    async def _there_and_back(self, which: int) -> None:
        await self._all_the_way(which)
        loan = await self._loan(which)
        if loan.custody is not Custody.ON_TRIAL:
            return
        await self._exchange(which, 0)
        command = TakeBackLoan(condition=Condition.OK)
        back = await self._try(loan, lambda lender: usecases.take_back_loan(lender, loan.id, command))
        assert back is not None
        assert await db.fetch_value(_COMING_HOME, loan.id) == 0, "days kept by what was exchanged"

    @rule_on("loans", which=some)
    def what_was_exchanged_comes_home(self, which: int) -> None:
        """Its days are those of an inspection from then on, and nothing else of the loan has changed."""
        self.live(self._home(which))

    async def _home(self, which: int) -> None:
        loan = await self._loan(which)
        lender = self.town.person_of(loan.lender_id)
        await usecases.exchanged_units_home(lender, loan.id)
        assert await db.fetch_value(_COMING_HOME, loan.id) == 0
        assert await self._loan(which) == loan

    async def _some_units(self, loan: LoanRow, unit: int) -> list[UUID]:
        """As many units of the product as the loan has with it, from one on, whosever they are."""
        units = [row["id"] for row in await db.fetch(_UNITS, loan.product_id)]
        units.sort(key=lambda one: one in loan.at_facility)  # others first
        wished = len(loan.at_facility) or loan.quantity
        return sorted({units[(unit + number) % len(units)] for number in range(wished)})

    async def _try(self, loan: LoanRow, take: Callable[[Actor], Awaitable[LoanView]]) -> LoanView | None:
        """The loan afterwards; a refusal must have changed nothing."""
        before = await self._story(loan.id)
        try:
            return await take(self.town.person_of(loan.lender_id))
        except (Conflict, Invalid):
            assert await self._story(loan.id) == before, "a refusal left traces"
            return None
