from pathlib import Path

import httpx

from core import db
from notifications.wakeup import BELL
from tests.conftest import SettingsChange
from tests.notifications.processes import Valkey
from tests.ports import free_port


async def test_the_process_is_alive(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "alive"}


async def test_without_valkey_it_serves_and_says_so(
    client: httpx.AsyncClient, tmp_path: Path, change_settings: SettingsChange
) -> None:
    valkey = Valkey(tmp_path)
    await valkey.start()
    change_settings(redis_url=valkey.url)
    try:
        there = await client.get("/readyz")
        await valkey.kill()
        away = await client.get("/readyz")
    finally:
        await valkey.kill()
        await BELL.close()
    assert (there.status_code, there.json()["database"], there.json()["valkey"]) == (200, True, True)
    assert (away.status_code, away.json()["database"], away.json()["valkey"]) == (200, True, False)
    assert away.json()["outbox_lag_seconds"] >= 0


async def test_without_its_database_it_is_not_ready(client: httpx.AsyncClient) -> None:
    pool, config = db.ENGINE.pool, db.ENGINE.config
    db.ENGINE.pool = None
    db.configure(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    try:
        answer = await client.get("/readyz")
    finally:
        db.ENGINE.pool, db.ENGINE.config = pool, config
    assert (answer.status_code, answer.json()["database"]) == (503, False)
