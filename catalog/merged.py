"""What of the catalogue changes hands when two organisations become one."""

from uuid import UUID

from accounts.domain import Actor
from core import db
from core.i18n import lazy
from directory.concerned import MOST_LINES, Concern, Line, concerned_by_merging, total_of

_UNITS = """
SELECT u.id, u.serial_number, p.name AS product, count(*) OVER () AS total
FROM unit u JOIN product p ON p.id = u.product_id
WHERE u.owner_id = $1 OR u.lender_id = $1 OR u.custodian_id = $1 OR u.place_id = $1
ORDER BY p.name, u.serial_number, u.id LIMIT $2
"""


@concerned_by_merging
async def _units(_: Actor, merged_id: UUID) -> Concern:
    rows = await db.fetch(_UNITS, merged_id, MOST_LINES)
    lines = [Line(row["serial_number"], row["product"]) for row in rows]
    return Concern(lazy("所有者・貸主・保管者・所在が変わる個体"), total_of(rows), lines)
