"""Reading applications: by the link of a mail, by their own facility, by the counter that runs the course."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import NotFound
from core.secrets import digest
from core.web.values import as_uuid
from exhibitions.seminars.applying.domain import OPEN, ApplicationState
from exhibitions.seminars.domain import Audience
from exhibitions.seminars.queries import run_by
from exhibitions.visits.domain import VisitChannel


class ParticipantView(msgspec.Struct, frozen=True, kw_only=True):
    """受講者: a number, and the name until it is erased."""

    id: UUID
    number: str
    name: str


class ApplicationView(msgspec.Struct, frozen=True, kw_only=True):
    """受講の申込, as its own applicant and the counter see it."""

    id: UUID
    number: str
    seminar_id: UUID
    facility_id: UUID | None
    state: ApplicationState
    channel: VisitChannel
    audience: Audience
    people: int
    held: int
    may_wait: bool
    changes: int
    created_at: datetime
    confirm_by: datetime | None
    offered_until: datetime | None
    ended_reason: str
    name: str
    email: str
    phone: str
    organization_name: str
    locale: str
    participants: list[ParticipantView]

    @property
    def is_open(self) -> bool:
        """Whether it may still become something, or is something."""
        return self.state in OPEN

    @property
    def has_place(self) -> bool:
        """Whether its people may know place, link and material."""
        return self.state is ApplicationState.ACCEPTED

    @property
    def is_offer_over(self) -> bool:
        """Whether it was offered places and nobody took them in time; they go to whoever is next."""
        is_late = self.offered_until is not None and self.offered_until < now()
        return self.state is ApplicationState.OFFERED and is_late


_APPLICATION = """
SELECT a.id, a.number, a.seminar_id, a.facility_id, a.state, a.channel, a.audience, a.people, a.held,
    a.may_wait, a.changes, a.created_at, a.confirm_by, a.offered_until, a.ended_reason,
    coalesce(c.name, '') AS name, coalesce(c.email, '') AS email, coalesce(c.phone, '') AS phone,
    coalesce(c.organization_name, '') AS organization_name, coalesce(c.locale, 'ja') AS locale,
    (SELECT json_agg(json_build_object('id', p.id, 'number', p.number,
        'name', coalesce(c.participants[p.position], '')) ORDER BY p.position)
     FROM seminar_participant p WHERE p.application_id = a.id)::text AS participants
FROM seminar_application a LEFT JOIN seminar_contact c ON c.application_id = a.id
"""


async def applications(where: str, *arguments: object) -> list[ApplicationView]:
    """The applications that a condition of ours keeps."""
    rows = await db.fetch(f"{_APPLICATION} WHERE {where}", *arguments)
    return [
        msgspec.convert(
            {**row, "participants": msgspec.json.decode(row["participants"] or "[]")}, ApplicationView
        )
        for row in rows
    ]


async def application_of(application_id: UUID) -> ApplicationView:
    """An application that the caller has a right to already."""
    [found] = await applications("a.id = $1", application_id)
    return found


async def application_behind(actor: Actor, key: str) -> ApplicationView:
    """The application that a mailed link opens, or by its id for the facility whose it is.

    `NotFound` `seminar-link-unknown` for any other text.
    """
    application_id = as_uuid(key)
    if application_id is None:
        found = await applications(
            "a.id = (SELECT application_id FROM seminar_key WHERE token_digest = $1)", digest(key)
        )
    elif actor.is_facility:
        found = await applications("a.id = $1 AND a.facility_id = $2", application_id, actor.organization_id)
    else:
        found = []
    if not found:
        raise NotFound("seminar-link-unknown")
    return found[0]


async def applications_for(actor: Actor, seminar_id: UUID) -> list[ApplicationView]:
    """Everybody whose application has not lapsed, the earliest first, for whoever runs the course."""
    await run_by(actor, seminar_id)
    return await applications(
        "a.seminar_id = $1 AND a.state <> 'lapsed' ORDER BY a.created_at, a.id", seminar_id
    )


async def application_run_by(actor: Actor, application_id: UUID) -> ApplicationView:
    """One application, for whoever runs its course; `NotFound` for all others."""
    actor.signed_in()
    found = await applications("a.id = $1", application_id)
    if not found:
        raise NotFound
    await run_by(actor, found[0].seminar_id)
    return found[0]


async def names_of(application_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Who applied, for a caller that has judged who may know; nothing of those whose names are erased."""
    sql = "SELECT application_id AS id, name FROM seminar_contact WHERE application_id = ANY($1::uuid[])"
    return {row["id"]: row["name"] for row in await db.fetch(sql, list(application_ids))}


class OwnApplication(msgspec.Struct, frozen=True, kw_only=True):
    """An application in the list of its facility."""

    id: UUID
    number: str
    state: ApplicationState
    people: int
    title: str
    first_at: datetime | None


_OWN = """
SELECT a.id, a.number, a.state, a.people, s.title,
    (SELECT min(e.starts_at) FROM seminar_session e WHERE e.seminar_id = s.id) AS first_at
FROM seminar_application a JOIN seminar s ON s.id = a.seminar_id
WHERE a.facility_id = $1 ORDER BY a.created_at DESC, a.id LIMIT 200
"""


async def own_applications(actor: Actor) -> list[OwnApplication]:
    """What the actor's facility applied for, the latest first."""
    rows = await db.fetch(_OWN, actor.organization_id)
    return [msgspec.convert(dict(row), OwnApplication) for row in rows]


async def applications_of_facility(actor: Actor) -> list[ApplicationView]:
    """All that the actor's facility applied for, the latest first."""
    return await applications(
        "a.facility_id = $1 ORDER BY a.created_at DESC, a.id LIMIT 200", actor.organization_id
    )


async def places_in_queue(application: ApplicationView) -> int:
    """How many wait before this one."""
    sql = """
    SELECT count(*)::int FROM seminar_application
    WHERE seminar_id = $1 AND state = 'waiting' AND (created_at, id) < ($2, $3)
    """
    return int(await db.fetch_value(sql, application.seminar_id, application.created_at, application.id))


async def counted_by_state(seminar_id: UUID) -> dict[str, int]:
    """How many people stand where; every state is named."""
    sql = """
    SELECT state, sum(people)::int AS people FROM seminar_application WHERE seminar_id = $1 GROUP BY state
    """
    found = {row["state"]: row["people"] for row in await db.fetch(sql, seminar_id)}
    return {state.value: 0 for state in ApplicationState} | found
