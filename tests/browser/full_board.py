"""A vendor with many units and a quarter full of loans, for whoever looks at the board."""

from pathlib import Path
from uuid import UUID

import asyncpg

VENDOR = "vendor@demo.example"

_PRODUCT = """
INSERT INTO product (id, vendor_id, name, name_en, outline, outline_en, description, description_en, status,
    item_codes, url, area, shipping_payer, search_terms, created_at, updated_at)
SELECT gen_random_uuid(), m.organization_id, '見守りセンサー 大隊', 'Full board', '', '', '', '', 'public',
    '{MON-F}', '', '', 'vendor', '{}', now(), now()
FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = $1
RETURNING id, vendor_id
"""
_UNITS = """
INSERT INTO unit (id, product_id, serial_number, owner_id, lender_id, custodian_id, place_id, status,
    condition, accessories, created_at)
SELECT gen_random_uuid(), $1, 'N-' || lpad(n::text, 4, '0'), $2, $2, $2, $2, 'active', 'ok', '[]', now()
FROM generate_series(1, $3::int) n
"""
# So many loans for each unit, so many days apart, in every state that holds days; then maintenance.
_LOANS = """
WITH plan AS (
    SELECT u.id AS unit_id, n, gen_random_uuid() AS loan_id, gen_random_uuid() AS occupancy_id,
        current_date - 7 + $4::int * n + ascii(right(u.serial_number, 1)) % 4 AS start,
        (ARRAY['on_trial', 'confirmed', 'proposed', 'confirmed', 'requested'])[1 + n] AS custody,
        row_number() OVER (ORDER BY u.serial_number, n) AS position
    FROM unit u CROSS JOIN generate_series(0, $3::int - 1) n WHERE u.product_id = $1
), party AS (
    SELECT (SELECT id FROM organization WHERE kind = 'facility' ORDER BY code LIMIT 1) AS facility_id,
        (SELECT id FROM organization WHERE kind = 'counter' ORDER BY code LIMIT 1) AS counter_id
), loan AS (
    INSERT INTO loan (id, number, product_id, facility_id, counter_id, lender_id, quantity, starts_on,
        ends_on, custody, result, custody_since, problem, goal, place_of_use, consent, shipping_payer,
        contact_name, contact_phone, wishes, channel, created_at, updated_at)
    SELECT loan_id, '2099-' || lpad((position + $5::int)::text, 6, '0'), $1, facility_id, counter_id,
        $2, 1, start, start + 9, custody, 'none', now(), '', '', '', false, 'vendor', '', '', '', 'page',
        now(), now()
    FROM plan, party RETURNING id
), days AS (
    INSERT INTO occupancy (id, unit_id, period, purpose, status, cause_id, note, created_at)
    SELECT occupancy_id, unit_id, daterange(start - 2, start + 12),
        CASE WHEN custody IN ('requested', 'proposed') THEN 'hold' ELSE 'loan' END, 'active', loan_id, '',
        now()
    FROM plan RETURNING id
)
INSERT INTO loan_unit (id, loan_id, unit_id, occupancy_id)
SELECT gen_random_uuid(), loan_id, unit_id, occupancy_id FROM plan
"""
_MAINTENANCE = """
INSERT INTO occupancy (id, unit_id, period, purpose, status, note, created_at)
SELECT gen_random_uuid(), id, daterange(current_date + 76, current_date + 79), 'maintenance', 'active',
    '定期点検', now()
FROM unit WHERE product_id = $1
"""


async def fill(data_dir: Path, units: int, *, loans: int = 5, apart: int = 16, after: int = 0) -> UUID:
    """Give the demo vendor a product with so many units, each with loans and maintenance; its id.

    The loans are numbered from behind 2099-`after` on.
    """
    connection = await asyncpg.connect(host=str(data_dir / "run"), user="tameshi", database="tameshi")
    try:
        product_id, vendor_id = await connection.fetchrow(_PRODUCT, VENDOR) or (None, None)
        assert isinstance(product_id, UUID)
        await connection.execute(_UNITS, product_id, vendor_id, units)
        await connection.execute(_LOANS, product_id, vendor_id, loans, apart, after)
        await connection.execute(_MAINTENANCE, product_id)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return product_id
