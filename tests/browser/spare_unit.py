"""A unit that nobody has asked for: what other tests leave of the demo world's own is any number."""

from pathlib import Path

import asyncpg

_UNIT = """
WITH made AS (
INSERT INTO unit (id, product_id, serial_number, owner_id, lender_id, custodian_id, place_id, accessories,
    created_at)
SELECT gen_random_uuid(), p.id, $1, m.organization_id, m.organization_id, m.organization_id,
    m.organization_id, '[]', now()
FROM product p, membership m JOIN person who ON who.id = m.person_id
WHERE p.name LIKE $2 AND p.status = 'public' AND who.email = $3 ORDER BY p.name LIMIT 1 RETURNING id)
INSERT INTO tag (id, token, code, unit_id, created_at)
SELECT gen_random_uuid(), replace(gen_random_uuid()::text, '-', ''),
    upper(translate(right(id::text, 8), '01', 'xy')), id, now()
FROM made
"""


async def add_unit(data_dir: Path, email: str, serial_number: str, product: str = "%") -> None:
    """Give the organisation of the demo person `email` one more unit of a product named like `product`."""
    connection = await asyncpg.connect(host=str(data_dir / "run"), user="tameshi", database="tameshi")
    try:
        assert await connection.execute(_UNIT, serial_number, product, email) == "INSERT 0 1"
    finally:
        await connection.close()
