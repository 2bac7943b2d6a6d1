"""Changing a password, and getting back in without one."""

from typing import Any
from uuid import UUID

from accounts import mails
from accounts.domain import PASSWORD_RESET_LASTS, Actor, clean_email, password_fault
from accounts.limits import RESETS_FROM_ADDRESS, RESETS_OF_EMAIL, SIGN_INS_AS_EMAIL, limiter
from accounts.passwords import hash_password, is_password
from accounts.usecases.signing_in import end_sign_ins_of
from core import db
from core.clock import now
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.secrets import digest, new_token
from notifications.outbox import enqueue, handles

_SPEND = """
UPDATE password_reset SET used_at = $2 WHERE token_digest = $1 AND used_at IS NULL AND expires_at > $2
RETURNING person_id
"""

_OF_RESET = """
SELECT p.id, p.email FROM password_reset r JOIN person p ON p.id = r.person_id AND p.disabled_at IS NULL
WHERE r.token_digest = $1 AND r.used_at IS NULL AND r.expires_at > $2
"""


async def change_password(actor: Actor, current: str, chosen: str) -> None:
    """Change the actor's own password and end their other sign-ins.

    `Invalid` for a wrong `current` or a bad `chosen`; `TooMany` after too many wrong ones.
    """
    sql = "SELECT email, password_hash FROM person WHERE id = $1"
    person = await db.fetch_row(sql, actor.signed_in().person_id)
    if person is None or actor.person_id is None:
        raise NotFound
    await limiter().count(SIGN_INS_AS_EMAIL, person["email"])
    if not await is_password(person["password_hash"], current):
        raise Invalid({"current": "wrong-password"})
    await limiter().forget(SIGN_INS_AS_EMAIL, person["email"])
    await _set_password(actor.person_id, await _hashed(chosen, person["email"]), kept=actor.sign_in_id)


async def request_password_reset(email: str, address: str = "") -> None:
    """Have a link to choose a new password mailed, if the address belongs to somebody.

    The caller never learns: who it is, the worker looks up, and everybody takes as long here.
    """
    email = clean_email(email)
    await limiter().count(RESETS_FROM_ADDRESS, address)
    await limiter().count(RESETS_OF_EMAIL, email)
    await enqueue("password_reset", f"password-reset-asked:{new_id()}", {"email": email})


@handles("password_reset")
async def mail_password_reset(payload: dict[str, Any], key: str) -> None:  # noqa: ARG001  # each link has a key of its own
    """Make the link and ask for its mail; nothing for an address that nobody has."""
    token, reset_id, moment = new_token(), new_id(), now()
    async with db.transaction():
        sql = "SELECT id, email, locale FROM person WHERE email = $1 AND disabled_at IS NULL"
        person = await db.fetch_row(sql, payload["email"])
        if person is None:
            return
        await db.execute(
            "INSERT INTO password_reset (id, token_digest, person_id, created_at, expires_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            reset_id,
            digest(token),
            person["id"],
            moment,
            moment + PASSWORD_RESET_LASTS,
        )
        await mails.reset_password(reset_id, person["email"], person["locale"], token)


async def reset_password(token: str, chosen: str) -> None:
    """Set a new password by a mailed link, once, and end all sign-ins; `NotFound` when the link is spent."""
    person = await db.fetch_row(_OF_RESET, digest(token), now())
    if person is None:
        raise NotFound("reset-spent")
    password_hash = await _hashed(chosen, person["email"])
    async with db.transaction():
        if await db.fetch_value(_SPEND, digest(token), now()) is None:
            raise NotFound("reset-spent")
        await _set_password(person["id"], password_hash)
    await limiter().forget(SIGN_INS_AS_EMAIL, person["email"])


async def _hashed(chosen: str, email: str) -> str:
    fault = password_fault(chosen, email)
    if fault is not None:
        raise Invalid({"password": fault})
    return await hash_password(chosen)


async def _set_password(person_id: UUID, password_hash: str, kept: UUID | None = None) -> None:
    async with db.transaction():
        sql = "UPDATE person SET password_hash = $2 WHERE id = $1 RETURNING email, locale"
        person = await db.fetch_row(sql, person_id, password_hash)
        if person is None:
            raise NotFound
        # A link mailed earlier must not undo what was just chosen.
        spend = "UPDATE password_reset SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL"
        await db.execute(spend, person_id, now())
        await end_sign_ins_of(person_id, kept)
        await mails.tell_of_new_password(new_id(), person["email"], person["locale"])
