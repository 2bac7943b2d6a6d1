"""Tokens of the API: shown once, kept as digests, for one person in one organisation."""

from uuid import UUID

from accounts.domain import Actor, clean_email, clean_line, name_fault
from accounts.usecases.signing_in import usual_organization
from core import db
from core.clock import now
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.secrets import digest, new_token

_INSERT = """
INSERT INTO api_token (id, token_digest, person_id, organization_id, name, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""


async def create_api_token(actor: Actor, name: str) -> str:
    """A new token that acts as the actor for their present organisation; only its digest is kept."""
    name = clean_line(name)
    fault = name_fault(name)
    if fault is not None:
        raise Invalid({"name": fault})
    return await _create(actor.signed_in().person_id, actor.organization_id, name)


async def create_api_token_for(email: str, name: str = "command line") -> str:
    """A new token for whoever has this address, acting for their usual organisation; else `NotFound`."""
    sql = "SELECT id FROM person WHERE email = $1 AND disabled_at IS NULL"
    person_id: UUID | None = await db.fetch_value(sql, clean_email(email))
    if person_id is None:
        raise NotFound("no-such-person", email=email)
    return await _create(person_id, await usual_organization(person_id), name)


async def revoke_api_token(actor: Actor, token_id: UUID) -> None:
    """Let one of the actor's own tokens open nothing any more; `NotFound` for anybody else's."""
    revoked = await db.execute(
        "UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL",
        token_id,
        actor.signed_in().person_id,
        now(),
    )
    if not revoked:
        raise NotFound


async def _create(person_id: UUID | None, organization_id: UUID | None, name: str) -> str:
    token = new_token()
    await db.execute(_INSERT, new_id(), digest(token), person_id, organization_id, name, now())
    return token
