import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from core import db
from core.clock import frozen, now
from notifications import delivery
from notifications.delivery import MOST_ATTEMPTS, deliver_due
from notifications.outbox import Undeliverable, enqueue, handles
from notifications.queries import outbox_lag, outbox_standing

pytestmark = pytest.mark.usefixtures("outbox")


class Doer:
    """Does what rows of kind `test` ask: counts them, and fails when it is told to."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.failure: Exception | None = None

    async def do(self, payload: dict[str, Any], key: str) -> None:
        """Leave a trace in the database, then fail if told so."""
        await enqueue("trace", f"trace:{key}", payload, due_at=now() + timedelta(days=1))
        if self.failure:
            raise self.failure
        self.done[key] += 1


@pytest.fixture
def doer() -> Doer:
    one = Doer()
    handles("test")(one.do)
    return one


async def _row(key: str) -> dict[str, Any]:
    row = await db.fetch_row("SELECT * FROM outbox WHERE dedupe_key = $1", key)
    assert row is not None
    return dict(row)


async def test_a_row_is_done_once_and_its_body_is_not_kept(doer: Doer) -> None:
    assert await enqueue("test", "one", {"body": "a secret link", "recipient": "a@people.example"})
    assert not await enqueue("test", "one", {"body": "again"})
    assert await deliver_due() == 1
    assert await deliver_due() == 0
    assert doer.done == {"one": 1}
    row = await _row("one")
    assert row["delivered_at"] is not None
    assert "secret" not in row["payload"]
    assert "a@people.example" in row["payload"]


async def test_a_failure_undoes_what_the_handler_wrote_and_is_tried_again_later(doer: Doer) -> None:
    doer.failure = RuntimeError("password=swordfish for a@people.example")
    await enqueue("test", "one", {})
    assert await deliver_due() == 1
    row = await _row("one")
    assert (row["attempts"], row["last_error"], row["delivered_at"]) == (1, "RuntimeError", None)
    assert row["due_at"] > now()
    assert await db.fetch_value("SELECT count(*) FROM outbox WHERE kind = 'trace'") == 0
    doer.failure = None
    with frozen(row["due_at"]):
        assert await deliver_due() == 1
    assert doer.done == {"one": 1}
    assert (await _row("one"))["last_error"] == ""


async def test_an_error_of_the_database_in_a_handler_harms_no_other_row(doer: Doer) -> None:
    async def break_the_database(_payload: dict[str, Any], _key: str) -> None:
        await db.execute("SELECT 1 / 0")

    handles("broken")(break_the_database)
    await enqueue("broken", "bad", {})
    await enqueue("test", "good", {})
    assert await deliver_due() == 2
    assert doer.done == {"good": 1}
    assert (await _row("bad"))["last_error"] == "DivisionByZeroError"


async def test_pauses_grow_and_end_in_giving_up(doer: Doer) -> None:
    doer.failure = OSError("away")
    await enqueue("test", "one", {})
    pauses: list[float] = []
    moment = now()
    for _ in range(MOST_ATTEMPTS):
        with frozen(moment):
            assert await deliver_due() == 1
            row = await _row("one")
            pauses.append((row["due_at"] - moment).total_seconds())
            moment = row["due_at"]
    assert pauses[:4] == [5, 10, 20, 40]
    assert max(pauses) == 3600
    assert row["given_up_at"] is not None
    with frozen(moment + timedelta(days=1)):
        assert await deliver_due(1) == 0 or (await _row("one"))["attempts"] == MOST_ATTEMPTS
    assert (await outbox_standing()).given_up == 1


async def test_what_can_never_be_done_is_given_up_at_once(doer: Doer) -> None:
    doer.failure = Undeliverable("recipient-refused")
    await enqueue("test", "one", {})
    await deliver_due()
    row = await _row("one")
    assert (row["attempts"], row["last_error"]) == (1, "Undeliverable recipient-refused")
    assert row["given_up_at"] is not None


async def test_a_kind_that_nobody_handles_waits_for_a_program_that_does() -> None:
    await enqueue("unheard-of", "one", {})
    await deliver_due()
    assert (await _row("one"))["last_error"] == "KeyError 'unheard-of'"


async def test_many_at_once_do_each_row_once(doer: Doer) -> None:
    for number in range(60):
        await enqueue("test", f"row {number}", {})
    tried = await asyncio.gather(*(deliver_due(60) for _ in range(8)))
    assert sum(tried) == 60
    assert set(doer.done.values()) == {1}
    assert len(doer.done) == 60


async def test_without_the_lock_rows_are_done_twice(doer: Doer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(delivery, "TAKE", delivery.TAKE.replace("FOR UPDATE SKIP LOCKED", ""))
    for number in range(60):
        await enqueue("test", f"row {number}", {})
    await asyncio.gather(*(deliver_due(60) for _ in range(8)))
    assert max(doer.done.values()) > 1


async def test_the_lag_is_the_age_of_the_oldest_row_that_is_due() -> None:
    assert await outbox_lag() == timedelta()
    moment = now()
    await enqueue("test", "later", {}, due_at=moment + timedelta(hours=1))
    with frozen(moment):
        assert await outbox_lag() == timedelta()
        await enqueue("test", "due", {}, due_at=moment - timedelta(minutes=3))
        assert await outbox_lag() == timedelta(minutes=3)
        assert (await outbox_standing()).waiting == 2
