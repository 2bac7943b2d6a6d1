"""Another unit in the place of one: on the same days, told to all, and taken by one lender only."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from catalog.domain import Condition
from core import db
from core.clock import frozen, now, today
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.ids import new_id
from core.secrets import new_token
from loans import usecases
from loans.commands import ConfirmLoan, ExchangeLoan, TakeBackLoan
from loans.domain import Custody
from loans.queries import LoanView, loan_events, loan_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_loan, a_unit, the_parties
from tests.invariants import GOING_HOME, broken
from tests.loans.letters import a_confirmed_loan, a_loan_on_trial, subjects
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("own_database")

_KEPT = """
SELECT custodian_id, place_id FROM unit WHERE id = $1
"""
_ACTIVE = """
SELECT lower(period) AS start, upper(period) AS "end", purpose FROM occupancy
WHERE unit_id = $1 AND status = 'active' ORDER BY 1
"""


def to(*units: object) -> ExchangeLoan:
    return ExchangeLoan(unit_ids=list(units), reason="整備のため")  # type: ignore[arg-type]  # ids of units


async def test_before_dispatch_the_new_unit_has_the_same_days_and_the_old_one_is_free() -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    (old,), new = loan.unit_ids, await a_unit(parties.product_id, loan.lender_id)
    before = [dict(row) for row in await db.fetch(_ACTIVE, old)]
    exchanged = await usecases.exchange_loan(parties.vendor, loan.id, to(new))
    assert (exchanged.unit_ids, exchanged.custody) == ([new], Custody.CONFIRMED)
    assert [dict(row) for row in await db.fetch(_ACTIVE, new)] == before
    assert await db.fetch(_ACTIVE, old) == []
    assert "貸し出す個体が替わりました" in await subjects(parties.facility, loan)
    assert "貸し出す個体が替わりました" in await subjects(parties.counter, loan)
    event = (await loan_events(parties.facility, loan.id))[-1]
    assert (event.step, event.facts["reason"]) == ("exchange", "整備のため")
    await a_loan(parties, start=loan.start)  # the days of the old unit can be had again


async def test_on_trial_a_swap_puts_each_unit_where_it_is() -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    (old,), new = loan.unit_ids, await a_unit(parties.product_id, loan.lender_id)
    await usecases.exchange_loan(parties.vendor, loan.id, to(new))
    facility, lender = parties.facility.organization_id, parties.vendor.organization_id
    assert tuple(await db.fetch_row(_KEPT, new) or ()) == (facility, facility)
    assert tuple(await db.fetch_row(_KEPT, old) or ()) == (lender, lender)
    (mine,) = await db.fetch(_ACTIVE, new)
    assert (mine["start"], mine["end"] > loan.end) == (today(), True)
    (resting,) = await db.fetch(_ACTIVE, old)
    assert today() < resting["end"] < today() + timedelta(days=14)


async def test_a_unit_of_somebody_else_or_a_taken_one_is_refused_with_reasons() -> None:
    parties, others = await the_parties(units=2), await the_parties()
    loan = await a_confirmed_loan(parties)
    other = await usecases.propose_loan(parties.counter, (await a_loan(parties)).id)
    with pytest.raises(Conflict) as taken:
        await usecases.exchange_loan(parties.vendor, loan.id, to(other.unit_ids[0]))
    assert taken.value.reason == "unit-taken"
    assert taken.value.facts["reasons"]
    foreign = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", others.product_id)
    for command, code in (
        (to(foreign), "unknown"),
        (to(*loan.unit_ids), "same-units"),
        (to(), "wrong-number-of-units"),
    ):
        with pytest.raises(Invalid) as wrong:
            await usecases.exchange_loan(parties.vendor, loan.id, command)
        assert wrong.value.fields == {"unit_ids": code}
    for actor in (parties.facility, parties.counter):
        with pytest.raises(NotAllowed):
            await usecases.exchange_loan(actor, loan.id, to(foreign))


async def test_two_lenders_of_each_others_units_are_refused_and_never_wait_in_a_ring() -> None:
    for _ in range(5):
        parties = await the_parties(units=2)
        first, second = await a_confirmed_loan(parties), await a_confirmed_loan(parties)
        answers = await asyncio.gather(
            usecases.exchange_loan(parties.vendor, first.id, to(*second.unit_ids)),
            usecases.exchange_loan(parties.vendor, second.id, to(*first.unit_ids)),
            return_exceptions=True,
        )
        assert [getattr(answer, "reason", answer) for answer in answers] == ["unit-taken"] * 2


async def test_an_exchange_and_a_request_want_the_last_free_unit() -> None:
    for _ in range(5):
        parties = await the_parties()
        loan = await a_confirmed_loan(parties)
        spare = await a_unit(parties.product_id, loan.lender_id)
        answers = await asyncio.gather(
            usecases.exchange_loan(parties.vendor, loan.id, to(spare)),
            a_loan(parties, start=loan.start),
            return_exceptions=True,
        )
        assert all(isinstance(answer, LoanView | Conflict) for answer in answers), answers
        assert any(isinstance(answer, LoanView) for answer in answers)
        assert await _overlaps(parties) == 0


async def _overlaps(parties: Parties) -> int:
    found: int = await db.fetch_value(
        """
        SELECT count(*) FROM occupancy a JOIN occupancy b
        ON a.unit_id = b.unit_id AND a.id < b.id AND a.period && b.period
        JOIN unit u ON u.id = a.unit_id
        WHERE u.product_id = $1 AND a.status = 'active' AND b.status = 'active'
        """,
        parties.product_id,
    )
    return found


async def _swapped() -> tuple[Parties, LoanView, UUID]:
    """A loan on trial whose unit was exchanged today."""
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    (old,), new = loan.unit_ids, await a_unit(parties.product_id, loan.lender_id)
    return parties, await usecases.exchange_loan(parties.vendor, loan.id, to(new)), old


async def test_the_unit_that_was_replaced_is_free_after_its_inspection_once_it_is_home(
    application: Litestar,
) -> None:
    parties, loan, old = await _swapped()
    (before,) = await db.fetch(_ACTIVE, old)
    button = "替えた個体が戻りました"
    async with visiting(application, parties.facility) as facility:
        assert button not in words(await facility.get(f"/loans/{loan.id}"))
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(f"/loans/{loan.id}")
        assert button in words(page)
        done = await follow(vendor, await send(vendor, page, f"/loans/{loan.id}/exchanged-home"))
        assert "点検のあと、また貸せます" in words(done)
        assert button not in words(done)
    (after,) = await db.fetch(_ACTIVE, old)
    assert today() < after["end"] < before["end"]
    again = await usecases.exchanged_units_home(parties.vendor, loan.id)
    assert again.unit_ids == loan.unit_ids
    assert [dict(row) for row in await db.fetch(_ACTIVE, old)] == [dict(after)]


async def test_one_day_more_than_the_way_home_takes_is_found_out() -> None:
    """The negative control of an invariant: it knows to the day how long a unit may stay booked."""
    _, _, old = await _swapped()
    assert GOING_HOME not in await broken()
    async with db.rehearsal():
        longer = (
            "UPDATE occupancy SET period = daterange(lower(period), upper(period) + 1) WHERE unit_id = $1"
        )
        await db.execute(longer, old)
        assert (await broken())[GOING_HOME] == 1


async def test_only_the_lender_says_that_it_is_home() -> None:
    parties, loan, _ = await _swapped()
    for actor in (parties.facility, parties.counter):
        with pytest.raises(NotAllowed):
            await usecases.exchanged_units_home(actor, loan.id)
    with pytest.raises(NotFound):
        await usecases.exchanged_units_home((await the_parties()).vendor, loan.id)


async def test_a_scan_at_the_lender_brings_it_home_and_the_loan_goes_on(client: httpx.AsyncClient) -> None:
    parties, loan, old = await _swapped()
    (before,) = await db.fetch(_ACTIVE, old)
    tag = new_token(16)
    sql = "INSERT INTO tag (id, token, code, unit_id, created_at) VALUES ($1, $2, $3, $4, $5)"
    await db.execute(sql, new_id(), tag, tag[:8], old, now())
    scan = {"key": "home", "tag": tag, "action": "take_back", "scanned_at": now().isoformat()}
    caller = await a_caller(client, parties.vendor)
    answer = await caller.post("/scans", {"scans": [scan]})
    assert answer.json()["scans"][0]["outcome"] == "done", answer.text
    (after,) = await db.fetch(_ACTIVE, old)
    assert after["end"] < before["end"]
    assert (await loan_for(parties.vendor, loan.id)).custody is Custody.ON_TRIAL


async def test_a_loan_that_is_back_keeps_no_days_for_what_was_exchanged_before() -> None:
    parties, loan, old = await _swapped()
    (before,) = await db.fetch(_ACTIVE, old)
    await usecases.take_back_loan(parties.vendor, loan.id, TakeBackLoan(condition=Condition.OK))
    (resting,) = await db.fetch(_ACTIVE, old)
    assert resting["end"] < before["end"]
    (others,) = await db.fetch(_ACTIVE, loan.unit_ids[0])
    assert others["end"] == resting["end"]  # both are inspected


async def test_the_page_proposes_a_free_unit_and_shows_what_changes(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    path = f"/loans/{loan.id}/exchange"
    async with visiting(application, parties.vendor) as vendor:
        assert "空いています" not in words(await vendor.get(path))
        await a_unit(parties.product_id, loan.lender_id)
        page = await vendor.get(path)
        said = words(page)
        for part in ("空いています", "この操作で変わること", "が空きます", "を押さえます"):
            assert part in said
        assert (await send(vendor, page, path)).status_code == 422
        done = await follow(vendor, await send(vendor, page, path, reason="整備のため"))
    assert "個体を交換しました" in words(done)


async def _run_out(parties: Parties) -> LoanView:
    """Asked of the lender, and nobody has answered in time."""
    loan = await usecases.propose_loan(parties.counter, (await a_loan(parties)).id)
    with frozen(now() + timedelta(days=10)):
        while await usecases.expire_holds():
            pass
    assert await db.fetch(_ACTIVE, loan.unit_ids[0]) == []
    return await loan_for(parties.vendor, loan.id)


async def test_where_the_hold_has_run_out_the_other_unit_is_held_anew_and_that_is_said(
    application: Litestar,
) -> None:
    parties = await the_parties()
    loan = await _run_out(parties)
    new = await a_unit(parties.product_id, loan.lender_id)
    path = f"/loans/{loan.id}/exchange"
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(path)
        assert "仮押さえが切れている" in words(page)
        assert forms_of(page)[path]["unit_ids"] == [str(new)]
        done = await follow(vendor, await send(vendor, page, path, reason="整備のため"))
        assert "仮押さえ あと" in words(done)
    async with visiting(application, parties.counter) as counter:
        assert "新しく押さえました" in words(await counter.get(f"/loans/{loan.id}"))
    held = await loan_for(parties.vendor, loan.id)
    assert (held.unit_ids, held.hold_expires_at is not None) == ([new], True)
    assert [row["purpose"] for row in await db.fetch(_ACTIVE, new)] == ["hold"]
    confirmed = await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    assert confirmed.unit_ids == [new]


async def test_what_somebody_else_has_by_then_is_refused_with_reasons() -> None:
    parties = await the_parties(units=2)
    loan = await _run_out(parties)
    rivals = [await a_loan(parties, start=loan.start) for _ in range(2)]
    other = next(rival.unit_ids[0] for rival in rivals if rival.unit_ids != loan.unit_ids)
    with pytest.raises(Conflict) as taken:
        await usecases.exchange_loan(parties.vendor, loan.id, to(other))
    assert taken.value.facts["reasons"]
    assert (await loan_for(parties.vendor, loan.id)).hold_expires_at is None
