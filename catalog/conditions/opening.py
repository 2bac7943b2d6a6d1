"""Opening an incident where a unit comes otherwise than it went; part of the caller's transaction."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.conditions.answers import CheckedLine
from catalog.conditions.incidents import (
    COMPARED_WITH,
    Difference,
    DifferenceKind,
    EntryKind,
    Handed,
    differences,
)
from catalog.conditions.records import Records
from catalog.domain import CheckMoment, Condition
from core import db
from core.clock import now
from core.ids import new_id
from notifications.outbox import enqueue

_CHECKS = """
SELECT DISTINCT ON (check_moment) check_moment, condition, items FROM {checks}
WHERE {subject} = $1 AND unit_id = $2 ORDER BY check_moment, at DESC, id DESC
"""
_MARKS = """
SELECT h.check_moment, count(*) AS marks FROM {marks} m JOIN {photos} h ON h.id = m.photo_id
WHERE h.{subject} = $1 AND h.unit_id = $2 AND m.withdrawn_at IS NULL GROUP BY h.check_moment
"""
_OPEN = """
INSERT INTO {incidents} (id, {subject}, unit_id, state, payer, opened_at, updated_at)
VALUES ($1, $2, $3, 'open', '', $4, $4)
ON CONFLICT ({subject}, unit_id) WHERE state <> 'settled' DO NOTHING RETURNING id
"""
_UNDER_WAY = """
SELECT id FROM {incidents} WHERE {subject} = $1 AND unit_id = $2 AND state <> 'settled' FOR UPDATE
"""
_KNOWN = "SELECT differences FROM {entries} WHERE incident_id = $1"
_ENTRY = """
INSERT INTO {entries} (id, incident_id, position, kind, text, payer, differences, person_id,
    organization_id, via, at)
SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6::jsonb, $7, $8, $9, $10
FROM {entries} WHERE incident_id = $2
"""


async def open_where_different(
    records: Records, actor: Actor, subject_id: UUID, units: Sequence[UUID], moment: CheckMoment
) -> None:
    """Compare each unit at `moment` with how it was before, and open an incident for what is worse."""
    for unit_id in units if moment in COMPARED_WITH else ():
        handed = await _handed(records, subject_id, unit_id)
        before = next((handed[one] for one in COMPARED_WITH[moment] if one in handed), Handed())
        if found := differences(moment, before, handed.get(moment, Handed())):
            await _write_down(records, actor, (subject_id, unit_id), found)


async def _handed(records: Records, subject_id: UUID, unit_id: UUID) -> Mapping[CheckMoment, Handed]:
    of_unit = (subject_id, unit_id)
    counted = await db.fetch(records.sql(_MARKS), *of_unit)
    marks = {row["check_moment"]: row["marks"] for row in counted}
    return {
        CheckMoment(row["check_moment"]): Handed(
            Condition(row["condition"]),
            msgspec.convert(db.from_json(row["items"]) or [], list[CheckedLine]),
            marks.get(row["check_moment"], 0),
        )
        for row in await db.fetch(records.sql(_CHECKS), *of_unit)
    }


async def _write_down(
    records: Records, actor: Actor, of_unit: tuple[UUID, UUID], found: Sequence[Difference]
) -> None:
    """A new incident, or what is new to the one that is under way."""
    made = await db.fetch_value(records.sql(_OPEN), new_id(), *of_unit, now())
    incident_id = made or await db.fetch_value(records.sql(_UNDER_WAY), *of_unit)
    known = await _known(records, incident_id)
    if news := [one for one in found if one.same_as not in known]:
        kind = EntryKind.OPENED if made else EntryKind.FOUND
        await add_entry(records, actor, incident_id, kind, differences=news)


async def _known(records: Records, incident_id: UUID) -> set[tuple[str, ...]]:
    rows = await db.fetch(records.sql(_KNOWN), incident_id)
    kept = [msgspec.convert(db.from_json(row["differences"]) or [], list[Difference]) for row in rows]
    return {one.same_as for each in kept for one in each}


async def add_entry(
    records: Records,
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
    await db.execute(records.sql(_ENTRY), entry_id, incident_id, kind.value, text, payer, kept, *mine)
    # of a condition that is not in order the step itself tells everybody
    if any(one.kind is DifferenceKind.CONDITION for one in differences):
        return
    payload: dict[str, object] = {"incident_id": incident_id, "entry_id": entry_id}
    await enqueue(records.news, f"{records.news}:{entry_id}", payload)
