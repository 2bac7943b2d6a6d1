"""Writing down an accident or a near miss: lender and counter are told at once."""

from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now, today
from core.errors import Invalid
from core.ids import new_id
from loans.domain import parties_of
from loans.queries import loan_row, standing
from loans.safety.domain import ReportSafety, must_be_sound, must_report
from loans.safety.queries import SafetyRow, safety_report_for
from notifications.outbox import enqueue

_INSERT = """
INSERT INTO safety_report (id, loan_id, unit_id, kind, happened_on, place, what, done, harm, person_id,
    organization_id, via, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
"""


async def report_safety(actor: Actor, loan_id: UUID, command: ReportSafety) -> SafetyRow:
    """事故・ヒヤリハット: the facility reports, or its counter for it; nothing of it is ever changed.

    Raises `NotAllowed`, `IllegalStep` before the unit has arrived, `Invalid` naming fields.
    """
    async with db.transaction():
        loan = await loan_row(actor, loan_id)
        must_report(set(parties_of(actor, standing(loan))), loan.received_on)
        must_be_sound(command, loan.received_on or today(), today())
        if command.unit_id is not None and command.unit_id not in loan.unit_ids:
            raise Invalid({"unit_id": "unknown"})
        report_id = new_id()
        told = (command.place.strip(), command.what.strip(), command.done.strip(), command.harm.value)
        mine = (actor.person_id, actor.organization_id, actor.via.value, now())
        of = (report_id, loan_id, command.unit_id, command.kind.value, command.happened_on)
        await db.execute(_INSERT, *of, *told, *mine)
        await enqueue("safety", f"safety:{report_id}", {"report_id": report_id})
        return await safety_report_for(actor, report_id)
