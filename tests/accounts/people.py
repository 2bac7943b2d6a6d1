"""Valid people and organisations for tests."""

from uuid import UUID

from accounts.domain import Actor, Role
from accounts.passwords import hash_password
from accounts.queries import actor_of_session
from accounts.usecases import open_sign_in
from core import db
from core.clock import now
from core.ids import new_id
from directory.kinds import OrganizationKind
from notifications.outbox import handler_of

PASSWORD = "robots lend a hand"

_hashes: dict[str, str] = {}


async def an_organization(name: str = "ひかり苑", kind: OrganizationKind = OrganizationKind.FACILITY) -> UUID:
    organization_id, moment = new_id(), now()
    await db.execute(
        "INSERT INTO organization (id, kind, name, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)",
        organization_id,
        kind.value,
        name,
        moment,
    )
    return organization_id


async def a_person(
    email: str = "mai@hikari.example", name: str = "佐藤 舞", password: str = PASSWORD
) -> UUID:
    if password not in _hashes:
        _hashes[password] = await hash_password(password)
    person_id = new_id()
    await db.execute(
        "INSERT INTO person (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)",
        person_id,
        email,
        name,
        _hashes[password],
        now(),
    )
    return person_id


async def a_seat(person_id: UUID, organization_id: UUID, role: Role = Role.MEMBER) -> None:
    await db.execute(
        "INSERT INTO membership (id, person_id, organization_id, role, created_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        new_id(),
        person_id,
        organization_id,
        role.value,
        now(),
    )


async def an_actor(
    email: str = "mai@hikari.example", organization_id: UUID | None = None, role: Role = Role.ADMIN
) -> Actor:
    """Somebody who has signed in, as admin of a facility unless something else is said."""
    person_id = await a_person(email)
    await a_seat(person_id, organization_id or await an_organization(), role)
    return await signed_in(person_id)


async def signed_in(person_id: UUID) -> Actor:
    actor = await actor_of_session(await open_sign_in(person_id, "Firefox"))
    assert actor is not None
    return actor


_ASKED = """
UPDATE outbox SET delivered_at = $1
WHERE kind = 'password_reset' AND delivered_at IS NULL RETURNING payload, dedupe_key
"""


async def mails_to(email: str) -> list[dict[str, str]]:
    """The mails that were asked for, once the worker has looked up who forgot a password."""
    for row in await db.fetch(_ASKED, now()):
        await handler_of("password_reset")(db.from_json(row["payload"]), row["dedupe_key"])
    rows = await db.fetch("SELECT payload FROM outbox WHERE kind = 'mail' ORDER BY created_at, id")
    payloads = [db.from_json(row["payload"]) for row in rows]
    return [payload for payload in payloads if payload["recipient"] == email]


async def token_mailed_to(email: str) -> str:
    """The last path segment of the link in the latest mail."""
    body = (await mails_to(email))[-1]["body"]
    link = next(line for line in body.splitlines() if line.startswith("http"))
    return link.rsplit("/", 1)[-1]
