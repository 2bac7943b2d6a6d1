"""The sections of a desk: which loans wait at which station, for whom, and which of them wait too long."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from core.i18n import LazyText, lazy
from core.web.look import Tone
from loans.domain import StepName


class Section(StrEnum):
    """A station on the way of a loan, as somebody at a desk sees it."""

    NEW = "new"
    OFFERED = "offered"
    ASKED = "asked"
    EXTENSION = "extension"
    TO_SHIP = "to_ship"
    UNDER_WAY = "under_way"
    ON_TRIAL = "on_trial"
    OVERDUE = "overdue"
    RETURNING = "returning"
    RESULT_MISSING = "result_missing"


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """What a section shows: `title` to those who wait, `to_do` to those it waits for where that differs.

    `where`, `late` and `order` are SQL over `loan l`; $2 is today, $3 the present moment. `address` is the
    list of all its loans; `step` is what moves such a loan on, if the reader may take it.
    """

    title: LazyText
    to_do: LazyText | None = None
    waits_for: LazyText
    empty: LazyText
    where: str
    order: str
    late: str = "FALSE"
    late_words: LazyText = lazy("遅れ")
    address: str
    step: StepName
    step_words: LazyText
    icon: str = "dot"
    tone: Tone = "neutral"


_OPEN_OFFER = (
    "EXISTS (SELECT 1 FROM loan_offer x WHERE x.loan_id = l.id AND x.answered_at IS NULL AND x.kind = '{}')"
)
_DATES, _EXTENSION = _OPEN_OFFER.format("dates"), _OPEN_OFFER.format("extension")
# Some of a loan's units are on their way back while the others are still on trial.
_SOME_COMING = (
    "EXISTS (SELECT 1 FROM loan_unit x WHERE x.loan_id = l.id AND x.sent_back_on IS NOT NULL"
    " AND x.returned_on IS NULL AND x.lost_on IS NULL AND x.released_at IS NULL)"
)
_SINCE, _START, _END = "l.custody_since, l.id", "l.starts_on, l.id", "l.ends_on, l.id"

STATIONS: Mapping[Section, Station] = {
    Section.NEW: Station(
        title=lazy("新しい申込"),
        waits_for=lazy("窓口が貸主に打診する"),
        empty=lazy("新しい申込はありません"),
        where=f"l.custody = 'requested' AND NOT {_DATES}",
        order=_SINCE,
        late="(l.hold_expires_at IS NULL OR l.hold_expires_at < $3)",
        late_words=lazy("仮押さえ切れ"),
        address="/loans?state=requested",
        step=StepName.PROPOSE,
        step_words=lazy("内容を見て打診"),
        icon="inbox",
        tone="attention",
    ),
    Section.OFFERED: Station(
        title=lazy("事業所の返事待ち"),
        waits_for=lazy("事業所が別の日程を選ぶ"),
        empty=lazy("返事を待っている提案はありません"),
        where=f"l.custody = 'requested' AND {_DATES}",
        order=_SINCE,
        late="(l.hold_expires_at IS NULL OR l.hold_expires_at < $3)",
        late_words=lazy("仮押さえ切れ"),
        address="/loans?state=requested",
        step=StepName.ACCEPT_OFFER,
        step_words=lazy("返事を記録"),
        icon="question",
        tone="info",
    ),
    Section.ASKED: Station(
        to_do=lazy("返事をする打診"),
        title=lazy("貸主の返事待ち"),
        waits_for=lazy("貸主が承諾する"),
        empty=lazy("返事を待っている打診はありません"),
        where="l.custody = 'proposed'",
        order="l.answer_by, l.id",
        late="l.answer_by < $2::date",
        late_words=lazy("回答期限切れ"),
        address="/loans?state=proposed",
        step=StepName.CONFIRM,
        step_words=lazy("内容を見て承諾"),
        icon="hourglass",
        tone="info",
    ),
    Section.EXTENSION: Station(
        title=lazy("延長の希望"),
        waits_for=lazy("貸主が延長に答える"),
        empty=lazy("延長の希望はありません"),
        where=f"l.custody = 'on_trial' AND {_EXTENSION}",
        order=_END,
        late="l.ends_on <= $2::date",
        late_words=lazy("返却日を過ぎています"),
        address="/loans?state=on_trial",
        step=StepName.EXTEND,
        step_words=lazy("延長に答える"),
        icon="calendar",
        tone="attention",
    ),
    Section.TO_SHIP: Station(
        to_do=lazy("発送するもの"),
        title=lazy("発送待ち"),
        waits_for=lazy("貸主が発送する"),
        empty=lazy("発送を待っている貸出はありません"),
        where="l.custody = 'confirmed'",
        order=_START,
        late="l.starts_on <= $2::date",
        late_words=lazy("開始日を過ぎています"),
        address="/loans?state=confirmed",
        step=StepName.DISPATCH,
        step_words=lazy("発送を記録"),
        icon="box",
        tone="info",
    ),
    Section.UNDER_WAY: Station(
        title=lazy("配送中"),
        waits_for=lazy("事業所が受け取る"),
        empty=lazy("配送中の貸出はありません"),
        where="l.custody = 'dispatched'",
        order=_SINCE,
        late="l.starts_on < $2::date",
        late_words=lazy("受け取りの記録がまだです"),
        address="/loans?state=dispatched",
        step=StepName.RECEIVE,
        step_words=lazy("受け取りを記録"),
        icon="truck",
        tone="progress",
    ),
    Section.ON_TRIAL: Station(
        title=lazy("試用中"),
        waits_for=lazy("事業所が試す"),
        empty=lazy("試用中の貸出はありません"),
        where="l.custody = 'on_trial' AND l.ends_on > $2::date",
        order=_END,
        address="/loans?state=on_trial",
        step=StepName.SEND_BACK,
        step_words=lazy("返送を記録"),
        icon="loan",
        tone="progress",
    ),
    Section.OVERDUE: Station(
        title=lazy("返却遅れ"),
        waits_for=lazy("事業所が返送する"),
        empty=lazy("返却の遅れはありません"),
        where="l.custody = 'on_trial' AND l.ends_on <= $2::date",
        order=_END,
        late="TRUE",
        late_words=lazy("返却日を過ぎています"),
        address="/loans?state=overdue",
        step=StepName.SEND_BACK,
        step_words=lazy("連絡して返送を記録"),
        icon="alert",
        tone="danger",
    ),
    Section.RETURNING: Station(
        to_do=lazy("受け入れる返却"),
        title=lazy("返送中"),
        waits_for=lazy("貸主が返却を受け入れる"),
        empty=lazy("返送中の貸出はありません"),
        where=f"(l.custody = 'returning' OR l.custody = 'on_trial' AND {_SOME_COMING})",
        order=_SINCE,
        address="/loans?state=returning",
        step=StepName.TAKE_BACK,
        step_words=lazy("返却を受け入れる"),
        icon="return",
        tone="progress",
    ),
    Section.RESULT_MISSING: Station(
        title=lazy("結果が未提出"),
        waits_for=lazy("事業所が結果を報告する"),
        empty=lazy("結果はすべて提出されています"),
        # Of a lost unit no result comes; its loan stays open until the counter says so.
        where="l.custody IN ('returned', 'lost')",
        order=_SINCE,
        address="/loans?state=result_missing",
        step=StepName.SUBMIT_RESULT,
        step_words=lazy("結果を代わりに記録"),
        icon="document",
        tone="attention",
    ),
}

MINE = lazy("こちらで進めること")
THEIRS = lazy("相手の動きを待っているもの")


class Part(msgspec.Struct, frozen=True):
    """Sections of a desk that belong together: what its people must do, or what they wait for."""

    title: LazyText
    sections: tuple[Section, ...]
    is_mine: bool = False


# What a counter must do itself comes first, then what it waits for.
COUNTER_TO_DO = (Section.OVERDUE, Section.NEW, Section.RESULT_MISSING)
COUNTER_WAITING = (
    Section.ASKED,
    Section.OFFERED,
    Section.TO_SHIP,
    Section.UNDER_WAY,
    Section.ON_TRIAL,
    Section.RETURNING,
)
VENDOR_TO_DO = (Section.ASKED, Section.EXTENSION, Section.TO_SHIP, Section.RETURNING)
VENDOR_WAITING = (Section.OVERDUE, Section.OFFERED, Section.UNDER_WAY, Section.ON_TRIAL)
