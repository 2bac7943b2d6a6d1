"""The first administrator of an organisation, appointed by whoever runs the house."""

from uuid import UUID

import asyncpg

from accounts.domain import INVITATION_LASTS, Role, clean_email, clean_line, is_email, name_fault
from core import db
from core.clock import now
from core.errors import Conflict, Invalid
from core.ids import new_id
from core.secrets import digest, new_token

_FIND = "SELECT id, password_hash, disabled_at FROM person WHERE email = $1"
_CREATE = """
INSERT INTO person (id, email, name, locale, date_style, created_at) VALUES ($1, $2, $3, 'ja', 'western', $4)
ON CONFLICT ON CONSTRAINT person_email_once DO NOTHING
"""
_SEAT = """
INSERT INTO membership (id, person_id, organization_id, role, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT ON CONSTRAINT membership_once DO UPDATE SET role = excluded.role, ended_at = NULL
"""
_LINK = """
INSERT INTO password_reset (id, token_digest, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
"""


async def appoint_administrator(organization_id: UUID, email: str, name: str = "") -> str | None:
    """Let the person with this address, made if need be, invite people to the organisation.

    The token of a link by which they choose their password, once, within `INVITATION_LASTS`; None for
    somebody who has one. Raises `Invalid` naming fields, `Conflict` for a person who was shut out.
    """
    email, name = clean_email(email), clean_line(name)
    if not is_email(email):
        raise Invalid({"email": "bad-email"})
    async with db.transaction():
        person = await _person(email, name)
        seat = (new_id(), person["id"], organization_id, Role.ADMIN.value, now())
        await db.execute(_SEAT, *seat)
        return None if person["password_hash"] else await _link(person["id"])


async def _person(email: str, name: str) -> asyncpg.Record:
    found = await db.fetch_row(_FIND, email)
    if found is None:
        if fault := name_fault(name):
            raise Invalid({"name": fault})
        await db.execute(_CREATE, new_id(), email, name, now())
        found = await db.fetch_row(_FIND, email)
    if found is None or found["disabled_at"] is not None:
        raise Conflict("person-disabled")
    return found


async def _link(person_id: UUID) -> str:
    token, moment = new_token(), now()
    await db.execute(_LINK, new_id(), digest(token), person_id, moment, moment + INVITATION_LASTS)
    return token
