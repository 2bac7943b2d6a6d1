"""The world that is measured: made in the database by SQL, the same from the same seed.

50 products with 200 units each, 1,000,000 occupancies in the past, one counter with many facilities and
loans at every state. All names are invented.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from core import db
from core.clock import now
from core.ids import new_id
from core.secrets import digest

PRODUCTS = 50
UNITS_EACH = 200
PAST_EACH = 100  # occupancies of each unit: 50 x 200 x 100 = 1,000,000
FACILITIES = 2_000
LOANS = 20_000
FEED_EVENTS = 1_000
TOKEN = "benchmark-token-that-opens-nothing-elsewhere-0123456789"  # noqa: S105  # of a throw-away database

Progress = Callable[[str], None]


@dataclass(frozen=True)
class World:
    """What the measured requests need to know."""

    counter_id: UUID
    vendor_id: UUID
    feed_vendor_id: UUID
    product_ids: list[UUID]
    facility_ids: list[UUID]
    tags: list[str]
    person_id: UUID


async def make_world(progress: Progress) -> World:
    """Fill an empty, migrated database."""
    progress("organisations and people")
    counter_id, vendor_id, feed_vendor_id = await _organizations()
    person_id = await _people(counter_id)
    progress(f"{PRODUCTS} products, {PRODUCTS * UNITS_EACH:,} units")
    await _catalogue(vendor_id)
    progress(f"{PRODUCTS * UNITS_EACH * PAST_EACH:,} past occupancies")
    await db.execute(_OCCUPANCIES, PAST_EACH)
    progress(f"{LOANS:,} loans")
    await db.execute(_LOANS, counter_id, LOANS, person_id)
    await db.execute("UPDATE loan SET lender_id = $1 WHERE number LIKE 'B-feed-%'", feed_vendor_id)
    await db.execute(_EVENTS)
    for table in ("occupancy", "unit", "loan", "loan_event", "organization", "product", "tag"):
        await db.execute(f"ANALYZE {table}")
    return World(
        counter_id=counter_id,
        vendor_id=vendor_id,
        feed_vendor_id=feed_vendor_id,
        product_ids=[row["id"] for row in await db.fetch("SELECT id FROM product ORDER BY name")],
        facility_ids=[
            row["id"] for row in await db.fetch("SELECT id FROM organization WHERE kind = 'facility'")
        ],
        tags=[row["token"] for row in await db.fetch("SELECT token FROM tag ORDER BY token")],
        person_id=person_id,
    )


_ORGANIZATION = """
INSERT INTO organization (id, kind, name, prefecture, source, counter_id, created_at, updated_at)
VALUES ($1, $2, $3, '大分県', 'fixture', $4, now(), now())
"""


async def _organizations() -> tuple[UUID, UUID, UUID]:
    counter_id, vendor_id, feed_vendor_id = new_id(), new_id(), new_id()
    await db.execute(_ORGANIZATION, counter_id, "counter", "測定の窓口", None)
    await db.execute(_ORGANIZATION, vendor_id, "vendor", "測定の企業", None)
    await db.execute(_ORGANIZATION, feed_vendor_id, "vendor", "暦の企業", None)
    for number in range(FACILITIES):
        await db.execute(_ORGANIZATION, new_id(), "facility", f"測定の事業所 {number}", counter_id)
    await db.execute(
        "INSERT INTO policy (id, counter_id, max_units, horizon_days, updated_at)"
        " VALUES ($1, $2, 1000000, 3650, now())",
        new_id(),
        counter_id,
    )
    return counter_id, vendor_id, feed_vendor_id


async def _people(counter_id: UUID) -> UUID:
    person_id = new_id()
    await db.execute(
        "INSERT INTO person (id, email, name, created_at) VALUES ($1, 'bench@bench.example', '測定', now())",
        person_id,
    )
    await db.execute(
        "INSERT INTO membership (id, person_id, organization_id, role, created_at)"
        " VALUES ($1, $2, $3, 'admin', now())",
        new_id(),
        person_id,
        counter_id,
    )
    await db.execute(
        "INSERT INTO api_token (id, token_digest, person_id, organization_id, name, created_at)"
        " VALUES ($1, $2, $3, $4, 'bench', now())",
        new_id(),
        digest(TOKEN),
        person_id,
        counter_id,
    )
    await db.execute(
        "INSERT INTO sign_in (id, token_digest, person_id, organization_id, agent, created_at, last_seen_at,"
        " expires_at) VALUES ($1, $2, $3, $4, 'bench', $5, $5, $5::timestamptz + interval '7 days')",
        new_id(),
        digest(TOKEN),
        person_id,
        counter_id,
        now(),
    )
    return person_id


_UNITS = """
INSERT INTO unit (id, product_id, serial_number, owner_id, lender_id, custodian_id, place_id, created_at)
SELECT gen_random_uuid(), $1, 'B' || n, $2, $2, $2, $2, now() FROM generate_series(1, $3) n
"""
_TAGS = """
INSERT INTO tag (id, token, code, unit_id, created_at)
SELECT gen_random_uuid(), 'bench' || row_number() OVER (ORDER BY id),
    'B' || row_number() OVER (ORDER BY id), id, now() FROM unit
"""
# Periods of a unit lie end to end in the past: sixteen days each, buffers included, two days apart.
_OCCUPANCIES = """
INSERT INTO occupancy (id, unit_id, period, purpose, status, note, created_at)
SELECT gen_random_uuid(), u.id,
    daterange(current_date - 18 * n - 20, current_date - 18 * n - 4), 'loan', 'active', '', now()
FROM unit u CROSS JOIN generate_series(1, $1::int) n
"""
_LOANS = """
INSERT INTO loan (id, number, product_id, facility_id, counter_id, lender_id, starts_on, ends_on,
    custody, result, custody_since, problem, goal, place_of_use, channel,
    requested_by, created_at, updated_at, closed_at)
SELECT gen_random_uuid(), CASE WHEN n <= 1000 THEN 'B-feed-' ELSE 'B-' END || n, p.ids[1 + n % 50],
    f.ids[1 + n % array_length(f.ids, 1)], $1, p.vendor_id,
    current_date - n % 400, current_date - n % 400 + 14, s.custody, s.result, now() - n * interval '1 minute',
    '夜間の見守り', '訪室を減らす', '居室', 'page', $3, now() - n * interval '1 hour', now(),
    CASE WHEN s.custody = 'returned' AND s.result = 'submitted' THEN now() END
FROM generate_series(1, $2::int) n
CROSS JOIN (SELECT array_agg(id ORDER BY name) AS ids, min(vendor_id::text)::uuid AS vendor_id FROM product) p
CROSS JOIN (SELECT array_agg(id) AS ids FROM organization WHERE kind = 'facility') f
CROSS JOIN LATERAL (SELECT
    CASE WHEN n % 100 = 1 THEN 'requested' WHEN n % 100 = 2 THEN 'proposed' WHEN n % 100 = 3 THEN 'confirmed'
         WHEN n % 100 = 4 THEN 'dispatched' WHEN n % 100 = 5 THEN 'on_trial' ELSE 'returned' END AS custody,
    CASE WHEN n % 100 > 6 THEN 'submitted' ELSE 'none' END AS result) s
"""
_EVENTS = """
INSERT INTO loan_event (id, loan_id, position, step, custody_to, result_to, via, occurred_on, facts, at)
SELECT gen_random_uuid(), id, 1, 'request', 'requested', 'none', 'page', current_date, '{}', created_at
FROM loan
"""


async def _catalogue(vendor_id: UUID) -> None:
    for number in range(PRODUCTS):
        product_id = new_id()
        await db.execute(
            "INSERT INTO product (id, vendor_id, name, item_codes, created_at, updated_at)"
            " VALUES ($1, $2, $3, ARRAY['MON-F'], now(), now())",
            product_id,
            vendor_id,
            f"測定機 {number:02}",
        )
        await db.execute(_UNITS, product_id, vendor_id, UNITS_EACH)
    await db.execute(_TAGS)
