"""Who has a place in a course, and at which sessions they were."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.errors import NotFound
from exhibitions.seminars.queries import run_by


class Attendee(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has a place; `sessions` are those attended, `certificate` its number once there is one."""

    id: UUID
    number: str
    name: str
    organization_name: str
    application_number: str
    sessions: list[UUID]
    certificate: str


_ATTENDEES = """
SELECT p.id, p.number, coalesce(c.participants[p.position], '') AS name,
    coalesce(c.organization_name, '') AS organization_name, a.number AS application_number,
    coalesce((SELECT array_agg(t.session_id) FROM seminar_attendance t WHERE t.participant_id = p.id),
        '{}') AS sessions,
    coalesce((SELECT number FROM seminar_certificate k WHERE k.participant_id = p.id), '') AS certificate
FROM seminar_participant p JOIN seminar_application a ON a.id = p.application_id
LEFT JOIN seminar_contact c ON c.application_id = a.id
"""


async def attendees_of(actor: Actor, seminar_id: UUID) -> list[Attendee]:
    """Everybody with a place, by application, for whoever runs the course."""
    await run_by(actor, seminar_id)
    where = "WHERE p.seminar_id = $1 AND a.state = 'accepted' ORDER BY a.created_at, a.id, p.position"
    rows = await db.fetch(f"{_ATTENDEES} {where}", seminar_id)
    return [msgspec.convert(dict(row), Attendee) for row in rows]


async def attendees_in(application_id: UUID) -> list[Attendee]:
    """The people of one application, for whoever holds its link."""
    rows = await db.fetch(f"{_ATTENDEES} WHERE p.application_id = $1 ORDER BY p.position", application_id)
    return [msgspec.convert(dict(row), Attendee) for row in rows]


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket's code leads to."""

    participant_id: UUID
    seminar_id: UUID
    number: str
    name: str


_TICKET = """
SELECT p.id AS participant_id, p.seminar_id, p.number, coalesce(c.participants[p.position], '') AS name
FROM seminar_participant p LEFT JOIN seminar_contact c ON c.application_id = p.application_id
WHERE p.number = $1
"""


async def ticket_of(actor: Actor, number: str) -> Ticket:
    """Whose ticket it is, for whoever runs its course; `NotFound` for everybody else."""
    actor.signed_in()
    row = await db.fetch_row(_TICKET, number)
    if row is None:
        raise NotFound
    await run_by(actor, row["seminar_id"])
    return msgspec.convert(dict(row), Ticket)
