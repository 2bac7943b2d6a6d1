"""A counter holds units longer than its rules say, and gives a lender more time: with a reason that stays."""

from datetime import date, datetime, timedelta

import httpx
import pytest
from litestar import Litestar

from catalog.occupancy import UnitTaken
from core import db
from core.clock import TOKYO, frozen, today
from core.errors import Invalid, NotAllowed
from core.i18n import format_date
from loans import usecases
from loans.commands import OfferLoan, ProlongHold
from loans.domain import Custody
from loans.pages.views import happenings
from loans.queries import loan_events, loan_for
from loans.records import record_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_loan, a_request, another_facility, the_parties
from tests.loans.letters import a_confirmed_loan, subjects
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("own_database")

WHY = "理事会の承認を待つため"
START = today() + timedelta(days=60)
UNTIL = today() + timedelta(days=20)
PROLONGED = "仮押さえの期限が延びました"


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), TOKYO)


async def test_a_hold_lasts_as_long_as_the_counter_says_and_why_stays_with_the_loan() -> None:
    parties = await the_parties()
    loan = await a_loan(parties, start=START)
    longer = await usecases.prolong_hold(parties.counter, loan.id, ProlongHold(until=UNTIL, reason=WHY))
    assert (longer.hold_expires_at, longer.answer_by) == (end_of(UNTIL), None)
    (made,) = longer.overrides
    assert (made.code, made.reason, made.facts["until"]) == ("hold-time", WHY, str(UNTIL))
    assert PROLONGED in await subjects(parties.facility, loan)
    assert PROLONGED not in await subjects(parties.vendor, loan)  # it has not heard of the loan
    with frozen(end_of(UNTIL) - timedelta(hours=1)):
        while await usecases.expire_holds():
            pass
        assert (await loan_for(parties.counter, loan.id)).hold_expires_at == end_of(UNTIL)
    with frozen(end_of(UNTIL) + timedelta(hours=1)):
        while await usecases.expire_holds():
            pass
        assert (await loan_for(parties.counter, loan.id)).hold_expires_at is None


async def test_a_lender_that_was_asked_has_until_then_to_answer_and_hears_of_it() -> None:
    parties = await the_parties()
    loan = await a_loan(parties, start=START)
    await usecases.propose_loan(parties.counter, loan.id)
    longer = await usecases.prolong_hold(parties.counter, loan.id, ProlongHold(until=UNTIL, reason=WHY))
    assert (longer.custody, longer.answer_by) == (Custody.PROPOSED, UNTIL)
    assert [one.code for one in longer.overrides] == ["answer-time"]
    assert PROLONGED in await subjects(parties.vendor, loan)


async def test_reminders_come_anew_before_the_later_end() -> None:
    parties = await the_parties()
    loan = await a_loan(parties, start=START)
    assert loan.hold_expires_at is not None
    with frozen(loan.hold_expires_at - timedelta(hours=1)):
        while await usecases.remind_of_holds():
            pass
    with frozen(loan.hold_expires_at - timedelta(minutes=30)):
        await usecases.prolong_hold(parties.counter, loan.id, ProlongHold(until=UNTIL, reason=WHY))
    for _ in range(2):
        with frozen(end_of(UNTIL) - timedelta(hours=1)):
            while await usecases.remind_of_holds():
                pass
    steps = [event.step for event in await loan_events(parties.counter, loan.id)]
    assert steps == ["request", "hold_ending", "prolong_hold", "hold_ending"]


async def test_a_hold_that_has_run_out_is_held_anew_or_refused_when_the_days_are_gone() -> None:
    parties = await the_parties()
    loan = await a_loan(parties, start=START)
    assert loan.hold_expires_at is not None
    with frozen(loan.hold_expires_at + timedelta(hours=1)):
        while await usecases.expire_holds():
            pass
        longer = await usecases.prolong_hold(parties.counter, loan.id, ProlongHold(until=UNTIL, reason=WHY))
        assert longer.hold_expires_at == end_of(UNTIL)
    with frozen(end_of(UNTIL) + timedelta(hours=1)):
        while await usecases.expire_holds():
            pass
        rival = await another_facility(parties)
        await usecases.request_loan(rival, a_request(parties.product_id, start=START))
        later = ProlongHold(until=UNTIL + timedelta(days=3), reason=WHY)
        with pytest.raises(UnitTaken):
            await usecases.prolong_hold(parties.counter, loan.id, later)


_HELD = """
SELECT lower(period) <= $2 AND upper(period) >= $3 FROM occupancy WHERE cause_id = $1 AND status = 'active'
"""


async def test_what_is_offered_stays_held_and_is_held_anew_on_its_own_days() -> None:
    parties = await the_parties()
    loan = await a_loan(parties, start=START)
    await usecases.propose_loan(parties.counter, loan.id)
    start, end = loan.start + timedelta(days=40), loan.end + timedelta(days=40)
    offered = await usecases.offer_loan(parties.vendor, loan.id, OfferLoan(start=start, end=end))
    await usecases.prolong_hold(parties.counter, loan.id, ProlongHold(until=UNTIL, reason=WHY))
    assert [row[0] for row in await db.fetch(_HELD, loan.id, start, end)] == [True]
    assert offered.hold_expires_at is not None
    with frozen(end_of(UNTIL) + timedelta(hours=1)):
        while await usecases.expire_holds():
            pass
        with pytest.raises(Invalid) as refused:
            await usecases.prolong_hold(parties.counter, loan.id, ProlongHold(until=start, reason=WHY))
        assert refused.value.fields == {"until": "held-into-trial"}
        later = ProlongHold(until=start - timedelta(days=1), reason=WHY)
        await usecases.prolong_hold(parties.counter, loan.id, later)
        assert [row[0] for row in await db.fetch(_HELD, loan.id, start, end)] == [True]
        accepted = await usecases.accept_offer(parties.facility, loan.id)
        assert (accepted.start, accepted.end) == (start, end)
        assert [row[0] for row in await db.fetch(_HELD, loan.id, start, end)] == [True]


async def test_wrong_days_and_wrong_people_are_told() -> None:
    parties = await the_parties()
    loan = await a_loan(parties, start=START)
    for until, reason, field, code in (
        (today() - timedelta(days=1), WHY, "until", "end-in-past"),
        (today(), WHY, "until", "held-until-later"),
        (loan.start, WHY, "until", "held-into-trial"),
        (UNTIL, "　", "reason", "required"),
    ):
        with pytest.raises(Invalid) as refused:
            await usecases.prolong_hold(parties.counter, loan.id, ProlongHold(until=until, reason=reason))
        assert refused.value.fields[field] == code
    for actor in (parties.facility, parties.vendor):
        with pytest.raises(NotAllowed):
            await usecases.prolong_hold(actor, loan.id, ProlongHold(until=UNTIL, reason=WHY))
    confirmed = await a_confirmed_loan(await the_parties())
    assert "prolong_hold" not in confirmed.next_steps


async def test_programs_prolong_once_under_retry(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_loan(parties, start=START)
    counter = await a_caller(client, parties.counter)
    path, body = f"/loans/{loan.id}/prolong-hold", {"until": str(UNTIL), "reason": WHY}
    answers = [await counter.post(path, body, Idempotency_Key="k") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert (await counter.post(path, body)).json()["fields"]["until"]


async def test_the_page_shows_who_hears_of_it_and_the_reason_afterwards(application: Litestar) -> None:
    parties: Parties = await the_parties()
    loan = await a_loan(parties, start=START)
    path = f"/loans/{loan.id}/prolong-hold"
    async with visiting(application, parties.counter) as counter:
        assert "仮押さえを延ばす" in words(await counter.get(f"/loans/{loan.id}"))
        page = await counter.get(path)
        looked = await send(counter, page, path, until=str(UNTIL), reason=WHY, look="1")
        assert PROLONGED in words(looked)
        wrong = await send(counter, page, path, until=str(loan.start), reason="")
        assert wrong.status_code == 422
        shown = words(await follow(counter, await send(counter, page, path, until=str(UNTIL), reason=WHY)))
        assert WHY in shown
        assert "仮押さえの時間" in shown


async def test_the_history_says_until_when_and_gives_the_reason_once(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties, start=START)
    await usecases.prolong_hold(parties.counter, loan.id, ProlongHold(until=UNTIL, reason=WHY))
    record = await record_for(parties.counter, loan.id)
    line = str(happenings(record)[0].text)
    assert line.count(WHY) == 1
    assert line.startswith(f"{format_date(UNTIL)}まで")
    async with visiting(application, parties.counter) as counter:
        rule = "仮押さえの時間（相談窓口の決まり）"
        told = f"{format_date(UNTIL)}まで / 例外として認めました：{rule}：{WHY}"
        assert told in words(await counter.get(f"/loans/{loan.id}"))
