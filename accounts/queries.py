"""Who somebody is, and what a person sees of their account and of their organisation's people."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import SEEN_EVERY, SIGN_IN_LASTS, Actor, Role, Via
from core import db
from core.clock import now
from core.secrets import digest
from directory.kinds import OrganizationKind

# One statement: who it is, and a note that they were seen, if the last one is old. A membership that
# has ended leaves a person without an organisation.
_OF_SESSION = """
WITH known AS (
    SELECT s.id AS sign_in_id, s.last_seen_at, p.id AS person_id, p.name, p.locale, p.date_style, m.role,
        o.id AS organization_id, o.kind, o.name AS organization_name
    FROM sign_in s
    JOIN person p ON p.id = s.person_id AND p.disabled_at IS NULL
    LEFT JOIN membership m
        ON m.person_id = s.person_id AND m.organization_id = s.organization_id AND m.ended_at IS NULL
    LEFT JOIN organization o ON o.id = m.organization_id
    WHERE s.token_digest = $1 AND s.ended_at IS NULL AND s.expires_at > $2
), seen AS (
    UPDATE sign_in SET last_seen_at = $2, expires_at = $3
    FROM known WHERE sign_in.id = known.sign_in_id AND known.last_seen_at < $4 AND sign_in.ended_at IS NULL
)
SELECT * FROM known
"""

_OF_BEARER = """
WITH known AS (
    SELECT t.id AS token_id, t.last_used_at, NULL::uuid AS sign_in_id, p.id AS person_id, p.name, p.locale,
        p.date_style, m.role, o.id AS organization_id, o.kind, o.name AS organization_name
    FROM api_token t
    JOIN person p ON p.id = t.person_id AND p.disabled_at IS NULL
    LEFT JOIN membership m
        ON m.person_id = t.person_id AND m.organization_id = t.organization_id AND m.ended_at IS NULL
    LEFT JOIN organization o ON o.id = m.organization_id
    WHERE t.token_digest = $1 AND t.revoked_at IS NULL AND (t.organization_id IS NULL OR m.id IS NOT NULL)
), seen AS (
    UPDATE api_token SET last_used_at = $2
    FROM known WHERE api_token.id = known.token_id AND coalesce(known.last_used_at, '-infinity') < $3
)
SELECT * FROM known
"""


async def actor_of_session(token: str) -> Actor | None:
    """Whoever signed in with this cookie, or None; notes that they were seen."""
    moment = now()
    row = await db.fetch_row(_OF_SESSION, digest(token), moment, moment + SIGN_IN_LASTS, moment - SEEN_EVERY)
    return _actor(row, Via.PAGE)


async def actor_of_api_token(token: str) -> Actor | None:
    """Whoever this bearer token stands for, or None; notes that it was used."""
    moment = now()
    return _actor(await db.fetch_row(_OF_BEARER, digest(token), moment, moment - SEEN_EVERY), Via.API)


def _actor(row: asyncpg.Record | None, via: Via) -> Actor | None:
    if row is None:
        return None
    return Actor(
        person_id=row["person_id"],
        organization_id=row["organization_id"],
        kind=OrganizationKind(row["kind"]) if row["kind"] else None,
        role=Role(row["role"] or Role.MEMBER),
        name=row["name"],
        organization_name=row["organization_name"] or "",
        locale=row["locale"],
        date_style=row["date_style"],
        via=via,
        sign_in_id=row["sign_in_id"],
    )


class Profile(msgspec.Struct, frozen=True):
    """A person as they see themselves."""

    id: UUID
    email: str
    name: str
    locale: str
    date_style: str


class Place(msgspec.Struct, frozen=True):
    """An organisation a person belongs to."""

    organization_id: UUID
    organization_name: str
    kind: OrganizationKind
    role: Role


class SignedInBrowser(msgspec.Struct, frozen=True):
    """A browser in which a person is signed in."""

    id: UUID
    agent: str
    created_at: datetime
    last_seen_at: datetime


class TokenEntry(msgspec.Struct, frozen=True):
    """An API token as its owner sees it; the token itself is shown only when it is made."""

    id: UUID
    name: str
    organization_name: str
    created_at: datetime
    last_used_at: datetime | None


class Member(msgspec.Struct, frozen=True):
    """A colleague."""

    person_id: UUID
    name: str
    email: str
    role: Role
    since: datetime
    last_seen_at: datetime | None


class PendingInvitation(msgspec.Struct, frozen=True):
    """An invitation that has not been answered yet."""

    id: UUID
    email: str
    role: Role
    invited_by: str
    created_at: datetime
    expires_at: datetime
    is_expired: bool


class OpenInvitation(msgspec.Struct, frozen=True):
    """What the owner of an invitation link is shown; `is_known` when their address has an account."""

    id: UUID
    organization_id: UUID
    organization_name: str
    email: str
    role: Role
    invited_by: str
    expires_at: datetime
    person_id: UUID | None

    @property
    def is_known(self) -> bool:
        """Whether the invited address belongs to somebody who can sign in."""
        return self.person_id is not None


def _typed(row: asyncpg.Record) -> dict[str, Any]:
    fields = dict(row)
    if "role" in fields:
        fields["role"] = Role(fields["role"])
    if "kind" in fields:
        fields["kind"] = OrganizationKind(fields["kind"])
    return fields


async def profile_of(actor: Actor) -> Profile:
    """The actor's own name, address and habits."""
    sql = "SELECT id, email, name, locale, date_style FROM person WHERE id = $1"
    (profile,) = await db.fetch_as(Profile, sql, actor.signed_in().person_id)
    return profile


async def places_of(actor: Actor) -> list[Place]:
    """The organisations the actor belongs to, by name."""
    sql = """
        SELECT o.id AS organization_id, o.name AS organization_name, o.kind, m.role
        FROM membership m JOIN organization o ON o.id = m.organization_id
        WHERE m.person_id = $1 AND m.ended_at IS NULL ORDER BY o.name, o.id
    """
    return [Place(**_typed(row)) for row in await db.fetch(sql, actor.signed_in().person_id)]


async def browsers_of(actor: Actor) -> list[SignedInBrowser]:
    """Where the actor is signed in, the latest used first."""
    sql = """
        SELECT id, agent, created_at, last_seen_at FROM sign_in
        WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY last_seen_at DESC, id
    """
    return await db.fetch_as(SignedInBrowser, sql, actor.signed_in().person_id, now())


async def api_tokens_of(actor: Actor) -> list[TokenEntry]:
    """The actor's API tokens that have not been revoked, the newest first."""
    sql = """
        SELECT t.id, t.name, coalesce(o.name, '') AS organization_name, t.created_at, t.last_used_at
        FROM api_token t LEFT JOIN organization o ON o.id = t.organization_id
        WHERE t.person_id = $1 AND t.revoked_at IS NULL ORDER BY t.created_at DESC, t.id
    """
    return await db.fetch_as(TokenEntry, sql, actor.signed_in().person_id)


async def members_of(actor: Actor) -> list[Member]:
    """The people of the actor's organisation, admins first."""
    sql = """
        SELECT p.id AS person_id, p.name, p.email, m.role, m.created_at AS since,
            (SELECT max(last_seen_at) FROM sign_in s
             WHERE s.person_id = p.id AND s.organization_id = m.organization_id) AS last_seen_at
        FROM membership m JOIN person p ON p.id = m.person_id
        WHERE m.organization_id = $1 AND m.ended_at IS NULL ORDER BY m.role, p.name, p.id
    """
    return [Member(**_typed(row)) for row in await db.fetch(sql, actor.acting_for())]


async def invitations_of(actor: Actor) -> list[PendingInvitation]:
    """The invitations of the actor's organisation that nobody has accepted, the newest first."""
    sql = """
        SELECT i.id, i.email, i.role, p.name AS invited_by, i.created_at, i.expires_at,
            i.expires_at <= $2 AS is_expired
        FROM invitation i JOIN person p ON p.id = i.invited_by
        WHERE i.organization_id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL
        ORDER BY i.created_at DESC, i.id
    """
    return [PendingInvitation(**_typed(row)) for row in await db.fetch(sql, actor.acting_for(), now())]


async def open_invitation(token: str) -> OpenInvitation | None:
    """The invitation behind a link, unless it was used, withdrawn or is too old."""
    sql = """
        SELECT i.id, i.organization_id, o.name AS organization_name, i.email, i.role,
            inviter.name AS invited_by, i.expires_at, known.id AS person_id
        FROM invitation i
        JOIN organization o ON o.id = i.organization_id
        JOIN person inviter ON inviter.id = i.invited_by
        LEFT JOIN person known ON known.email = i.email
        WHERE i.token_digest = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2
    """
    row = await db.fetch_row(sql, digest(token), now())
    return None if row is None else OpenInvitation(**_typed(row))


async def is_open_reset(token: str) -> bool:
    """Whether a link to choose a new password can still be used."""
    sql = "SELECT 1 FROM password_reset WHERE token_digest = $1 AND used_at IS NULL AND expires_at > $2"
    return await db.fetch_value(sql, digest(token), now()) is not None
