"""Forms of the waitlist: a wish, the answer to an offer, the end of waiting."""

from collections.abc import Mapping
from datetime import date
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
from core.web.forms import Form
from loans.commands import GiveReason
from loans.domain import Channel
from loans.forms.agreeing import day_after
from loans.forms.excepting import ExceptingForm
from loans.labels import CHANNEL
from loans.waiting.commands import (
    AcceptWaitlistOffer,
    JoinWaitlist,
    LeaveWaitlist,
    RefuseWaitlistOffer,
)
from loans.waiting.domain import LONGEST_TOLERANCE
from loans.waiting.looks import STATE

_THERE = (("yes", lazy("ある")), ("no", lazy("ない")))
_CHANNELS = (Channel.PHONE, Channel.FAX, Channel.MAIL, Channel.COUNTER)


class JoinForm(Form):
    """What a facility waits for."""

    channel = ChoiceField(
        lazy("申込を受けた方法"),
        choices=[(channel.value, CHANNEL[channel]) for channel in _CHANNELS],
        coerce=Channel,
        required=True,
    )
    start = DayField(lazy("試用を始める日"), required=True, from_today=True)
    last_day = DayField(lazy("試用の最後の日"), required=True, from_today=True)
    tolerance_days = NumberField(
        lazy("前後にずらせる日数"),
        least=0,
        most=LONGEST_TOLERANCE,
        unit=lazy("日"),
        hint=lazy("ずらせる日数が多いほど、早く順番が来ます。ずらせないときは0にします。"),
    )
    quantity = NumberField(lazy("台数"), required=True, least=1, unit=lazy("台"))
    accept_fewer = TickField(lazy("そろわなければ、少ない台数でもよい"))
    problem = LongTextField(lazy("解決したい困りごと"), limit=1000, rows=3)
    goal = LongTextField(lazy("めざすこと"), limit=1000, rows=3)
    place_of_use = TextField(lazy("使う場所"), hint=lazy("例：2階の居室"))
    contact_name = TextField(lazy("担当する人の名前"))
    contact_phone = TelephoneField(lazy("連絡のつく電話番号"), limit=30)
    note = LongTextField(lazy("ほかに伝えたいこと"), limit=1000, rows=3)
    product_id = HiddenField()
    item = HiddenField()
    facility_id = HiddenField()

    def fit(self, *, is_for_another: bool) -> None:
        """Ask only what this asker must say."""
        if not is_for_another:
            del self.channel

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Each field by itself, and the two days together."""
        super().validate(extra_validators)
        start, last_day = self.start.data, self.last_day.data
        if isinstance(start, date) and isinstance(last_day, date) and last_day < start:
            self.refuse(Invalid({"end": "end-before-start"}))
        return not self.mistakes

    def command(self, product_id: UUID | None, item: str | None, facility_id: UUID | None) -> JoinWaitlist:
        """The wish."""
        return JoinWaitlist(
            product_id=product_id,
            item=item,
            start=self.start.data or date.min,
            end=day_after(self.last_day.data),
            tolerance_days=self.tolerance_days.data or 0,
            quantity=self.quantity.data or 1,
            accept_fewer=bool(self.accept_fewer.data),
            problem=self.problem.data or "",
            goal=self.goal.data or "",
            place_of_use=self.place_of_use.data or "",
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            note=self.note.data or "",
            facility_id=facility_id,
            channel=self.channel.data if "channel" in self else None,
        )

    def refuse(self, error: Invalid) -> None:
        """Take over what the use case found wrong, under the names that the page uses."""
        fields = {"last_day" if name == "end" else name: code for name, code in error.fields.items()}
        super().refuse(Invalid(fields, error.reason, **error.facts))


class AcceptForm(ExceptingForm):
    """What a request must say besides the days, which are held already."""

    problem = LongTextField(lazy("解決したい困りごと"), required=True, limit=1000, rows=3)
    goal = LongTextField(lazy("めざすこと"), required=True, limit=1000, rows=3)
    place_of_use = TextField(lazy("使う場所"), required=True, hint=lazy("例：2階の居室"))
    has_wifi = ChoiceField(lazy("使う場所のWi-Fi"), choices=_THERE, coerce=lambda value: value == "yes")
    has_power = ChoiceField(lazy("使う場所のコンセント"), choices=_THERE, coerce=lambda value: value == "yes")
    lecture_wished_on = DayField(
        lazy("使い方の説明を受けたい日"), from_today=True, hint=lazy("使う前の説明は必ず受けていただきます。")
    )
    contact_name = TextField(lazy("担当する人の名前"), required=True)
    contact_phone = TelephoneField(lazy("連絡のつく電話番号"), required=True, limit=30)
    wishes = LongTextField(lazy("ほかに伝えたいこと"), limit=1000, rows=3)
    consent = TickField(lazy("使っていただく人またはご家族の同意を得ました"), required=True)

    def fit(self, *, needs_consent: bool) -> None:
        """Ask only what this product needs."""
        if not needs_consent:
            del self.consent

    def command(self) -> AcceptWaitlistOffer:
        """The answer."""
        return AcceptWaitlistOffer(
            problem=self.problem.data or "",
            goal=self.goal.data or "",
            place_of_use=self.place_of_use.data or "",
            consent=bool(self.consent.data) if "consent" in self else False,
            has_wifi=self.has_wifi.data,
            has_power=self.has_power.data,
            lecture_wished_on=self.lecture_wished_on.data,
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            wishes=self.wishes.data or "",
            override_reason=self.reason_given,
        )


class RefuseForm(Form):
    """Leave the days on offer to others."""

    keep_waiting = ChoiceField(
        lazy("これからのこと"),
        choices=(
            ("yes", lazy("ほかの日を待つ"), lazy("希望の期間の中で、別の日が空けばお知らせします。")),
            ("no", lazy("もう待たない"), lazy("このキャンセル待ちを終わります。")),
        ),
        required=True,
    )
    reason = LongTextField(lazy("理由"), limit=1000, rows=3)

    def command(self) -> RefuseWaitlistOffer:
        """The answer."""
        return RefuseWaitlistOffer(
            reason=self.reason.data or "", keep_waiting=self.keep_waiting.data == "yes"
        )


class LeaveForm(Form):
    """Wait no more."""

    reason = LongTextField(lazy("理由"), limit=1000, rows=3)

    def command(self) -> LeaveWaitlist:
        """The end of waiting."""
        return LeaveWaitlist(reason=self.reason.data or "")


class SkipForm(Form):
    """A counter passes a wish over."""

    reason = LongTextField(
        lazy("理由"), required=True, limit=1000, rows=3, hint=lazy("この理由は、事業所に伝わります。")
    )

    def command(self) -> GiveReason:
        """The reason."""
        return GiveReason(reason=self.reason.data or "")


class EntrySearchForm(Form):
    """Which wishes to list."""

    state = ChoiceField(
        lazy("状態"),
        look="select",
        choices=[
            ("open", lazy("終わっていないもの")),
            *((state.value, look.label) for state, look in STATE.items()),
        ],
    )
