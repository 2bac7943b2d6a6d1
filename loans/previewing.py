"""What a step would change, for whom: the step itself, rehearsed and rolled back.

There is no second set of rules here: the use case runs, the ledger and the outbox are looked at, and all of
it is taken back. A step that would be refused is refused here in the same way.
"""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.availability import lending_under_way
from catalog.day_changes import DayChange, Ledger, day_changes, ledger_of
from catalog.foreseen import Foreseen, Hears, foresee, read_body, tells_of, told_of
from catalog.freed import KIND as FREED
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Invalid
from loans import commands, usecases
from loans.domain import UNDER_WAY, Custody, Party, StepName
from loans.labels import PARTY
from loans.notice_texts import TEXTS
from loans.notices import LoanNews, audience, loan_news, notices_of
from loans.queries import LoanRow, LoanView, loan_for, loan_row, seen_by
from loans.touched import Touched, touched_by
from notifications.outbox import Asked, noted

_HORIZON = timedelta(days=3660)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation that would be told, and about what; nameless where the actor may not know it."""

    party: Party
    organization_name: str
    subject: str
    loan_id: UUID


class StepPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a step would change. `others` are bookings that it runs into, with what could be done for them.

    `overridden` are the rules that it sets aside, `next_in_line` those who wait for the days that it frees.
    """

    step: StepName
    custody: Custody
    start: date
    end: date
    days: list[DayChange]
    others: list[Touched]
    told: list[Told]
    overridden: list[str] = []
    next_in_line: list[Hears] = []

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody but the actor would notice."""
        return not (self.days or self.others or self.told or self.overridden)


class PreviewStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step, and the body that it would be sent with."""

    step: StepName
    body: dict[str, Any] = msgspec.field(default_factory=dict)


Take = Callable[[], Awaitable[LoanView]]

# The steps that programs take, with the body each of them reads; None where there is none.
STEPS_OF_API: dict[StepName, tuple[Callable[..., Awaitable[LoanView]], Any]] = {
    StepName.PROPOSE: (usecases.propose_loan, None),
    StepName.OFFER: (usecases.offer_loan, commands.OfferLoan),
    StepName.ACCEPT_OFFER: (usecases.accept_offer, None),
    StepName.REFUSE_OFFER: (usecases.refuse_offer, commands.GiveReason),
    StepName.REVISE: (usecases.revise_loan, commands.RescheduleLoan),
    StepName.PROLONG_HOLD: (usecases.prolong_hold, commands.ProlongHold),
    StepName.RESCHEDULE: (usecases.reschedule_loan, commands.RescheduleLoan),
    StepName.CONFIRM: (usecases.confirm_loan, commands.ConfirmLoan),
    StepName.DECLINE: (usecases.decline_loan, commands.GiveReason),
    StepName.CANCEL: (usecases.cancel_loan, commands.GiveReason),
    StepName.EXCHANGE: (usecases.exchange_loan, commands.ExchangeLoan),
    StepName.DISPATCH: (usecases.dispatch_loan, commands.DispatchLoan),
    StepName.RECEIVE: (usecases.receive_loan, commands.ReceiveLoan),
    StepName.EXTEND: (usecases.extend_loan, commands.ExtendLoan),
    StepName.REFUSE_EXTENSION: (usecases.refuse_extension, commands.GiveReason),
    StepName.RECALL: (usecases.recall_loan, commands.RecallLoan),
    StepName.ACCEPT_REPLACEMENT: (usecases.accept_replacement, None),
    StepName.REFUSE_REPLACEMENT: (usecases.refuse_replacement, None),
    StepName.SEND_BACK: (usecases.send_back_loan, commands.SendBackLoan),
    StepName.TAKE_BACK: (usecases.take_back_loan, commands.TakeBackLoan),
    StepName.WRITE_OFF: (usecases.write_off_loan, commands.WriteOffLoan),
    StepName.SUBMIT_RESULT: (usecases.submit_result, commands.SubmitResult),
    StepName.WAIVE_RESULT: (usecases.waive_result, commands.GiveReason),
}


async def preview_step(actor: Actor, loan_id: UUID, wished: PreviewStep) -> StepPreview:
    """What `wished` would change; raises whatever the step itself would raise, and changes nothing."""
    await loan_for(actor, loan_id)  # unknown before malformed
    if wished.step not in STEPS_OF_API:
        raise Invalid({"step": "unknown"})
    take, body = STEPS_OF_API[wished.step]
    arguments = [] if body is None else [read_body(wished.body, body)]
    return await rehearsed(actor, loan_id, wished.step, lambda: take(actor, loan_id, *arguments))


async def foresee_request(actor: Actor, command: commands.RequestLoan) -> Foreseen:
    """The days that a request would hold, and who would hear of it; raises what the request would raise."""
    return await foresee_opening(actor, lambda: usecases.request_loan(actor, command))


async def foresee_opening(actor: Actor, opens: Take) -> Foreseen:
    """The days that a new loan would have, and who would hear of it; raises what `opens` would raise."""
    causes: list[UUID] = []

    async def take() -> None:
        causes.append((await opens()).id)

    return await foresee(actor, take, causes=causes)


async def foresee_home(actor: Actor, loan_id: UUID) -> Foreseen:
    """The days that come free once units that were exchanged under way are home, and who keeps them."""
    rows = await db.fetch("SELECT unit_id FROM loan_unit WHERE loan_id = $1", loan_id)
    units = [row["unit_id"] for row in rows]
    home = usecases.exchanged_units_home
    return await foresee(actor, lambda: home(actor, loan_id), causes=[loan_id], units=units)


async def rehearsed(actor: Actor, loan_id: UUID, step: StepName, take: Take) -> StepPreview:
    """Take the step, look at what it has done, and take it back."""
    async with db.rehearsal():
        before = await loan_row(actor, loan_id)
        # What the actor may know now, not what the step would let it know.
        seen = seen_by(actor, before, today())
        had = await ledger_of(loan_id)
        with noted() as asked:
            after = await take()
        has = await ledger_of(loan_id)
        days = await day_changes(had, has)
        return StepPreview(
            step=step,
            custody=after.custody,
            start=after.start,
            end=after.end,
            days=days,
            others=await _others(actor, before, step, had | has),
            told=await _told(asked, seen),
            overridden=[one.code for one in after.overrides if one not in seen.overrides],
            next_in_line=await next_in_line(actor, asked, days),
        )


async def next_in_line(actor: Actor, asked: list[Asked], days: list[DayChange]) -> list[Hears]:
    """Whose turn on the waitlist it would be with the days that come free."""
    return await told_of(actor, [one for one in asked if one.kind == FREED], days)


async def _others(actor: Actor, loan: LoanRow, step: StepName, ledger: Ledger) -> list[Touched]:
    """Whom the step runs into: bookings of the same units on days that it needs or makes impossible."""
    reach = await _reach(loan, step, ledger)
    return await touched_by(actor, ledger, reach, loan.id) if reach else []


async def _reach(loan: LoanRow, step: StepName, ledger: Ledger) -> Days | None:
    day = today()
    own = [days for stretches in ledger.values() for days in stretches]
    if step is StepName.WRITE_OFF:
        return Days(day, day + _HORIZON)
    if not own or loan.custody not in UNDER_WAY | {Custody.CONFIRMED}:
        return None
    first, last = min(days.start for days in own), max(days.end for days in own)
    if step in (StepName.DISPATCH, StepName.RECEIVE):
        return Days(min(day, first), last)
    if step is StepName.TAKE_BACK:
        lending = await lending_under_way(loan.product_id, loan.counter_id, day)
        back = lending.working_of(loan.lender_id).after(day, lending.terms.turnaround_working_days)
        return Days(first, max(last, back))
    return None


async def _told(asked: list[Asked], seen: LoanView) -> list[Told]:
    return [told for one in asked if one.kind == "loan" for told in await _told_by(one.payload, seen)]


async def _told_by(payload: dict[str, Any], seen: LoanView) -> list[Told]:
    loan_id, event_id = UUID(str(payload["loan_id"])), payload["event_id"]
    news = await loan_news(loan_id, event_id if isinstance(event_id, UUID) else None)
    return _readers(str(payload["step"]), news, seen) if news is not None else []


@tells_of("loan")
async def who_hears(actor: Actor, payload: dict[str, Any]) -> list[Hears]:
    """For the rehearsal of what is no step of a loan but brings one, as far as `actor` may know the loan."""
    seen = await loan_for(actor, UUID(str(payload["loan_id"])))
    return [
        Hears(one.organization_name or str(PARTY[one.party]), one.subject)
        for one in await _told_by(payload, seen)
    ]


def _readers(step: str, news: LoanNews, seen: LoanView) -> list[Told]:
    names = {Party.COUNTER: news.counter, Party.LENDER: news.lender}
    if seen.facility_id is not None:
        names[Party.FACILITY] = news.facility
    return [
        Told(
            party=party,
            organization_name=names.get(party, ""),
            subject=str(TEXTS[notice][party].subject) % {"product": seen.product_title},
            loan_id=news.id,
        )
        for notice in notices_of(step, news)
        for party in audience(notice, news).values()
    ]
