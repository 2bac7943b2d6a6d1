"""The request form (申込書): one for pages, paper, and a counter that writes down a telephone call."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core.errors import Invalid
from core.i18n import lazy
from core.web.fields import (
    ChoiceField,
    DayField,
    HiddenField,
    LongTextField,
    NumberField,
    TelephoneField,
    TextField,
    TickField,
)
from core.web.values import as_day, as_uuid
from loans.commands import RequestLoan
from loans.domain import Channel
from loans.forms.agreeing import day_after
from loans.forms.excepting import ExceptingForm
from loans.labels import CHANNEL
from loans.queries import LoanRow

_THERE = (("yes", lazy("ある")), ("no", lazy("ない")))
BY_TELLING = (Channel.PHONE, Channel.FAX, Channel.MAIL, Channel.COUNTER)


def _is_there(value: str) -> bool:
    return value == "yes"


class RequestForm(ExceptingForm):
    """What a facility says when it asks for a robot."""

    channel = ChoiceField(
        lazy("申込を受けた方法"),
        choices=[(channel.value, CHANNEL[channel]) for channel in BY_TELLING],
        coerce=Channel,
        required=True,
    )
    start = DayField(lazy("試用を始める日"), required=True, from_today=True, hint=lazy("この日に届きます。"))
    last_day = DayField(
        lazy("試用の最後の日"), required=True, from_today=True, hint=lazy("この日までに返送します。")
    )
    quantity = NumberField(lazy("台数"), required=True, least=1, unit=lazy("台"))
    problem = LongTextField(
        lazy("解決したい困りごと"),
        required=True,
        limit=1000,
        rows=3,
        hint=lazy("例：夜勤のとき、見守りのための訪室が多く、休憩が取れない。"),
    )
    goal = LongTextField(
        lazy("めざすこと"),
        required=True,
        limit=1000,
        rows=3,
        hint=lazy("例：夜の訪室を1人8回から4回に減らす。"),
    )
    place_of_use = TextField(lazy("使う場所"), required=True, hint=lazy("例：2階の居室"))
    has_wifi = ChoiceField(lazy("使う場所のWi-Fi"), choices=_THERE, coerce=_is_there)
    has_power = ChoiceField(lazy("使う場所のコンセント"), choices=_THERE, coerce=_is_there)
    lecture_wished_on = DayField(
        lazy("使い方の説明を受けたい日"), from_today=True, hint=lazy("使う前の説明は必ず受けていただきます。")
    )
    contact_name = TextField(lazy("担当する人の名前"), required=True)
    contact_phone = TelephoneField(lazy("連絡のつく電話番号"), required=True, limit=30)
    wishes = LongTextField(lazy("ほかに伝えたいこと"), limit=1000, rows=3)
    consent = TickField(lazy("使っていただく人またはご家族の同意を得ました"), required=True)
    product_id = HiddenField()
    facility_id = HiddenField()
    repeat_of = HiddenField()
    counter_id = HiddenField()
    # What a visitor of a display, or somebody else who asked, said before.
    enquiry = HiddenField()
    # What a press on an offered correction sends: another first day or last day, another product or counter.
    move_to = HiddenField()
    end_on = HiddenField()
    instead = HiddenField()
    through = HiddenField()

    def fit(self, *, needs_consent: bool, is_for_another: bool, most: int | None) -> None:
        """Ask only what this product and this asker need."""
        if not needs_consent:
            del self.consent
        if not is_for_another:
            del self.channel
        if most is not None:
            self.quantity.most = most

    def take_up(self) -> None:
        """Put the correction that was pressed into the fields that it is about."""
        if (day := as_day(self.move_to.data)) is not None:
            self.move(day)
        if (last := as_day(self.end_on.data)) is not None:
            self.last_day.data, self.last_day.raw_data, self.last_day.process_errors = last, [str(last)], []
        if as_uuid(self.through.data) is not None:
            self.counter_id.data, self.counter_id.raw_data = self.through.data, None

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Each field by itself, and the two days together: all mistakes are told at once."""
        super().validate(extra_validators)
        start, last_day = self.start.data, self.last_day.data
        if isinstance(start, date) and isinstance(last_day, date) and last_day < start:
            self.refuse(Invalid({"end": "end-before-start"}))
        return not self.mistakes

    def command(self, product_id: UUID, facility_id: UUID | None) -> RequestLoan:
        """The request; the counter is the facility's own one."""
        return RequestLoan(
            product_id=product_id,
            start=self.start.data or date.min,
            end=day_after(self.last_day.data),
            quantity=self.quantity.data or 1,
            problem=self.problem.data or "",
            goal=self.goal.data or "",
            place_of_use=self.place_of_use.data or "",
            consent=bool(self.consent.data) if "consent" in self else False,
            facility_id=facility_id,
            channel=self.channel.data if "channel" in self else None,
            counter_id=as_uuid(self.counter_id.data),
            has_wifi=self.has_wifi.data,
            has_power=self.has_power.data,
            lecture_wished_on=self.lecture_wished_on.data,
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            wishes=self.wishes.data or "",
            repeat_of=as_uuid(self.repeat_of.data),
            override_reason=self.reason_given,
        )

    def refuse(self, error: Invalid) -> None:
        """Take over what the use case found wrong, under the names that the page uses."""
        fields = {"last_day" if name == "end" else name: code for name, code in error.fields.items()}
        super().refuse(Invalid(fields, error.reason, **error.facts))


def as_asked_before(earlier: LoanRow) -> dict[str, Any]:
    """What an earlier request said; days and consent are asked anew."""
    there = {True: "yes", False: "no", None: ""}
    return {
        "repeat_of": str(earlier.id),
        "quantity": earlier.quantity,
        "problem": earlier.problem,
        "goal": earlier.goal,
        "place_of_use": earlier.place_of_use,
        "has_wifi": there[earlier.has_wifi],
        "has_power": there[earlier.has_power],
        "contact_name": earlier.contact_name,
        "contact_phone": earlier.contact_phone,
        "wishes": earlier.wishes,
    }


def first_look(known: Mapping[str, Any], start: date | None, days: int) -> dict[str, Any]:
    """What stands in the fields before anything was typed: what is known, and a trial of `days`."""
    days_given = {"start": start, "last_day": start + timedelta(days=days - 1)} if start else {}
    return {"quantity": 1, **known, **days_given}
