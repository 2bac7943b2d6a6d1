"""試用の相談を受ける: a visitor asks for a trial; the counter of their office is told, and calls them."""

from uuid import UUID

import msgspec

from accounts.domain import clean_email, clean_line
from accounts.limits import ENQUIRIES_FROM_ADDRESS, limiter
from core import db
from core.errors import Invalid
from core.i18n import gettext as _
from directory.domain import is_office_number, plain_number
from directory.prefectures import PREFECTURES
from directory.queries import AdvicePlace, Served, advice_place, serving
from exhibitions.captions.queries import Caption
from exhibitions.questionnaires import mails
from exhibitions.questionnaires.domain import Wish
from exhibitions.questionnaires.leads import NewLead, write_lead
from exhibitions.questionnaires.replying import Contact, wrong_caller
from exhibitions.visits.queries import plan_of

LONGEST_NOTE = 300


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, for which office; `id` is made with the form, so that a second sending is harmless."""

    id: UUID
    contact: Contact
    office_number: str = ""
    prefecture: str = ""
    note: str = ""


def consent_words(counter_name: str, keep_days: int) -> str:
    """What a visitor agrees to, word for word as it is kept."""
    return _(
        "入力した内容を、あなたの施設を担当する相談窓口（わからないときは%(counter)s）が、"
        "試用貸出の連絡に使うことに同意します。%(days)s日後に消されます。",
        counter=counter_name,
        days=keep_days,
    )


async def ask_to_try(caption: Caption, ask: Ask, address: str) -> AdvicePlace:
    """Keep the enquiry for the counter that serves the office, and tell it; who that is.

    Said again it changes nothing. Raises `Invalid` naming fields, `TooMany` for too many from one `address`.
    """
    ask = _tidied(ask)
    served = await _served(ask)
    await limiter().count(ENQUIRIES_FROM_ADDRESS, address)
    counter_id = served.counter_id or caption.counter_id
    plan = await plan_of(caption.exhibition_id)
    contact = ask.contact
    lead = NewLead(
        id=ask.id,
        exhibition_id=caption.exhibition_id,
        counter_id=counter_id,
        exhibit_id=caption.id,
        facility_id=served.facility_id if served.counter_id else None,
        wish=Wish.LOAN,
        product_id=caption.product_id,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        organization_name=contact.organization_name,
        office_number=ask.office_number,
        prefecture=ask.prefecture,
        note=ask.note,
        consent_text=consent_words(caption.counter_name, plan.keep_days),
    )
    async with db.transaction():
        if await write_lead(lead):
            await mails.tell_of_lead(caption.exhibition_title, counter_id, lead.id)
    return await advice_place(counter_id)


def _tidied(ask: Ask) -> Ask:
    contact = msgspec.structs.replace(
        ask.contact,
        name=clean_line(ask.contact.name),
        email=clean_email(ask.contact.email),
        phone=clean_line(ask.contact.phone),
        organization_name=clean_line(ask.contact.organization_name),
    )
    number = plain_number(ask.office_number)
    return msgspec.structs.replace(ask, contact=contact, office_number=number, note=ask.note.strip())


async def _served(ask: Ask) -> Served:
    wrong = wrong_caller(ask.contact)
    if ask.office_number and not is_office_number(ask.office_number):
        wrong["office_number"] = "enquiry-number-shape"
    if not ask.office_number and not ask.contact.organization_name:
        wrong["organization_name"] = "office-name-or-number"
    if ask.prefecture and ask.prefecture not in PREFECTURES:
        wrong["prefecture"] = "unknown-prefecture"
    elif not ask.office_number and not ask.prefecture:
        wrong["prefecture"] = "prefecture-or-number"
    if len(ask.note) > LONGEST_NOTE:
        wrong["note"] = "text-too-long"
    if wrong:
        raise Invalid(wrong, limit=LONGEST_NOTE)
    served = await serving(ask.office_number, ask.contact.organization_name, ask.prefecture)
    if served is None:
        raise Invalid({"office_number": "enquiry-number-unknown"})
    return served
