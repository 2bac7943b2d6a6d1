"""The forms of the pages about displays: they ask for the last day, commands take the day after it."""

from datetime import date
from typing import Any
from uuid import UUID

from core.calendar import ONE_DAY
from core.i18n import Text, lazy
from core.web.fields import (
    ChoiceField,
    DayField,
    HiddenField,
    LongTextField,
    NumberField,
    SearchField,
    TextField,
    TickField,
)
from core.web.forms import Form
from core.web.seen_forms import SeenForm
from directory.prefectures import prefecture_choices
from exhibitions.commands import (
    AddExhibit,
    AddVenue,
    ChangeExhibition,
    CreateExhibition,
    MoveExhibit,
    MoveExhibition,
)
from exhibitions.domain import ExhibitionKind, ExhibitionStatus, ExhibitStatus
from exhibitions.looks import KINDS
from exhibitions.queries import ExhibitionView

_PREFECTURES: list[tuple[str, Text]] = [("", lazy("選んでください")), *prefecture_choices()]
_IN_JAPANESE = ("title", "prefecture", "address", "access", "hours", "description")
IN_ENGLISH = ("title_en", "description_en", "hours_en", "access_en")
IN_PLAIN_WORDS = ("title_plain", "description_plain", "hours_plain", "access_plain")
_TEXTS = (*_IN_JAPANESE, *IN_ENGLISH, *IN_PLAIN_WORDS)
_FALLS_BACK = lazy("空けておくと、英語で読む人にも日本語を出します。")


def said_of(exhibition: ExhibitionView) -> dict[str, object]:
    """What a counter says of a display, as commands name it."""
    return {name: getattr(exhibition, name) for name in CreateExhibition.__struct_fields__}


def day_after(last_day: date | None) -> date:
    """The exclusive end for a last day; the form has been validated."""
    if last_day is None:
        raise TypeError
    return last_day + ONE_DAY


class ExhibitionForm(SeenForm):
    """体験展示: what a counter says of it."""

    title = TextField(lazy("展示の名前"), required=True, limit=200)
    kind = ChoiceField(
        lazy("種類"),
        required=True,
        coerce=ExhibitionKind,
        choices=[
            (
                ExhibitionKind.PERMANENT,
                KINDS[ExhibitionKind.PERMANENT].label,
                lazy("窓口の展示室で、いつでも見られます。"),
            ),
            (ExhibitionKind.TOURING, KINDS[ExhibitionKind.TOURING].label, lazy("いくつかの会場を回ります。")),
            (ExhibitionKind.OPEN_DAY, KINDS[ExhibitionKind.OPEN_DAY].label, lazy("日を決めて公開します。")),
        ],
    )
    start = DayField(lazy("最初の日"), required=True)
    last_day = DayField(lazy("最後の日"), required=True)
    prefecture = ChoiceField(lazy("都道府県"), look="select", choices=_PREFECTURES)
    address = TextField(
        lazy("会場"), limit=200, hint=lazy("会場の名前と住所。巡回展示では、会場ごとの案内をあとで足せます。")
    )
    access = LongTextField(lazy("交通の案内"), limit=2000, rows=3, warns=False)
    hours = TextField(lazy("開いている時間"), limit=200, hint=lazy("例: 平日 9:00〜16:30"))
    description = LongTextField(lazy("案内文"), limit=2000, warns=False)
    title_en = TextField(lazy("展示の名前（英語）"), limit=200, hint=_FALLS_BACK)
    description_en = LongTextField(lazy("案内文（英語）"), limit=2000, rows=4, warns=False)
    hours_en = TextField(lazy("開いている時間（英語）"), limit=200, hint=lazy("例: Weekdays 9:00–16:30"))
    access_en = LongTextField(lazy("交通の案内（英語）"), limit=2000, rows=3, warns=False)
    title_plain = TextField(
        lazy("展示の名前（やさしい日本語）"),
        limit=200,
        hint=lazy("短い文で、むずかしいことばを使わずに書きます。空けておくと、ふつうの日本語を出します。"),
    )
    description_plain = LongTextField(lazy("案内文（やさしい日本語）"), limit=2000, rows=4, warns=False)
    hours_plain = TextField(
        lazy("開いている時間（やさしい日本語）"),
        limit=200,
        hint=lazy("例: 月よう日から 金よう日の 9時から 4時半まで"),
    )
    access_plain = LongTextField(lazy("交通の案内（やさしい日本語）"), limit=2000, rows=3, warns=False)

    def as_new(self) -> CreateExhibition:
        """The command to make it."""
        return CreateExhibition(**self._given())

    def as_change(self) -> ChangeExhibition:
        """The command to change all that the form shows."""
        return ChangeExhibition(**self._given())

    def _given(self) -> dict[str, Any]:
        return {
            **{name: self[name].data or "" for name in _TEXTS},
            "kind": self.kind.data,
            "start": self.start.data,
            "end": day_after(self.last_day.data),
        }

    @classmethod
    def showing(cls, exhibition: ExhibitionView) -> "ExhibitionForm":
        """The form with what is known."""
        values = {name: getattr(exhibition, name) for name in ("kind", "start", *_TEXTS)}
        form = cls(data=values | {"last_day": exhibition.end - ONE_DAY})
        form.shows(said_of(exhibition))
        return form


class CancelForm(Form):
    """中止: why."""

    reason = LongTextField(lazy("中止の理由"), required=True, limit=1000, rows=4)
    expected = HiddenField(limit=20)

    def command(self) -> MoveExhibition:
        """The command."""
        known = {one.value for one in ExhibitionStatus}
        expected = ExhibitionStatus(self.expected.data) if self.expected.data in known else None
        return MoveExhibition(reason=self.reason.data or "", expected=expected)


class ExhibitSearchForm(Form):
    """Which products to choose from."""

    q = SearchField(
        lazy("機種をさがす"), limit=100, hint=lazy("名前、メーカー、項目、困りごとの言葉で絞れます。")
    )


class ExhibitForm(Form):
    """展示品: a product for a display."""

    # What was searched for: a form that comes back lists the same products again.
    q = HiddenField(limit=100)
    product_id = ChoiceField(lazy("機種"), required=True, look="select")
    caption = LongTextField(lazy("展示での説明"), limit=2000, rows=3, warns=False)
    demonstrations = TextField(lazy("実演の時間"), limit=200, hint=lazy("例: 毎週水曜 14:00"))
    may_be_lent = TickField(lazy("展示の途中でも、代わりの機器があれば貸し出してよい"))
    later = TickField(lazy("まだ貸主に依頼しない（候補として残す）"))

    def command(self) -> AddExhibit:
        """The command."""
        return AddExhibit(
            product_id=UUID(str(self.product_id.data)),
            caption=self.caption.data or "",
            demonstrations=self.demonstrations.data or "",
            may_be_lent=bool(self.may_be_lent.data),
            ask=not self.later.data,
        )


class ExhibitStepForm(Form):
    """A step of an exhibit that hands nothing over: a word to the other side."""

    reason = LongTextField(lazy("伝言・理由"), limit=1000, rows=3)
    expected = HiddenField(limit=20)

    def command(self) -> MoveExhibit:
        """The command."""
        known = {one.value for one in ExhibitStatus}
        expected = ExhibitStatus(self.expected.data) if self.expected.data in known else None
        return MoveExhibit(reason=self.reason.data or "", expected=expected)


class VenueForm(Form):
    """会場: one stop of a touring show."""

    name = TextField(lazy("会場の名前"), required=True, limit=200)
    start = DayField(lazy("最初の日"), required=True)
    last_day = DayField(lazy("最後の日"), required=True)
    prefecture = ChoiceField(lazy("都道府県"), look="select", choices=_PREFECTURES)
    address = TextField(lazy("住所"), limit=200)
    hours = TextField(lazy("開いている時間"), limit=200)
    hours_en = TextField(lazy("開いている時間（英語）"), limit=200, hint=_FALLS_BACK)

    def command(self) -> AddVenue:
        """The command."""
        return AddVenue(
            name=self.name.data or "",
            start=self.start.data,
            end=day_after(self.last_day.data),
            prefecture=self.prefecture.data or "",
            address=self.address.data or "",
            hours=self.hours.data or "",
            hours_en=self.hours_en.data or "",
        )


class AttendanceForm(Form):
    """How many came."""

    people = NumberField(lazy("来場者の数"), required=True, most=1_000_000, unit=lazy("人"))


class TeamForm(Form):
    """担当: who, and what for."""

    person_id = ChoiceField(lazy("担当者"), required=True, look="select")
    role = ChoiceField(lazy("役割"), required=True, look="select")
