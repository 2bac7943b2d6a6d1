"""Reading incidents, as whoever asks may see their loan."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.conditions import entries
from catalog.conditions.incidents import IncidentState, steps_of
from core import db
from core.errors import NotFound
from core.web.paging import Page, decode_cursor, encode_cursor, page_size
from loans.conditions import RECORDS
from loans.incidents.parties import may_decide, parties_to
from loans.queries import visible_to

_INCIDENT = """
SELECT i.id, i.loan_id, l.number, i.unit_id, u.serial_number, i.state, nullif(i.payer, '') AS payer,
    i.opened_at, i.updated_at, p.name AS product_name, l.facility_id, f.name AS facility_name,
    l.counter_id, c.name AS counter_name, l.lender_id, v.name AS lender_name
FROM incident i JOIN loan l ON l.id = i.loan_id JOIN unit u ON u.id = i.unit_id
JOIN product p ON p.id = l.product_id JOIN organization f ON f.id = l.facility_id
JOIN organization c ON c.id = l.counter_id JOIN organization v ON v.id = l.lender_id
"""


class IncidentRow(entries.IncidentRow, frozen=True, kw_only=True):
    """An incident, with the loan it belongs to."""

    loan_id: UUID
    number: str
    facility_id: UUID
    facility_name: str


class IncidentView(entries.IncidentView, frozen=True, kw_only=True):
    """The same with its history, and what its reader may do now."""

    loan_id: UUID
    number: str
    facility_id: UUID
    facility_name: str


async def incident_for(actor: Actor, incident_id: UUID) -> IncidentView:
    """One incident; `NotFound` for unknown and foreign ids alike."""
    sql = f"{_INCIDENT} WHERE i.id = $1 AND {visible_to(actor.signed_in(), 2)}"
    row = await db.fetch_row(sql, incident_id, actor.organization_id)
    if row is None:
        raise NotFound
    found = msgspec.convert(dict(row), IncidentRow)
    sides = parties_to(actor, found.facility_id, found.counter_id, found.lender_id)
    return IncidentView(
        **msgspec.structs.asdict(found),
        entries=await entries.entries_of(RECORDS, incident_id),
        next_steps=steps_of(found.state, decides=may_decide(sides)),
    )


async def incidents_of(loan_id: UUID) -> list[IncidentRow]:
    """The incidents of a loan that the caller has been shown, earliest first."""
    return await db.fetch_as(
        IncidentRow, f"{_INCIDENT} WHERE i.loan_id = $1 ORDER BY i.opened_at, i.id", loan_id
    )


async def list_incidents(
    actor: Actor,
    state: IncidentState | None = None,
    *,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[IncidentRow]:
    """Those of loans that `actor` may see, the latest first."""
    clauses, arguments = [visible_to(actor.signed_in(), 1)], [actor.organization_id]
    further: list[object] = [*arguments]
    if state is not None:
        further.append(state.value)
        clauses.append(f"i.state = ${len(further)}")
    if (last := decode_cursor(cursor, 1)) is not None:
        further.append(last[0])
        clauses.append(f"i.id::text < ${len(further)}")
    size = page_size(limit)
    sql = f"{_INCIDENT} WHERE {' AND '.join(clauses)} ORDER BY i.id::text DESC LIMIT {size + 1}"
    rows = await db.fetch_as(IncidentRow, sql, *further)
    is_more = len(rows) > size
    return Page(rows[:size], encode_cursor(str(rows[size - 1].id)) if is_more else None)


async def open_incidents(organization_id: UUID) -> int:
    """How many that are not settled its counter or lender has."""
    sql = """SELECT count(*) FROM incident i JOIN loan l ON l.id = i.loan_id
        WHERE i.state = 'open' AND (l.counter_id = $1 OR l.lender_id = $1)"""
    return int(await db.fetch_value(sql, organization_id))
