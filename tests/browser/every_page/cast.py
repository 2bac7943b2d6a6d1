"""The people of the demo world, ready to act, and a robot for them to act on."""

from datetime import timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor, Role
from core import db
from directory.kinds import OrganizationKind
from tests.factories import Parties, a_product

_ACTOR = """
SELECT p.id AS person_id, m.organization_id, o.kind, m.role, p.name
FROM person p JOIN membership m ON m.person_id = p.id JOIN organization o ON o.id = m.organization_id
WHERE p.email = $1
"""
# What is asked for here must not run into how much one facility may have at a time.
_GENEROUS = "UPDATE policy SET max_units = 100 WHERE counter_id = $1"
DAY = timedelta(days=1)


class Cast(msgspec.Struct, frozen=True):
    """Those who play.

    All units of the product of `parties` are the vendor's to lend; those of the other one are anybody's.
    """

    parties: Parties
    other_product_id: UUID
    centre: Actor
    other_counter: Actor
    other_vendor: Actor


async def somebody(name: str) -> Actor:
    """A person of the demo world by what stands before the @."""
    row = await db.fetch_row(_ACTOR, f"{name}@demo.example")
    assert row is not None, name
    return Actor(
        person_id=row["person_id"],
        organization_id=row["organization_id"],
        kind=OrganizationKind(row["kind"]),
        role=Role(row["role"]),
        name=row["name"],
    )


async def the_cast() -> Cast:
    """Everybody, and a product of the demo vendor's."""
    facility, counter, vendor = [await somebody(name) for name in ("facility", "counter", "vendor")]
    await db.execute(_GENEROUS, counter.organization_id)
    product = await a_product(vendor.acting_for(), units=20, name="ともしび見守り TM-1", name_en="TM-1")
    return Cast(
        Parties(facility, counter, vendor, product),
        await a_product(vendor.acting_for(), units=0, name="ともしび見守り TM-2", name_en="TM-2"),
        await somebody("centre"),
        await somebody("counter.yokohama"),
        await somebody("vendor.yuami"),
    )
