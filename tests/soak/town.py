"""A town too small for those who want something of it: few units, many facilities, everybody with a token."""

from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Via
from core import db
from core.clock import now
from core.ids import new_id
from core.secrets import new_token
from directory.kinds import OrganizationKind
from tests.factories import a_policy, a_product, a_token, an_actor, an_organization

PRODUCTS = 6
UNITS_EACH = 5
FACILITIES = 40
ITEM = "MON-F"
# So wide that nobody is refused for anything but the days.
_RULES: dict[str, Any] = {
    "max_units": 1000,
    "max_days": 90,
    "transit_working_days": 0,
    "inspection_working_days": 1,
    "offer_hours": 1,
}


class Place(msgspec.Struct, frozen=True):
    """An organisation and the token of somebody who acts for it."""

    id: UUID
    token: str


class Stock(msgspec.Struct, frozen=True):
    """A product, its vendor, and the tags of its units by the units' ids; what is lost is taken out."""

    product_id: UUID
    vendor: Place
    tags: dict[str, str]


class Town(msgspec.Struct, frozen=True):
    """Everybody; `counter_of` is the counter that answers for a facility."""

    facilities: list[Place]
    counters: list[Place]
    vendors: list[Place]
    stocks: list[Stock]
    counter_of: dict[UUID, Place]

    def facility(self, facility_id: str) -> Place:
        """The facility with this id, as answers name it."""
        return next(one for one in self.facilities if str(one.id) == facility_id)

    def stock(self, product_id: str) -> Stock:
        """The stock of this product, as answers name it."""
        return next(one for one in self.stocks if str(one.product_id) == product_id)


async def a_town(facilities_in_all: int = FACILITIES) -> Town:
    """A new town in the present database."""
    counters = [await _place(OrganizationKind.COUNTER) for _ in range(2)]
    for counter in counters:
        await a_policy(counter.id, **_RULES)
    vendors = [await _place(OrganizationKind.VENDOR) for _ in range(2)]
    facilities, counter_of = [], {}
    for number in range(facilities_in_all):
        counter = counters[number % 2]
        facility = await _place(OrganizationKind.FACILITY, counter_id=counter.id)
        facilities.append(facility)
        counter_of[facility.id] = counter
    stocks = [await _stock(vendors[number % 2]) for number in range(PRODUCTS)]
    return Town(facilities, counters, vendors, stocks, counter_of)


async def _place(kind: OrganizationKind, **columns: Any) -> Place:
    organization_id = await an_organization(kind, **columns)
    return Place(organization_id, await a_token(await an_actor(organization_id, via=Via.API)))


async def _stock(vendor: Place) -> Stock:
    product_id = await a_product(vendor.id, units=UNITS_EACH, item=ITEM)
    rows = await db.fetch("SELECT id FROM unit WHERE product_id = $1 ORDER BY id", product_id)
    tags = {str(row["id"]): new_token(16) for row in rows}
    sql = "INSERT INTO tag (id, token, code, unit_id, created_at) VALUES ($1, $2, $3, $4, $5)"
    for unit_id, tag in tags.items():
        await db.execute(sql, new_id(), tag, tag[:8], unit_id, now())
    return Stock(product_id, vendor, tags)


_LETTERS = """
CREATE FUNCTION no_letter() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER few_letters BEFORE INSERT ON outbox FOR EACH ROW
    WHEN (NEW.kind = 'mail' AND random() > 0.05) EXECUTE FUNCTION no_letter();
"""


async def few_letters() -> None:
    """Have one mail in twenty written: each costs as much as a step, and nobody contests it."""
    await db.execute(_LETTERS)
