"""Mails about what is shown: each reader hears once of all the units that a happening is about."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.conditions.words import CONDITION
from catalog.domain import Condition
from core.i18n import LazyText, format_date, format_period, gettext, lazy, use_locale
from core.settings import settings
from exhibitions.exhibits import Exhibit, exhibits_on
from exhibitions.letters import letter
from exhibitions.looks import sent_by, sent_home_by
from notifications.outbox import enqueue, handles
from notifications.recipients import Recipient, recipients_of


class NoticeText(msgspec.Struct, frozen=True):
    """What a mail says: its subject, what happened, what to do next."""

    subject: LazyText
    happened: LazyText
    next_step: LazyText


_NOTHING = lazy("していただくことはありません。詳しくは下のページをご覧ください。")
_EARLIER_IS_LATE = lazy("展示の機器が予定どおり届かないことがあります: %(title)s")
_LATE_TOUCHES_OTHERS = lazy("展示の機器が戻らず、次の予定に響いています: %(title)s")
TO_LENDER: Mapping[str, NoticeText] = {
    "asked": NoticeText(
        lazy("展示への貸出の依頼です: %(title)s"),
        lazy("%(counter)sから、展示「%(title)s」への貸出の依頼がありました。個体の日程は押さえてあります。"),
        lazy("下のページで、承諾するか断るかを選んでください。"),
    ),
    "withdrawn": NoticeText(
        lazy("展示への貸出の依頼が取り下げられました: %(title)s"),
        lazy(
            "%(counter)sが、展示「%(title)s」への貸出の依頼を取り下げました。押さえてあった日は空きました。"
        ),
        _NOTHING,
    ),
    "called_off": NoticeText(
        lazy("展示が中止になりました: %(title)s"),
        lazy(
            "%(counter)sの展示「%(title)s」は中止になりました。"
            "まだ発送していない機器の日程はすべて、発送した機器の日程は帰り道と点検のあとが空きました。"
        ),
        lazy("すでに発送した機器は、返却の日を窓口と相談してください。"),
    ),
    "closed": NoticeText(
        lazy("展示が終わりました: %(title)s"),
        lazy(
            "%(counter)sの展示「%(title)s」は終わりました。"
            "まだ発送していない機器の日程はすべて、発送した機器の日程は帰り道と点検のあとが空きました。"
        ),
        lazy(
            "すでに発送した機器は、届いたら窓口が送り返します。行きちがいのないよう、返却の日を窓口と相談してください。"
        ),
    ),
    "delivered": NoticeText(
        lazy("展示の機器が届きました: %(title)s"),
        lazy("展示「%(title)s」の機器が%(counter)sに届きました。"),
        _NOTHING,
    ),
    "sent_home": NoticeText(
        lazy("展示の機器が返送されました: %(title)s"),
        lazy("%(counter)sが、展示「%(title)s」の機器を返送しました。"),
        lazy("届いたら状態を確かめて、返却を記録してください。"),
    ),
    "returned": NoticeText(
        lazy("展示の機器の返却が記録されました: %(title)s"),
        lazy("展示「%(title)s」の機器の返却を、%(counter)sが記録しました。"),
        lazy("届いた機器の状態を確かめてください。"),
    ),
    "earlier_is_late": NoticeText(
        _EARLIER_IS_LATE,
        lazy("%(counter)sの展示「%(title)s」に貸す予定の機器は、前の貸出や展示からの返却が遅れています。"),
        lazy("間に合わないときは、別の機器にできないか、窓口（%(counter)s）と相談してください。"),
    ),
    "late_touches_others": NoticeText(
        _LATE_TOUCHES_OTHERS,
        lazy(
            "%(counter)sの展示「%(title)s」に貸した機器が、展示が終わっても戻っていません。次に予定している貸出や展示と重なります。"
        ),
        lazy(
            "次の予定に別の個体を充てられないか、下のページで確かめてください。返却の日は、窓口（%(counter)s）と相談してください。"
        ),
    ),
}
TO_COUNTER: Mapping[str, NoticeText] = {
    "confirmed": NoticeText(
        lazy("展示への貸出が承諾されました: %(title)s"),
        lazy("%(lender)sが、展示「%(title)s」への貸出を承諾しました。"),
        lazy("届いたら、準備の画面で搬入を記録してください。"),
    ),
    "dispatched": NoticeText(
        lazy("展示の機器が発送されました: %(title)s"),
        lazy("%(lender)sが、展示「%(title)s」の機器を発送しました。"),
        lazy("届いたら状態を確かめて、準備の画面で搬入を記録してください。"),
    ),
    "declined": NoticeText(
        lazy("展示への貸出が断られました: %(title)s"),
        lazy("%(lender)sが、展示「%(title)s」への貸出を断りました。押さえてあった日は空きました。"),
        lazy("準備の画面で、代わりの機種を選んでください。"),
    ),
    "returned": NoticeText(
        lazy("展示の機器の返却が記録されました: %(title)s"),
        lazy("展示「%(title)s」の機器を、%(lender)sが受け取りました。"),
        _NOTHING,
    ),
    "earlier_is_late": NoticeText(
        _EARLIER_IS_LATE,
        lazy("展示「%(title)s」で使う予定の機器は、前の貸出や展示からの返却が遅れています。"),
        lazy("間に合わないときは、準備の画面で代わりの機種を選ぶか、貸主（%(lender)s）と相談してください。"),
    ),
    "late_touches_others": NoticeText(
        _LATE_TOUCHES_OTHERS,
        lazy(
            "展示「%(title)s」の機器が、展示が終わっても貸主（%(lender)s）に戻っていません。次に予定している貸出や展示と重なります。"
        ),
        lazy(
            "これから返すなら返送を、もう戻っているなら返却を、下のページで記録してください。"
            "すぐに返せないときは、いつ返せるかを貸主（%(lender)s）に知らせてください。"
        ),
    ),
}
# Nobody did these: a counter is told of its own units, too.
_OF_ITSELF = frozenset({"earlier_is_late", "late_touches_others"})


_HANDED_OVER = frozenset({"dispatched", "delivered", "sent_home", "returned"})


class Told(msgspec.Struct, frozen=True):
    """The outbox row: what happened to which exhibits, and who did it."""

    notice: str
    exhibition_id: UUID
    exhibit_ids: list[UUID]
    done_by: UUID | None
    reason: str = ""
    condition: str = ""


@handles("exhibition")
async def tell_of_exhibits(payload: dict[str, Any], key: str) -> None:
    """Ask for the mails, each once for each reader."""
    told = msgspec.convert(payload, Told)
    found = [
        one for one in await exhibits_on(Actor.system(), told.exhibition_id) if one.id in told.exhibit_ids
    ]
    for party, text, exhibits in audience(told, found):
        for reader in await recipients_of([party]):
            await enqueue("mail", f"mail:{key}:{reader.address}", _letter(reader, text, exhibits, told))


def audience(told: Told, found: Sequence[Exhibit]) -> list[tuple[UUID, NoticeText, list[Exhibit]]]:
    """Each party to be told with its text and what it is about; nobody hears of what they did themselves."""
    audience: dict[UUID, tuple[NoticeText, list[Exhibit]]] = {}
    for texts, is_counter in ((TO_LENDER, False), (TO_COUNTER, True)):
        if told.notice not in texts:
            continue
        for exhibit in found:
            party = exhibit.counter_id if is_counter else exhibit.lender_id
            is_own_step = exhibit.is_own and not (is_counter and told.notice in _OF_ITSELF)
            if party is None or party == told.done_by or is_own_step:
                continue
            audience.setdefault(party, (texts[told.notice], []))[1].append(exhibit)
    return [(party, text, exhibits) for party, (text, exhibits) in audience.items()]


def _letter(
    reader: Recipient, text: NoticeText, exhibits: Sequence[Exhibit], told: Told
) -> dict[str, object]:
    first = exhibits[0]
    with use_locale(reader.locale):
        words = {
            "title": first.exhibition_title,
            "counter": first.counter_name,
            "lender": first.lender_name or "",
        }
        path = f"/exhibits/{first.id}" if len(exhibits) == 1 else "/exhibits"
        lines = [
            text.happened % words,
            "\n".join(_details(exhibits, told)),
            gettext("■ 次にしていただくこと") + "\n" + text.next_step % words,
            settings().base_url + path,
        ]
        return letter(reader, text.subject % words, lines)


def _details(exhibits: Sequence[Exhibit], told: Told) -> list[str]:
    first = exhibits[0]
    named = "、".join(f"{one.product_name} {one.serial_number or ''}".strip() for one in exhibits)
    lines = [
        f"{gettext('展示の期間')}: {format_period(first.start, first.end)}",
        f"{gettext('会場')}: {first.place or first.counter_name}",
        f"{gettext('機種')}: {named}",
    ]
    if told.notice == "asked" and first.answer_by:
        lines.append(f"{gettext('返事の締め切り')}: {format_date(first.answer_by)}")
    if told.notice == "dispatched":
        lines.append(f"{gettext('送り方')}: {sent_by(first)}")
    if told.notice == "sent_home":
        lines.append(f"{gettext('送り方')}: {sent_home_by(first)}")
    if told.condition:
        lines.append(f"{gettext('状態')}: {CONDITION[Condition(told.condition)].label}")
    if told.reason:
        label = gettext("気づいたこと・伝言") if told.notice in _HANDED_OVER else gettext("理由")
        lines.append(f"{label}: {told.reason}")
    return lines
