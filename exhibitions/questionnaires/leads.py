"""連絡を望む来場者: who wants a consultation or a loan, for the counter of the display alone."""

from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Invalid, NotFound
from core.i18n import gettext as _
from core.i18n import lazy
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from directory.desks import DeskWord, on_desk
from directory.enquiries import Enquiry, kept_by
from directory.kinds import COUNTERS
from exhibitions.questionnaires.domain import Wish

LONGEST_NOTE = 200


class Lead(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who wants to be called, and the words of their consent."""

    id: UUID
    exhibition_id: UUID
    exhibition_title: str
    wish: Wish
    product_id: UUID | None
    product_name: str | None
    is_from_exhibit: bool
    facility_id: UUID | None
    facility_name: str | None
    office_number: str
    prefecture: str
    note: str
    name: str
    email: str
    phone: str
    organization_name: str
    consent_text: str
    consented_at: datetime
    handled_at: datetime | None
    handled_by_name: str | None
    handled_note: str


_LEAD = """
SELECT l.id, l.exhibition_id, e.title AS exhibition_title, l.wish, l.product_id, p.name AS product_name,
    l.exhibit_id IS NOT NULL AS is_from_exhibit, l.facility_id, f.name AS facility_name, l.office_number,
    l.prefecture, l.note, l.name, l.email, l.phone, l.organization_name, l.consent_text, l.consented_at,
    l.handled_at, h.name AS handled_by_name, l.handled_note
FROM visit_lead l JOIN exhibition e ON e.id = l.exhibition_id LEFT JOIN product p ON p.id = l.product_id
LEFT JOIN person h ON h.id = l.handled_by LEFT JOIN organization f ON f.id = l.facility_id
WHERE coalesce(l.counter_id, e.counter_id) = $1
"""
_LEADS = f"""
{_LEAD} AND (l.handled_at IS NOT NULL) = $2 AND ($3::uuid IS NULL OR l.id < $3)
ORDER BY l.id DESC LIMIT $4
"""
_HANDLE = """
UPDATE visit_lead SET handled_at = coalesce(handled_at, $3), handled_by = coalesce(handled_by, $4),
    handled_note = CASE WHEN handled_at IS NULL THEN $5 ELSE handled_note END
WHERE id = $1 AND coalesce(counter_id, (SELECT counter_id FROM exhibition e WHERE e.id = exhibition_id)) = $2
"""
_WAITING = """
SELECT count(*) FROM visit_lead l JOIN exhibition e ON e.id = l.exhibition_id
WHERE coalesce(l.counter_id, e.counter_id) = $1 AND l.handled_at IS NULL
"""
_INSERT = """
INSERT INTO visit_lead (id, exhibition_id, counter_id, reply_id, exhibit_id, facility_id, wish, product_id,
    name, email, phone, organization_name, office_number, prefecture, note, consent_text, consented_at,
    handled_note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '')
ON CONFLICT (id) DO NOTHING
"""
_ENQUIRY = """
SELECT l.id, l.product_id, l.facility_id, l.name, l.phone, l.email,
    coalesce(nullif(l.office_number, ''), l.organization_name) AS office, l.note
FROM visit_lead l JOIN exhibition e ON e.id = l.exhibition_id
WHERE l.id = $1 AND coalesce(l.counter_id, e.counter_id) = $2
"""


class NewLead(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants to be called by which counter, and the words they agreed to."""

    id: UUID
    exhibition_id: UUID
    counter_id: UUID
    reply_id: UUID | None = None
    exhibit_id: UUID | None = None
    facility_id: UUID | None = None
    wish: Wish
    product_id: UUID | None
    name: str
    email: str
    phone: str
    organization_name: str
    office_number: str = ""
    prefecture: str = ""
    note: str = ""
    consent_text: str


async def write_lead(lead: NewLead) -> bool:
    """Keep it; False when it was kept already. Part of the caller's transaction."""
    return bool(await db.execute(_INSERT, *msgspec.structs.astuple(lead), now()))


async def list_leads(
    actor: Actor, *, handled: bool = False, cursor: str | None = None, limit: int | None = None
) -> Page[Lead]:
    """The leads of the actor's counter, latest first."""
    size = page_size(limit)
    counter_id = actor.one_of(*COUNTERS).acting_for()
    rows = await db.fetch_as(Lead, _LEADS, counter_id, handled, cursor_id(cursor), size + 1)
    return cut(rows, size, CursorOf[Lead]())


async def lead_for(actor: Actor, lead_id: UUID) -> Lead:
    """One of the leads of the actor's counter; `NotFound` for others' ones."""
    counter_id = actor.one_of(*COUNTERS).acting_for()
    found = await db.fetch_one_as(Lead, f"{_LEAD} AND l.id = $2", counter_id, lead_id)
    if found is None:
        raise NotFound
    return found


async def handle_lead(actor: Actor, lead_id: UUID, note: str) -> None:
    """Somebody has called them; what was noted first stays. `NotFound` for others' leads."""
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": "too-long"}, limit=LONGEST_NOTE)
    counter_id = actor.one_of(*COUNTERS).acting_for()
    async with db.transaction():
        if not await db.execute(_HANDLE, lead_id, counter_id, now(), actor.person_id, note.strip()):
            raise NotFound


async def _enquiry(actor: Actor, lead_id: UUID) -> Enquiry | None:
    if not actor.is_counter:
        return None
    return await db.fetch_one_as(Enquiry, _ENQUIRY, lead_id, actor.organization_id)


async def _settle(actor: Actor, lead_id: UUID, loan_number: str) -> None:
    await handle_lead(actor, lead_id, _("申込%(number)sを登録した。", number=loan_number))


kept_by(_enquiry, _settle)


@on_desk
async def waiting_leads(organization_id: UUID) -> list[DeskWord]:
    """Whether somebody waits to be called."""
    count = await db.fetch_value(_WAITING, organization_id)
    if not count:
        return []
    return [
        DeskWord(
            title=lazy("連絡を望む来場者"),
            text=lazy("%(count)s人が、相談か試用貸出の連絡を待っています。", count=count),
            href="/leads",
            label=lazy("連絡先を見る"),
            icon="people",
        )
    ]
