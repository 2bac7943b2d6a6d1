"""What a product is found by: all its words and codes, its maker, and the fields and items it belongs to.

`search_terms` (pairs of characters, GIN) narrows, `search_text` decides; its first line is the name, by which
what was found is put in order.
"""

from collections.abc import Sequence
from uuid import UUID

from core import db
from core.text import bigrams, normalise
from directory.editing import after_renaming
from directory.merging import after_merging

# Some columns are asked of the whole row: a migration that is older than they are comes by here.
_WORDS = """
SELECT p.id, concat_ws(E'\\n', p.name, nullif(p.name_en, ''), nullif(p.outline, ''), nullif(p.outline_en, ''),
    nullif(p.description, ''), nullif(p.description_en, ''), nullif(p.area, ''), p.tais_code,
    nullif(w.whole->>'needs_floor', ''), nullif(w.whole->>'lecture', ''),
    nullif(btrim(translate(w.whole->>'ccta95_codes', '[]",', '')), ''),
    v.name, nullif(v.name_kana, ''),
    (SELECT string_agg(concat_ws(E'\\n', t.field_ja, t.item_ja, t.field_en, t.item_en), E'\\n')
     FROM taxonomy_item t WHERE t.code = ANY(p.item_codes))) AS words
FROM product p JOIN organization v ON v.id = p.vendor_id, LATERAL (SELECT to_jsonb(p) AS whole) w
WHERE $1::uuid[] IS NULL OR p.id = ANY($1)
"""
_SET = "UPDATE product SET search_terms = $2, search_text = $3 WHERE id = $1"
# How well a product fits: its name begins so, its name holds all the words, something of it does.
CLOSENESS = """
CASE WHEN p.search_text LIKE ${start} THEN 0
     WHEN split_part(p.search_text, E'\\n', 1) LIKE ALL(${patterns}::text[]) THEN 1 ELSE 2 END
"""
# A product that was never indexed is judged by its pairs alone.
MATCHES = """
(p.search_terms @> ${terms}::text[] AND (p.search_text = '' OR p.search_text LIKE ALL(${patterns}::text[])))
"""


async def index_products(product_ids: Sequence[UUID] | None = None) -> int:
    """Make these products findable, or all of them, after any change of words; how many there were."""
    rows = await db.fetch(_WORDS, None if product_ids is None else list(product_ids))
    await db.execute_many(_SET, [(row["id"], terms_of(row["words"]), text_of(row["words"])) for row in rows])
    return len(rows)


def terms_of(words: str) -> list[str]:
    """The bigrams of each line, so that no pair is made of the end of one and the start of the next."""
    return sorted({term for line in words.splitlines() for term in bigrams(line)})


def text_of(words: str) -> str:
    """Each line as words are compared; the first one is the name."""
    return "\n".join(normalise(line) for line in words.splitlines())


async def index_products_of(vendor_id: UUID) -> None:
    """Find a vendor's products by the name that it has now."""
    rows = await db.fetch("SELECT id FROM product WHERE vendor_id = $1", vendor_id)
    await index_products([row["id"] for row in rows])


after_renaming(index_products_of)


@after_merging
async def _index_moved(kept_id: UUID, merged_id: UUID) -> None:  # noqa: ARG001  # all are the kept one's by now
    """Products that came over are found by the name of the vendor that stays."""
    await index_products_of(kept_id)
