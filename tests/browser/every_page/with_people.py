"""Doors for people who have no account yet, and the organisations that pages are about."""

from datetime import timedelta
from uuid import UUID

from accounts.claims.usecases import Claim, claim_office
from accounts.usecases.colleagues import invite_colleague
from core import db
from core.clock import now
from core.ids import new_id
from core.secrets import digest, new_token
from tests.browser.every_page.cast import Cast, somebody

_LINK = """
SELECT substring(payload->>'body' FROM $2) FROM outbox
WHERE payload->>'recipient' = $1 ORDER BY created_at DESC LIMIT 1
"""
_RESET = """
INSERT INTO password_reset (id, token_digest, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
"""
_OFFICE = """
SELECT office_number, service_code FROM organization
WHERE kind = 'facility' AND office_number <> '' AND prefecture = '大分県' AND id <> $1
ORDER BY office_number LIMIT 1
"""
_MAIL = "SELECT id FROM caught_mail ORDER BY caught_at DESC LIMIT 1"
_TWIN = "SELECT id FROM organization WHERE kind = 'facility' AND id <> $1 ORDER BY office_number LIMIT 1"


async def _mailed(email: str, door: str) -> str:
    """The token in the last mail to this address."""
    return str(await db.fetch_value(_LINK, email, f"/{door}/(\\S+)"))


async def _claimed(cast: Cast) -> str:
    office = await db.fetch_row(_OFFICE, cast.parties.facility.organization_id)
    assert office is not None
    person = {"name": "新田 まい", "email": "mai@claims.example", "phone": "097-555-1234"}
    await claim_office(Claim(office_number=office[0], service_code=office[1], **person), "ja")
    return await _mailed("mai@claims.example", "claim")


async def _forgotten(person_id: UUID | None) -> str:
    token = new_token()
    moment = now()
    await db.execute(_RESET, new_id(), digest(token), person_id, moment, moment + timedelta(hours=1))
    return token


async def with_people(cast: Cast) -> dict[str, object]:
    """What addresses about people and organisations name."""
    facility, counter = cast.parties.facility, cast.parties.counter
    await invite_colleague(counter, "new@colleagues.example", "member")
    return {
        "invitation_token": await _mailed("new@colleagues.example", "invitations"),
        "claim_token": await _claimed(cast),
        "reset_token": await _forgotten(facility.person_id),
        "facility_id": facility.organization_id,
        "counter_id": counter.organization_id,
        "facilitys_person": (await somebody("facility.carer")).person_id,
        "counters_person": (await somebody("counter.colleague")).person_id,
        "vendors_person": (await somebody("vendor.colleague")).person_id,
        "centres_person": cast.centre.person_id,
        "mail_id": await db.fetch_value(_MAIL),
        "twin": await db.fetch_value(_TWIN, facility.organization_id),
    }
