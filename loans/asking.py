"""What a request form must know before anything is typed: who asks, for what, where, on which terms."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.availability import Lending, lending_of
from catalog.queries.products import ProductView, product_for
from catalog.rules import Objection
from core import db
from core.clock import today
from core.errors import Invalid, NotAllowed
from core.text import Words
from directory.finding import CANDIDATES, closeness, matches
from directory.kinds import OrganizationKind
from directory.queries import AdvicePlace, OrganizationView, advice_place, counter_of, organization_for
from directory.visibility import visible_to
from loans.domain import Party
from loans.overrides import party_for

_FOUND = 20


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """A facility, its counter, a product and the terms that hold between them."""

    product: ProductView
    facility: OrganizationView
    counter: AdvicePlace
    lending: Lending
    is_for_another: bool


class FoundFacility(msgspec.Struct, frozen=True, kw_only=True):
    """A facility as a counter finds it."""

    id: UUID
    name: str
    corporation_name: str
    office_number: str | None
    service_code: str | None
    prefecture: str
    city: str
    phone: str


def may_ask(actor: Actor) -> Actor:
    """Itself, when it is a facility, or a counter or the centre that asks for one; else `NotAllowed`."""
    return actor.one_of(
        OrganizationKind.FACILITY,
        OrganizationKind.COUNTER,
        OrganizationKind.GENERAL_CENTER,
        OrganizationKind.CENTRE,
    )


async def facility_asking(actor: Actor, facility_id: UUID | None) -> OrganizationView:
    """The facility that asks, or for which a counter or the centre does; `NotFound` for any other."""
    if may_ask(actor).is_facility:
        return await organization_for(actor, actor.acting_for())
    if facility_id is None:
        raise Invalid({"facility_id": "required"})
    found = await organization_for(actor, facility_id)
    if found.kind is not OrganizationKind.FACILITY:
        raise NotAllowed
    return found


async def counter_for(actor: Actor, facility: OrganizationView) -> UUID | None:
    """The counter that a request would go to; None when the facility must choose one."""
    if actor.is_counter:
        return actor.organization_id
    return await counter_of(Actor(organization_id=facility.id, kind=OrganizationKind.FACILITY))


async def asking_for(
    actor: Actor, product_id: UUID, facility_id: UUID | None, counter_id: UUID | None = None
) -> Asking:
    """All of it; `Invalid` on `counter_id` when there is no counter yet, `NotFound` for what is not known.

    Whoever does not ask as a counter may choose another one than the facility's own.
    """
    facility = await facility_asking(actor, facility_id)
    if actor.is_counter or counter_id is None:
        counter_id = await counter_for(actor, facility)
    if counter_id is None:
        raise Invalid({"counter_id": "counter-needed"})
    return Asking(
        product=await product_for(actor, product_id),
        facility=facility,
        counter=await advice_place(counter_id),
        lending=await lending_of(product_id, counter_id, today(), facility.id),
        is_for_another=not actor.is_facility,
    )


class WhoMay(msgspec.Struct, frozen=True):
    """Whom to ask for an exception."""

    name: str
    phone: str


async def who_may_except(asking: Asking, barred: Iterable[Objection]) -> WhoMay | None:
    """Who could set aside what the asker may not; a facility always turns to its counter."""
    party = party_for(barred)
    if party is None:
        return None
    if party is Party.COUNTER or not asking.is_for_another:
        return WhoMay(asking.counter.name, asking.counter.phone)
    sql = "SELECT name, phone FROM organization WHERE id = $1"
    return await db.fetch_one_as(WhoMay, sql, asking.product.vendor_id)


_FACILITIES = f"""
WITH found AS MATERIALIZED (
    SELECT o.id, {closeness(4)} AS closeness FROM organization o
    WHERE o.kind = 'facility' AND o.gone_on IS NULL AND {{scope}} AND {matches(2, 3)} LIMIT {CANDIDATES}
)
SELECT o.id, o.name, o.corporation_name, o.office_number, o.service_code, o.prefecture, o.city, o.phone
FROM found JOIN organization o ON o.id = found.id
ORDER BY found.closeness, o.name, o.id LIMIT $5
"""  # noqa: S608  # put together from constants


async def find_facilities(actor: Actor, words: str) -> list[FoundFacility]:
    """Facilities this actor may ask for, by name, place, office number or telephone, the closest first."""
    search = Words.of(words)
    if search.is_empty:
        return []
    sql = _FACILITIES.format(scope=visible_to(actor, 1))
    given = search.terms, search.patterns, search.start, _FOUND
    return await db.fetch_as(FoundFacility, sql, actor.organization_id, *given)
