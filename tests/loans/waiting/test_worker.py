"""The real worker offers freed days: at once, without Valkey, and after it was killed in the middle."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest_asyncio

from core import db
from loans.waiting.domain import WaitingState
from loans.waiting.queries import EntryView
from notifications.wakeup import BELL
from tests.conftest import SettingsChange
from tests.loans.waiting.queues import Queue, a_queue
from tests.notifications.processes import Valkey, Victim, a_worker
from tests.postgres import Cluster, using_database
from tests.waiting import until

PROMISED = 60.0  # seconds from the release to the offer
QUEUES = 24
_MAILS = """
SELECT count(*) FROM caught_mail WHERE subject LIKE '順番が来ました%' AND body LIKE '%' || $1::text || '%'
"""


class House(msgspec.Struct):
    """A Valkey and two workers, none of them started."""

    valkey: Valkey
    workers: list[Victim]


@pytest_asyncio.fixture
async def house(
    database: str, cluster: Cluster, template: str, tmp_path: Path, change_settings: SettingsChange
) -> AsyncIterator[House]:
    assert database
    url = await cluster.copy_of(template, "waitlist_worker")
    valkey = Valkey(tmp_path)
    change_settings(redis_url=valkey.url)
    environment = {
        "TAMESHI_DATABASE_URL": url,
        "TAMESHI_REDIS_URL": valkey.url,
        "TAMESHI_SECRET_KEY": "a-secret-for-tests-and-nothing-else-0123456789",
        "TAMESHI_DATA_DIR": str(tmp_path),
    }
    built = House(valkey, [a_worker(tmp_path / f"worker{number}.log", environment) for number in range(2)])
    async with using_database(url):
        try:
            yield built
        finally:
            await BELL.close()
            for victim in (*built.workers, valkey):
                await victim.kill()


async def _waiting(queue: Queue) -> tuple[EntryView, EntryView]:
    return (await queue.join())[1], (await queue.join())[1]


async def _until_offered(queue: Queue, entry: EntryView, seconds: float = PROMISED) -> None:
    async def is_offered() -> bool:
        return await queue.states(entry) == [WaitingState.OFFERED]

    await until(is_offered, "an offer", seconds=seconds)


async def _until_told(entry: EntryView) -> None:
    async def is_told() -> bool:
        return bool(await db.fetch_value(_MAILS, str(entry.id)))

    await until(is_told, "the mail of an offer")


async def test_freed_days_are_offered_as_soon_as_the_release_is_committed(house: House) -> None:
    await house.valkey.start()
    await house.workers[0].start()
    queue = await a_queue()
    first, second = await _waiting(queue)
    await queue.free()
    await _until_offered(queue, first, seconds=PROMISED / 2)
    await _until_told(first)
    assert await queue.states(second) == [WaitingState.WAITING]


async def test_freed_days_are_offered_while_valkey_is_away(house: House) -> None:
    await house.workers[0].start()
    queue = await a_queue()
    first, _ = await _waiting(queue)
    await queue.free()
    await _until_offered(queue, first)


async def test_what_no_row_of_the_outbox_spoke_of_is_found_by_the_sweep(house: House) -> None:
    queue = await a_queue()
    first, _ = await _waiting(queue)
    await queue.free()
    await db.execute("DELETE FROM outbox")
    await house.workers[0].start()
    await _until_offered(queue, first)


async def test_an_offer_that_runs_out_is_taken_on_by_the_worker_itself(house: House) -> None:
    queue = await a_queue()
    first, second = await _waiting(queue)
    await queue.free()
    await queue.match()
    await db.execute("UPDATE waiting_offer SET expires_at = now() - interval '1 second'")
    await house.workers[0].start()
    await _until_offered(queue, second)
    assert await queue.states(first) == [WaitingState.WAITING]


async def test_workers_killed_in_the_middle_leave_one_offer_for_each_and_one_mail(house: House) -> None:
    queues = [await a_queue() for _ in range(QUEUES)]
    waiting = [await _waiting(queue) for queue in queues]
    await house.valkey.start()
    for worker in house.workers:
        await worker.start()
    freeing = asyncio.gather(*(queue.free() for queue in queues))

    async def some_are_offered() -> bool:
        return bool(await db.fetch_value("SELECT count(*) FROM waiting_offer") >= 3)

    await until(some_are_offered, "the first offers")
    for worker in house.workers:
        await worker.end(signal.SIGKILL)
    await house.valkey.kill()
    await freeing
    await house.workers[0].start()
    for queue, (first, second) in zip(queues, waiting, strict=True):
        await _until_offered(queue, first)
        assert await queue.states(second) == [WaitingState.WAITING]
        assert await queue.holds() == [first.id]
        await _until_told(first)
        assert await db.fetch_value(_MAILS, str(first.id)) == 1
