"""Workers and Valkey are killed, and Valkey is emptied, in the middle of 1,000 events."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest_asyncio

from core import db
from notifications.courier import LANES, LOOK_EVERY
from notifications.mail import message_id
from notifications.outbox import enqueue
from notifications.wakeup import BELL
from tests.conftest import SettingsChange
from tests.notifications.mail_server import Inbox, mail_server
from tests.notifications.processes import Valkey, Victim, a_worker
from tests.waiting import until

EVENTS = 1000
_WAITING = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL"


class House(msgspec.Struct):
    """A Valkey, two workers, and what the workers must know of both."""

    valkey: Valkey
    workers: list[Victim]


@pytest_asyncio.fixture
async def house(outbox: str, tmp_path: Path, change_settings: SettingsChange) -> AsyncIterator[House]:
    valkey = Valkey(tmp_path)
    await valkey.start()
    change_settings(redis_url=valkey.url, mail_from="tameshi@counter.example")
    environment = {
        "TAMESHI_DATABASE_URL": outbox,
        "TAMESHI_REDIS_URL": valkey.url,
        "TAMESHI_SECRET_KEY": "a-secret-for-tests-and-nothing-else-0123456789",
        "TAMESHI_DATA_DIR": str(tmp_path),
        "TAMESHI_MAIL_FROM": "tameshi@counter.example",
    }
    built = House(valkey, [a_worker(tmp_path / f"worker{number}.log", environment) for number in range(2)])
    try:
        yield built
    finally:
        await BELL.close()
        for victim in (*built.workers, valkey):
            await victim.kill()


def key(number: int) -> str:
    return f"mail:event {number}"


async def happen(first: int, last: int) -> None:
    """Events, each in a transaction of its own, that ask for one mail each."""
    for number in range(first, last):
        async with db.transaction():
            letter: dict[str, object] = {
                "recipient": f"reader{number}@people.example",
                "subject": "件名",
                "body": "本文",
            }
            assert await enqueue("mail", key(number), letter)


async def until_left(most: int) -> None:
    async def is_reached() -> bool:
        return int(await db.fetch_value(_WAITING)) <= most

    await until(is_reached, f"{most} waiting mails at most", seconds=90)


async def kill_at_work(worker: Victim) -> None:
    """Kill it while there is work left, or the test would show nothing."""
    await worker.kill()
    assert await db.fetch_value(_WAITING) > 0


async def go_through_an_outage(house: House) -> int:
    """1,000 events, while the house falls apart around them; how many workers were killed."""
    one, two = house.workers
    await happen(0, 400)
    await one.start()
    await two.start()
    await until_left(300)
    await kill_at_work(one)
    await happen(400, 600)
    await house.valkey.kill()
    await happen(600, 800)
    await until_left(400)
    await kill_at_work(two)
    await one.start()
    await house.valkey.start()
    await happen(800, 900)
    await house.valkey.empty()
    await happen(900, EVENTS)
    await two.start()
    await house.valkey.empty()
    await until_left(100)
    await kill_at_work(two)
    await until_left(0)
    return 3


async def test_every_mail_arrives_by_smtp_and_only_a_kill_can_repeat_one(
    house: House, change_settings: SettingsChange
) -> None:
    inbox = Inbox()
    with mail_server(inbox) as url:
        change_settings(smtp_url=url)
        for worker in house.workers:
            worker.environment["TAMESHI_SMTP_URL"] = url
        kills = await go_through_an_outage(house)
    copies = inbox.copies()
    assert set(copies) == {message_id(key(number)) for number in range(EVENTS)}
    # A kill between the server's 250 and our commit repeats what was on its way, under the same Message-ID.
    assert sum(copies.values()) - EVENTS <= kills * LANES


async def test_every_mail_is_caught_exactly_once(house: House) -> None:
    await go_through_an_outage(house)
    assert await db.fetch_value("SELECT count(*) FROM caught_mail") == EVENTS
    caught = {row["message_key"] for row in await db.fetch("SELECT message_key FROM caught_mail")}
    assert caught == {key(number) for number in range(EVENTS)}


async def test_a_worker_told_to_stop_leaves_at_once_and_nothing_half_done(house: House) -> None:
    await happen(0, 200)
    await house.workers[0].start()
    await until_left(150)
    assert await house.workers[0].end(signal.SIGTERM) == 0
    left = await db.fetch_value(_WAITING)
    assert await db.fetch_value("SELECT count(*) FROM caught_mail") == 200 - left
    assert await db.fetch_value("SELECT max(attempts) FROM outbox") == 0


async def test_a_ring_wakes_the_worker_through_valkey(house: House) -> None:
    """Many short waits in a row: by the courier's own clock alone they would take LOOK_EVERY each."""
    await house.workers[0].start()
    await happen(0, 1)
    await until_left(0)
    clock = asyncio.get_running_loop().time
    begun = clock()
    for number in range(1, 6):
        await happen(number, number + 1)
        await until_left(0)
    assert clock() - begun < 5 * LOOK_EVERY / 2
