"""The units of a loan and the days they have in the ledger."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from catalog import occupancy
from core import db
from core.clock import now, today
from loans.queries import LoanRow


class Held(msgspec.Struct, frozen=True):
    """A unit of a loan; `is_active` is False when its days were released."""

    unit_id: UUID
    occupancy_id: UUID
    is_active: bool


_HELD = """
SELECT lu.unit_id, lu.occupancy_id, o.status = 'active' AS is_active
FROM loan_unit lu JOIN occupancy o ON o.id = lu.occupancy_id
WHERE lu.loan_id = $1 AND lu.released_at IS NULL AND lu.returned_on IS NULL AND lu.lost_on IS NULL
ORDER BY lu.unit_id
"""

_LENT = f"""
SELECT count(*) FROM unit u WHERE u.id = ANY($1::uuid[]) AND u.product_id = $2 AND u.status = 'active'
    AND {occupancy.lender_on("$4::date")} = $3
"""  # noqa: S608  # put together from constants
_SERIALS = (
    "SELECT string_agg(serial_number, '、' ORDER BY serial_number) FROM unit WHERE id = ANY($1::uuid[])"
)


async def held_units(loan: LoanRow) -> list[Held]:
    """The units the loan has now, in the order of their ids; no longer those that are back or lost."""
    return await db.fetch_as(Held, _HELD, loan.id)


async def active_occupancies(loan: LoanRow, among: Collection[UUID] | None = None) -> list[UUID]:
    """The occupancies that speak for the loan's units now, or for those of them `among` these."""
    held = [one for one in await held_units(loan) if one.is_active]
    return [one.occupancy_id for one in held if among is None or one.unit_id in among]


async def release_units(loan: LoanRow) -> None:
    """Give all days of the loan back; the units stay in its history."""
    await occupancy.release(await active_occupancies(loan))


async def forget_units(loan: LoanRow, keep: Collection[UUID] = ()) -> None:
    """Other units take the place of all but `keep`: release their days and mark them as replaced."""
    going = [one for one in await held_units(loan) if one.unit_id not in keep]
    await occupancy.release([one.occupancy_id for one in going if one.is_active])
    await db.execute(
        "UPDATE loan_unit SET released_at = $2"
        " WHERE loan_id = $1 AND released_at IS NULL AND NOT (unit_id = ANY($3::uuid[]))",
        loan.id,
        now(),
        list(keep),
    )


async def are_lent(loan: LoanRow, units: Sequence[UUID]) -> bool:
    """Whether all of these are units of the loan's product that its lender lends on its days."""
    day = max(loan.start, today())
    count = await db.fetch_value(_LENT, list(units), loan.product_id, loan.lender_id, day)
    return bool(count == len(set(units)))


async def serial_numbers(units: Collection[UUID]) -> dict[UUID, str]:
    """The serial number of each, in their order."""
    sql = "SELECT id, serial_number FROM unit WHERE id = ANY($1::uuid[]) ORDER BY serial_number"
    return {row["id"]: row["serial_number"] for row in await db.fetch(sql, list(units))}


async def serials_of(units: Sequence[UUID]) -> str:
    """Their serial numbers in one line."""
    return str(await db.fetch_value(_SERIALS, list(units)))
