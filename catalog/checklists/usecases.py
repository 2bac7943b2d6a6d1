"""Writing a checklist: a vendor's own, a version at a time."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.checklists.domain import ChecklistLine, LineKind, WriteChecklist, must_be_readable
from catalog.checklists.queries import ChecklistVersion, checklist_for
from catalog.queries import product_for
from core import db
from core.clock import now
from core.errors import NotAllowed, StaleState
from core.ids import new_id

_INSERT = """
INSERT INTO product_checklist (id, product_id, lines, person_id, organization_id, via, at)
VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7)
"""
_HOLD = "SELECT FROM product WHERE id = $1 FOR NO KEY UPDATE"


async def write_checklist(
    actor: Actor, product_id: UUID, command: WriteChecklist, *, is_seen: bool = False
) -> ChecklistVersion:
    """Put these lines in force; nothing is written where nothing changed.

    With `is_seen`, or where the command names a version, `StaleState` tells that another was written since.
    Raises `NotFound`, `NotAllowed` for another vendor's product, `Invalid` naming fields.
    """
    must_be_readable(command.lines)
    async with db.transaction():
        product = await product_for(actor.signed_in(), product_id)
        if product.vendor_id != actor.organization_id:
            raise NotAllowed
        await db.execute(_HOLD, product_id)
        before = await checklist_for(actor, product_id)
        if (is_seen or command.expected_version) and command.expected_version != before.version:
            raise StaleState("checklist-changed", expected=command.expected_version, found=before.version)
        lines = _keyed(command.lines, {line.key for line in before.lines})
        if lines == before.lines:
            return before
        mine = (actor.person_id, actor.organization_id, actor.via.value)
        await db.execute(_INSERT, new_id(), product_id, db.to_json(msgspec.to_builtins(lines)), *mine, now())
        return await checklist_for(actor, product_id)


def _keyed(lines: list[ChecklistLine], known: set[str]) -> list[ChecklistLine]:
    """Lines as they are kept: those that are new get a key of their own."""
    return [
        msgspec.structs.replace(
            line,
            key=line.key if line.key in known else new_id().hex[-12:],
            text=line.text.strip(),
            expected=line.expected if line.kind is LineKind.COUNT else None,
        )
        for line in lines
    ]
