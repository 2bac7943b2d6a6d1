"""What stands behind a QR tag: the robot for everybody, its loan for whoever takes part in it."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.tags import Tag
from core import db
from core.errors import NotFound
from loans.domain import Custody
from loans.queries import LoanView, loan_for


class TaggedUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as anybody may know it who holds it in their hands: whose it is, and whom to call.

    Whoever has it on loan is named to nobody here.
    """

    unit_id: UUID
    product_id: UUID
    serial_number: str
    is_retired: bool
    owner_id: UUID
    custodian_id: UUID
    lender_id: UUID
    lender_name: str
    lender_phone: str
    lender_email: str
    loan_id: UUID | None
    loan_custody: Custody | None
    counter_id: UUID | None
    counter_name: str | None
    counter_phone: str | None

    @property
    def is_under_way(self) -> bool:
        """Whether somebody has it on loan, or it is on its way."""
        return self.loan_custody in (Custody.DISPATCHED, Custody.ON_TRIAL, Custody.RETURNING)

    def is_handled_by(self, actor: Actor) -> bool:
        """Whether `actor` owns, lends or keeps it, and is no facility that merely has it on trial."""
        mine = (self.owner_id, self.lender_id, self.custodian_id)
        return actor.is_centre or (not actor.is_facility and actor.organization_id in mine)


_UNIT = """
SELECT u.id AS unit_id, u.product_id, u.serial_number, u.status = 'retired' AS is_retired, u.owner_id,
    u.custodian_id, u.lender_id, le.name AS lender_name, le.phone AS lender_phone, le.email AS lender_email,
    l.id AS loan_id, l.custody AS loan_custody, c.id AS counter_id, c.name AS counter_name,
    c.phone AS counter_phone
FROM unit u
JOIN organization le ON le.id = u.lender_id
LEFT JOIN LATERAL (
    SELECT l.id, l.custody, l.counter_id FROM loan_unit lu JOIN loan l ON l.id = lu.loan_id
    WHERE lu.unit_id = u.id AND lu.released_at IS NULL AND lu.lost_on IS NULL
      AND (l.custody IN ('confirmed', 'dispatched', 'on_trial', 'returning')
           OR (l.custody = 'returned' AND l.closed_at IS NULL))
    ORDER BY lu.returned_on IS NOT NULL OR l.custody = 'returned', l.custody = 'confirmed', l.starts_on
    LIMIT 1
) l ON TRUE
LEFT JOIN organization c ON c.id = l.counter_id
WHERE u.id = $1
"""


async def tagged_unit(unit_id: UUID) -> TaggedUnit:
    """The unit that a tag is tied to."""
    row = await db.fetch_row(_UNIT, unit_id)
    if row is None:
        raise NotFound
    return msgspec.convert(dict(row), TaggedUnit)


async def loan_behind(actor: Actor, unit: TaggedUnit) -> LoanView | None:
    """The unit's loan, if `actor` takes part in it."""
    if unit.loan_id is None or not actor.is_signed_in:
        return None
    try:
        return await loan_for(actor, unit.loan_id)
    except NotFound:
        return None


class Printer(msgspec.Struct, frozen=True):
    """Who printed a label that is on no unit: whom a stranger calls."""

    name: str
    phone: str


async def printer_of(tag: Tag) -> Printer | None:
    """The party that printed the label; None for old ones and those made by the house."""
    sql = "SELECT name, phone FROM organization WHERE id = $1"
    return await db.fetch_one_as(Printer, sql, tag.printed_by_id)
