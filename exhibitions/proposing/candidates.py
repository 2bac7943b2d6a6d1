"""What could stand on a display: products from the loan list, the preferred first, asked of the one judge.

However long the list is, few statements are run: the judge looks at the first products of each item, and only
for an item that none of them can serve at more of them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec

from catalog.availability import Judgement, Lending, Look, Question, Reason, judge, lendings_of, taken_at
from catalog.in_the_way import loans_since
from catalog.terms import Days
from core import db
from core.clock import today
from exhibitions.proposing.domain import Candidate

_AT_FIRST = 12  # products of each item that are looked at first
_FURTHER = 16  # how many times as many each further look takes in
_TOLD = 3  # products of an item whose conflicts are told
_YEAR = timedelta(days=365)


class Place(msgspec.Struct, frozen=True):
    """Whose display it is, in which prefecture, on which days."""

    counter_id: UUID
    prefecture: str
    days: Days


class Conflict(msgspec.Struct, frozen=True):
    """A product that cannot be had: what has its units until when."""

    product_id: UUID
    product_name: str
    reasons: list[Reason]


class Field(msgspec.Struct, frozen=True):
    """What there is to choose from, and for each item that nothing free stands for, why not."""

    candidates: list[Candidate]
    conflicts: dict[str, list[Conflict]]


_RANKED = """
SELECT code, array_agg(id ORDER BY is_own DESC, is_near DESC, transit, name, id) AS ids FROM (
    SELECT unnest(p.item_codes) AS code, p.id, p.name, v.prefecture = $3 AS is_near,
        coalesce(p.transit_working_days, 0) AS transit,
        EXISTS (SELECT FROM unit u WHERE u.product_id = p.id AND u.status = 'active' AND u.lender_id = $2)
            AS is_own
    FROM product p JOIN organization v ON v.id = p.vendor_id
    WHERE p.status = 'public' AND p.item_codes && $1::text[]
      AND EXISTS (SELECT FROM unit u WHERE u.product_id = p.id AND u.status = 'active'
                  AND u.lender_id IN (p.vendor_id, $2))
) listed WHERE code = ANY($1::text[]) GROUP BY code
"""
_LENDERS = "SELECT id, name, prefecture FROM organization WHERE id = ANY($1::uuid[])"


async def choose_from(place: Place, items: Sequence[str], named: Collection[UUID] = ()) -> Field:
    """Who could give what for all days of the display; `named` products are looked at in any case."""
    rows = await db.fetch(_RANKED, list(items), place.counter_id, place.prefecture)
    ranked: dict[str, list[UUID]] = {row["code"]: row["ids"] for row in rows}
    judged: list[Judgement] = []
    known: set[UUID] = set()
    count, lacking = _AT_FIRST, set(ranked)
    while lacking or not known >= set(named):
        ids = {one for code in lacking for one in ranked[code][:count]} | set(named) - known
        judged += await _judged(place, ids - known)
        known |= ids
        served = {code for one in judged if one.free for code in one.question.lending.item_codes}
        lacking = {code for code in lacking - served if len(ranked[code]) > count}
        count *= _FURTHER
    candidates = await _candidates(place, judged)
    free = {code for one in candidates for code in one.item_codes}
    told = {code: set(ranked[code][:_TOLD]) for code in items if code in ranked and code not in free}
    return Field(candidates, await _conflicts(judged, told))


async def _judged(place: Place, ids: Collection[UUID]) -> list[Judgement]:
    lendings = await lendings_of(sorted(ids), place.counter_id, today())
    return await judge([Question(one, place.days) for one in lendings], today())


async def _candidates(place: Place, judged: Sequence[Judgement]) -> list[Candidate]:
    found = [one for one in judged if one.free]
    lenders = {stand.lender_id for one in found for stand in one.stands if stand.lender_id}
    parties = {row["id"]: row for row in await db.fetch(_LENDERS, list(lenders))}
    loans = await loans_since([one.question.lending.product_id for one in found], today() - _YEAR)
    return [
        _candidate(place, one.question.lending, stand.lender_id, stand.free, parties, loans)
        for one in found
        for stand in one.stands
        if stand.free and stand.lender_id is not None
    ]


def _candidate(
    place: Place,
    lending: Lending,
    lender_id: UUID,
    free: Sequence[UUID],
    parties: Mapping[UUID, asyncpg.Record],
    loans: Mapping[UUID, int],
) -> Candidate:
    lender = parties[lender_id]
    return Candidate(
        product_id=lending.product_id,
        product_name=lending.product_name,
        item_codes=lending.item_codes,
        lender_id=lender_id,
        lender_name=lender["name"],
        free=tuple(free),
        is_own=lender_id == place.counter_id,
        is_near=bool(place.prefecture) and lender["prefecture"] == place.prefecture,
        transit_days=lending.terms.transit_working_days,
        loans=loans.get(lending.product_id, 0),
        is_other_counter=lender_id not in (place.counter_id, lending.vendor_id),
    )


async def _conflicts(
    judged: Sequence[Judgement], told: Mapping[str, Collection[UUID]]
) -> dict[str, list[Conflict]]:
    wanted = {product for products in told.values() for product in products}
    refused = [one for one in judged if one.question.lending.product_id in wanted]
    looks = [
        Look(one.question.lending.product_id, stand.lender_id, stand.blocked)
        for one in refused
        for stand in one.stands
    ]
    taken = iter(await taken_at(looks))
    reasons: dict[UUID, Conflict] = {}
    for one in refused:
        lending = one.question.lending
        found = [reason for _ in one.stands for reason in next(taken)]
        reasons[lending.product_id] = Conflict(lending.product_id, lending.product_name, found)
    return {
        code: [reasons[product] for product in products if product in reasons]
        for code, products in told.items()
    }
