"""A house of an earlier release, brought to the newest schema: nothing is lost or broken, all pages open.

`demo_2026_11_21.sql.gz` is what `pg_dump` wrote of the demo world as it was before the waitlist and bundles.
"""

import gzip
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio

from accounts.domain import Actor
from app.commands.schema import migrate, pending_migrations
from app.launcher.postgres import binary
from core import db
from fixtures.demo.accounts import MAIN_PEOPLE
from fixtures.demo.organizations import organization_id
from fixtures.demo.people import actor_of
from tests.asking import signed_in
from tests.invariants import broken
from tests.postgres import Cluster, using_database

DUMP = Path(__file__).parent / "demo_2026_11_21.sql.gz"
PAGES = {
    "facility@demo.example": ("/home", "/loans", "/catalogue", "/waitlist", "/account"),
    "counter@demo.example": ("/desk", "/loans", "/board", "/reports/loans", "/waitlist", "/desk/facilities"),
    "vendor@demo.example": ("/vendor", "/loans", "/board", "/units"),
    "centre@demo.example": ("/centre", "/loans", "/reports/loans"),
}
SCHEMA = {
    "columns": """
        SELECT table_name || '.' || column_name AS name,
            concat_ws(' ', data_type, is_nullable, column_default) AS definition
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "constraints": """
        SELECT conrelid::regclass || '.' || conname AS name, pg_get_constraintdef(oid) AS definition
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
    "indexes": """
        SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public'
    """,
}
COUNTED = ("organization", "person", "product", "unit", "loan", "loan_event", "occupancy")


@pytest_asyncio.fixture
async def earlier(cluster: Cluster, template: str) -> AsyncIterator[str]:
    """A house as it was, not yet migrated."""
    assert template
    url = await cluster.copy_of("template0", "earlier")
    script = gzip.decompress(DUMP.read_bytes())
    command = [
        str(binary("psql")),
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
        url,
    ]
    subprocess.run(command, input=script, check=True)  # noqa: ASYNC221  # nobody else waits
    async with using_database(url, size=4):
        yield url


async def test_an_earlier_house_is_whole_after_the_migrations(
    earlier: str, client: httpx.AsyncClient
) -> None:
    assert earlier
    before = await _counts()
    assert before["loan"] > 20
    assert await migrate() > 0
    assert await pending_migrations() == []
    assert await _counts() == before
    assert await broken() == {}
    for person in MAIN_PEOPLE:
        await _opens_all_pages(
            client, await actor_of(await organization_id(person.organization)), person.email
        )


async def test_an_earlier_house_and_a_new_one_have_the_same_schema(
    earlier: str, cluster: Cluster, template: str
) -> None:
    assert earlier
    await migrate()
    upgraded = await _schema()
    async with using_database(cluster.url(template), size=2):
        fresh = await _schema()
    for part, wanted in fresh.items():
        assert set(upgraded[part].items()) ^ set(wanted.items()) == set(), part


async def _counts() -> dict[str, int]:
    return {table: await db.fetch_value(f"SELECT count(*) FROM {table}") for table in COUNTED}  # noqa: S608


async def _schema() -> dict[str, dict[str, str]]:
    return {
        part: {row["name"]: row["definition"] for row in await db.fetch(sql)} for part, sql in SCHEMA.items()
    }


async def _opens_all_pages(client: httpx.AsyncClient, actor: Actor, email: str) -> None:
    await signed_in(client, actor)
    newest = await db.fetch_value(
        "SELECT id FROM loan WHERE $1 IN (facility_id, counter_id, lender_id) ORDER BY number DESC LIMIT 1",
        actor.organization_id,
    )
    paths = [*PAGES[email], *([f"/loans/{newest}"] if newest else [])]
    answers = {path: (await client.get(path)).status_code for path in paths}
    assert answers == dict.fromkeys(paths, 200), email
