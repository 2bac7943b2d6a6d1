"""One product at many counters: what is worked out once holds wherever the rules come to the same."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import msgspec

from catalog.judging.lending import (
    Lending,
    Party,
    lent_anywhere,
    lent_at,
    own_terms,
    products_and_parties,
)
from catalog.terms import ProductTerms, Terms, combined
from core.calendar import WorkingDays

_ANY_LENGTH, _ANY_NUMBER = 100_000, 1_000_000


class Place(msgspec.Struct, frozen=True):
    """A counter, and the last day on which it lets a trial begin."""

    counter_id: UUID
    name: str
    last: date


class Offer(msgspec.Struct, frozen=True):
    """A product for a trial of one length at all counters whose rules for it differ only in how far ahead."""

    lending: Lending
    places: tuple[Place, ...]

    def places_on(self, start: date) -> list[Place]:
        """The counters that let a trial begin as late as this."""
        return [one for one in self.places if start <= one.last]


class _Group(msgspec.Struct):
    """Counters with the same rules: those of the first with the furthest horizon of all."""

    terms: Terms
    places: list[Place]


# Everything but the horizon that the rules make of these terms.
_Rules = tuple[Terms, WorkingDays | None]
_Parties = Mapping[UUID | None, Party]


async def offers_at(
    product_ids: Sequence[UUID],
    counter_ids: Sequence[UUID],
    lengths: Sequence[int],
    quantity: int,
    today: date,
    facility_id: UUID | None = None,
) -> dict[int, list[Offer]]:
    """For each length of trial each product at those of the counters that lend so many for so long."""
    rows, parties = await products_and_parties(product_ids, [*counter_ids, facility_id], today)
    facility = parties.get(facility_id) if facility_id else None
    known = {one: parties[one] for one in counter_ids if one in parties}
    asking = _Asking(known, quantity, today)
    products = [_Product(row, own_terms(row), lent_anywhere(row, facility)) for row in rows]
    return {
        length: [offer for product in products for offer in asking.offers_of(product, length)]
        for length in lengths
    }


class _Product(msgspec.Struct):
    """A product as the database knows it, its own terms, and how it is lent at no counter in particular."""

    row: asyncpg.Record
    own: ProductTerms
    lending: Lending

    def at(self, group: "_Group", places: Sequence[Place], counters: Mapping[UUID, Party]) -> Offer:
        """What is offered at these places of the group."""
        first = places[0].counter_id
        return Offer(lent_at(self.lending, self.row, first, counters[first], group.terms), tuple(places))


class _Asking:
    """So many units, at these counters; remembers which of them have the same rules."""

    def __init__(self, counters: Mapping[UUID, Party], quantity: int, today: date) -> None:
        self.counters, self.quantity, self.today = counters, quantity, today
        self._alike: dict[tuple[ProductTerms, int], list[_Group]] = {}

    def offers_of(self, product: _Product, length: int) -> Iterator[Offer]:
        """One for each set of rules, and for each counter that lends units of its own."""
        if (groups := self._alike.get((product.own, length))) is None:
            groups = self._alike[product.own, length] = list(self._groups(product.own, length))
        own_lenders = self.counters.keys() & (product.row["lenders"] or ())
        for group in groups:
            common, alone = group.places, []
            if own_lenders:
                common = [one for one in group.places if one.counter_id not in own_lenders]
                alone = [one for one in group.places if one.counter_id in own_lenders]
            for places in (common, *([one] for one in alone)):
                if places:
                    yield product.at(group, places, self.counters)

    def _groups(self, own: ProductTerms, length: int) -> Iterator[_Group]:
        groups: dict[_Rules, _Group] = {}
        for counter_id, counter in self.counters.items():
            terms = combined(counter.policy, own)
            if terms.min_days <= length <= terms.max_days and self.quantity <= terms.max_units:
                group = groups.setdefault(_rules(terms, counter), _Group(terms, []))
                last = self.today + timedelta(days=terms.horizon_days)
                group.places.append(Place(counter_id, counter.name, last))
        for group in groups.values():
            furthest = max(one.last for one in group.places) - self.today
            group.terms = _without_limits(group.terms, furthest.days)
        yield from groups.values()


def _rules(terms: Terms, counter: Party) -> _Rules:
    """Equal for counters where a trial of a length that both allow can begin on the same days."""
    return _without_limits(terms, 0), counter.working if terms.working_days_only else None


def _without_limits(terms: Terms, horizon_days: int) -> Terms:
    """Only what decides on which days a trial can begin, its length and number being granted."""
    return Terms(
        min_days=1,
        max_days=_ANY_LENGTH,
        max_units=_ANY_NUMBER,
        horizon_days=horizon_days,
        notice_days=terms.notice_days,
        intake_from=terms.intake_from,
        intake_until=terms.intake_until,
        max_loans_per_year=terms.max_loans_per_year,
        transit_working_days=terms.transit_working_days,
        inspection_working_days=terms.inspection_working_days,
        same_day_turnaround=terms.same_day_turnaround,
        working_days_only=terms.working_days_only,
    )
