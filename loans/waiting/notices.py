"""Mails of the waitlist: the outbox row of kind `waiting` of each event becomes one mail for each reader."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.i18n import format_date, format_datetime, format_period, gettext, use_locale
from core.settings import settings
from loans.domain import Party
from loans.notice_texts import NoticeText
from loans.notices import greeting
from loans.waiting.domain import WaitingState, WaitingStep
from loans.waiting.notice_texts import TEXTS, WaitingNotice
from loans.waiting.queries import EntryRow, entry_row
from loans.waiting.usecases.lapsing import ASKED, ENDING, WITHDRAWN
from notifications.outbox import enqueue, handles
from notifications.recipients import Recipient, recipients_of

_OFFERED = "SELECT 1 FROM waiting_offer WHERE id = $1 AND state = 'open'"
_EVENT = "SELECT step, state, organization_id, facts FROM waiting_event WHERE id = $1"


class Happened(msgspec.Struct, frozen=True):
    """The event that a mail tells of."""

    step: WaitingStep
    state: WaitingState
    organization_id: UUID | None
    facts: dict[str, Any]


@handles("waiting")
async def tell_of_waiting(payload: dict[str, Any], key: str) -> None:
    """Ask for the mails that an event of the waitlist brings, each once for each reader."""
    happened = await happening_of(payload)
    if happened is None:
        return
    entry = await entry_row(Actor.system(), UUID(str(payload["entry_id"])))
    notice = notice_of(happened, entry)
    if notice is None:
        return
    for reader, text in await readers_of(notice, entry):
        await enqueue("mail", f"mail:{key}:{reader.address}", letter_to(reader, text, entry, happened))


async def happening_of(payload: dict[str, Any]) -> Happened | None:
    """The event that an outbox row names; None when there is none."""
    row = await db.fetch_row(_EVENT, UUID(str(payload["event_id"])))
    return msgspec.convert({**row, "facts": db.from_json(row["facts"])}, Happened) if row else None


@handles(ENDING)
async def remind_of_offer(payload: dict[str, Any], key: str) -> None:
    """Ask for the reminders of an offer that is still open."""
    row = await db.fetch_row(_OFFERED, UUID(payload["offer_id"]))
    if row is None:
        return
    happened = Happened(WaitingStep.OFFER, WaitingState.OFFERED, None, {})
    entry = await entry_row(Actor.system(), UUID(payload["entry_id"]))
    for reader, text in await readers_of(WaitingNotice.ENDING, entry):
        await enqueue("mail", f"mail:{key}:{reader.address}", letter_to(reader, text, entry, happened))


def notice_of(happened: Happened, entry: EntryRow) -> WaitingNotice | None:
    """What an event gives rise to; nothing for an offer that is over before anybody could be told."""
    match happened.step:
        case WaitingStep.OFFER:
            return WaitingNotice.OFFERED if _is_open_still(happened, entry) else None
        case WaitingStep.LAPSE:
            is_asked = happened.state is WaitingState.LAPSED
            return WaitingNotice.STILL_WAITING if is_asked else WaitingNotice.LAPSED
        case WaitingStep.LEAVE:
            return WaitingNotice.LEFT if happened.organization_id != entry.facility_id else None
        case WaitingStep.RUN_OUT if entry.ended_reason in _ENDED:
            return _ENDED[entry.ended_reason]
        case _:
            return _ALWAYS.get(happened.step)


_ENDED = {WITHDRAWN: WaitingNotice.WITHDRAWN, ASKED: WaitingNotice.ASKED}
_ALWAYS = {
    WaitingStep.JOIN: WaitingNotice.JOINED,
    WaitingStep.SKIP: WaitingNotice.SKIPPED,
    WaitingStep.PUT_BACK: WaitingNotice.PUT_BACK,
    WaitingStep.RUN_OUT: WaitingNotice.RAN_OUT,
}


def _is_open_still(happened: Happened, entry: EntryRow) -> bool:
    return entry.offer is not None and _moment(happened.facts["expires_at"]) == entry.offer.expires_at


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def readers_of(notice: WaitingNotice, entry: EntryRow) -> list[tuple[Recipient, NoticeText]]:
    """The facility's people; where it has none here, those of its counter, who will telephone."""
    texts = TEXTS[notice]
    found = await recipients_of([entry.facility_id])
    if not found and Party.COUNTER in texts:
        return [(reader, texts[Party.COUNTER]) for reader in await recipients_of([entry.counter_id])]
    return [(reader, texts[Party.FACILITY]) for reader in found]


def letter_to(reader: Recipient, text: NoticeText, entry: EntryRow, happened: Happened) -> dict[str, object]:
    """The payload of a `mail` row, in the reader's language."""
    with use_locale(reader.locale):
        words = words_of(entry)
        lines = [
            greeting(reader),
            text.happened % words,
            "\n".join(f"{label}: {value}" for label, value in _details(entry, happened)),
            gettext("■ 次にしていただくこと") + "\n" + text.next_step % words,
            f"{settings().base_url}/waitlist/{entry.id}",
            gettext("このメールは、ためし(試用貸出のシステム)が自動で送りました。返信しても届きません。"),
        ]
        subject = text.subject % words
    return {
        "recipient": reader.address,
        "subject": subject,
        "body": "\n\n".join(lines) + "\n",
        "locale": reader.locale,
    }


def words_of(entry: EntryRow) -> dict[str, str]:
    """What the texts are filled with, in the reader's language."""
    return {
        "wanted": entry.offer.title if entry.offer else entry.title,
        "facility": entry.facility_name,
        "counter": entry.counter_name,
        "expires": format_datetime(entry.offer.expires_at, "short") if entry.offer else gettext("返事の期限"),
    }


def _details(entry: EntryRow, happened: Happened) -> Iterable[tuple[str, str]]:
    yield gettext("お待ちのもの"), entry.title
    yield gettext("希望の期間"), format_period(entry.start, entry.end)
    if happened.step is WaitingStep.OFFER and entry.offer is not None:
        yield gettext("押さえてある機種"), entry.offer.title
        yield gettext("押さえてある期間"), format_period(entry.offer.start, entry.offer.end)
        yield gettext("押さえてある台数"), gettext("%(n)s台", n=entry.offer.quantity)
        yield gettext("返事をする期限"), format_datetime(entry.offer.expires_at)
    yield gettext("窓口"), entry.counter_name
    yield gettext("受け付けた日"), format_date(entry.joined_at)
    if reason := str(happened.facts.get("reason") or "").strip():
        yield gettext("理由"), reason
