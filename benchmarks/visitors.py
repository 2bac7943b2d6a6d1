"""Who measures: people of the nation who have signed in, and what they ask for."""

from dataclasses import dataclass
from uuid import UUID

from benchmarks.nation.catalogue import RARE_ITEM
from benchmarks.seminars import Courses, make_courses
from benchmarks.visits import Display, make_display
from core import db
from core.clock import now
from core.ids import new_id
from core.secrets import digest

TOKEN = "benchmark-token-that-opens-nothing-elsewhere-0123456789"  # noqa: S105  # of a throw-away database
ITEM = RARE_ITEM
FEED_EVENTS = 1_000


@dataclass(frozen=True)
class Offered:
    """A product with many units, and who lends them."""

    product_id: UUID
    vendor_id: UUID


@dataclass(frozen=True)
class World:
    """What the measured requests need to know."""

    counter_id: UUID
    counter_person_id: UUID
    vendor_id: UUID
    vendor_person_id: UUID
    offered: list[Offered]
    facility_ids: list[UUID]
    tags: list[str]
    facility_word: str
    display: Display
    courses: Courses
    school_id: UUID
    school_person_id: UUID


def token_of(role: str) -> str:
    """The token of the counter's, the vendor's or the centre's person, whatever it opens."""
    return f"{TOKEN}-{role}"


# The counter with the most facilities, and the next one: its courses do not weigh on the first one's desk.
_COUNTERS = """
SELECT c.id, m.person_id, c.prefecture FROM organization c JOIN membership m ON m.organization_id = c.id
WHERE c.kind = 'counter' ORDER BY (
    SELECT count(*) FROM organization f WHERE f.kind = 'facility' AND f.prefecture = c.prefecture) DESC,
        c.id LIMIT 2
"""
# A counter that lends units of a product itself gives those away first; the ceiling, which chooses the
# product anew, knows of no lender but the vendor.
_OFFERED = """
SELECT p.id AS product_id, p.vendor_id FROM product p JOIN unit u ON u.product_id = p.id
GROUP BY p.id HAVING count(*) = (SELECT count(*) FROM unit GROUP BY product_id ORDER BY 1 DESC LIMIT 1)
    AND bool_and(u.lender_id IS DISTINCT FROM $1) ORDER BY p.id
"""
# Facilities that may ask for more.
_FACILITIES = """
SELECT f.id FROM organization f WHERE f.kind = 'facility' AND f.prefecture = $1 AND NOT EXISTS (
    SELECT FROM loan l WHERE l.facility_id = f.id AND l.closed_at IS NULL) ORDER BY f.id LIMIT 5000
"""
_TAGS = "SELECT t.token FROM tag t JOIN unit u ON u.id = t.unit_id WHERE u.lender_id = $1 ORDER BY 1"


async def offered_products(counter_id: UUID | None = None) -> list[Offered]:
    """The products with the most units, but for those of which this counter lends units itself."""
    return await db.fetch_as(Offered, _OFFERED, counter_id)


async def visitors() -> World:
    """Let them sign in and look around."""
    counters = await db.fetch(_COUNTERS)
    if len(counters) < 2:
        raise SystemExit("the nation has too few counters")
    counter, school = counters
    offered = await offered_products(counter["id"])
    # A few facilities ask more often here than any would: no rule shall refuse what is measured.
    await db.execute("UPDATE policy SET max_units = 1000000 WHERE counter_id = $1", counter["id"])
    vendor_id = offered[0].vendor_id
    vendor_person = await db.fetch_value(
        "SELECT person_id FROM membership WHERE organization_id = $1", vendor_id
    )
    await _sign_in("counter", counter["id"], counter["person_id"])
    await _sign_in("school", school["id"], school["person_id"])
    await _sign_in("vendor", vendor_id, vendor_person)
    await _sign_in("centre", *await _centre())
    await _make_feed([one.vendor_id for one in offered])
    return World(
        counter_id=counter["id"],
        counter_person_id=counter["person_id"],
        vendor_id=vendor_id,
        vendor_person_id=vendor_person,
        offered=offered,
        facility_ids=[row["id"] for row in await db.fetch(_FACILITIES, counter["prefecture"])],
        tags=[row["token"] for row in await db.fetch(_TAGS, vendor_id)],
        facility_word="つきみ草",
        display=await make_display(counter["id"]),
        courses=await make_courses(school["id"]),
        school_id=school["id"],
        school_person_id=school["person_id"],
    )


async def _centre() -> tuple[UUID, UUID]:
    organization_id, person_id = new_id(), new_id()
    await db.execute(
        "INSERT INTO organization (id, kind, name, source, created_at, updated_at)"
        " VALUES ($1, 'centre', '中央管理', 'fixture', $2, $2)",
        organization_id,
        now(),
    )
    await db.execute(
        "INSERT INTO person (id, email, name, created_at) VALUES ($1, 'centre@nation.example', '見本', $2)",
        person_id,
        now(),
    )
    await db.execute(
        "INSERT INTO membership (id, person_id, organization_id, role, created_at)"
        " VALUES ($1, $2, $3, 'admin', $4)",
        new_id(),
        person_id,
        organization_id,
        now(),
    )
    return organization_id, person_id


async def _sign_in(role: str, organization_id: UUID, person_id: UUID) -> None:
    token = digest(token_of(role))
    await db.execute(
        "INSERT INTO api_token (id, token_digest, person_id, organization_id, name, created_at)"
        " VALUES ($1, $2, $3, $4, 'bench', $5)",
        new_id(),
        token,
        person_id,
        organization_id,
        now(),
    )
    await db.execute(
        "INSERT INTO sign_in (id, token_digest, person_id, organization_id, agent, created_at, last_seen_at,"
        " expires_at) VALUES ($1, $2, $3, $4, 'bench', $5, $5, $5::timestamptz + interval '7 days')",
        new_id(),
        token,
        person_id,
        organization_id,
        now(),
    )


async def _make_feed(busy: list[UUID]) -> None:
    """A calendar of a vendor of whom nothing is requested, so that it does not change meanwhile."""
    vendor_id = await db.fetch_value(
        "SELECT id FROM organization WHERE kind = 'vendor' AND id <> ALL($1::uuid[]) ORDER BY id LIMIT 1",
        busy,
    )
    await db.execute(
        "INSERT INTO calendar_feed (id, token_digest, organization_id, name, created_at)"
        " VALUES ($1, $2, $3, 'bench', $4)",
        new_id(),
        digest(token_of("vendor")),
        vendor_id,
        now(),
    )
