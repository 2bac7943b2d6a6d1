"""Mails about units to those who own, lend or keep them: each reader once for each happening."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.foreseen import Hears, tells_of
from core import db
from core.errors import NotFound
from core.i18n import LazyText, gettext, lazy, use_locale
from core.settings import settings
from notifications.outbox import enqueue, handles
from notifications.recipients import Recipient, recipients_of

KIND = "unit"


class UnitNotice(msgspec.Struct, frozen=True):
    """What a mail about a unit says: its subject, what happened, what to do next."""

    subject: LazyText
    happened: LazyText
    next_step: LazyText


_ANSWER = lazy("心当たりがあれば、%(by)s（%(phone)s）までご連絡ください。")
_ASK_BACK = lazy("違っているときは、%(by)s（%(phone)s）までご連絡ください。")
_LOOK = lazy("下のページで、内容と次にすることを確かめてください。")
TEXTS: dict[str, UnitNotice] = {
    "stocktake_missing": UnitNotice(
        lazy("個体の所在をお尋ねします: %(unit)s"),
        lazy("%(by)sの棚卸で、あるはずの個体が見つかりませんでした。"),
        _ANSWER,
    ),
    "stocktake_strange": UnitNotice(
        lazy("個体がここにあります: %(unit)s"),
        lazy("%(by)sの棚卸で、ここにあるはずのない個体が見つかりました。"),
        _ANSWER,
    ),
    "retired": UnitNotice(
        lazy("個体の貸出をやめました: %(unit)s"),
        lazy("%(by)sが、この個体の貸出をやめました。これからの予定はありません。"),
        lazy("していただくことはありません。"),
    ),
    "moved_owner": UnitNotice(
        lazy("個体の所有者が変わりました: %(unit)s"),
        lazy("%(by)sが、所有者の変更を記録しました。"),
        _ASK_BACK,
    ),
    "moved_lender": UnitNotice(
        lazy("個体の貸主が変わりました: %(unit)s"), lazy("%(by)sが、貸主の変更を記録しました。"), _ASK_BACK
    ),
    "moved_custodian": UnitNotice(
        lazy("個体の保管者が変わりました: %(unit)s"),
        lazy("%(by)sが、保管者の変更を記録しました。"),
        _ASK_BACK,
    ),
    "moved_place": UnitNotice(
        lazy("個体の所在が変わりました: %(unit)s"), lazy("%(by)sが、所在の変更を記録しました。"), _ASK_BACK
    ),
    **{
        f"handover_{step}": UnitNotice(subject, happened, _LOOK)
        for step, subject, happened in (
            (
                "propose",
                lazy("個体の引き渡し・長期借用の申し出です: %(unit)s"),
                lazy("%(by)sから申し出がありました。"),
            ),
            ("accept", lazy("申し出が承諾されました: %(unit)s"), lazy("%(by)sが承諾しました。")),
            (
                "refuse",
                lazy("申し出が断られました: %(unit)s"),
                lazy("%(by)sが断りました。日程は空きました。"),
            ),
            (
                "withdraw",
                lazy("申し出が取り下げられました: %(unit)s"),
                lazy("%(by)sが取り下げました。日程は空きました。"),
            ),
            ("dispatch", lazy("個体が発送されました: %(unit)s"), lazy("%(by)sが発送しました。")),
            ("receive", lazy("個体が届きました: %(unit)s"), lazy("%(by)sが受け取りました。")),
            (
                "recall",
                lazy("個体を早く返してください: %(unit)s"),
                lazy("%(by)sが、早い返却を求めています。"),
            ),
            ("send_back", lazy("個体が返送されました: %(unit)s"), lazy("%(by)sが返送しました。")),
            ("take_back", lazy("個体の返却が済みました: %(unit)s"), lazy("%(by)sが返却を受け入れました。")),
            (
                "ending",
                lazy("長期借用の終わりが近づきました: %(unit)s"),
                lazy("長期借用は%(until)sに終わります。相手は%(by)s（%(phone)s）です。"),
            ),
        )
    },
    "stocktake_lost": UnitNotice(
        lazy("個体が見つからなくなりました: %(unit)s"),
        lazy("%(by)sの棚卸で個体が見つからず、所在不明と記録されました。"),
        lazy("貸出や展示の予定があるときは、別の個体に替えてください。%(by)sの電話は%(phone)sです。"),
    ),
}


class AskedAbout(msgspec.Struct, frozen=True):
    """The outbox row: which notice about which unit, from whom, to whom."""

    notice: str
    unit_id: UUID
    done_by: UUID
    parties: list[UUID]
    note: str = ""
    path: str = ""
    words: dict[str, str] = {}


_ANSWERABLE = """
SELECT DISTINCT o.id FROM unit u JOIN organization o ON o.id IN (u.owner_id, u.lender_id, u.custodian_id)
WHERE u.id = $1 AND o.kind <> 'facility' AND o.id <> $2
"""


async def ask_about(actor: Actor, unit_id: UUID, notice: str, key: str, *, note: str = "") -> int:
    """Tell all who answer for a unit, but for the actor's own organisation; how many there are."""
    mine = actor.acting_for()
    parties = [row["id"] for row in await db.fetch(_ANSWERABLE, unit_id, mine)]
    if parties:
        await tell(actor, parties, unit_id, notice, key, note=note)
    return len(parties)


async def tell(
    actor: Actor,
    parties: list[UUID],
    unit_id: UUID,
    notice: str,
    key: str,
    *,
    note: str = "",
    path: str = "",
    words: Mapping[str, str] | None = None,
) -> None:
    """Ask for the mails to these organisations; `path` leads to what it is about, else to the unit."""
    asked = AskedAbout(notice, unit_id, actor.acting_for(), parties, note, path, dict(words or {}))
    await ask_for_mails(asked, key)


async def ask_for_mails(asked: AskedAbout, key: str) -> None:
    """The same for what the house itself has noticed: `done_by` is whom to call."""
    notice = asked.notice
    await enqueue(KIND, f"{KIND}:{key}:{notice}", msgspec.to_builtins(asked))


@handles(KIND)
async def tell_of_unit(payload: dict[str, Any], key: str) -> None:
    """Ask for the mails, each once for each reader."""
    asked = msgspec.convert(payload, AskedAbout)
    words = await _words(asked)
    for party in asked.parties:
        for reader in await recipients_of([party]):
            letter = _letter(reader, TEXTS[asked.notice], words, asked)
            await enqueue("mail", f"mail:{key}:{reader.address}", letter)


@tells_of(KIND)
async def who_hears(_: Actor, payload: dict[str, Any]) -> list[Hears]:
    """For a rehearsal: the organisations that would be told, and about what."""
    asked = msgspec.convert(payload, AskedAbout, strict=False)
    subject = TEXTS[asked.notice].subject % await _words(asked)
    sql = "SELECT name FROM organization WHERE id = ANY($1::uuid[]) ORDER BY name"
    return [Hears(row["name"], subject) for row in await db.fetch(sql, asked.parties)]


_WORDS = """
SELECT p.name || ' ' || u.serial_number AS unit, o.name AS by, o.phone
FROM unit u JOIN product p ON p.id = u.product_id CROSS JOIN organization o WHERE u.id = $1 AND o.id = $2
"""


async def _words(asked: AskedAbout) -> dict[str, str]:
    row = await db.fetch_row(_WORDS, asked.unit_id, asked.done_by)
    if row is None:
        raise NotFound
    return {**dict(row), "phone": row["phone"] or "―", **asked.words}


def _letter(
    reader: Recipient, text: UnitNotice, words: Mapping[str, str], asked: AskedAbout
) -> dict[str, object]:
    with use_locale(reader.locale):
        greeting = gettext("%(name)s 様") if reader.is_person else gettext("%(name)s 御中")
        lines = [
            greeting % {"name": reader.name},
            text.happened % words,
            f"{gettext('個体')}: {words['unit']}",
            f"{gettext('メモ')}: {asked.note}" if asked.note else "",
            gettext("■ 次にしていただくこと") + "\n" + text.next_step % words,
            settings().base_url + (asked.path or f"/units/{asked.unit_id}"),
            gettext("このメールは、ためし(試用貸出のシステム)が自動で送りました。返信しても届きません。"),
        ]
        subject = text.subject % words
    body = "\n\n".join(filter(None, lines)) + "\n"
    return {"recipient": reader.address, "subject": subject, "body": body, "locale": reader.locale}
