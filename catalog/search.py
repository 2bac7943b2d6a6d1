"""What a product is found by: its names, its outline, its maker, and the fields and items it belongs to."""

from collections.abc import Sequence
from uuid import UUID

from core import db
from core.text import bigrams

_WORDS = """
SELECT p.id, concat_ws(E'\\n', p.name, p.name_en, p.outline, p.outline_en, p.tais_code, v.name, v.name_kana,
    (SELECT string_agg(concat_ws(E'\\n', t.field_ja, t.item_ja, t.field_en, t.item_en), E'\\n')
     FROM taxonomy_item t WHERE t.code = ANY(p.item_codes))) AS words
FROM product p JOIN organization v ON v.id = p.vendor_id
WHERE $1::uuid[] IS NULL OR p.id = ANY($1)
"""
_SET = "UPDATE product SET search_terms = $2 WHERE id = $1"


async def index_products(product_ids: Sequence[UUID] | None = None) -> int:
    """Make these products findable, or all of them, after any change of words; how many there were."""
    rows = await db.fetch(_WORDS, None if product_ids is None else list(product_ids))
    await db.execute_many(_SET, [(row["id"], terms_of(row["words"])) for row in rows])
    return len(rows)


def terms_of(words: str) -> list[str]:
    """The bigrams of each line, so that no pair is made of the end of one and the start of the next."""
    return sorted({term for line in words.splitlines() for term in bigrams(line)})
