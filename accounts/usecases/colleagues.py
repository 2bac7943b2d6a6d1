"""Who belongs to an organisation: invited by its admins, joining by a mailed link, leaving with a trace."""

from uuid import UUID

import asyncpg

from accounts import mails
from accounts.domain import (
    INVITATION_LASTS,
    Actor,
    Role,
    Seat,
    clean_email,
    clean_line,
    is_email,
    is_last_admin,
    name_fault,
    password_fault,
)
from accounts.limits import INVITATIONS_OF_ORGANIZATION, limiter
from accounts.passwords import hash_password
from accounts.queries import OpenInvitation, open_invitation
from accounts.usecases.signing_in import open_sign_in
from core import db
from core.clock import now
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.i18n import LOCALES
from core.ids import new_id
from core.secrets import digest, new_token
from directory.merging import after_merging

db.judged_by("person_email_once", lambda: Conflict("email-taken"))

_INVITE = """
INSERT INTO invitation (id, token_digest, organization_id, email, role, invited_by, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""

_SPEND = """
UPDATE invitation SET accepted_at = $2
WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2 RETURNING id
"""

_CREATE_PERSON = """
INSERT INTO person (id, email, name, password_hash, locale, date_style, created_at)
VALUES ($1, $2, $3, $4, $5, 'western', $6)
"""

# Whoever comes back takes their old seat again, as a new member of today.
_SEAT = """
INSERT INTO membership (id, person_id, organization_id, role, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT ON CONSTRAINT membership_once
DO UPDATE SET role = excluded.role, created_at = excluded.created_at, ended_at = NULL
WHERE membership.ended_at IS NOT NULL
"""


@after_merging
async def _leave_merged(kept_id: UUID, merged_id: UUID) -> None:  # noqa: ARG001  # whoever has a seat there keeps it
    """Whoever sat in both organisations sits in the one that stays."""
    sql = "UPDATE membership SET ended_at = $2 WHERE organization_id = $1 AND ended_at IS NULL"
    await db.execute(sql, merged_id, now())


async def invite_colleague(actor: Actor, email: str, role: str) -> UUID:
    """Mail an invitation to join the actor's organisation; an earlier one to the same address ends.

    Only admins (`NotAllowed`); `Invalid` for a bad address or role and for somebody who is there already.
    """
    organization_id = _as_admin(actor)
    email = clean_email(email)
    await _judge_invitation(organization_id, email, role)
    await limiter().count(INVITATIONS_OF_ORGANIZATION, str(organization_id))
    invitation_id, token, moment = new_id(), new_token(), now()
    expires_at = moment + INVITATION_LASTS
    async with db.transaction():
        await db.execute(
            "UPDATE invitation SET revoked_at = $3"
            " WHERE organization_id = $1 AND email = $2 AND accepted_at IS NULL AND revoked_at IS NULL",
            organization_id,
            email,
            moment,
        )
        written = (organization_id, email, role, actor.person_id, moment, expires_at)
        await db.execute(_INVITE, invitation_id, digest(token), *written)
        await mails.invite(invitation_id, actor, email, token, expires_at)
    return invitation_id


async def _judge_invitation(organization_id: UUID, email: str, role: str) -> None:
    faults = {}
    if not is_email(email):
        faults["email"] = "required" if not email else "bad-email"
    if role not in set(Role):
        faults["role"] = "unknown"
    if faults:
        raise Invalid(faults)
    sql = """
        SELECT 1 FROM membership m JOIN person p ON p.id = m.person_id
        WHERE m.organization_id = $1 AND m.ended_at IS NULL AND p.email = $2
    """
    if await db.fetch_value(sql, organization_id, email) is not None:
        raise Invalid({"email": "already-member"})


async def withdraw_invitation(actor: Actor, invitation_id: UUID) -> None:
    """Make a mailed invitation worthless; `NotFound` when it is not open or not of this organisation."""
    withdrawn = await db.execute(
        "UPDATE invitation SET revoked_at = $3"
        " WHERE id = $1 AND organization_id = $2 AND accepted_at IS NULL AND revoked_at IS NULL",
        invitation_id,
        _as_admin(actor),
        now(),
    )
    if not withdrawn:
        raise NotFound


async def accept_invitation(token: str, name: str, password: str, locale: str, agent: str) -> str:
    """Make an account for an invited address that has none, join, and sign in: the token of the sign-in.

    `NotFound` when the link is spent, `Invalid` for a bad name or password, `Conflict` with
    `sign-in-to-join` when the address has an account: its owner must show that they are the owner.
    """
    invitation = await _invitation(token)
    if invitation.is_known:
        raise Conflict("sign-in-to-join", email=invitation.email)
    name = clean_line(name)
    faults = {"name": name_fault(name), "password": password_fault(password, invitation.email)}
    found = {field: fault for field, fault in faults.items() if fault is not None}
    if found:
        raise Invalid(found)
    password_hash = await hash_password(password)
    person_id, spoken = new_id(), locale if locale in LOCALES else LOCALES[0]
    async with db.transaction():
        await _spend(invitation)
        await db.execute(_CREATE_PERSON, person_id, invitation.email, name, password_hash, spoken, now())
        await _take_seat(person_id, invitation)
        return await open_sign_in(person_id, agent, invitation.organization_id)


async def join_organization(actor: Actor, token: str) -> None:
    """Join by an invitation as the person it was mailed to, and act for that organisation from now on."""
    invitation = await _invitation(token)
    if actor.signed_in().person_id != invitation.person_id or actor.person_id is None:
        raise NotAllowed("other-person", email=invitation.email)
    async with db.transaction():
        await _spend(invitation)
        await _take_seat(actor.person_id, invitation)
        await db.execute(
            "UPDATE sign_in SET organization_id = $2 WHERE id = $1",
            actor.sign_in_id,
            invitation.organization_id,
        )


async def _invitation(token: str) -> OpenInvitation:
    invitation = await open_invitation(token)
    if invitation is None:
        raise NotFound("invitation-spent")
    return invitation


async def _spend(invitation: OpenInvitation) -> None:
    if await db.fetch_value(_SPEND, invitation.id, now()) is None:
        raise NotFound("invitation-spent")


async def _take_seat(person_id: UUID, invitation: OpenInvitation) -> None:
    await db.execute(_SEAT, new_id(), person_id, invitation.organization_id, invitation.role.value, now())


async def change_role(actor: Actor, person_id: UUID, role: str) -> None:
    """Make a colleague admin or member; `Conflict` with `last-admin` when nobody would be left."""
    organization_id = _as_admin(actor)
    if role not in set(Role):
        raise Invalid({"role": "unknown"})
    async with db.transaction():
        seats = await _locked_seats(organization_id, person_id)
        if role != Role.ADMIN and is_last_admin(seats, person_id):
            raise Conflict("last-admin")
        sql = "UPDATE membership SET role = $3 WHERE organization_id = $1 AND person_id = $2"
        await db.execute(sql, organization_id, person_id, role)


async def remove_member(actor: Actor, person_id: UUID) -> None:
    """End a colleague's membership, their sign-ins and API tokens for this organisation, at once.

    `Conflict` with `last-admin` when nobody would be left who can invite.
    """
    organization_id = _as_admin(actor)
    moment = now()
    async with db.transaction():
        if is_last_admin(await _locked_seats(organization_id, person_id), person_id):
            raise Conflict("last-admin")
        for table, column in (
            ("membership", "ended_at"),
            ("sign_in", "ended_at"),
            ("api_token", "revoked_at"),
        ):
            await db.execute(
                f"UPDATE {table} SET {column} = $3"  # noqa: S608  # the names stand in the line above
                f" WHERE organization_id = $1 AND person_id = $2 AND {column} IS NULL",
                organization_id,
                person_id,
                moment,
            )


async def _locked_seats(organization_id: UUID, person_id: UUID) -> list[Seat]:
    """All seats of an organisation, locked in one order: two admins cannot remove each other at once."""
    rows: list[asyncpg.Record] = await db.fetch(
        "SELECT person_id, role FROM membership WHERE organization_id = $1 AND ended_at IS NULL"
        " ORDER BY id FOR UPDATE",
        organization_id,
    )
    seats = [Seat(row["person_id"], Role(row["role"])) for row in rows]
    if person_id not in {seat.person_id for seat in seats}:
        raise NotFound
    return seats


def _as_admin(actor: Actor) -> UUID:
    organization_id = actor.acting_for()
    if not actor.is_admin:
        raise NotAllowed("not-admin")
    return organization_id
