"""A small town for the state machine: facilities, counters and vendors, four products, few units."""

from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import occupancy
from catalog.domain import Purpose
from catalog.terms import Days
from core import db
from core.ids import new_id
from directory.kinds import OrganizationKind
from tests.factories import a_policy, a_product, a_unit, an_actor, an_organization


class Town(msgspec.Struct, frozen=True):
    """Everybody who acts, and what they act upon; `counters[n]` answers for `facilities[n]`."""

    facilities: list[Actor]
    counters: list[Actor]
    vendors: list[Actor]
    product_ids: list[UUID]

    @property
    def people(self) -> list[Actor]:
        """Everybody, each once."""
        return list(dict.fromkeys([*self.facilities, *self.counters, *self.vendors]))

    def person_of(self, organization_id: UUID) -> Actor:
        """Whoever acts for the organisation."""
        return next(one for one in self.people if one.organization_id == organization_id)


_EMPTY = "TRUNCATE organization, person, outbox, caught_mail, idempotency_record CASCADE"


async def a_town() -> Town:
    """A new town in a database emptied of the one before."""
    await db.execute(_EMPTY)
    one = await an_organization(OrganizationKind.COUNTER)
    two = await an_organization(OrganizationKind.COUNTER, prefecture="福岡県")
    await a_policy(one, max_units=100, max_days=60, hold_hours=24, answer_working_days=1)
    await a_policy(two, max_units=3, max_days=31, transit_working_days=0, inspection_working_days=0)
    vendor = await an_organization(OrganizationKind.VENDOR, notification_email="vendor@town.example")
    closed_on_wednesdays = await an_organization(OrganizationKind.VENDOR, closed_weekdays=[2])
    counters = [await an_actor(counter_id) for counter_id in (one, two)]
    facilities = [
        await an_actor(await an_organization(OrganizationKind.FACILITY, counter_id=counter_id))
        for counter_id in (one, one, two)
    ]
    return Town(
        facilities=facilities,
        counters=[counters[0], counters[0], counters[1]],
        vendors=[await an_actor(vendor), await an_actor(closed_on_wednesdays)],
        product_ids=[
            await a_product(vendor, units=2),
            await a_product(vendor, units=1, transit_working_days=0, max_days=14),
            await a_product(closed_on_wednesdays, units=1),
            await _lent_by_a_counter_too(vendor, one),
        ],
    )


async def _lent_by_a_counter_too(vendor_id: UUID, counter_id: UUID) -> UUID:
    product_id = await a_product(vendor_id, units=1)
    await a_unit(product_id, counter_id)
    return product_id


async def a_closing_day(organization_id: UUID, day: date) -> None:
    """The organisation does not work on `day`."""
    await db.execute(
        "INSERT INTO closing_day (id, organization_id, day) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        new_id(),
        organization_id,
        day,
    )


async def repair(unit_id: UUID, days: Days) -> bool:
    """Take a unit's days for maintenance, as whoever keeps it would; False when they are spoken for."""
    try:
        await occupancy.take(unit_id, days, Purpose.MAINTENANCE, None)
    except occupancy.UnitTaken:
        return False
    return True


_TAKEN = """
SELECT u.id, array_agg(lower(o.period) ORDER BY o.period) FILTER (WHERE o.id IS NOT NULL) AS starts,
    array_agg(upper(o.period) ORDER BY o.period) FILTER (WHERE o.id IS NOT NULL) AS ends
FROM unit u LEFT JOIN occupancy o ON o.unit_id = u.id AND o.status = 'active'
WHERE u.product_id = $1 AND u.lender_id = $2 AND u.status = 'active' GROUP BY u.id
"""


async def counted_free(product_id: UUID, lender_id: UUID, days: Days) -> int:
    """How many units of the lender are free on all of `days`, counted on the fingers."""
    return sum(
        not any(
            days.meets(Days(start, end))
            for start, end in zip(row["starts"] or (), row["ends"] or (), strict=True)
        )
        for row in await db.fetch(_TAKEN, product_id, lender_id)
    )
