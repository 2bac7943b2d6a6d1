"""Which units are free, why not the others, and what instead: one answer for every way in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import msgspec

from catalog import occupancy
from catalog.domain import ProductStatus, Purpose
from catalog.occupancy import Busy
from catalog.rules import OpenDays, earliest_start, objections
from catalog.terms import Days, ProductTerms, Terms, blocked_days, combined
from core import db
from core.calendar import ONE_DAY, WorkingDays
from core.errors import NotFound

_ALTERNATIVES = 5
_LONGEST_SEARCH = 366


class Lending(msgspec.Struct, frozen=True):
    """All that availability of one product depends on, at one counter or at none."""

    product_id: UUID
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


class Reason(msgspec.Struct, frozen=True):
    """Why not: a code, the purpose that has the days, and the first day they are free again."""

    code: str
    purpose: Purpose | None = None
    until: date | None = None


class Alternative(msgspec.Struct, frozen=True):
    """What instead: the same product on other days, or another one of the same item on these."""

    product_id: UUID
    name: str
    start: date
    end: date
    free_units: int


class Availability(msgspec.Struct, frozen=True):
    """The answer for one product and one trial."""

    product_id: UUID
    unit_count: int
    free_units: int
    next_free_start: date | None
    reasons: list[Reason]
    alternatives: list[Alternative]


def closing_days(organization: str) -> str:
    """SQL for the closing days of a party from a year before `$3` on: trials under way began in the past."""
    own = f"c.organization_id = {organization} AND c.day > $3::date - 366"
    return f"(SELECT array_agg(c.day) FROM closing_day c WHERE {own})"  # noqa: S608  # from constants


_LENDING = f"""
SELECT p.id AS product_id, p.vendor_id, p.item_codes,
    p.min_days, p.max_days, p.default_days, p.transit_working_days, p.inspection_working_days,
    p.status, p.needs_consent, p.shipping_payer,
    v.closed_weekdays, {closing_days("p.vendor_id")} AS closed,
    k.id AS counter_id, k.closed_weekdays AS counter_weekdays, {closing_days("$2")} AS counter_closed,
    f.id AS facility_id, f.closed_weekdays AS facility_weekdays, {closing_days("$5")} AS facility_closed,
    EXISTS (SELECT 1 FROM unit u WHERE u.product_id = p.id AND u.lender_id = $2) AS counter_lends,
    (SELECT count(*) FROM unit u WHERE u.product_id = p.id AND u.status = 'active'
        AND ($2::uuid IS NULL OR u.lender_id IN (p.vendor_id, $2))) AS unit_count,
    to_jsonb(policy.*) AS policy
FROM product p JOIN organization v ON v.id = p.vendor_id
LEFT JOIN policy ON policy.counter_id = $2
LEFT JOIN organization k ON k.id = $2 LEFT JOIN organization f ON f.id = $5
WHERE p.id = ANY($1::uuid[]) AND ($4 OR p.status <> 'draft')
ORDER BY p.name, p.id
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
    rows = await db.fetch(_LENDING, [product_id], counter_id, today, True, facility_id)  # a parameter of SQL
    return _lending(rows[0], counter_id)


async def lendings_of(
    product_ids: Sequence[UUID], counter_id: UUID | None, today: date, facility_id: UUID | None = None
) -> list[Lending]:
    """The same for several products, by name; drafts and unknown products are left out."""
    rows = await db.fetch(_LENDING, list(product_ids), counter_id, today, False, facility_id)  # as above
    return [_lending(row, counter_id) for row in rows]


def _lending(row: asyncpg.Record, counter_id: UUID | None) -> Lending:
    own = ProductTerms(**{name: row[name] for name in ProductTerms.__struct_fields__})
    return Lending(
        product_id=row["product_id"],
        vendor_id=row["vendor_id"],
        item_codes=tuple(row["item_codes"]),
        lenders=_lenders(row["vendor_id"], counter_id, counter_lends=row["counter_lends"]),
        unit_count=row["unit_count"],
        status=ProductStatus(row["status"]),
        needs_consent=row["needs_consent"],
        shipping_payer=row["shipping_payer"],
        terms=combined(policy_terms(row["policy"]), own),
        working=WorkingDays.of(row["closed"] or (), row["closed_weekdays"] or ()),
        counter_working=WorkingDays.of(row["counter_closed"] or (), row["counter_weekdays"] or ())
        if row["counter_id"]
        else None,
        facility_working=WorkingDays.of_facility(row["facility_closed"] or (), row["facility_weekdays"] or ())
        if row["facility_id"]
        else None,
    )


def _lenders(vendor_id: UUID, counter_id: UUID | None, *, counter_lends: bool) -> tuple[UUID, ...] | None:
    if counter_id is None:
        return None
    # What the counter has at hand itself reaches a facility sooner than what a vendor ships.
    return (counter_id, vendor_id) if counter_lends else (vendor_id,)


def policy_terms(document: str | None) -> Terms:
    """A counter's policy as its row says, or what holds where no counter has spoken."""
    if document is None:
        return Terms()
    row = db.from_json(document)
    return msgspec.convert(row, Terms)  # what is no term of lending is left out


async def availability(lending: Lending, trial: Days, quantity: int, today: date) -> Availability:
    """Which units could serve `trial`, and when not, why and what instead."""
    against = objections(trial, quantity, lending.terms, lending.open_days(), today)
    blocked = blocked_days(trial, lending.terms, lending.working)
    free = await occupancy.free_units(lending.product_id, blocked, lending.lenders)
    is_possible = len(free) >= quantity and not against
    if is_possible:
        return Availability(lending.product_id, lending.unit_count, len(free), trial.start, [], [])
    reasons = [Reason(one.code) for one in against]
    if len(free) < quantity:
        busy = await occupancy.in_the_way(lending.product_id, blocked, lending.lenders)
        reasons += reasons_of(busy, free) or [Reason("no-units")]
    return Availability(
        product_id=lending.product_id,
        unit_count=lending.unit_count,
        free_units=len(free),
        next_free_start=await next_free_start(lending, trial, quantity, today),
        reasons=reasons,
        alternatives=await alternatives(lending, trial, quantity, today),
    )


def reasons_of(busy: Iterable[Busy], free: Sequence[UUID] = ()) -> list[Reason]:
    """One reason a purpose, with the day on which the first unit taken for it comes free again."""
    last: dict[tuple[UUID, Purpose], date] = {}
    for stretch in busy:
        if stretch.unit_id not in free:
            known = last.get((stretch.unit_id, stretch.purpose), stretch.end)
            last[stretch.unit_id, stretch.purpose] = max(known, stretch.end)
    soonest: dict[Purpose, date] = {}
    for (_, purpose), until in last.items():
        soonest[purpose] = min(soonest.get(purpose, until), until)
    return [Reason("taken", purpose, until) for purpose, until in sorted(soonest.items())]


async def next_free_start(lending: Lending, trial: Days, quantity: int, today: date) -> date | None:
    """The first start, not before the one wished nor the notice asked for, at which units are free."""
    search = search_span(lending, trial, quantity, today)
    if search is None:
        return None
    busy = await occupancy.in_the_way(lending.product_id, blocked_span(lending, *search), lending.lenders)
    return first_free(count_free(lending, busy, *search), quantity)


def search_span(lending: Lending, trial: Days, quantity: int, today: date) -> tuple[Days, date] | None:
    """The first trial worth looking at and the last start; None when no start can be possible."""
    first = max(trial.start, earliest_start(lending.terms, lending.open_days(), today))
    last = today + timedelta(days=min(lending.terms.horizon_days, _LONGEST_SEARCH))
    if first > last or lending.unit_count < quantity:
        return None
    length = min(max(trial.length, lending.terms.min_days), lending.terms.max_days)
    return Days(first, first + timedelta(days=length)), last


def blocked_span(lending: Lending, first: Days, last_start: date) -> Days:
    """All days that trials starting between `first.start` and `last_start` could block."""
    return Days(
        blocked_days(first, lending.terms, lending.working).start,
        blocked_days(first.moved_to(last_start), lending.terms, lending.working).end,
    )


def count_free(
    lending: Lending, busy: Iterable[Busy], first: Days, last_start: date
) -> Iterator[tuple[date, int]]:
    """Each start from `first.start` to `last_start`, and how many units are free for that length."""
    by_unit: dict[UUID, list[Busy]] = defaultdict(list)
    for stretch in busy:
        by_unit[stretch.unit_id].append(stretch)
    always_free = lending.unit_count - len(by_unit)
    for offset in range((last_start - first.start).days + 1):
        start = first.start + offset * ONE_DAY
        blocked = blocked_days(first.moved_to(start), lending.terms, lending.working)
        yield start, always_free + sum(_is_free(stretches, blocked) for stretches in by_unit.values())


def first_free(starts: Iterable[tuple[date, int]], quantity: int) -> date | None:
    """The first start at which `quantity` units are free."""
    return next((start for start, free in starts if free >= quantity), None)


async def free_starts(lending: Lending, first: Days, last_start: date) -> Mapping[date, int]:
    """For each start from `first.start` to `last_start`: how many units are free for that length."""
    if last_start < first.start:
        return {}
    span = blocked_span(lending, first, last_start)
    busy = await occupancy.in_the_way(lending.product_id, span, lending.lenders)
    return dict(count_free(lending, busy, first, last_start))


def _is_free(stretches: Sequence[Busy], blocked: Days) -> bool:
    return not any(stretch.start < blocked.end and blocked.start < stretch.end for stretch in stretches)


_SAME_ITEM = f"""
SELECT p.id AS product_id, p.name, count(*) AS free_units FROM product p JOIN unit u ON u.product_id = p.id
WHERE p.item_codes && $1::text[] AND p.id <> $4 AND p.status = 'public'
  AND ($5::uuid IS NULL OR u.lender_id IN (p.vendor_id, $5)) AND {occupancy.FREE}
GROUP BY p.id, p.name HAVING count(*) >= $6 ORDER BY count(*) DESC, p.name LIMIT $7
"""  # noqa: S608  # put together from constants


async def alternatives(lending: Lending, trial: Days, quantity: int, today: date) -> list[Alternative]:
    """Other products of the same item on the same days, most free units first."""
    if trial.end <= trial.start or trial.start < today:
        return []
    blocked = blocked_days(trial, lending.terms, lending.working)
    counter = next((lender for lender in lending.lenders or () if lender != lending.vendor_id), None)
    rows = await db.fetch(
        _SAME_ITEM,
        list(lending.item_codes),
        blocked.start,
        blocked.end,
        lending.product_id,
        counter,
        quantity,
        _ALTERNATIVES,
    )
    return [
        Alternative(row["product_id"], row["name"], trial.start, trial.end, row["free_units"]) for row in rows
    ]
