"""Opening an incident where a unit comes otherwise than it went; part of the caller's transaction."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import Condition
from core import db
from core.clock import now
from core.ids import new_id
from loans.checklists.domain import CheckedLine
from loans.domain import CheckMoment
from loans.incidents.domain import COMPARED_WITH, Difference, DifferenceKind, EntryKind, Handed, differences
from notifications.outbox import enqueue

_CHECKS = """
SELECT DISTINCT ON (check_moment) check_moment, condition, items FROM condition_check
WHERE loan_id = $1 AND unit_id = $2 ORDER BY check_moment, at DESC, id DESC
"""
_MARKS = """
SELECT h.check_moment, count(*) AS marks FROM photo_mark m JOIN condition_photo h ON h.id = m.photo_id
WHERE h.loan_id = $1 AND h.unit_id = $2 AND m.withdrawn_at IS NULL GROUP BY h.check_moment
"""
_OPEN = """
INSERT INTO incident (id, loan_id, unit_id, state, payer, opened_at, updated_at)
VALUES ($1, $2, $3, 'open', '', $4, $4)
ON CONFLICT (loan_id, unit_id) WHERE state <> 'settled' DO NOTHING RETURNING id
"""
_UNDER_WAY = "SELECT id FROM incident WHERE loan_id = $1 AND unit_id = $2 AND state <> 'settled' FOR UPDATE"
_KNOWN = "SELECT differences FROM incident_entry WHERE incident_id = $1"
_ENTRY = """
INSERT INTO incident_entry (id, incident_id, position, kind, text, payer, differences, person_id,
    organization_id, via, at)
SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6::jsonb, $7, $8, $9, $10
FROM incident_entry WHERE incident_id = $2
"""


async def open_where_different(
    actor: Actor, loan_id: UUID, units: Sequence[UUID], moment: CheckMoment
) -> None:
    """Compare each unit at `moment` with how it was before, and open an incident for what is worse."""
    for unit_id in units if moment in COMPARED_WITH else ():
        handed = await _handed(loan_id, unit_id)
        before = next((handed[one] for one in COMPARED_WITH[moment] if one in handed), Handed())
        if found := differences(moment, before, handed.get(moment, Handed())):
            await _write_down(actor, loan_id, unit_id, found)


async def _handed(loan_id: UUID, unit_id: UUID) -> Mapping[CheckMoment, Handed]:
    marks = {row["check_moment"]: row["marks"] for row in await db.fetch(_MARKS, loan_id, unit_id)}
    return {
        CheckMoment(row["check_moment"]): Handed(
            Condition(row["condition"]),
            msgspec.convert(db.from_json(row["items"]) or [], list[CheckedLine]),
            marks.get(row["check_moment"], 0),
        )
        for row in await db.fetch(_CHECKS, loan_id, unit_id)
    }


async def _write_down(actor: Actor, loan_id: UUID, unit_id: UUID, found: Sequence[Difference]) -> None:
    """A new incident, or what is new to the one that is under way."""
    made = await db.fetch_value(_OPEN, new_id(), loan_id, unit_id, now())
    incident_id = made or await db.fetch_value(_UNDER_WAY, loan_id, unit_id)
    known = await _known(incident_id)
    if news := [one for one in found if one.same_as not in known]:
        kind = EntryKind.OPENED if made else EntryKind.FOUND
        await add_entry(actor, incident_id, kind, differences=news)


async def _known(incident_id: UUID) -> set[tuple[str, ...]]:
    rows = await db.fetch(_KNOWN, incident_id)
    kept = [msgspec.convert(db.from_json(row["differences"]) or [], list[Difference]) for row in rows]
    return {one.same_as for each in kept for one in each}


async def add_entry(
    actor: Actor,
    incident_id: UUID,
    kind: EntryKind,
    *,
    text: str = "",
    payer: str = "",
    differences: Sequence[Difference] = (),
) -> None:
    """One more line of the history, and the word that its parties are to hear of it."""
    entry_id, mine = new_id(), (actor.person_id, actor.organization_id, actor.via.value, now())
    kept = db.to_json(msgspec.to_builtins(list(differences)))
    await db.execute(_ENTRY, entry_id, incident_id, kind.value, text, payer, kept, *mine)
    # of a condition that is not in order the step itself tells everybody
    if any(one.kind is DifferenceKind.CONDITION for one in differences):
        return
    await enqueue("incident", f"incident:{entry_id}", {"incident_id": incident_id, "entry_id": entry_id})
