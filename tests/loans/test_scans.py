from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from accounts.domain import Actor
from catalog import tags
from catalog.domain import Condition, Way
from core import db
from core.clock import now, today
from core.ids import new_id
from loans import usecases
from loans.commands import ConfirmLoan, DispatchLoan, TakeBackLoan
from loans.queries import LoanView, loan_events, loan_for
from tests.callers import Caller, a_caller
from tests.factories import Parties, a_loan, the_parties


def a_scan(tag: str, action: str, at: datetime | None = None, key: str | None = None) -> dict[str, Any]:
    return {
        "key": key or new_id().hex,
        "tag": tag,
        "action": action,
        "scanned_at": (at or now()).isoformat(),
    }


async def sent(caller: Caller, *scans: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await caller.post("/scans", {"scans": list(scans)})
    assert answer.status_code == 200, answer.text
    given: list[dict[str, Any]] = answer.json()["scans"]
    return given


async def a_tagged_unit(parties: Parties) -> tuple[UUID, str]:
    unit_id = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1 LIMIT 1", parties.product_id)
    async with db.transaction():
        return unit_id, (await tags.new_tag(unit_id)).token


async def a_dispatched_loan(parties: Parties, **fields: Any) -> LoanView:
    loan = await a_loan(parties, start=today() + timedelta(days=1), **fields)
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    return await usecases.dispatch_loan(parties.vendor, loan.id, DispatchLoan(way=Way.BROUGHT))


async def keeper_of(unit_id: UUID) -> UUID:
    found: UUID = await db.fetch_value("SELECT custodian_id FROM unit WHERE id = $1", unit_id)
    return found


def of(actor: Actor) -> UUID:
    return actor.acting_for()


async def test_scans_move_a_loan_and_its_unit(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_dispatched_loan(parties)
    unit_id, token = await a_tagged_unit(parties)
    facility, vendor = await a_caller(client, parties.facility), await a_caller(client, parties.vendor)
    (answer,) = await sent(facility, a_scan(token, "receive"))
    assert (answer["outcome"], answer["reason"]) == ("done", None)
    assert (await loan_for(parties.facility, loan.id)).custody == "on_trial"
    assert await keeper_of(unit_id) == of(parties.facility)
    (answer,) = await sent(vendor, a_scan(f"https://house.example/t/{token}", "take_back"))
    assert answer["outcome"] == "done"
    assert (await loan_for(parties.vendor, loan.id)).custody == "returned"
    assert await keeper_of(unit_id) == of(parties.vendor)
    events = await loan_events(parties.vendor, loan.id)
    assert [event.via for event in events[-2:]] == ["scan", "scan"]


async def test_a_repeated_scan_changes_nothing_and_says_what_it_was(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    unit_id, token = await a_tagged_unit(parties)
    vendor = await a_caller(client, parties.vendor)
    done, refused = a_scan(token, "locate"), a_scan("NOSUCHTAG", "locate")
    first = await sent(vendor, done, refused, done)
    assert [one["outcome"] for one in first] == ["done", "refused", "repeated"]
    again = await sent(vendor, refused, done)
    assert [(one["outcome"], one["first_outcome"]) for one in again] == [
        ("repeated", "refused"),
        ("repeated", "done"),
    ]
    assert again[0]["reason"] == "unknown-tag"
    assert await db.fetch_value("SELECT count(*) FROM unit_move WHERE unit_id = $1", unit_id) == 1


async def test_two_organisations_may_use_the_same_key(client: httpx.AsyncClient) -> None:
    parties, others = await the_parties(), await the_parties()
    for each in (parties, others):
        _, token = await a_tagged_unit(each)
        caller = await a_caller(client, each.vendor)
        assert (await sent(caller, a_scan(token, "locate", key="1")))[0]["outcome"] == "done"


async def test_scans_are_acted_upon_in_the_order_of_scanning(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_dispatched_loan(parties)
    _, token = await a_tagged_unit(parties)
    counter = await a_caller(client, parties.counter)
    late, early = a_scan(token, "locate"), a_scan(token, "receive", now() - timedelta(minutes=10))
    answers = await sent(counter, late, early)
    assert [answer["outcome"] for answer in answers] == ["done", "done"]
    assert (await loan_for(parties.counter, loan.id)).custody == "on_trial"


async def test_an_older_place_does_not_replace_a_newer_one(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    unit_id, token = await a_tagged_unit(parties)
    await db.execute("UPDATE unit SET lender_id = $2 WHERE id = $1", unit_id, of(parties.counter))
    counter, vendor = await a_caller(client, parties.counter), await a_caller(client, parties.vendor)
    assert (await sent(counter, a_scan(token, "exhibit")))[0]["outcome"] == "done"
    (stale,) = await sent(vendor, a_scan(token, "locate", now() - timedelta(hours=3)))
    assert (stale["outcome"], stale["reason"]) == ("done", None)
    assert await keeper_of(unit_id) == of(parties.counter)


async def test_what_is_not_possible_is_refused_with_a_reason(client: httpx.AsyncClient) -> None:
    parties, strangers = await the_parties(), await the_parties()
    await a_dispatched_loan(parties)
    _, token = await a_tagged_unit(parties)
    facility, vendor = await a_caller(client, parties.facility), await a_caller(client, parties.vendor)
    stranger = await a_caller(client, strangers.vendor)
    async with db.transaction():
        blank = await tags.new_tag()
    tries = [
        (vendor, a_scan(token, "receive"), "step-not-yours"),
        (facility, a_scan(token, "take_back"), "step-not-yours"),
        (facility, a_scan(token, "exhibit"), "exhibit-at-counter"),
        (facility, a_scan(blank.code, "locate"), "unclaimed-tag"),
        (facility, a_scan("NOSUCHTAG", "locate"), "unknown-tag"),
        (facility, a_scan(token, "locate", now() + timedelta(hours=1)), "scanned-in-future"),
        (stranger, a_scan(token, "locate"), "unit-not-yours"),
    ]
    for caller, scan, reason in tries:
        (answer,) = await sent(caller, scan)
        assert (answer["outcome"], answer["reason"]) == ("refused", reason)
    (told,) = await sent(stranger, a_scan(token, "take_back"))
    assert told["unit_id"] is None


async def test_whoever_borrowed_a_unit_once_does_not_say_where_it_is_now(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_dispatched_loan(parties)
    unit_id, token = await a_tagged_unit(parties)
    facility = await a_caller(client, parties.facility)
    assert (await sent(facility, a_scan(token, "locate")))[0]["outcome"] == "done"
    await usecases.take_back_loan(parties.vendor, loan.id, TakeBackLoan(condition=Condition.OK))
    (answer,) = await sent(facility, a_scan(token, "locate"))
    assert (answer["outcome"], answer["reason"]) == ("refused", "unit-not-yours")
    assert await keeper_of(unit_id) == of(parties.vendor)


async def test_a_unit_without_a_loan_cannot_be_received(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    _, token = await a_tagged_unit(parties)
    vendor = await a_caller(client, parties.vendor)
    (answer,) = await sent(vendor, a_scan(token, "take_back"))
    assert answer["reason"] == "no-loan"


async def test_a_step_out_of_order_is_refused_and_leaves_the_loan(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_dispatched_loan(parties)
    _, token = await a_tagged_unit(parties)
    facility = await a_caller(client, parties.facility)
    first, second = await sent(facility, a_scan(token, "receive"), a_scan(token, "receive"))
    assert (first["outcome"], second["outcome"], second["reason"]) == ("done", "refused", "illegal-step")
    assert len(await loan_events(parties.facility, loan.id)) == 5


async def test_the_units_of_one_loan_are_received_one_scan_each(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=2)
    loan = await a_dispatched_loan(parties, quantity=2)
    facility = await a_caller(client, parties.facility)
    async with db.transaction():
        tokens = [(await tags.new_tag(unit_id)).token for unit_id in loan.unit_ids]
    answers = await sent(facility, *(a_scan(token, "receive") for token in tokens))
    assert [answer["outcome"] for answer in answers] == ["done", "done"]


async def test_the_day_of_scanning_is_the_day_of_the_step(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_dispatched_loan(parties)
    _, token = await a_tagged_unit(parties)
    await db.execute(
        "UPDATE loan SET custody_since = custody_since - interval '5 days' WHERE id = $1", loan.id
    )
    facility = await a_caller(client, parties.facility)
    scan = a_scan(token, "receive", now() - timedelta(days=2))
    assert (await sent(facility, scan))[0]["outcome"] == "done"
    assert (await loan_for(parties.facility, loan.id)).received_on == today() - timedelta(days=2)


async def test_a_damaged_unit_stays_damaged_wherever_it_is(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    unit_id, token = await a_tagged_unit(parties)
    await db.execute("UPDATE unit SET condition = 'damaged' WHERE id = $1", unit_id)
    await sent(await a_caller(client, parties.vendor), a_scan(token, "locate"))
    assert await db.fetch_value("SELECT condition FROM unit WHERE id = $1", unit_id) == Condition.DAMAGED


async def test_wrong_batches_are_refused_whole(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    caller = await a_caller(client, parties.vendor)
    good = a_scan("X", "locate")
    for batch in (
        [good | {"action": "eat"}],
        [good | {"scanned_at": "2026-10-01T10:00:00"}],
        [good | {"key": ""}],
        [{"key": "1"}],
        [good] * 501,
    ):
        answer = await caller.post("/scans", {"scans": batch})
        assert answer.status_code in (400, 422), answer.text
    assert (await Caller(client, None).post("/scans", {"scans": [good]})).status_code == 401
    assert await sent(caller) == []


async def test_a_batch_is_idempotent_by_its_header_too(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    _, token = await a_tagged_unit(parties)
    caller = await a_caller(client, parties.vendor)
    body = {"scans": [a_scan(token, "locate"), a_scan("NOSUCHTAG", "locate")]}
    first = await caller.post("/scans", body, idempotency_key="batch")
    again = await caller.post("/scans", body, idempotency_key="batch")
    assert first.status_code == 200
    assert first.content == again.content
