"""Who reads the mail of an organisation: its people, and the address it gave for notices."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from core import db

# Organization.email is published by the organisation itself and never written to.
_READERS = """
SELECT DISTINCT ON (organization_id, address) organization_id, address, name, locale, is_person FROM (
    SELECT m.organization_id, p.email AS address, p.name, p.locale, true AS is_person
    FROM membership m JOIN person p ON p.id = m.person_id
    WHERE m.organization_id = ANY($1) AND m.ended_at IS NULL AND p.disabled_at IS NULL
    UNION ALL
    SELECT o.id, lower(o.notification_email), o.name, 'ja', false
    FROM organization o WHERE o.id = ANY($1) AND o.notification_email <> ''
) reader ORDER BY organization_id, address, is_person DESC
"""


class Recipient(msgspec.Struct, frozen=True):
    """An address, whose it is, and the language to write in."""

    organization_id: UUID
    address: str
    name: str
    locale: str
    is_person: bool


async def recipients_of(organization_ids: Collection[UUID]) -> list[Recipient]:
    """Everybody who reads the mail of these organisations, each address once for each of them."""
    return await db.fetch_as(Recipient, _READERS, list(organization_ids))
