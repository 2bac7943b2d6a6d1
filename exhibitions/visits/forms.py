"""The page forms of visits."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wtforms.validators import Optional

from catalog.queries.taxonomy import Item
from core.i18n import format_date, format_time, lazy
from core.web.fields import (
    ChoiceField,
    DayField,
    EmailField,
    HiddenField,
    LongTextField,
    ManyField,
    NumberField,
    TelephoneField,
    TextField,
)
from core.web.forms import Form
from core.web.months import SUNDAY_FIRST
from exhibitions.hours import QUARTER_HOURS
from exhibitions.visits.commands import AddRule, ChangeVisit, CloseDay, ReserveVisit, SetPlan
from exhibitions.visits.domain import (
    LARGEST_CAPACITY,
    LARGEST_GROUPS,
    LONGEST_HORIZON,
    LONGEST_LEAD_HOURS,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_OFFER_HOURS,
    LONGEST_REMINDER_HOURS,
    LONGEST_SLOT,
    SHORTEST_SLOT,
    AccessNeed,
    Language,
)
from exhibitions.visits.looks import ACCESS_NEEDS, LANGUAGES
from exhibitions.visits.queries import PlanView, SlotView

_WEEKDAYS = [*SUNDAY_FIRST[1:], SUNDAY_FIRST[0]]


class ReserveForm(Form):
    """Who comes, how many, and what they need."""

    slot_id = HiddenField()
    party_size = NumberField(
        lazy("人数"), required=True, least=1, most=LARGEST_CAPACITY, unit=lazy("人"), default=1
    )
    name = TextField(lazy("代表の方のお名前"), required=True, limit=LONGEST_NAME)
    email = EmailField(
        lazy("メールアドレス"), required=True, limit=254, hint=lazy("予約を確かめるメールを送ります。")
    )
    phone = TelephoneField(lazy("電話番号"), limit=40, hint=lazy("当日の急な連絡にだけ使います。"))
    organization_name = TextField(
        lazy("団体・施設の名前"), limit=LONGEST_NAME, hint=lazy("団体で来られるときに入れてください。")
    )
    interests = ManyField(lazy("見たい、試したい分野"), hint=lazy("いくつでも選べます。説明の準備をします。"))
    access_needs = ManyField(
        lazy("必要な手助け"), choices=[(need.value, label) for need, label in ACCESS_NEEDS.items()]
    )
    access_note = LongTextField(lazy("手助けについて伝えたいこと"), limit=LONGEST_NOTE, rows=3, warns=False)
    language = ChoiceField(
        lazy("案内の言語"),
        choices=[(one.value, label) for one, label in LANGUAGES.items()],
        look="select",
        default=Language.JAPANESE.value,
    )

    def fit(
        self, items: Sequence[Item], *, is_known: bool, is_receiving: bool, needs_email: bool = False
    ) -> None:
        """Offer the items, and ask only what is not known."""
        self.interests.offer([(item.code, item.full_name) for item in items])
        if is_known and not is_receiving:
            del self.name, self.email, self.organization_name
        if is_receiving and not needs_email:
            self.email.is_required = False
            self.email.validators = [Optional()]

    def command(self, slot_id: UUID) -> ReserveVisit:
        """What was asked for."""
        said = {name: getattr(self, name).data or "" for name in _LINES if name in self}
        return ReserveVisit(
            slot_id=slot_id,
            party_size=self.party_size.data or 0,
            interests=list(self.interests.data or ()),
            access_needs=[AccessNeed(need) for need in self.access_needs.data or ()],
            language=Language(self.language.data or Language.JAPANESE.value),
            **said,
        )


_LINES = ("name", "email", "phone", "organization_name", "access_note")


class ChangeForm(Form):
    """Another time or size."""

    slot_id = ChoiceField(lazy("日時"), look="select", required=True)
    party_size = NumberField(lazy("人数"), required=True, least=1, most=LARGEST_CAPACITY, unit=lazy("人"))

    def fit(self, slots: Sequence[SlotView], own: UUID) -> None:
        """Offer the times that are still free, and the one booked now."""
        self.slot_id.offer(
            [(str(one.id), _slot_label(one, own)) for one in slots if one.bookable or one.id == own]
        )

    def command(self) -> ChangeVisit:
        """What was asked for."""
        return ChangeVisit(slot_id=UUID(str(self.slot_id.data)), party_size=self.party_size.data)


def _slot_label(slot: SlotView, own: UUID) -> str:
    hours = f"{format_date(slot.start)} {format_time(slot.start)}–{format_time(slot.end)}"
    note = lazy("いまの日時") if slot.id == own else lazy("空き%(free)s人") % {"free": slot.free_people}
    return f"{hours} ({note})"


class CancelForm(Form):
    """Why the counter calls a visit off."""

    reason = LongTextField(lazy("取り消す理由"), required=True, limit=LONGEST_NOTE, rows=3, warns=False)


class PlanForm(Form):
    """What holds for all visits of a display."""

    lead_hours = NumberField(
        lazy("予約の締切"), required=True, least=0, most=LONGEST_LEAD_HOURS, unit=lazy("時間前まで")
    )
    horizon_days = NumberField(
        lazy("何日先まで予約を受けるか"), required=True, least=1, most=LONGEST_HORIZON, unit=lazy("日先まで")
    )
    largest_party = NumberField(
        lazy("1組の人数の上限"), required=True, least=1, most=LARGEST_CAPACITY, unit=lazy("人")
    )
    no_show_minutes = NumberField(
        lazy("来られない予約の席を空けるまで"), required=True, least=5, most=600, unit=lazy("分")
    )
    keep_days = NumberField(
        lazy("来場者の名前と連絡先を消すまで"), required=True, least=30, most=1100, unit=lazy("日")
    )
    reminder_hours = NumberField(
        lazy("予約を思い出してもらうメール"),
        required=True,
        least=0,
        most=LONGEST_REMINDER_HOURS,
        unit=lazy("時間前"),
        hint=lazy("0にすると送りません。"),
    )
    offer_hours = NumberField(
        lazy("キャンセル待ちの方の返事を待つ時間"),
        required=True,
        least=1,
        most=LONGEST_OFFER_HOURS,
        unit=lazy("時間"),
    )
    note = LongTextField(lazy("来場者への案内"), limit=LONGEST_NOTE, rows=3, warns=False)

    @classmethod
    def showing(cls, plan: PlanView) -> "PlanForm":
        """The form as the plan stands now."""
        return cls(data={name: getattr(plan, name) for name in cls.names()})

    def command(self) -> SetPlan:
        """What was said."""
        return SetPlan(**{name: getattr(self, name).data for name in self.names()})


class RuleForm(Form):
    """Times that repeat."""

    weekdays = ManyField(
        lazy("曜日"),
        required=True,
        choices=[(str(at), name) for at, name in enumerate(_WEEKDAYS)],
        coerce=int,
    )
    from_minute = ChoiceField(
        lazy("始まり"), required=True, choices=QUARTER_HOURS, look="select", default="600"
    )
    until_minute = ChoiceField(
        lazy("終わり"), required=True, choices=QUARTER_HOURS, look="select", default="960"
    )
    slot_minutes = NumberField(
        lazy("1枠の長さ"), required=True, least=SHORTEST_SLOT, most=LONGEST_SLOT, unit=lazy("分"), default=60
    )
    capacity_people = NumberField(
        lazy("1枠の人数"), required=True, least=1, most=LARGEST_CAPACITY, unit=lazy("人"), default=10
    )
    capacity_groups = NumberField(
        lazy("1枠の組数"), required=True, least=1, most=LARGEST_GROUPS, unit=lazy("組"), default=3
    )
    first_on = DayField(lazy("最初の日"), required=True)
    last_on = DayField(lazy("最後の日"), hint=lazy("空けておくと、展示の終わりまで続きます。"))

    def command(self) -> AddRule:
        """What was said."""
        return AddRule(
            weekdays=sorted(self.weekdays.data or ()),
            first_on=self.first_on.data or date.min,
            last_on=self.last_on.data,
            from_minute=int(self.from_minute.data or 0),
            until_minute=int(self.until_minute.data or 0),
            slot_minutes=self.slot_minutes.data or 0,
            capacity_people=self.capacity_people.data or 0,
            capacity_groups=self.capacity_groups.data or 0,
        )


class ExtraForm(Form):
    """Times of one day."""

    first_on = DayField(lazy("日付"), required=True, from_today=True)
    from_minute = ChoiceField(
        lazy("始まり"), required=True, choices=QUARTER_HOURS, look="select", default="600"
    )
    until_minute = ChoiceField(
        lazy("終わり"), required=True, choices=QUARTER_HOURS, look="select", default="960"
    )
    slot_minutes = NumberField(
        lazy("1枠の長さ"), required=True, least=SHORTEST_SLOT, most=LONGEST_SLOT, unit=lazy("分"), default=60
    )
    capacity_people = NumberField(
        lazy("1枠の人数"), required=True, least=1, most=LARGEST_CAPACITY, unit=lazy("人"), default=10
    )
    capacity_groups = NumberField(
        lazy("1枠の組数"), required=True, least=1, most=LARGEST_GROUPS, unit=lazy("組"), default=3
    )

    def command(self) -> AddRule:
        """What was said."""
        return AddRule(
            first_on=self.first_on.data or date.min,
            is_extra=True,
            from_minute=int(self.from_minute.data or 0),
            until_minute=int(self.until_minute.data or 0),
            slot_minutes=self.slot_minutes.data or 0,
            capacity_people=self.capacity_people.data or 0,
            capacity_groups=self.capacity_groups.data or 0,
        )


class ClosedDayForm(Form):
    """A day without visitors."""

    day = DayField(lazy("来場を受けない日"), required=True, from_today=True)
    note = TextField(lazy("メモ"), limit=LONGEST_NOTE)
    reason = LongTextField(
        lazy("予約している人への理由"),
        limit=LONGEST_NOTE,
        rows=3,
        warns=False,
        hint=lazy("書くと、その日の予約をすべて取り消し、この理由を知らせます。予約がなければ要りません。"),
    )

    def command(self) -> CloseDay:
        """What was said."""
        return CloseDay(
            day=self.day.data or date.min, note=self.note.data or "", reason=self.reason.data or ""
        )
