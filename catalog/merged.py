"""What of the catalogue changes hands when two organisations become one."""

from uuid import UUID

from accounts.domain import Actor
from catalog.custody import hand_over
from core import db
from core.i18n import lazy
from directory.concerned import MOST_LINES, Concern, Line, concerned_by_merging, total_of
from directory.merging import before_moving

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


# Units that the merged party answers for, by what it is to them.
_HELD = """
SELECT owner_id = $1 AS owner, lender_id = $1 AS lender, custodian_id = $1 AS custodian,
    place_id = $1 AS place, array_agg(id ORDER BY id) AS units
FROM unit WHERE $1 IN (owner_id, lender_id, custodian_id, place_id) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""


@before_moving
async def _change_hands(actor: Actor, kept_id: UUID, merged_id: UUID) -> None:
    """Each unit's life says it, and to a scan that comes late the party that stays is the newest record."""
    for held in await db.fetch(_HELD, merged_id):
        facts: dict[str, object] = {name: kept_id for name in ("owner", "lender") if held[name]}
        await hand_over(
            actor,
            held["units"],
            "merger",
            custodian=kept_id if held["custodian"] else None,
            place=kept_id if held["place"] else None,
            facts=facts,
        )
