"""Which offices a number belongs to, and which claims wait for a decision."""

from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.secrets import digest
from directory.domain import plain_number
from directory.kinds import COUNTERS, OrganizationKind
from directory.services import service_name
from directory.visibility import visible_to

WAITING = "c.confirmed_at IS NOT NULL AND c.decided_at IS NULL"
_MOST = 200


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """An office as it is published: nothing here that the open data do not say."""

    id: UUID
    name: str
    service_code: str
    prefecture: str
    city: str

    @property
    def service(self) -> str:
        """What it does."""
        return service_name(self.service_code)


class WaitingClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim whose address is confirmed: who says so, of which office, and whom to ring back."""

    id: UUID
    name: str
    email: str
    phone: str
    confirmed_at: datetime
    organization_id: UUID
    organization_name: str
    office_number: str
    service_code: str
    organization_phone: str
    has_admin: bool

    @property
    def service(self) -> str:
        """What the office does."""
        return service_name(self.service_code)


class OpenClaim(msgspec.Struct, frozen=True):
    """A claim whose address is still to be confirmed."""

    organization_name: str
    email: str


# An office that was merged is the one it became, whichever of its numbers somebody knows.
_NUMBERED = """
SELECT DISTINCT ON (o.id) o.id, o.name, coalesce(o.service_code, '') AS service_code, o.prefecture, o.city
FROM organization n JOIN organization o ON o.id = coalesce(n.merged_into, n.id)
WHERE n.kind = 'facility' AND n.office_number = $1 AND o.gone_on IS NULL AND o.merged_into IS NULL
"""


async def offices_numbered(number: str) -> list[Office]:
    """The offices with this 事業所番号, one a service; none for what is no number."""
    found = await db.fetch_as(Office, _NUMBERED, plain_number(number))
    return sorted(found, key=lambda office: (office.service_code, office.id))


async def open_claim(token: str) -> OpenClaim | None:
    """The claim that a mailed link confirms; None when it is spent or too old."""
    sql = """
    SELECT o.name AS organization_name, c.email
    FROM office_claim c JOIN organization o ON o.id = c.organization_id
    WHERE c.token_digest = $1 AND c.confirmed_at IS NULL AND c.expires_at > $2
    """
    return await db.fetch_one_as(OpenClaim, sql, digest(token), now())


async def waiting_claims(actor: Actor) -> list[WaitingClaim]:
    """The claims that wait for the actor's counter, or all for the centre; oldest first."""
    actor.one_of(*COUNTERS, OrganizationKind.CENTRE)
    sql = f"""
    SELECT c.id, c.name, c.email, c.phone, c.confirmed_at, c.organization_id,
        o.name AS organization_name, coalesce(o.office_number, '') AS office_number,
        coalesce(o.service_code, '') AS service_code, o.phone AS organization_phone,
        EXISTS (SELECT 1 FROM membership m
                WHERE m.organization_id = o.id AND m.role = 'admin' AND m.ended_at IS NULL) AS has_admin
    FROM office_claim c JOIN organization o ON o.id = c.organization_id
    WHERE {WAITING} AND {visible_to(actor, 1)} ORDER BY c.confirmed_at, c.id LIMIT {_MOST}
    """  # noqa: S608  # put together from constants
    return await db.fetch_as(WaitingClaim, sql, actor.organization_id)
