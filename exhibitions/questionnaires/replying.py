"""アンケートに答える: once a visit by its link, or by the code at the display; a wish with consent."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from accounts.domain import clean_email, clean_line, is_email
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid, TooMany
from core.i18n import gettext as _
from core.ids import new_id
from exhibitions.queries import ExhibitionView, ExhibitView, exhibits_of
from exhibitions.questionnaires import mails
from exhibitions.questionnaires.asking import questions_of
from exhibitions.questionnaires.domain import Question, ReplySource, Wish, wrong_answers
from exhibitions.questionnaires.leads import NewLead, write_lead
from exhibitions.visits.domain import LONGEST_NAME, VisitState
from exhibitions.visits.queries import RECEIVING, VisitView, plan_of

MOST_AN_HOUR = 300  # from one display, without a visit
_HOUR = 3600


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants to hear more, and that they agree to be called."""

    wish: Wish
    product_id: UUID | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    organization_name: str = ""
    consents: bool = False


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """Answers by question; whatever is left out was not answered. `key` makes a second sending harmless."""

    key: Annotated[str, Meta(min_length=1, max_length=100)]
    answers: dict[UUID, int | str] = {}
    product_ids: list[UUID] = []
    contact: Contact | None = None


_REPLY = """
INSERT INTO visit_reply (id, exhibition_id, visit_id, source, reply_key, day, item_codes, product_ids,
    wish, replied_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT ON CONSTRAINT visit_reply_once DO NOTHING
"""
_ANSWER = """
INSERT INTO visit_answer (id, reply_id, question_id, number, words) VALUES ($1, $2, $3, $4, $5)
"""
_LATELY = """
SELECT count(*) FROM visit_reply
WHERE exhibition_id = $1 AND visit_id IS NULL AND replied_at > $2::timestamptz - interval '1 hour'
"""


def key_of(visit: VisitView) -> str:
    """The key under which a visit answers, once."""
    return f"visit:{visit.id}"


async def has_replied(visit: VisitView) -> bool:
    """Whether the visit's questionnaire is in."""
    sql = "SELECT EXISTS (SELECT FROM visit_reply WHERE reply_key = $1)"
    return bool(await db.fetch_value(sql, key_of(visit)))


def consent_words(counter_name: str, keep_days: int) -> str:
    """What a visitor agrees to, word for word as it is kept."""
    return _(
        "お名前と連絡先を、%(counter)sが相談や試用貸出の連絡に使うことに同意します。%(days)s日後に消されます。",
        counter=counter_name,
        days=keep_days,
    )


async def reply_to(exhibition: ExhibitionView, reply: Reply, visit: VisitView | None = None) -> bool:
    """Keep a questionnaire; False when it was in already, and nothing changes.

    Raises `Invalid` naming fields (`q-<id>` for answers) or `reply-empty`, `Conflict` `visit-not-yet` before
    the visit, `exhibition-not-asking` where nothing is asked, `TooMany`.
    """
    questions = await questions_of(exhibition.counter_id)
    shown = await exhibits_of(exhibition)
    await _check_open(exhibition, questions, visit)
    reply = _tidied(reply)
    _check(reply, questions, shown)
    async with db.transaction():
        reply_id = new_id()
        chosen = [one for one in shown if one.product_id in reply.product_ids]
        codes = {code for one in chosen for code in one.item_codes} | set(visit.interests if visit else ())
        written = await db.execute(
            _REPLY,
            reply_id,
            exhibition.id,
            visit.id if visit else None,
            (ReplySource.MAIL if visit else ReplySource.SPOT).value,
            key_of(visit) if visit else f"spot:{exhibition.id}:{reply.key}",
            visit.day if visit else today(),
            sorted(codes),
            sorted(str(one.product_id) for one in chosen),
            reply.contact.wish.value if reply.contact else "",
            now(),
        )
        if not written:
            return False
        await _write_answers(reply_id, reply)
        if reply.contact is not None:
            await _write_lead(exhibition, reply_id, reply.contact)
        return True


async def _check_open(exhibition: ExhibitionView, questions: list[Question], visit: VisitView | None) -> None:
    if visit is not None:
        if visit.state not in (VisitState.ARRIVED, VisitState.LEFT):
            raise Conflict("visit-not-yet", phone=exhibition.counter_phone)
    elif exhibition.status not in RECEIVING or not exhibition.start <= today() < exhibition.end:
        raise Conflict("exhibition-not-asking", phone=exhibition.counter_phone)
    if not questions:
        raise Conflict("exhibition-not-asking", phone=exhibition.counter_phone)
    if visit is None and await db.fetch_value(_LATELY, exhibition.id, now()) >= MOST_AN_HOUR:
        raise TooMany(retry_after=_HOUR)


def _tidied(reply: Reply) -> Reply:
    answers = {
        key: answer.strip() if isinstance(answer, str) else answer for key, answer in reply.answers.items()
    }
    contact = reply.contact and msgspec.structs.replace(
        reply.contact,
        name=clean_line(reply.contact.name),
        email=clean_email(reply.contact.email),
        phone=clean_line(reply.contact.phone),
        organization_name=clean_line(reply.contact.organization_name),
    )
    given = {key: answer for key, answer in answers.items() if answer != ""}
    return msgspec.structs.replace(reply, answers=given, contact=contact)


def _check(reply: Reply, questions: list[Question], shown: list[ExhibitView]) -> None:
    wrong = wrong_answers(questions, reply.answers)
    offered = {one.product_id for one in shown}
    if set(reply.product_ids) - offered:
        wrong["product_ids"] = "product-not-shown"
    if reply.contact is not None:
        wrong |= _wrong_contact(reply.contact, offered)
    if wrong:
        raise Invalid(wrong)
    if not (reply.answers or reply.product_ids or reply.contact):
        raise Invalid({}, "reply-empty")


def _wrong_contact(contact: Contact, offered: set[UUID]) -> dict[str, str]:
    wrong = wrong_caller(contact)
    if contact.product_id is not None and contact.product_id not in offered:
        wrong["product_id"] = "product-not-shown"
    return wrong


def wrong_caller(contact: Contact) -> dict[str, str]:
    """What keeps somebody from being called: field to code."""
    wrong: dict[str, str] = {}
    if not contact.consents:
        wrong["consents"] = "consent-to-be-called"
    if not contact.name:
        wrong["name"] = "required"
    if not contact.email and not contact.phone:
        wrong["email"] = "email-or-phone"
    elif contact.email and not is_email(contact.email):
        wrong["email"] = "bad-email"
    for name in ("name", "phone", "organization_name"):
        if len(getattr(contact, name)) > LONGEST_NAME:
            wrong[name] = "too-long-for-a-line"
    return wrong


async def _write_answers(reply_id: UUID, reply: Reply) -> None:
    rows = [
        (
            new_id(),
            reply_id,
            key,
            None if isinstance(answer, str) else answer,
            answer if isinstance(answer, str) else "",
        )
        for key, answer in reply.answers.items()
    ]
    await db.execute_many(_ANSWER, rows)


async def _write_lead(exhibition: ExhibitionView, reply_id: UUID, contact: Contact) -> None:
    plan = await plan_of(exhibition.id)
    lead = NewLead(
        id=new_id(),
        exhibition_id=exhibition.id,
        counter_id=exhibition.counter_id,
        reply_id=reply_id,
        wish=contact.wish,
        product_id=contact.product_id,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        organization_name=contact.organization_name,
        consent_text=consent_words(exhibition.counter_name, plan.keep_days),
    )
    await write_lead(lead)
    await mails.tell_of_lead(exhibition.title, lead.counter_id, lead.id)
