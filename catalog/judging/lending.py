"""All that a judgement depends on, read at once for any number of products at any number of counters."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from catalog.domain import ProductStatus
from catalog.rules import OpenDays
from catalog.terms import ProductTerms, Terms, combined
from core import db
from core.calendar import WorkingDays
from core.errors import NotFound


class Lending(msgspec.Struct, frozen=True):
    """All that availability of one product depends on, at one counter or at none."""

    product_id: UUID
    product_name: str
    vendor_id: UUID
    item_codes: tuple[str, ...]
    # Whose units may be lent here, the preferred lender first; None at no counter in particular.
    lenders: tuple[UUID, ...] | None
    unit_count: int
    status: ProductStatus
    needs_consent: bool
    shipping_payer: str
    terms: Terms
    working: WorkingDays  # of the vendor
    counter_id: UUID | None = None
    counter_name: str = ""
    counter_working: WorkingDays | None = None
    facility_working: WorkingDays | None = None

    def working_of(self, lender_id: UUID | None) -> WorkingDays:
        """The working days of a lender: the vendor, or the counter where it lends its own units."""
        if lender_id in (None, self.vendor_id) or self.counter_working is None:
            return self.working
        return self.counter_working

    def open_days(self, lender_id: UUID | None = None) -> OpenDays:
        """On which days everybody is open when `lender_id`, or else the vendor, lends."""
        return OpenDays(
            lender=self.working_of(lender_id), counter=self.counter_working, facility=self.facility_working
        )

    def only_of(self, lender_id: UUID) -> "Lending":
        """The same where only this lender can be asked."""
        return msgspec.structs.replace(self, lenders=(lender_id,))

    @property
    def possible_lenders(self) -> tuple[UUID | None, ...]:
        """Each lender that is judged by itself; at no counter in particular all of them as one."""
        return self.lenders or (None,)


class Party(msgspec.Struct, frozen=True):
    """A counter or a facility: when it is open, and its policy."""

    name: str
    working: WorkingDays  # as an office: a counter
    policy: Terms


# Trials under way began in the past: closing days count from a year before `$2` on.
_CLOSED = """(SELECT array_agg(c.day) FROM closing_day c
    WHERE c.organization_id = {} AND c.day > $2::date - 366)"""
_PRODUCTS = f"""
SELECT p.id AS product_id, p.name AS product_name, p.vendor_id, p.item_codes,
    p.min_days, p.max_days, p.default_days, p.transit_working_days, p.inspection_working_days,
    p.status, p.needs_consent, p.shipping_payer,
    v.closed_weekdays, {_CLOSED.format("p.vendor_id")} AS closed,
    lent.lenders, lent.units, lent.later
FROM product p JOIN organization v ON v.id = p.vendor_id
LEFT JOIN LATERAL (
    SELECT array_agg(u.lender_id) AS lenders, array_agg(u.units) AS units,
        array_agg(u.later) AS later FROM (
        SELECT lender_id, count(*)::int AS units, count(next_lender_id)::int AS later FROM unit
        WHERE product_id = p.id AND status = 'active' GROUP BY lender_id
    ) u
) lent ON TRUE
WHERE p.id = ANY($1::uuid[]) AND ($3 OR p.status <> 'draft')
ORDER BY p.name, p.id
"""  # noqa: S608  # put together from constants
_PARTIES = f"""
SELECT o.id, o.name, o.closed_weekdays, {_CLOSED.format("o.id")} AS closed, to_jsonb(policy.*) AS policy
FROM organization o LEFT JOIN policy ON policy.counter_id = o.id WHERE o.id = ANY($1::uuid[])
"""  # noqa: S608  # put together from constants


async def lending_of(
    product_id: UUID, counter_id: UUID | None, today: date, facility_id: UUID | None = None
) -> Lending:
    """The terms that hold for a product at a counter; `NotFound` for drafts and unknown products.

    With a facility its closing days count as well.
    """
    found = await lendings_of([product_id], counter_id, today, facility_id)
    if not found:
        raise NotFound
    return found[0]


async def lending_under_way(
    product_id: UUID, counter_id: UUID, today: date, facility_id: UUID | None = None
) -> Lending:
    """The terms for a loan that exists already, whatever its product has become meanwhile."""
    return (await _lendings([product_id], [counter_id], today, facility_id, drafts_too=True))[0]


async def lendings_under_way(
    product_ids: Sequence[UUID], counter_ids: Sequence[UUID], today: date
) -> list[Lending]:
    """The same for each of the products at each of the counters."""
    return await _lendings(product_ids, counter_ids, today, None, drafts_too=True)


async def lendings_of(
    product_ids: Sequence[UUID], counter_id: UUID | None, today: date, facility_id: UUID | None = None
) -> list[Lending]:
    """The same for several products, by name; drafts and unknown products are left out."""
    return await _lendings(product_ids, [counter_id], today, facility_id)


async def lendings_at(
    product_ids: Sequence[UUID], counter_ids: Sequence[UUID], today: date, facility_id: UUID | None = None
) -> list[Lending]:
    """Each of the products at each of the counters."""
    return await _lendings(product_ids, counter_ids, today, facility_id)


async def products_and_parties(
    product_ids: Sequence[UUID],
    party_ids: Sequence[UUID | None],
    today: date,
    *,
    drafts_too: bool = False,
) -> tuple[list[asyncpg.Record], Mapping[UUID | None, Party]]:
    """The products with their lenders, by name, and the counters and the facility among `party_ids`."""
    rows = await db.fetch(_PRODUCTS, list(product_ids), today, drafts_too)
    return rows, await _parties(party_ids, today)


async def _lendings(
    product_ids: Sequence[UUID],
    counter_ids: Sequence[UUID | None],
    today: date,
    facility_id: UUID | None,
    *,
    drafts_too: bool = False,
) -> list[Lending]:
    parties_too = [*counter_ids, facility_id]
    rows, parties = await products_and_parties(product_ids, parties_too, today, drafts_too=drafts_too)
    facility = parties.get(facility_id) if facility_id else None
    found: list[Lending] = []
    for row in rows:
        of_product = lent_anywhere(row, facility)
        found += [_at_counter(of_product, row, counter_id, parties) for counter_id in counter_ids]
    return found


async def _parties(ids: Sequence[UUID | None], today: date) -> Mapping[UUID | None, Party]:
    known = [one for one in ids if one is not None]
    rows = await db.fetch(_PARTIES, known, today) if known else []
    return {
        row["id"]: Party(
            row["name"],
            WorkingDays.of(row["closed"] or (), row["closed_weekdays"] or ()),
            policy_terms(row["policy"]),
        )
        for row in rows
    }


def lent_anywhere(row: asyncpg.Record, facility: Party | None) -> Lending:
    """The product at no counter in particular."""
    return Lending(
        product_id=row["product_id"],
        product_name=row["product_name"],
        vendor_id=row["vendor_id"],
        item_codes=tuple(row["item_codes"]),
        lenders=None,
        unit_count=sum(row["units"] or ()),
        status=ProductStatus(row["status"]),
        needs_consent=row["needs_consent"],
        shipping_payer=row["shipping_payer"],
        terms=combined(Terms(), own_terms(row)),
        working=WorkingDays.of(row["closed"] or (), row["closed_weekdays"] or ()),
        facility_working=_of_facility(facility.working) if facility else None,
    )


def _at_counter(
    lending: Lending, row: asyncpg.Record, counter_id: UUID | None, parties: Mapping[UUID | None, Party]
) -> Lending:
    counter = parties.get(counter_id)
    if counter is None or counter_id is None:
        return lending
    return lent_at(lending, row, counter_id, counter, combined(counter.policy, own_terms(row)))


def lent_at(lending: Lending, row: asyncpg.Record, counter_id: UUID, counter: Party, terms: Terms) -> Lending:
    """The product at this counter, under these terms."""
    units = dict(zip(row["lenders"] or (), row["units"] or (), strict=True))
    # What the counter has at hand itself reaches a facility sooner than what a vendor ships.
    lenders = (counter_id, lending.vendor_id) if counter_id in units else (lending.vendor_id,)
    # what others have for a time is the vendor's again afterwards
    later = sum(
        count
        for lender, count in zip(row["lenders"] or (), row["later"] or (), strict=True)
        if lender not in lenders
    )
    return msgspec.structs.replace(
        lending,
        lenders=lenders,
        unit_count=sum(units.get(lender, 0) for lender in lenders) + later,
        terms=terms,
        counter_id=counter_id,
        counter_name=counter.name,
        counter_working=counter.working,
    )


def _of_facility(days: WorkingDays) -> WorkingDays:
    return WorkingDays.of_facility(days.closed, days.closed_weekdays)


def own_terms(row: asyncpg.Record) -> ProductTerms:
    """What the product itself says."""
    return ProductTerms(**{name: row[name] for name in ProductTerms.__struct_fields__})


def policy_terms(document: str | None) -> Terms:
    """A counter's policy as its row says, or what holds where no counter has spoken."""
    if document is None:
        return Terms()
    row = db.from_json(document)
    return msgspec.convert(row, Terms)  # what is no term of lending is left out
