"""How organisations are found: by any part of name, reading, corporation, place, number or telephone.

`search_terms` (pairs of characters, GIN) narrows, `search_text` decides: the words of a query must stand in
it as they are, width, kind of kana, hyphens and spaces aside.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import db
from core.text import Words, bigrams, normalise

# What a search looks at before it orders what it found; whoever finds more has not said enough yet.
CANDIDATES = 500
_AT_ONCE = 5_000
# Fields of one organisation in `search_text`: no word is made of the end of one and the start of the next.
_BETWEEN = "\n"
_PARTS = ("name", "name_kana", "corporation_name", "office_number", "phone", "code")


class Reach(msgspec.Struct, frozen=True):
    """How far a search in the order of ids goes, one way after the other.

    So `few` are fetched from the index and sorted at once; of more, those among the first, `near`, are met in
    order; where all stand further on, so `many` are still sorted.
    """

    few: int = 1_000
    near: int = 4_000
    many: int = 12_000


class Findable(msgspec.Struct, frozen=True):
    """What is kept with an organisation so that it is found."""

    text: str
    terms: list[str]


def findable(*parts: str | None) -> Findable:
    """Made of whatever somebody may ask for: names, place, numbers."""
    folded = [normalise(part) for part in parts if part]
    terms = {term for part in folded for term in bigrams(part)}
    return Findable(_BETWEEN.join(folded), sorted(terms))


def matches(terms: int, patterns: int) -> str:
    """SQL that keeps the organisations `o` which fit `Words`, given the positions of its parameters."""
    return f"(o.search_terms @> ${terms}::text[] AND {fits_text(patterns)})"


def fits_text(patterns: int) -> str:
    """The same of organisations that are looked at anyway, without the help of the index."""
    return f"o.search_text LIKE ALL(${patterns}::text[])"


def closeness(start: int) -> str:
    """SQL that orders what fits: a name, number or telephone that begins so comes before all others."""
    return (
        f"CASE WHEN o.search_text LIKE ${start} THEN 0"
        f" WHEN o.search_text LIKE '%' || chr(10) || ${start} THEN 1 ELSE 2 END"
    )


async def first_found(
    clauses: Sequence[str],
    arguments: Sequence[object],
    search: Words,
    count: int,
    reach: Reach = Reach(),  # noqa: B008  # frozen
) -> list[UUID]:
    """The `count` lowest ids of organisations `o` that fulfil `clauses` (SQL of ours) and fit `search`.

    A word that few names hold is looked up in the index; one that many hold is met soon in the order of ids,
    unless they all came together. The planner cannot know which, so it is told: half a second or half a
    millisecond hang on it.
    """
    wanted = " AND ".join(clauses) or "TRUE"
    if search.is_empty:
        sql = f"SELECT o.id FROM organization o WHERE {wanted} ORDER BY o.id LIMIT {count}"  # noqa: S608
        return [row["id"] for row in await db.fetch(sql, *arguments)]
    fits = matches(len(arguments) + 1, len(arguments) + 2)
    # Of an organisation that is at hand the text tells more quickly than its pairs of characters.
    patterns = f"(${len(arguments) + 1}::text[] IS NOT NULL AND {fits_text(len(arguments) + 2)})"
    given = (*arguments, search.terms, search.patterns)
    few = await _by_index(wanted, fits, given, count, reach.few)
    if few is not None:
        return few
    near = await _in_order(wanted, patterns, given, count, f"LIMIT {reach.near}")
    if len(near) == count:
        return near
    many = await _by_index(wanted, fits, given, count, reach.many)
    return many if many is not None else await _in_order(wanted, patterns, given, count, "OFFSET 0")


async def _by_index(
    wanted: str, fits: str, given: Sequence[object], count: int, most: int
) -> list[UUID] | None:
    """All that fit, sorted; None when they are more than `most`."""
    found = f"SELECT o.id FROM organization o WHERE {wanted} AND {fits} LIMIT {most + 1}"  # noqa: S608
    sql = f"""
    WITH found AS MATERIALIZED ({found})
    SELECT id, (SELECT count(*) FROM found) AS of_all FROM found ORDER BY id LIMIT {count}
    """  # noqa: S608
    rows = await db.fetch(sql, *given)
    return [row["id"] for row in rows] if not rows or rows[0]["of_all"] <= most else None


async def _in_order(wanted: str, fits: str, given: Sequence[object], count: int, bound: str) -> list[UUID]:
    """Those that fit, met one after the other; as far as `bound` goes."""
    walked = f"(SELECT * FROM organization o WHERE {wanted} ORDER BY o.id {bound}) o"  # noqa: S608
    sql = f"SELECT o.id FROM {walked} WHERE {fits} ORDER BY o.id LIMIT {count}"  # noqa: S608
    return [row["id"] for row in await db.fetch(sql, *given)]


_WORDS = """
SELECT id, name, name_kana, corporation_name, office_number, phone, code,
    CASE WHEN starts_with(address, prefecture) THEN concat(address, building)
         ELSE concat(prefecture, city, address, building) END AS place
FROM organization WHERE CASE WHEN $1::uuid[] IS NULL THEN search_text = '' ELSE id = ANY($1) END
ORDER BY id LIMIT $2
"""
_SET = "UPDATE organization SET search_text = $2, search_terms = $3 WHERE id = $1"


async def index_organizations(ids: Sequence[UUID] | None = None) -> int:
    """Make these organisations findable, or all that are not yet; how many there were."""
    count = 0
    while rows := await db.fetch(_WORDS, None if ids is None else list(ids), _AT_ONCE):
        found = [(row["id"], findable(*(row[part] for part in (*_PARTS, "place")))) for row in rows]
        await db.execute_many(_SET, [(key, one.text, one.terms) for key, one in found])
        count += len(rows)
        if ids is not None:
            break
    return count
