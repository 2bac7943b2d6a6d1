"""Signing in and out. A browser gets a fresh token at every sign-in; what it brought is worth nothing."""

from uuid import UUID

from accounts.domain import SIGN_IN_LASTS, Actor, clean_email, clean_line
from accounts.limits import SIGN_INS_AS_EMAIL, WRONG_PASSWORDS_FROM_ADDRESS, limiter
from accounts.passwords import hash_password, is_password, needs_rehash
from core import db
from core.clock import now
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.secrets import digest, new_token

LONGEST_AGENT = 300

_OPEN = """
INSERT INTO sign_in
    (id, token_digest, person_id, organization_id, agent, created_at, last_seen_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
"""

# The organisation last acted for, if the person still belongs to it, or else the first one joined.
_USUAL_ORGANIZATION = """
SELECT m.organization_id FROM membership m
LEFT JOIN LATERAL (
    SELECT s.created_at FROM sign_in s
    WHERE s.person_id = m.person_id AND s.organization_id = m.organization_id
    ORDER BY s.created_at DESC LIMIT 1
) latest ON true
WHERE m.person_id = $1 AND m.ended_at IS NULL
ORDER BY latest.created_at DESC NULLS LAST, m.created_at, m.id LIMIT 1
"""


async def sign_in(
    email: str, password: str, agent: str, address: str = "", replaces: Actor | None = None
) -> str:
    """The token of a fresh sign-in; one that this browser had before (`replaces`) ends.

    An unknown person, a disabled one and a wrong password are all `Invalid` with `wrong-credentials`
    after the same time. `TooMany` after too many tries as this person or from this network `address`.
    """
    email = clean_email(email)
    await limiter().judge(WRONG_PASSWORDS_FROM_ADDRESS, address)
    await limiter().count(SIGN_INS_AS_EMAIL, email)
    person = await db.fetch_row(
        "SELECT id, password_hash FROM person WHERE email = $1 AND disabled_at IS NULL", email
    )
    if not await is_password(person["password_hash"] if person else None, password) or person is None:
        await limiter().count(WRONG_PASSWORDS_FROM_ADDRESS, address)
        raise Invalid({"password": "wrong-credentials"}, code="wrong-credentials")
    await limiter().forget(SIGN_INS_AS_EMAIL, email)
    renewed = await hash_password(password) if needs_rehash(person["password_hash"]) else None
    async with db.transaction():
        if renewed is not None:
            await db.execute("UPDATE person SET password_hash = $2 WHERE id = $1", person["id"], renewed)
        if replaces is not None:
            await sign_out(replaces)
        return await open_sign_in(person["id"], agent)


async def open_sign_in(person_id: UUID, agent: str, organization_id: UUID | None = None) -> str:
    """A fresh token for a person who has shown who they are; part of the caller's transaction."""
    token, moment = new_token(), now()
    if organization_id is None:
        organization_id = await usual_organization(person_id)
    kept = clean_line(agent)[:LONGEST_AGENT]
    await db.execute(
        _OPEN, new_id(), digest(token), person_id, organization_id, kept, moment, moment + SIGN_IN_LASTS
    )
    return token


async def usual_organization(person_id: UUID) -> UUID | None:
    """For whom a person acts when they have not said: as last time, else where they joined first."""
    organization_id: UUID | None = await db.fetch_value(_USUAL_ORGANIZATION, person_id)
    return organization_id


async def sign_out(actor: Actor) -> None:
    """End the sign-in the actor came with; nothing happens when there is none."""
    await db.execute(
        "UPDATE sign_in SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", actor.sign_in_id, now()
    )


async def sign_out_everywhere(actor: Actor, *, but_here: bool = False) -> int:
    """End all sign-ins of the actor, this one too unless `but_here`; how many there were."""
    kept = actor.sign_in_id if but_here else None
    return await end_sign_ins_of(actor.signed_in().person_id, kept)


async def end_sign_ins_of(person_id: UUID | None, kept: UUID | None = None) -> int:
    """End all sign-ins of a person but `kept`; how many there were."""
    return await db.execute(
        "UPDATE sign_in SET ended_at = $3"
        " WHERE person_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2::uuid",
        person_id,
        kept,
        now(),
    )


async def end_sign_in(actor: Actor, sign_in_id: UUID) -> None:
    """End one of the actor's own sign-ins; `NotFound` for anybody else's."""
    ended = await db.execute(
        "UPDATE sign_in SET ended_at = $3 WHERE id = $1 AND person_id = $2 AND ended_at IS NULL",
        sign_in_id,
        actor.signed_in().person_id,
        now(),
    )
    if not ended:
        raise NotFound
