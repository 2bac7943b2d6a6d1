"""Incidents and their history, as whoever has been shown them may read them."""

from datetime import datetime
from uuid import UUID

import msgspec

from catalog.conditions.incidents import Difference, EntryKind, IncidentState, Payer
from catalog.conditions.records import Records
from core import db

_ENTRIES = """
SELECT e.id, e.kind, e.text, nullif(e.payer, '') AS payer, e.differences, e.at,
    coalesce(n.name, '') AS person_name, coalesce(o.name, '') AS organization_name
FROM {entries} e LEFT JOIN person n ON n.id = e.person_id
LEFT JOIN organization o ON o.id = e.organization_id
WHERE e.incident_id = $1 ORDER BY e.position
"""


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an incident's history."""

    id: UUID
    kind: EntryKind
    text: str
    payer: Payer | None
    differences: list[Difference]
    at: datetime
    person_name: str
    organization_name: str


class IncidentRow(msgspec.Struct, frozen=True, kw_only=True):
    """An incident of a unit; features add what it was handed over for."""

    id: UUID
    unit_id: UUID
    serial_number: str
    state: IncidentState
    payer: Payer | None
    opened_at: datetime
    updated_at: datetime
    product_name: str
    counter_id: UUID
    counter_name: str
    lender_id: UUID
    lender_name: str


class IncidentView(IncidentRow, frozen=True, kw_only=True):
    """An incident with its history, and what its reader may do now."""

    entries: list[EntryView]
    next_steps: list[EntryKind]

    @property
    def differences(self) -> list[Difference]:
        """All that was found, in the order it was."""
        return [one for entry in self.entries for one in entry.differences]


async def entries_of(records: Records, incident_id: UUID) -> list[EntryView]:
    """The entries of an incident, earliest first."""
    rows = await db.fetch(records.sql(_ENTRIES), incident_id)
    return [
        msgspec.convert({**row, "differences": db.from_json(row["differences"]) or []}, EntryView)
        for row in rows
    ]
