"""The forms by which a counter makes courses: they ask for last days, commands take the day after."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from catalog.queries.taxonomy import Item
from core.calendar import ONE_DAY
from core.clock import TOKYO, local_day
from core.i18n import Text, lazy
from core.web.fields import (
    ChoiceField,
    DayField,
    HiddenField,
    LongTextField,
    ManyField,
    NumberField,
    TextField,
)
from core.web.forms import Form
from directory.prefectures import prefecture_choices
from exhibitions.hours import QUARTER_HOURS
from exhibitions.seminars.commands import ChangeSeminar, CopySeminar, CreateSeminar, MoveSeminar, PutSession
from exhibitions.seminars.domain import (
    LARGEST_CAPACITY,
    LARGEST_PARTY,
    LONGEST_KEPT,
    LONGEST_LINE,
    LONGEST_OFFER_HOURS,
    LONGEST_REASON,
    LONGEST_REMINDER_HOURS,
    LONGEST_TEXT,
    SHORTEST_KEPT,
    Admission,
    AttendanceRule,
    Audience,
    SeminarStatus,
    SessionForm,
)
from exhibitions.seminars.looks import ADMISSIONS, AUDIENCES, FORMS, RULES
from exhibitions.seminars.queries import SeminarView, SessionView

_PREFECTURES: list[tuple[str, Text]] = [("", lazy("選んでください")), *prefecture_choices()]
_TEXTS = (*("title", "lecturer", "description", "prefecture", "area", "price", "title_en", "description_en"),)
_PLAIN = (*("capacity", "admission", "largest_party", "rule", "offer_hours", "reminder_hours", "keep_days"),)


class SeminarForm(Form):
    """研修会: what a counter says of it."""

    title = TextField(lazy("研修会の名前"), required=True, limit=LONGEST_LINE)
    description = LongTextField(lazy("内容"), limit=LONGEST_TEXT, warns=False)
    lecturer = TextField(lazy("講師"), limit=LONGEST_LINE)
    audiences = ManyField(lazy("対象"), choices=list(AUDIENCES.items()), coerce=Audience)
    item_codes = ManyField(
        lazy("重点分野の項目"),
        hint=lazy("研修会で扱う項目です。いくつでも選べます。実績を項目ごとに数えます。"),
    )
    prefecture = ChoiceField(lazy("都道府県"), look="select", choices=_PREFECTURES)
    area = TextField(
        lazy("開く場所のあたり"),
        limit=LONGEST_LINE,
        hint=lazy("例: 大分市の中心部。くわしい会場は回ごとに入れ、受講が決まった人だけが見られます。"),
    )
    price = TextField(
        lazy("受講料"), limit=LONGEST_LINE, hint=lazy("空けておくと無料です。例: 1人1,000円（資料代）")
    )
    capacity = NumberField(
        lazy("定員"), required=True, least=1, most=LARGEST_CAPACITY, unit=lazy("人"), default=20
    )
    largest_party = NumberField(
        lazy("1つの申込の人数の上限"), required=True, least=1, most=LARGEST_PARTY, unit=lazy("人"), default=5
    )
    admission = ChoiceField(
        lazy("受講者の決め方"),
        required=True,
        coerce=Admission,
        choices=[
            (
                Admission.FIRST_COME,
                ADMISSIONS[Admission.FIRST_COME],
                lazy("定員まで、申し込んだ順に決まります。"),
            ),
            (
                Admission.APPROVAL,
                ADMISSIONS[Admission.APPROVAL],
                lazy("申込を見て、1件ずつ承認するか断ります。"),
            ),
        ],
    )
    apply_from = DayField(lazy("申込を受ける最初の日"), hint=lazy("空けておくと、公開した日からです。"))
    apply_until = DayField(
        lazy("申込を受ける最後の日"), hint=lazy("空けておくと、受付を終えるまで受けます。")
    )
    rule = ChoiceField(
        lazy("修了証を出す人"),
        required=True,
        look="select",
        coerce=AttendanceRule,
        choices=list(RULES.items()),
    )
    rule_value = NumberField(
        lazy("その回数、または割合（パーセント）"),
        most=100,
        hint=lazy("「決めた回数」か「決めた割合」を選んだときに入れます。"),
    )
    offer_hours = NumberField(
        lazy("空きの案内への返事の期限"),
        required=True,
        least=1,
        most=LONGEST_OFFER_HOURS,
        unit=lazy("時間"),
        default=48,
    )
    reminder_hours = NumberField(
        lazy("前もって知らせるメール"),
        required=True,
        most=LONGEST_REMINDER_HOURS,
        unit=lazy("時間前"),
        default=24,
        hint=lazy("0にすると送りません。"),
    )
    keep_days = NumberField(
        lazy("受講者の名前と連絡先を消すまで"),
        required=True,
        least=SHORTEST_KEPT,
        most=LONGEST_KEPT,
        unit=lazy("日"),
        default=365,
    )
    title_en = TextField(lazy("研修会の名前（英語）"), limit=LONGEST_LINE)
    description_en = LongTextField(lazy("内容（英語）"), limit=LONGEST_TEXT, rows=4, warns=False)

    def fit(self, items: Sequence[Item]) -> None:
        """Offer the items of the taxonomy."""
        self.item_codes.offer([(item.code, item.full_name) for item in items])

    def as_new(self) -> CreateSeminar:
        """The command to make it."""
        return CreateSeminar(**self._given())

    def as_change(self) -> ChangeSeminar:
        """The command to change all that the form shows."""
        return ChangeSeminar(**self._given())

    def _given(self) -> dict[str, Any]:
        last_day = self.apply_until.data
        return {
            **{name: self[name].data or "" for name in _TEXTS},
            **{name: self[name].data for name in _PLAIN},
            "audiences": list(self.audiences.data or ()),
            "item_codes": list(self.item_codes.data or ()),
            "apply_from": self.apply_from.data,
            "apply_until": last_day + ONE_DAY if last_day else None,
            "rule_value": self.rule_value.data or 0,
        }

    @classmethod
    def showing(cls, seminar: SeminarView) -> "SeminarForm":
        """The form with what is known."""
        names = (*_TEXTS, *_PLAIN, "audiences", "item_codes", "apply_from")
        values = {name: getattr(seminar, name) for name in names}
        last_day = seminar.apply_until - ONE_DAY if seminar.apply_until else None
        return cls(data=values | {"apply_until": last_day, "rule_value": seminar.rule_value or None})


class SessionOfSeminarForm(Form):
    """回: one meeting of a course; `start` is its day, `end` the minute at which it ends."""

    start = DayField(lazy("日にち"), required=True)
    from_minute = ChoiceField(
        lazy("始まり"), required=True, choices=QUARTER_HOURS, look="select", default="810"
    )
    end = ChoiceField(lazy("終わり"), required=True, choices=QUARTER_HOURS, look="select", default="930")
    form = ChoiceField(
        lazy("受け方"), required=True, look="select", coerce=SessionForm, choices=list(FORMS.items())
    )
    theme = TextField(lazy("この回のテーマ"), limit=LONGEST_LINE)
    place = TextField(
        lazy("会場"),
        limit=LONGEST_LINE,
        hint=lazy("会場の名前、住所、部屋。受講が決まった人だけが見られます。"),
    )
    meeting_link = TextField(
        lazy("オンライン会議のリンク"),
        limit=LONGEST_LINE,
        hint=lazy("受講が決まった人だけが見られます。あとから入れることもできます。"),
    )

    def command(self) -> PutSession:
        """What was said."""
        midnight = datetime.combine(self.start.data, time(), TOKYO)
        return PutSession(
            start=midnight + timedelta(minutes=int(self.from_minute.data or 0)),
            end=midnight + timedelta(minutes=int(self.end.data or 0)),
            form=self.form.data,
            theme=self.theme.data or "",
            place=self.place.data or "",
            meeting_link=self.meeting_link.data or "",
        )

    @classmethod
    def showing(cls, session: SessionView) -> "SessionOfSeminarForm":
        """The form with what is known."""
        start, end = session.start.astimezone(TOKYO), session.end.astimezone(TOKYO)
        values = {
            "start": local_day(session.start),
            "from_minute": str(start.hour * 60 + start.minute),
            "end": str(end.hour * 60 + end.minute),
        }
        rest = {name: getattr(session, name) for name in ("form", "theme", "place", "meeting_link")}
        return cls(data=values | rest)


class CallOffForm(Form):
    """中止: why."""

    reason = LongTextField(lazy("中止の理由"), required=True, limit=LONGEST_REASON, rows=4)
    expected = HiddenField(limit=20)

    def command(self) -> MoveSeminar:
        """The command."""
        return MoveSeminar(reason=self.reason.data or "", expected=expected_status(self.expected.data))


def expected_status(sent: object) -> SeminarStatus | None:
    """The state that a form was made for; None for anything else."""
    known = {one.value for one in SeminarStatus}
    return SeminarStatus(sent) if isinstance(sent, str) and sent in known else None


class CopyForm(Form):
    """Another one like it."""

    first_day = DayField(lazy("最初の回の日"), required=True, from_today=True)

    def command(self) -> CopySeminar:
        """The command."""
        return CopySeminar(first_day=self.first_day.data)
