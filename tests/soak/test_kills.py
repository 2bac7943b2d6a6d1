"""`kill -9` of web process, worker and Valkey under load: what was answered stands, what is due goes out."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from core import db
from tests.invariants import OUTBOX_LEFT, broken
from tests.soak.attempts import Attempts
from tests.soak.clients import Answer, Client, Run, Tally
from tests.soak.house import a_house
from tests.soak.killing import Killer
from tests.soak.steps import Attempt
from tests.soak.town import a_town
from tests.waiting import until

ATTEMPTS = 800
SEED = 11
KILLS_EACH = 2
Kept = list[tuple[Attempt, Answer]]


async def test_whatever_is_killed_what_was_answered_stands(soaked: str, tmp_path: Path) -> None:
    town = await a_town()
    async with a_house(soaked, tmp_path, webs=1) as house:
        killer = Killer(house, ATTEMPTS, SEED, each=KILLS_EACH)
        run = Run(Attempts(town, SEED), house.ports, ATTEMPTS, keep=ATTEMPTS, told=killer.told)
        tally = await run.go()
        await killer.is_done()
        assert killer.kills == 3 * KILLS_EACH
        assert tally.asked_again > 0, "nobody was ever left without an answer: the kills came at idle moments"
        await _everything_stands(tally)
        await _the_same_key_gives_the_same_bytes(house.ports, tally.kept)
        await until(_is_drained, "the outbox to be drained", seconds=120)
    assert await broken() == {}


async def _everything_stands(tally: Tally) -> None:
    """Each yes is in the database, with all that belongs to it, and no refusal is a failure."""
    assert not tally.failures, tally.faults
    assert len(tally.kept) > ATTEMPTS / 5
    stored = {
        row["idempotency_key"]: bytes(row["answer"])
        for row in await db.fetch("SELECT idempotency_key, answer FROM idempotency_record WHERE status < 300")
    }
    assert [attempt.name for attempt, answer in tally.kept if stored.get(attempt.key) != answer.body] == []
    # What a bundle answers names all its loans, also those that took no step.
    steps = {attempt.key: answer for attempt, answer in tally.kept if not attempt.name.startswith("bundle_")}
    answered = Counter(loan_id for answer in steps.values() for loan_id in _loans_in(answer))
    rows = await db.fetch("SELECT loan_id, count(*) AS steps FROM loan_event GROUP BY loan_id")
    recorded = {str(row["loan_id"]): row["steps"] for row in rows}
    assert {loan: count for loan, count in answered.items() if recorded.get(loan, 0) < count} == {}
    found = await db.fetch_value("SELECT count(*) FROM loan WHERE id::text = ANY($1)", list(answered))
    assert found == len(answered)


def _loans_in(answer: Answer) -> list[str]:
    """The loans of which an answer says that something happened to them."""
    told: Any = msgspec.json.decode(answer.body)
    found = told if isinstance(told, list) else told.get("loans") or [told]
    return [one["id"] for one in found if "custody" in one]


async def _the_same_key_gives_the_same_bytes(ports: list[int], kept: Kept) -> None:
    clients = [Client(ports, number) for number in range(8)]
    try:
        changed = await asyncio.gather(
            *(_changed(client, kept[number :: len(clients)]) for number, client in enumerate(clients))
        )
    finally:
        for client in clients:
            await client.close()
    assert [name for names in changed for name in names] == []


async def _changed(client: Client, kept: Kept) -> list[str]:
    return [attempt.name for attempt, answer in kept if await client.send(attempt) != answer]


async def _is_drained() -> bool:
    return not await db.fetch_value(OUTBOX_LEFT)
