"""What an exhibit lacked when it came, against how it went, and what lender and counter make of it."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.conditions import entries
from catalog.conditions.deciding import comment, decide
from catalog.conditions.incidents import Comment, Decide, EntryKind, IncidentState, steps_of
from core import db
from core.errors import NotFound
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from exhibitions.conditions.records import RECORDS
from exhibitions.exhibits import mine

_INCIDENT = """
SELECT i.id, i.exhibit_id, e.title AS exhibition_title, i.unit_id, u.serial_number, i.state,
    nullif(i.payer, '') AS payer, i.opened_at, i.updated_at, p.name AS product_name, e.counter_id,
    c.name AS counter_name, x.lender_id, l.name AS lender_name
FROM exhibit_incident i JOIN exhibit x ON x.id = i.exhibit_id JOIN exhibition e ON e.id = x.exhibition_id
JOIN unit u ON u.id = i.unit_id JOIN product p ON p.id = x.product_id
JOIN organization c ON c.id = e.counter_id JOIN organization l ON l.id = x.lender_id
"""
_OPEN = """
SELECT count(*) FROM exhibit_incident i JOIN exhibit x ON x.id = i.exhibit_id
JOIN exhibition e ON e.id = x.exhibition_id WHERE i.state = 'open' AND $1 IN (e.counter_id, x.lender_id)
"""


class ExhibitIncidentRow(entries.IncidentRow, frozen=True, kw_only=True):
    """An incident, with the exhibit it belongs to."""

    exhibit_id: UUID
    exhibition_title: str


class ExhibitIncident(entries.IncidentView, frozen=True, kw_only=True):
    """The same with its history, and what its reader may do now."""

    exhibit_id: UUID
    exhibition_title: str


async def incident_for(actor: Actor, incident_id: UUID) -> ExhibitIncident:
    """One incident; `NotFound` for unknown and foreign ids alike. Whoever may see it may decide."""
    sql = f"{_INCIDENT} WHERE i.id = $1 AND {mine(actor.signed_in(), 2)}"
    row = await db.fetch_row(sql, incident_id, actor.organization_id)
    if row is None:
        raise NotFound
    found = msgspec.convert(dict(row), ExhibitIncidentRow)
    return ExhibitIncident(
        **msgspec.structs.asdict(found),
        entries=await entries.entries_of(RECORDS, incident_id),
        next_steps=steps_of(found.state, decides=True),
    )


async def incidents_of(exhibit_id: UUID) -> list[ExhibitIncidentRow]:
    """The incidents of an exhibit that the caller has been shown, earliest first."""
    sql = f"{_INCIDENT} WHERE i.exhibit_id = $1 ORDER BY i.opened_at, i.id"
    return await db.fetch_as(ExhibitIncidentRow, sql, exhibit_id)


async def list_incidents(
    actor: Actor, state: IncidentState | None = None, *, cursor: str | None = None
) -> Page[ExhibitIncidentRow]:
    """Those of exhibits that `actor` may see, the latest first."""
    size = page_size(None)
    sql = f"""{_INCIDENT} WHERE {mine(actor.signed_in(), 1)} AND ($2::text IS NULL OR i.state = $2)
        AND ($3::uuid IS NULL OR i.id < $3) ORDER BY i.id DESC LIMIT $4"""
    given = (actor.organization_id, state.value if state else None, cursor_id(cursor), size + 1)
    return cut(await db.fetch_as(ExhibitIncidentRow, sql, *given), size, CursorOf[ExhibitIncidentRow]())


async def open_incidents(organization_id: UUID) -> int:
    """How many nobody has decided on yet, of this counter or lender."""
    return int(await db.fetch_value(_OPEN, organization_id))


async def comment_incident(actor: Actor, incident_id: UUID, command: Comment) -> ExhibitIncident:
    """Say something to the other side."""
    async with db.transaction():
        await incident_for(actor, incident_id)
        await comment(RECORDS, actor, incident_id, command)
        return await incident_for(actor, incident_id)


async def agree_incident(actor: Actor, incident_id: UUID, command: Decide) -> ExhibitIncident:
    """Write down what lender and counter have agreed, and who pays."""
    return await _decide(actor, incident_id, command, EntryKind.AGREED)


async def settle_incident(actor: Actor, incident_id: UUID, command: Decide) -> ExhibitIncident:
    """Write down how it ended; it stays to be read."""
    return await _decide(actor, incident_id, command, EntryKind.SETTLED)


async def _decide(actor: Actor, incident_id: UUID, command: Decide, step: EntryKind) -> ExhibitIncident:
    async with db.transaction():
        seen = await incident_for(actor, incident_id)
        await decide(RECORDS, actor, incident_id, seen.state, command, step, decides=True)
        return await incident_for(actor, incident_id)
