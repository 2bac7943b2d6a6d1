"""Loans whose unit somebody else still has: from when it can leave, and what their readers can do instead."""

from datetime import date

import msgspec

from accounts.domain import Actor
from catalog.domain import Purpose
from catalog.late import ready_again
from catalog.touched import spares_for, whom_to_call
from core import db
from loans.domain import Custody, Party
from loans.late_returns import Endangered, way_out
from loans.queries import LoanView
from loans.touched import Touched

_WAITS = frozenset({Custody.REQUESTED, Custody.PROPOSED, Custody.CONFIRMED})
_NEEDED = """
SELECT o.id, lu.unit_id, u.serial_number, lower(o.period) AS start, upper(o.period) AS "end"
FROM loan_unit lu JOIN occupancy o ON o.id = lu.occupancy_id JOIN unit u ON u.id = lu.unit_id
WHERE lu.loan_id = $1 AND lu.released_at IS NULL AND o.status = 'active' ORDER BY lu.unit_id
"""


class HeldUp(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of a loan that is late elsewhere: it can leave on `ready`, not before; and what can be done."""

    ready: date
    way: Endangered


async def held_up(actor: Actor, loan: LoanView) -> list[HeldUp]:
    """The units of a loan to be sent that cannot leave in time, since another loan or a display has them.

    Whose that is nobody is told here, only from when the unit can leave if it were sent back today.
    """
    rows = await db.fetch(_NEEDED, loan.id) if loan.custody in _WAITS else []
    ready = await ready_again([row["unit_id"] for row in rows])
    late = [row for row in rows if row["unit_id"] in ready and row["start"] < ready[row["unit_id"]]]
    is_facility = set(loan.parties) == {Party.FACILITY}
    spares = {} if is_facility else await spares_for([row["id"] for row in late])
    found: list[HeldUp] = []
    for row in late:
        touched = Touched(
            unit_id=row["unit_id"],
            serial_number=row["serial_number"],
            purpose=Purpose.LOAN,
            start=row["start"],
            end=row["end"],
            loan=loan,
            spare_unit=next(iter(spares.get(row["id"], ())), None),
        )
        if is_facility:
            way = Endangered(touched=touched, call=await whom_to_call(actor, [loan.counter_id]))
        else:
            way = await way_out(actor, loan.lender_id, loan.counter_id, touched, ready[row["unit_id"]])
        found.append(HeldUp(ready=ready[row["unit_id"]], way=way))
    return found
