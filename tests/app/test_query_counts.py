"""As many statements for 10,000 rows as for 10, at every list, desk, board and report."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar

from accounts.domain import Actor, Role
from core import db
from core.clock import now, today
from core.ids import new_id
from directory.kinds import OrganizationKind
from notifications.usecases import create_feed
from tests.app.multiplying import multiply
from tests.asking import a_bearer, noted_statements, signed_in
from tests.factories import Parties, a_loan, a_policy, a_product, an_actor, an_organization
from tests.postgres import Cluster, using_database

FEW, MANY, MOST = 10, 10_000, 12
LISTS: Mapping[str, tuple[str, ...]] = {
    "facility": (
        "/home",
        "/loans",
        "/documents",
        "/waitlist",
        "/api/v1/loans?limit=200",
        "/products",
        "/exhibitions",
    ),
    "counter": (
        *(
            "/desk",
            "/loans",
            "/board",
            "/board/units?limit=500",
            "/desk/facilities",
            "/reports/loans?group=product",
            "/units",
            "/stocktakings",
            "/handovers",
        ),
        *("/waitlist", "/api/v1/waitlist?limit=200"),
        *("/api/v1/loans?limit=200", "/api/v1/organizations?limit=200", "/loans/new?facility_words=facility"),
    ),
    "vendor": (
        *("/vendor", "/vendor/results", "/vendor/products", "/units", "/board", "/reports/loans"),
        *("/api/v1/units?limit=200", "/api/v1/products?limit=200", "/api/v1/loans?limit=200"),
        *("/units/{unit}", "/units/{unit}?kind=move", "/api/v1/units/{unit}/events?limit=200"),
    ),
    "centre": ("/centre", "/reports/loans?group=counter", "/board", "/api/v1/loans?limit=200"),
    "nobody": ("/catalogue", "/products?q=%E6%A9%9F", "/api/v1/products?limit=200", "/exhibitions"),
}
_SPREAD = """
UPDATE loan SET custody = (ARRAY['requested', 'proposed', 'confirmed', 'dispatched', 'on_trial', 'returning',
    'returned'])[1 + abs(hashtext(number)) % 7]
"""


class World:
    """Four parties whose lists grow, in a database of their own."""

    def __init__(self, parties: Parties, centre: Actor) -> None:
        self.parties = parties
        self.actors: dict[str, Actor] = {
            "facility": parties.facility,
            "counter": parties.counter,
            "vendor": parties.vendor,
            "centre": centre,
        }
        self.spared = [parties.product_id, parties.facility.acting_for()]

    async def begin(self) -> None:
        """Let every list have a few rows, made as people make them."""
        for _ in range(FEW):
            await a_loan(self.parties)
            await a_product(self.parties.vendor.acting_for())
            another = await an_organization(
                OrganizationKind.FACILITY, counter_id=self.parties.counter.organization_id
            )
            await self._display()
            await self._wish(another)
        self.unit_id: UUID = await db.fetch_value(
            "SELECT id FROM unit WHERE product_id = $1 ORDER BY id LIMIT 1", self.parties.product_id
        )
        await self._live(FEW)
        self.spared.append(await self._wish(self.parties.facility.acting_for()))
        await db.execute(_SPREAD)

    async def grow(self) -> None:
        """Let every list have many: each row of the few as often as it takes, with what belongs to it."""
        await multiply(MANY // FEW - 1, sparing=self.spared)
        await self._live(MANY)
        await db.execute(_SPREAD)

    async def _wish(self, facility_id: UUID) -> UUID:
        wish_id = new_id()
        await db.execute(
            "INSERT INTO waiting_entry (id, facility_id, counter_id, product_id, starts_on, ends_on,"
            " joined_at, waits_since) VALUES ($1, $2, $3, $4, $5::date + 30, $5::date + 44, $6, $6)",
            wish_id,
            facility_id,
            self.parties.counter.organization_id,
            self.parties.product_id,
            today(),
            now(),
        )
        return wish_id

    async def _live(self, moves: int) -> None:
        """Let much happen to one unit."""
        sql = """
            INSERT INTO unit_move (id, unit_id, via, cause, facts, at)
            SELECT gen_random_uuid(), $1, 'page', 'note', '{}', $2::timestamptz - g * interval '1 minute'
            FROM generate_series(1, $3::int) g
        """
        await db.execute(sql, self.unit_id, now(), moves)

    async def _display(self) -> None:
        await db.execute(
            "INSERT INTO exhibition (id, counter_id, title, status, starts_on, ends_on, created_at)"
            " VALUES ($1, $2, '体験会', 'open', $3::date, $3::date + 30, $4)",
            new_id(),
            self.parties.counter.organization_id,
            today(),
            now(),
        )


async def _parties() -> Parties:
    counter_id = await an_organization(OrganizationKind.COUNTER)
    await a_policy(counter_id, max_units=10 * FEW)
    facility_id = await an_organization(OrganizationKind.FACILITY, counter_id=counter_id)
    vendor_id = await an_organization(OrganizationKind.VENDOR)
    return Parties(
        facility=await an_actor(facility_id),
        counter=await an_actor(counter_id),
        vendor=await an_actor(vendor_id, role=Role.ADMIN),
        product_id=await a_product(vendor_id, units=FEW),
    )


ASKED = [(who, path) for who, paths in LISTS.items() for path in paths]
CALENDAR = ("nobody", "the calendar")
Counts = dict[tuple[str, str], list[int]]


@pytest_asyncio.fixture(scope="module")
async def counts(cluster: Cluster, template: str, application: Litestar) -> Counts:
    """How many statements each list takes, with few rows and with many."""
    found: Counts = {asked: [] for asked in [*ASKED, CALENDAR]}
    async with using_database(await cluster.copy_of(template, "counted")):
        world = World(await _parties(), await an_actor(await an_organization(OrganizationKind.CENTRE)))
        await world.begin()
        feed = urlsplit((await create_feed(world.parties.vendor, "暦")).url).path
        await _note(application, world, feed, found)
        await world.grow()
        for table in ("loan", "unit", "organization"):
            assert await db.fetch_value(f"SELECT count(*) FROM {table}") >= MANY  # noqa: S608  # of ours
        await _note(application, world, feed, found)
    return found


async def _note(application: Litestar, world: World, feed: str, found: Counts) -> None:
    for who, path in ASKED:
        asked = path.replace("{unit}", str(world.unit_id))
        found[who, path].append(await _count(application, world.actors.get(who), asked))
    found[CALENDAR].append(await _count(application, None, feed))


async def _count(application: Litestar, actor: Actor | None, path: str) -> int:
    transport = httpx.ASGITransport(app=cast("Any", application))
    async with httpx.AsyncClient(transport=transport, base_url="http://test.example") as client:
        if actor is not None:
            client.headers.update(await a_bearer(actor))
            await signed_in(client, actor)
        async with noted_statements() as seen:
            answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return len(seen)


@pytest.mark.parametrize(("who", "path"), [*ASKED, CALENDAR])
def test_a_list_of_many_takes_as_many_statements_as_one_of_few(counts: Counts, who: str, path: str) -> None:
    few, many = counts[who, path]
    assert 0 < few == many
    assert many <= MOST, "a page that asks this often is slow over any network"
