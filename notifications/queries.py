"""Reads of the outbox, the caught mail and the calendar feeds."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import NotFound
from core.secrets import digest
from notifications.calendars import FeedOwner

_OLDEST = """
SELECT min(due_at) FROM outbox WHERE delivered_at IS NULL AND given_up_at IS NULL AND due_at <= $1
"""
_STANDING = """
SELECT count(*) FILTER (WHERE given_up_at IS NULL) AS waiting,
       count(*) FILTER (WHERE given_up_at IS NULL AND attempts > 0) AS failing,
       count(*) FILTER (WHERE given_up_at IS NOT NULL) AS given_up
FROM outbox WHERE delivered_at IS NULL
"""


class OutboxStanding(msgspec.Struct, frozen=True):
    """How many rows wait, how many of them failed before, and how many nobody will try again."""

    waiting: int
    failing: int
    given_up: int


async def outbox_lag() -> timedelta:
    """How long the oldest row that is due has been waiting; zero when there is none."""
    moment = now()
    oldest: datetime | None = await db.fetch_value(_OLDEST, moment)
    return moment - oldest if oldest else timedelta()


async def outbox_standing() -> OutboxStanding:
    """The outbox at a glance, for `tameshi doctor`."""
    standing = await db.fetch_one_as(OutboxStanding, _STANDING)
    return standing or OutboxStanding(0, 0, 0)


class CaughtMailRow(msgspec.Struct, frozen=True):
    """A caught mail in the list."""

    id: UUID
    recipient: str
    subject: str
    caught_at: datetime


class CaughtMailText(msgspec.Struct, frozen=True):
    """A caught mail to be read."""

    id: UUID
    message_key: str
    recipient: str
    subject: str
    body: str
    caught_at: datetime


_LIST = """
SELECT id, recipient, subject, caught_at FROM caught_mail
WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text = '' OR recipient = $2)
ORDER BY id DESC LIMIT $3
"""
_READ = "SELECT id, message_key, recipient, subject, body, caught_at FROM caught_mail WHERE id = $1"


async def caught_mails(before: UUID | None, recipient: str, limit: int) -> list[CaughtMailRow]:
    """Caught mails, newest first, those before the mail `before`; of one `recipient` unless it is empty."""
    return await db.fetch_as(CaughtMailRow, _LIST, before, recipient, limit)


async def caught_mail(mail_id: UUID) -> CaughtMailText | None:
    """One caught mail."""
    return await db.fetch_one_as(CaughtMailText, _READ, mail_id)


class FeedView(msgspec.Struct, frozen=True):
    """A feed in the list of its organisation; its address was shown once and is not known any more."""

    id: UUID
    name: str
    creator: str
    created_at: datetime


_FEEDS = """
SELECT f.id, f.name, coalesce(p.name, '') AS creator, f.created_at
FROM calendar_feed f LEFT JOIN person p ON p.id = f.person_id
WHERE f.organization_id = $1 AND f.revoked_at IS NULL ORDER BY f.id
"""
# A feed ends with its maker's place in the organisation: who leaves takes no open door along.
_OWNER = """
SELECT f.id, f.organization_id, o.name AS organization_name, o.kind, f.name,
    coalesce(p.locale, 'ja') AS locale
FROM calendar_feed f
JOIN organization o ON o.id = f.organization_id
LEFT JOIN person p ON p.id = f.person_id
WHERE f.token_digest = $1 AND f.revoked_at IS NULL
  AND (f.person_id IS NULL OR p.disabled_at IS NULL AND EXISTS (
    SELECT FROM membership m
    WHERE m.person_id = p.id AND m.organization_id = f.organization_id AND m.ended_at IS NULL
))
"""


async def feeds_of(actor: Actor) -> list[FeedView]:
    """The feeds of the actor's organisation that are open."""
    return await db.fetch_as(FeedView, _FEEDS, actor.acting_for())


async def feed_owner(token: str) -> FeedOwner:
    """Whose feed the token opens; `NotFound` for unknown, revoked and ended ones alike."""
    row = await db.fetch_row(_OWNER, digest(token))
    if row is None:
        raise NotFound
    return msgspec.convert(dict(row), FeedOwner)
