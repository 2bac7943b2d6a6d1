"""Mails about loans: who hears of a step, in which language, with which words.

The outbox row of kind `loan` that every event brings is turned into one row of kind `mail` for each
reader. Nobody is told of what their own organisation did, except a facility that its request arrived.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from catalog.domain import Condition
from core import db
from core.i18n import (
    LazyText,
    current_locale,
    format_date,
    format_datetime,
    format_period,
    gettext,
    lazy,
    ngettext,
    use_locale,
)
from core.settings import settings
from loans.domain import KNOWN_TO_LENDER, Custody, Party, ResultState, StepName
from loans.notice_texts import TEXTS, Notice, NoticeText
from notifications.outbox import enqueue, handles
from notifications.recipients import Recipient, recipients_of

NOTICE_OF_STEP: dict[str, Notice] = {
    StepName.REQUEST: Notice.REQUESTED,
    StepName.PROPOSE: Notice.PROPOSED,
    StepName.REVISE: Notice.REVISED,
    StepName.PROLONG_HOLD: Notice.HOLD_PROLONGED,
    StepName.OFFER: Notice.OFFERED,
    StepName.ACCEPT_OFFER: Notice.OFFER_ACCEPTED,
    StepName.REFUSE_OFFER: Notice.CANCELLED,
    StepName.CONFIRM: Notice.CONFIRMED,
    StepName.RESCHEDULE: Notice.RESCHEDULED,
    StepName.DECLINE: Notice.DECLINED,
    StepName.CANCEL: Notice.CANCELLED,
    StepName.EXCHANGE: Notice.EXCHANGED,
    StepName.DISPATCH: Notice.DISPATCHED,
    StepName.RECEIVE: Notice.RECEIVED,
    StepName.EXTEND: Notice.EXTENSION_ASKED,
    StepName.REFUSE_EXTENSION: Notice.EXTENSION_REFUSED,
    StepName.RECALL: Notice.RECALLED,
    StepName.ACCEPT_REPLACEMENT: Notice.REPLACEMENT_ACCEPTED,
    StepName.REFUSE_REPLACEMENT: Notice.REPLACEMENT_REFUSED,
    StepName.REPLACEMENT_LAPSED: Notice.REPLACEMENT_LAPSED,
    StepName.SEND_BACK: Notice.SENT_BACK,
    StepName.TAKE_BACK: Notice.TAKEN_BACK,
    StepName.WRITE_OFF: Notice.WRITTEN_OFF,
    StepName.SUBMIT_RESULT: Notice.RESULT_SUBMITTED,
    StepName.HOLD_ENDING: Notice.HOLD_ENDING,
    StepName.LENDER_SILENT: Notice.LENDER_SILENT,
    StepName.HOLD_EXPIRED: Notice.HOLD_EXPIRED,
    "late_touches_others": Notice.LATE_TOUCHES_OTHERS,
    "earlier_is_late": Notice.EARLIER_IS_LATE,
}
# Of several units some have gone on, and others are left.
_OF_A_PART: dict[str, Notice] = {
    StepName.SEND_BACK: Notice.PARTLY_SENT_BACK,
    StepName.TAKE_BACK: Notice.PARTLY_TAKEN_BACK,
}
# A lender hears that a loan came to nothing, or is held for longer, only if it had heard of it before.
_IF_KNOWN = frozenset({Notice.DECLINED, Notice.CANCELLED, Notice.HOLD_PROLONGED})
_CHECKING_STEPS = frozenset({StepName.RECEIVE, StepName.SEND_BACK, StepName.TAKE_BACK})

_LOAN = """
SELECT l.id, l.number, l.custody, l.result, l.facility_id, l.counter_id, l.lender_id,
    f.name AS facility, c.name AS counter, v.name AS lender, p.name AS product,
    coalesce(nullif(p.name_en, ''), p.name) AS product_en,
    l.starts_on, l.ends_on, l.answer_by, l.returned_on,
    e.custody_from, e.custody_to, e.result_to, e.organization_id AS done_by,
    coalesce(e.facts, '{}')::text AS facts,
    -- of a bundle the lender hears at once; of a single request when it is proposed
    (l.bundle_id IS NOT NULL OR EXISTS (SELECT FROM loan_event earlier WHERE earlier.loan_id = l.id
            AND earlier.step = 'propose' AND earlier.id <> e.id)) AS lender_knows
FROM loan l
JOIN organization f ON f.id = l.facility_id
JOIN organization c ON c.id = l.counter_id
JOIN organization v ON v.id = l.lender_id
JOIN product p ON p.id = l.product_id
LEFT JOIN loan_event e ON e.loan_id = l.id AND e.id = $2
WHERE l.id = $1
"""


class StepRow(msgspec.Struct, frozen=True):
    """The outbox row of a step; `event_id` is another unique word when no event stands behind it."""

    loan_id: UUID
    event_id: str
    step: str


class LoanNews(msgspec.Struct, frozen=True, kw_only=True):
    """A loan, and one of its events where there is one, as far as mails speak of them."""

    id: UUID
    number: str
    custody: Custody
    result: ResultState
    facility_id: UUID
    counter_id: UUID
    lender_id: UUID
    facility: str
    counter: str
    lender: str
    product: str
    product_en: str
    starts_on: date
    ends_on: date
    answer_by: date | None
    returned_on: date | None
    custody_from: Custody | None
    custody_to: Custody | None
    result_to: ResultState | None
    done_by: UUID | None
    facts: dict[str, Any]
    lender_knows: bool

    @property
    def may_lender_know_facility(self) -> bool:
        """Whether the lender had agreed, before or by this event (DESIGN section 5)."""
        return bool({self.custody_from, self.custody_to or self.custody} & KNOWN_TO_LENDER)

    def organization(self, party: Party) -> UUID:
        """Who stands on that side."""
        sides = {
            Party.FACILITY: self.facility_id,
            Party.COUNTER: self.counter_id,
            Party.LENDER: self.lender_id,
        }
        return sides[party]


async def loan_news(loan_id: UUID, event_id: UUID | None = None) -> LoanNews | None:
    """The loan, with the event when one is named."""
    row = await db.fetch_row(_LOAN, loan_id, event_id)
    if row is None:
        return None
    return msgspec.convert({**row, "facts": db.from_json(row["facts"])}, LoanNews)


@handles("loan")
async def tell_of_step(payload: dict[str, Any], key: str) -> None:  # noqa: ARG001  # mails have keys of their own
    """Ask for the mails that a step brings."""
    row = msgspec.convert(payload, StepRow)
    loan = await loan_news(row.loan_id, _event_id(row))
    if loan is None:
        return
    for notice in notices_of(row.step, loan):
        await tell(notice, loan, row.event_id if notice is not Notice.DAMAGED else f"{row.event_id}:damaged")


def _event_id(row: StepRow) -> UUID | None:
    try:
        return UUID(row.event_id)
    except ValueError:
        return None


def notices_of(step: str, loan: LoanNews) -> Iterable[Notice]:
    """What a step gives rise to; nothing when nobody waits for it, like a report before the trial."""
    if loan.facts.get("recorded_afterwards"):  # told once, by the step that names the facility to the lender
        yield from [Notice.RECORDED_AFTERWARDS] if step == StepName.RECEIVE else []
        return
    if loan.facts.get("bundle"):  # told once for all its products by `loans.bundles.notices`
        return
    notice = NOTICE_OF_STEP.get(step)
    if step == StepName.EXTEND and loan.facts.get("granted"):
        notice = Notice.EXTENSION_GRANTED
    if step == StepName.RECALL:
        notice = _of_recall(loan.facts)
    if loan.facts.get("left"):
        notice = _OF_A_PART.get(step, notice)
    if step == StepName.SUBMIT_RESULT and loan.result_to is not ResultState.SUBMITTED:
        notice = None
    if notice is not None:
        yield notice
    if step in _CHECKING_STEPS and loan.facts.get("condition", Condition.OK) != Condition.OK:
        yield Notice.DAMAGED


def _of_recall(facts: dict[str, Any]) -> Notice:
    if "unit_to" in facts:  # other units took their place before anything had left
        return Notice.EXCHANGED
    return Notice.RECALLED_WITH_REPLACEMENT if "instead" in facts else Notice.RECALLED


async def tell(notice: Notice, loan: LoanNews, cause: str) -> int:
    """Ask for one mail to each reader of each party concerned, once for each `cause`; how many were new."""
    parties = audience(notice, loan)
    written = 0
    for reader in await recipients_of(parties):
        letter = letter_to(reader, TEXTS[notice][parties[reader.organization_id]], loan, parties)
        written += await enqueue("mail", f"mail:{cause}:{reader.address}", letter)
    return written


def audience(notice: Notice, loan: LoanNews) -> dict[UUID, Party]:
    """The organisations to be told, and as which party; one that stands on two sides is told once."""
    told: dict[UUID, Party] = {}
    for party in TEXTS[notice]:
        organization = loan.organization(party)
        is_receipt = notice is Notice.REQUESTED and party is Party.FACILITY
        is_news = organization != loan.done_by or is_receipt
        is_stranger = party is Party.LENDER and notice in _IF_KNOWN and not loan.lender_knows
        is_asked = notice is not Notice.HOLD_ENDING or loan.facts.get("waits_for") == party
        if is_news and is_asked and not is_stranger:
            told.setdefault(organization, party)
    return told


def letter_to(
    reader: Recipient, text: NoticeText, loan: LoanNews, parties: dict[UUID, Party]
) -> dict[str, object]:
    """The payload of a `mail` row, in the reader's language."""
    with use_locale(reader.locale):
        party = parties[reader.organization_id]
        is_facility_known = party is not Party.LENDER or loan.may_lender_know_facility
        words = _words(loan, is_facility_known=is_facility_known)
        lines = [
            greeting(reader),
            text.happened % words,
            "\n".join(f"{label}: {value}" for label, value in _details(loan, words)),
            gettext("■ 次にしていただくこと") + "\n" + text.next_step % words,
            f"{settings().base_url}/loans/{loan.id}",
            gettext("このメールは、ためし(試用貸出のシステム)が自動で送りました。返信しても届きません。"),
        ]
        subject = f"{text.subject % words} ({loan.number})"
    return {
        "recipient": reader.address,
        "subject": subject,
        "body": "\n\n".join(lines) + "\n",
        "locale": reader.locale,
    }


def letter_of_many(
    reader: Recipient, party: Party, text: NoticeText, loans: Sequence[LoanNews], bundle_id: UUID
) -> dict[str, object]:
    """One letter about the same thing of several loans of a bundle; of a single one it is the usual one."""
    if len(loans) == 1:
        return letter_to(reader, text, loans[0], {reader.organization_id: party})
    with use_locale(reader.locale):
        known = party is not Party.LENDER or all(loan.may_lender_know_facility for loan in loans)
        each = [_words(loan, is_facility_known=known) for loan in loans]
        words = each[0] | {"product": gettext("、").join(one["product"] for one in each)}
        lines = [
            greeting(reader),
            text.happened % words,
            "\n".join(
                f"{loan.number} {one['product']} {format_period(loan.starts_on, loan.ends_on)}"
                for loan, one in zip(loans, each, strict=True)
            ),
            gettext("■ 次にしていただくこと") + "\n" + text.next_step % words,
            f"{settings().base_url}/bundles/{bundle_id}",
            gettext("このメールは、ためし(試用貸出のシステム)が自動で送りました。返信しても届きません。"),
        ]
        count = ngettext("%(n)s機種", "%(n)s機種", len(loans))
        subject = text.subject % (words | {"product": count})
    return {
        "recipient": reader.address,
        "subject": subject,
        "body": "\n\n".join(lines) + "\n",
        "locale": reader.locale,
    }


def greeting(reader: Recipient) -> str:
    """How a letter begins: 様 for people, 御中 for offices."""
    if reader.is_person:
        return gettext("%(name)s 様", name=reader.name)
    return gettext("%(name)s 御中", name=reader.name)


def _words(loan: LoanNews, *, is_facility_known: bool) -> dict[str, str]:
    return {
        "product": loan.product_en if current_locale.get() == "en" else loan.product,
        "facility": loan.facility if is_facility_known else gettext("施設"),
        "counter": loan.counter,
        "lender": loan.lender,
        "answer_by": format_date(loan.answer_by) if loan.answer_by else gettext("返事の期限"),
        "expires_at": _moment(loan.facts.get("expires_at")),
        "until": format_date(date.fromisoformat(loan.facts["until"])) if loan.facts.get("until") else "",
        "last_day": format_date(loan.ends_on - timedelta(days=1)),
        "count": str(len(loan.facts.get("units") or ())),
        "left": str(loan.facts.get("left", "")),
    }


def _moment(written: str | None) -> str:
    return format_datetime(datetime.fromisoformat(written)) if written else ""


def _details(loan: LoanNews, words: dict[str, str]) -> Iterable[tuple[str, str]]:
    """The loan in a few lines, then what the event adds to it."""
    yield gettext("番号"), loan.number
    yield gettext("機種"), words["product"]
    yield gettext("試用の期間"), format_period(loan.starts_on, loan.ends_on)
    if words["facility"] == loan.facility:
        yield gettext("施設"), loan.facility
    yield gettext("窓口"), loan.counter
    yield gettext("貸主"), loan.lender
    yield from _dates_of_event(loan.facts)
    if serials := loan.facts.get("serial_numbers"):
        yield gettext("個体"), "、".join(serials)
    for name, label in _FACTS.items():
        if value := str(loan.facts.get(name) or "").strip():
            yield str(label), value


def _dates_of_event(facts: dict[str, Any]) -> Iterable[tuple[str, str]]:
    if "before" in facts:  # an extension
        yield gettext("新しい最終日"), format_date(date.fromisoformat(facts["end"]) - timedelta(days=1))
    elif "start" in facts and "message" in facts:  # an offer
        days = format_period(date.fromisoformat(facts["start"]), date.fromisoformat(facts["end"]))
        yield gettext("提案された期間"), days


_FACTS: dict[str, LazyText] = {
    "instead": lazy("代わりの個体"),
    "elsewhere": lazy("同じ種類で空いている機種"),
    "unit_from": lazy("これまでの個体"),
    "unit_to": lazy("これからの個体"),
    "safety_kind": lazy("種類"),
    "what": lazy("起きたこと"),
    "harm": lazy("けがの様子"),
    "differences": lazy("ちがい"),
    "payer": lazy("費用"),
    "reason": lazy("理由"),
    "message": lazy("伝言"),
    "carrier": lazy("運送会社"),
    "tracking_number": lazy("送り状番号"),
    "note": lazy("状態のメモ"),
}
