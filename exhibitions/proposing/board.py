"""The planning board of one display: what is proposed or chosen, what it covers, what is missing and why."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.availability import Question, judge, lendings_at
from catalog.domain import TaxonomyVersion
from catalog.in_the_way import in_the_way_of_many
from catalog.queries import Item, taxonomy_of
from catalog.terms import Days
from core import db
from core.clock import today
from exhibitions.coverage import Coverage, Covered
from exhibitions.domain import DROPPED
from exhibitions.exhibits import Exhibit, exhibits_on
from exhibitions.proposing.candidates import Conflict, Field, Place, choose_from
from exhibitions.proposing.domain import KINDS, Candidate, Chosen, by_hand, propose
from exhibitions.queries import ExhibitionView

_MOST_OPTIONS = 12
_MOST_OTHERS = 60


class Pick(msgspec.Struct, frozen=True):
    """What a person has chosen: a product, and who is to be asked for it."""

    product_id: UUID
    lender_id: UUID


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the board: `picks` None proposes, else they are what a person has chosen."""

    version: TaxonomyVersion = TaxonomyVersion.Y2017
    kinds: int = KINDS
    picks: tuple[Pick, ...] | None = None


class Row(msgspec.Struct, frozen=True):
    """A choice, and what could stand there instead."""

    chosen: Chosen
    options: list[Candidate]


class Missing(msgspec.Struct, frozen=True):
    """An item that nothing stands for: what has its units, and which other counters could help."""

    item: Item
    conflicts: list[Conflict]
    shown_at: list[str]
    others: list[Candidate]


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the planning board shows."""

    rows: list[Row]
    missing: list[Missing]
    coverage: Coverage
    gone: list[UUID]
    free: list[Candidate]


async def board_of(actor: Actor, exhibition: ExhibitionView, wanted: Wanted) -> Board:
    """Propose what is to join what stands on the display already, or look at what a person has chosen."""
    standing = [one for one in await exhibits_on(actor, exhibition.id) if one.status not in DROPPED]
    items = (await taxonomy_of(wanted.version, counted=True)).items
    codes = [item.code for item in items]
    shown = {code for one in standing for code in one.item_codes}
    place = Place(exhibition.counter_id, exhibition.prefecture, Days(exhibition.start, exhibition.end))
    named = [pick.product_id for pick in wanted.picks or ()]
    field = await choose_from(place, codes, named)
    lacking = [code for code in codes if code in field.conflicts or not _serves(field.candidates, code)]
    others = await at_other_counters(place, lacking, named)
    known = [*field.candidates, *others]
    if wanted.picks is None:
        standing_products = {one.product_id for one in standing}
        fresh = [one for one in field.candidates if one.product_id not in standing_products]
        kinds = max(wanted.kinds - len(standing_products), 0)
        proposal, gone = propose(fresh, codes, kinds=kinds, shown=shown), []
    else:
        found = {(one.product_id, one.lender_id): one for one in known}
        picked = [found.get((pick.product_id, pick.lender_id)) for pick in wanted.picks]
        gone = [pick.product_id for pick, one in zip(wanted.picks, picked, strict=True) if one is None]
        proposal = by_hand([one for one in picked if one], codes, shown)
    return Board(
        rows=[Row(one, _options(one, known, proposal.chosen)) for one in proposal.chosen],
        missing=await _missing(
            place, [item for item in items if item.code in proposal.missing], field, others
        ),
        coverage=_coverage(wanted.version, items, standing, proposal.chosen),
        gone=gone,
        free=sorted(known, key=lambda one: (one.product_name, one.rank)),
    )


def _serves(candidates: Sequence[Candidate], code: str) -> bool:
    return any(code in one.item_codes for one in candidates)


def _options(one: Chosen, known: Sequence[Candidate], chosen: Sequence[Chosen]) -> list[Candidate]:
    """What shows at least one of the same items, the preferred first."""
    mine = set(one.candidate.item_codes)
    taken = {other.candidate.product_id for other in chosen if other is not one}
    fitting = [
        other
        for other in known
        if mine & set(other.item_codes) and other.product_id not in taken and other != one.candidate
    ]
    return sorted(fitting, key=lambda other: other.rank)[:_MOST_OPTIONS]


def _coverage(
    version: TaxonomyVersion, items: Sequence[Item], standing: Sequence[Exhibit], chosen: Sequence[Chosen]
) -> Coverage:
    stands = [(one.product_name, one.item_codes) for one in standing]
    stands += [(one.candidate.product_name, list(one.candidate.item_codes)) for one in chosen]
    return Coverage(
        version,
        [Covered(item, [name for name, codes in stands if item.code in codes]) for item in items],
    )


async def _missing(
    place: Place, items: Sequence[Item], field: Field, others: Sequence[Candidate]
) -> list[Missing]:
    products = {one.product_id for item in items for one in field.conflicts.get(item.code, ())}
    shown = await _shown_elsewhere(products, place.days)
    return [
        Missing(
            item,
            field.conflicts.get(item.code, []),
            sorted(
                {name for one in field.conflicts.get(item.code, ()) for name in shown.get(one.product_id, ())}
            ),
            [one for one in others if item.code in one.item_codes],
        )
        for item in items
    ]


_DISPLAYS = """
SELECT x.id, x.product_id, c.name || ' ' || e.title AS name FROM exhibit x
JOIN exhibition e ON e.id = x.exhibition_id JOIN organization c ON c.id = e.counter_id
WHERE x.id = ANY($1::uuid[]) AND e.status <> 'draft'
"""


async def _shown_elsewhere(product_ids: Collection[UUID], days: Days) -> dict[UUID, list[str]]:
    """Which displays that the public knows have units of these products on these days."""
    busy = await in_the_way_of_many(list(product_ids), days) if product_ids else []
    found: dict[UUID, list[str]] = {}
    for row in await db.fetch(_DISPLAYS, [one.cause_id for one in busy if one.cause_id]) if busy else ():
        found.setdefault(row["product_id"], []).append(row["name"])
    return found


_ELSEWHERE = """
SELECT DISTINCT u.product_id, u.lender_id, o.name, o.prefecture = $4 AS is_near
FROM unit u JOIN product p ON p.id = u.product_id JOIN organization o ON o.id = u.lender_id
WHERE p.status = 'public' AND (p.item_codes && $1::text[] OR p.id = ANY($2::uuid[])) AND u.status = 'active'
  AND u.lender_id NOT IN (p.vendor_id, $3) AND o.kind IN ('counter', 'general_center')
ORDER BY is_near DESC, o.name, u.product_id LIMIT $5
"""


async def at_other_counters(
    place: Place, codes: Sequence[str], named: Sequence[UUID] = ()
) -> list[Candidate]:
    """What other counters could lend of these items, those in the same prefecture first."""
    rows = await db.fetch(
        _ELSEWHERE, list(codes), list(named), place.counter_id, place.prefecture, _MOST_OTHERS
    )
    lenders = {(row["product_id"], row["lender_id"]): row for row in rows}
    products, counters = {one for one, _ in lenders}, {one for _, one in lenders}
    lendings = [
        one
        for one in await lendings_at(sorted(products), sorted(counters), today())
        if (one.product_id, one.counter_id) in lenders
    ]
    found = []
    for judged in await judge([Question(one, place.days) for one in lendings], today()):
        lending = judged.question.lending
        for stand in judged.stands:
            if stand.lender_id is None or stand.lender_id != lending.counter_id or not stand.free:
                continue
            row = lenders[lending.product_id, stand.lender_id]
            found.append(
                Candidate(
                    product_id=lending.product_id,
                    product_name=lending.product_name,
                    item_codes=lending.item_codes,
                    lender_id=stand.lender_id,
                    lender_name=row["name"],
                    free=tuple(stand.free),
                    is_near=row["is_near"],
                    is_other_counter=True,
                    transit_days=lending.terms.transit_working_days,
                )
            )
    return found
