"""Opening and closing calendar feeds."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.secrets import digest, new_token
from core.settings import settings
from directory.kinds import COUNTERS, OrganizationKind

# Those who stand on a side of a loan.
PARTIES = (OrganizationKind.FACILITY, OrganizationKind.VENDOR, *sorted(COUNTERS))
LONGEST_NAME = 100
MOST_FEEDS = 50

_CREATE = """
INSERT INTO calendar_feed (id, token_digest, organization_id, person_id, name, created_at)
SELECT $1, $2, $3, $4, $5, $6
WHERE (SELECT count(*) FROM calendar_feed WHERE organization_id = $3 AND revoked_at IS NULL) < $7
"""
_REVOKE = """
UPDATE calendar_feed SET revoked_at = $3 WHERE id = $1 AND organization_id = $2 AND revoked_at IS NULL
"""


class NewFeed(msgspec.Struct, frozen=True):
    """A feed just made; `url` is told this once, the house keeps only its digest."""

    id: UUID
    url: str
    name: str


async def create_feed(actor: Actor, name: str) -> NewFeed:
    """Open a feed with the loans of the actor's organisation, behind a secret address.

    Raises `Invalid` on `name` when it is missing or too long, or when there are too many feeds already.
    """
    organization_id = actor.one_of(*PARTIES).acting_for()
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid({"name": "name-too-long" if name else "required"}, longest=LONGEST_NAME)
    token, feed_id = new_token(), new_id()
    async with db.transaction():
        written = await db.execute(
            _CREATE, feed_id, digest(token), organization_id, actor.person_id, name, now(), MOST_FEEDS
        )
        if not written:
            raise Invalid({"name": "too-many-feeds"}, most=MOST_FEEDS)
    return NewFeed(feed_id, f"{settings().base_url}/calendars/{token}.ics", name)


async def revoke_feed(actor: Actor, feed_id: UUID) -> None:
    """Close a feed of the actor's organisation for ever; `NotFound` when it has none such open."""
    async with db.transaction():
        if not await db.execute(_REVOKE, feed_id, actor.acting_for(), now()):
            raise NotFound
