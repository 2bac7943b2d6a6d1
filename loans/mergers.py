"""Mails about a merger: whoever has an open loan or a wish with the party that is gone hears of it once.

Those who dealt with it learn whom to call from now on; the party that stays, and the people who came over,
learn what is theirs now. What was touched is written down before anything moves.
"""

from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.i18n import current_locale, format_count, format_period, gettext, lazy, use_locale
from core.settings import settings
from directory.concerned import MOST_LINES, Concern, Line, concerned_by_merging
from directory.merging import before_moving
from loans.domain import KNOWN_TO_LENDER
from loans.notices import greeting
from loans.waiting.domain import OPEN_STATES
from loans.waiting.queries import entry_row
from notifications.outbox import enqueue, handles
from notifications.recipients import Recipient, recipients_of

KIND = "merger"
# A lender is told of no loan that it has not heard of, and of no facility that it may not know yet.
_TOUCHED = """
SELECT party.id AS organization_id, array_remove(array_agg(DISTINCT touched.loan_id), NULL) AS loans,
    array_remove(array_agg(DISTINCT touched.entry_id), NULL) AS wishes
FROM (
    SELECT l.id AS loan_id, NULL::uuid AS entry_id, ARRAY[l.facility_id, l.counter_id,
        CASE WHEN l.lender_id = $1 OR l.custody = ANY($3::text[])
            OR (l.custody = 'proposed' AND l.facility_id <> $1) THEN l.lender_id END] AS parties
    FROM loan l WHERE l.closed_at IS NULL AND $1 IN (l.facility_id, l.counter_id, l.lender_id)
    UNION ALL
    SELECT NULL, e.id, ARRAY[e.facility_id, e.counter_id] FROM waiting_entry e
    WHERE $1 IN (e.facility_id, e.counter_id) AND e.state = ANY($4::text[])
) touched CROSS JOIN LATERAL (
    SELECT CASE WHEN one = $1 THEN $2::uuid ELSE one END AS id FROM unnest(touched.parties) one
) party
WHERE party.id IS NOT NULL AND (party.id = $2 OR party.id IS DISTINCT FROM $5::uuid)
GROUP BY party.id ORDER BY party.id
"""
_NAMES = "SELECT id, name, phone FROM organization WHERE id = ANY($1::uuid[])"
_LOANS = """
SELECT l.id, l.number, l.starts_on, l.ends_on, p.name, coalesce(nullif(p.name_en, ''), p.name) AS name_en
FROM loan l JOIN product p ON p.id = l.product_id WHERE l.id = ANY($1::uuid[])
ORDER BY l.starts_on, l.id LIMIT $2
"""


class TouchedParty(msgspec.Struct, frozen=True):
    """An organisation with the open loans and wishes that it has with the one that goes."""

    organization_id: UUID
    loans: list[UUID]
    wishes: list[UUID]


class Merger(msgspec.Struct, frozen=True):
    """The outbox row: which two became one, who did it, and whom it touched."""

    kept_id: UUID
    merged_id: UUID
    done_by: UUID | None
    touched: list[TouchedParty]


class _Party(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    phone: str


async def _touched_by(merged_id: UUID, kept_id: UUID, done_by: UUID | None) -> list[TouchedParty]:
    """Everybody with open loans or wishes of this party, and the one that stays, but not whoever merges."""
    known, wishes = sorted(KNOWN_TO_LENDER), sorted(OPEN_STATES)
    return await db.fetch_as(TouchedParty, _TOUCHED, merged_id, kept_id, known, wishes, done_by)


@before_moving
async def note_whom_it_touches(actor: Actor, kept_id: UUID, merged_id: UUID) -> None:
    """Ask for the mails; a party is merged once only, so that they are sent once only."""
    if touched := await _touched_by(merged_id, kept_id, actor.organization_id):
        asked = Merger(kept_id, merged_id, actor.organization_id, touched)
        await enqueue(KIND, f"{KIND}:{merged_id}", msgspec.to_builtins(asked))


@concerned_by_merging
async def _hearers(actor: Actor, merged_id: UUID) -> Concern:
    told = await _touched_by(merged_id, merged_id, actor.organization_id)
    others = [one.organization_id for one in told if one.organization_id != merged_id]
    rows = await db.fetch(f"{_NAMES} ORDER BY name, id LIMIT {MOST_LINES}", others)
    lines = [Line(row["name"]) for row in rows]
    return Concern(lazy("残る組織のほかに、メールで知らせる相手"), len(others), lines)


@handles(KIND)
async def tell_of_merger(payload: dict[str, Any], key: str) -> None:
    """Ask for one mail to each reader of each party touched."""
    merger = msgspec.convert(payload, Merger)
    ids = [one for one in (merger.kept_id, merger.merged_id, merger.done_by) if one is not None]
    parties = {one.id: one for one in await db.fetch_as(_Party, _NAMES, ids)}
    for touched in merger.touched:
        is_own = touched.organization_id == merger.kept_id
        told = [merger.kept_id, merger.merged_id] if is_own else [touched.organization_id]
        for reader in await recipients_of(told):
            letter = await _letter(reader, merger, parties, touched, is_own=is_own)
            await enqueue("mail", f"mail:{key}:{touched.organization_id}:{reader.address}", letter)


async def _letter(
    reader: Recipient,
    merger: Merger,
    parties: dict[UUID, _Party],
    touched: TouchedParty,
    *,
    is_own: bool,
) -> dict[str, object]:
    whom = parties[merger.done_by] if is_own and merger.done_by else parties[merger.kept_id]
    words = {"kept": parties[merger.kept_id].name, "merged": parties[merger.merged_id].name}
    words |= {"whom": whom.name, "phone": whom.phone or "―"}
    with use_locale(reader.locale):
        lines = [
            greeting(reader),
            gettext("「%(merged)s」と「%(kept)s」は同じ組織なので、「%(kept)s」にまとめました。", **words),
            gettext("次の貸出とキャンセル待ちは、日程も個体も変わらず、そのまま続きます。"),
            "\n".join(await _lines(touched)),
            gettext("■ 次にしていただくこと") + "\n" + _next_step(words, is_own=is_own),
            f"{settings().base_url}/loans",
            gettext("このメールは、ためし(試用貸出のシステム)が自動で送りました。返信しても届きません。"),
        ]
        subject = gettext("「%(merged)s」は「%(kept)s」にまとめられました", **words)
    return {
        "recipient": reader.address,
        "subject": subject,
        "body": "\n\n".join(lines) + "\n",
        "locale": reader.locale,
    }


def _next_step(words: dict[str, str], *, is_own: bool) -> str:
    if is_own:
        return gettext(
            "これからは「%(kept)s」の貸出とキャンセル待ちです。心当たりのないものがあれば、%(whom)s（%(phone)s）までご連絡ください。",
            **words,
        )
    return gettext("していただくことはありません。これからの連絡先は%(whom)s（%(phone)s）です。", **words)


async def _lines(touched: TouchedParty) -> list[str]:
    """The first of the loans and wishes by name, and how many are left out."""
    is_english = current_locale.get() == "en"
    lines = [
        " ".join(
            (
                row["number"],
                row["name_en" if is_english else "name"],
                format_period(row["starts_on"], row["ends_on"]),
            )
        )
        for row in await db.fetch(_LOANS, touched.loans, MOST_LINES)
    ]
    for wish_id in touched.wishes[: MOST_LINES - len(lines)]:
        wish = await entry_row(Actor.system(), wish_id)
        lines.append(f"{gettext('キャンセル待ち')} {wish.title} {format_period(wish.start, wish.end)}")
    left = len(touched.loans) + len(touched.wishes) - len(lines)
    return lines + ([gettext("ほか%(count)s件", count=format_count(left))] if left > 0 else [])
