"""The links that mails bring: each opens one application, and only its digest stays here."""

from uuid import UUID

from core import db
from core.clock import now
from core.ids import new_id
from core.secrets import digest, new_token


async def new_key(application_id: UUID) -> str:
    """A fresh link to the application, for one mail."""
    token = new_token()
    await db.execute(
        "INSERT INTO seminar_key (id, application_id, token_digest, created_at) VALUES ($1, $2, $3, $4)",
        new_id(),
        application_id,
        digest(token),
        now(),
    )
    return token
