"""事業所の申し出: asked for by anybody, shown to be theirs by mail, decided by the counter of the office."""

from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec

from accounts.claims import mails
from accounts.claims.queries import WAITING, Office, offices_numbered
from accounts.domain import (
    INVITATION_LASTS,
    Actor,
    Role,
    clean_email,
    clean_line,
    is_email,
    name_fault,
)
from accounts.limits import CLAIMS_FROM_ADDRESS, CLAIMS_OF_EMAIL, limiter
from core import db
from core.clock import now
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.secrets import digest, new_token
from core.telephones import in_one_form, is_telephone
from directory.kinds import COUNTERS, OrganizationKind
from directory.visibility import visible_to

CONFIRM_WITHIN = timedelta(days=2)
LONGEST_REASON = 500


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody types who says that an office is theirs."""

    office_number: str
    service_code: str = ""
    name: str
    email: str
    phone: str


_INSERT = """
INSERT INTO office_claim (id, organization_id, email, name, phone, token_digest, locale, created_at,
    expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def claim_office(claim: Claim, locale: str, address: str = "") -> Office:
    """Write the claim down and mail a link to the address given; the office it is about.

    Raises `Invalid` naming fields; `service_code` `choose-service` when the number has several services,
    with them as fact `offices`. `TooMany` when one address or one sender claims without end.
    """
    tidied, office = await _judged(claim)
    await limiter().count(CLAIMS_FROM_ADDRESS, address)
    await limiter().count(CLAIMS_OF_EMAIL, tidied.email)
    token, claim_id, moment = new_token(), new_id(), now()
    written = (
        tidied.email,
        tidied.name,
        tidied.phone,
        digest(token),
        locale,
        moment,
        moment + CONFIRM_WITHIN,
    )
    async with db.transaction():
        await db.execute(_INSERT, claim_id, office.id, *written)
        await mails.ask_to_confirm(claim_id, tidied.email, office.name, token, locale)
    return office


async def _judged(claim: Claim) -> tuple[Claim, Office]:
    tidied = Claim(
        office_number=claim.office_number,
        service_code=claim.service_code,
        name=clean_line(claim.name),
        email=clean_email(claim.email),
        phone=in_one_form(clean_line(claim.phone)),
    )
    wrong: dict[str, str] = {}
    if fault := name_fault(tidied.name):
        wrong["name"] = fault
    if not is_email(tidied.email):
        wrong["email"] = "bad-email" if tidied.email else "required"
    if not is_telephone(tidied.phone):
        wrong["phone"] = "telephone-wrong" if tidied.phone else "required"
    offices = await offices_numbered(claim.office_number)
    chosen = [one for one in offices if claim.service_code in ("", one.service_code)]
    if not offices:
        wrong["office_number"] = "office-unknown" if claim.office_number.strip() else "required"
    elif len(chosen) != 1:
        wrong["service_code"] = "choose-service"
    if wrong:
        raise Invalid(wrong, offices=offices)
    return tidied, chosen[0]


_CONFIRM = """
UPDATE office_claim SET confirmed_at = $2
WHERE token_digest = $1 AND confirmed_at IS NULL AND expires_at > $2 RETURNING id
"""


async def confirm_address(token: str) -> None:
    """The mail was read by whoever claims: the counter of the office hears of it. `NotFound` when spent."""
    async with db.transaction():
        claim_id = await db.fetch_value(_CONFIRM, digest(token), now())
        if claim_id is None:
            raise NotFound("claim-spent")
        await mails.tell_counter(claim_id)


async def _claim_to_decide(actor: Actor, claim_id: UUID) -> asyncpg.Record:
    actor.one_of(*COUNTERS, OrganizationKind.CENTRE)
    sql = f"""
    SELECT c.id, c.organization_id, c.email, c.name, c.locale, o.name AS organization_name
    FROM office_claim c JOIN organization o ON o.id = c.organization_id
    WHERE c.id = $1 AND {WAITING} AND {visible_to(actor, 2)} FOR UPDATE OF c
    """  # noqa: S608  # put together from constants
    found = await db.fetch_row(sql, claim_id, actor.organization_id)
    if found is None:
        raise NotFound("claim-decided")
    return found


_DECIDE = "UPDATE office_claim SET decided_at = $2, decided_by = $3, accepted = $4, reason = $5 WHERE id = $1"
_HAS_ADMIN = """
SELECT EXISTS (SELECT 1 FROM membership WHERE organization_id = $1 AND role = 'admin' AND ended_at IS NULL)
"""
_INVITE = """
INSERT INTO invitation (id, token_digest, organization_id, email, role, invited_by, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def accept_claim(actor: Actor, claim_id: UUID) -> str:
    """承認: whoever claims is invited; the first of an office becomes its administrator. Their address.

    Raises `NotFound` for a claim that is decided already or of an office the actor does not serve.
    """
    async with db.transaction():
        claim = await _claim_to_decide(actor, claim_id)
        has_admin = await db.fetch_value(_HAS_ADMIN, claim["organization_id"])
        role = Role.MEMBER if has_admin else Role.ADMIN
        token, moment = new_token(), now()
        expires_at = moment + INVITATION_LASTS
        await db.execute(_DECIDE, claim_id, moment, actor.person_id, True, "")  # a parameter of SQL
        invited = (claim["organization_id"], claim["email"], role.value, actor.person_id, moment, expires_at)
        await db.execute(_INVITE, new_id(), digest(token), *invited)
        await mails.tell_accepted(dict(claim), token, expires_at)
        email: str = claim["email"]
        return email


async def refuse_claim(actor: Actor, claim_id: UUID, reason: str) -> None:
    """見送り, with a reason that whoever claims is told. Raises `Invalid`, `NotFound`."""
    reason = clean_line(reason)
    async with db.transaction():
        claim = await _claim_to_decide(actor, claim_id)
        if not reason or len(reason) > LONGEST_REASON:
            raise Invalid({"reason": "too-long" if reason else "required"}, limit=LONGEST_REASON)
        await db.execute(_DECIDE, claim_id, now(), actor.person_id, False, reason)  # as above
        await mails.tell_refused(dict(claim), reason)
