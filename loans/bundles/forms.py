"""The form of a basket: what holds for the whole delivery, and a part for each product."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

import msgspec

from core.calendar import ONE_DAY
from core.errors import Invalid
from core.i18n import lazy
from core.web.fields import (
    EARLIEST,
    LATEST,
    ChoiceField,
    DayField,
    HiddenField,
    LongTextField,
    NumberField,
    TelephoneField,
    TextField,
    TickField,
)
from core.web.forms import Form, Mistake, Submitted
from loans.bundles.baskets import BasketEntry
from loans.bundles.commands import BundleItem, RequestLoans
from loans.domain import Channel
from loans.forms.excepting import ExceptingForm
from loans.forms.requesting import BY_TELLING
from loans.labels import CHANNEL

WHOLE, PART = "whole", "part"


class DeliveryForm(ExceptingForm):
    """What all products of a request share."""

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
    whole = ChoiceField(
        lazy("全部そろわないとき"),
        choices=[
            (
                PART,
                lazy("借りられるものだけ借りる"),
                lazy("借りられないものは、理由とかわりの日や機種が出ます。"),
            ),
            (WHOLE, lazy("一つでも欠けたら、どれも申し込まない"), lazy("組み合わせて使うものに。")),
        ],
        required=True,
    )
    place_of_use = TextField(lazy("使う場所"), required=True, hint=lazy("例：2階の居室"))
    contact_name = TextField(lazy("担当する人の名前"), required=True)
    contact_phone = TelephoneField(lazy("連絡のつく電話番号"), required=True, limit=30)
    wishes = LongTextField(lazy("ほかに伝えたいこと"), limit=1000, rows=3)
    facility_id = HiddenField()

    @property
    def end(self) -> date | None:
        """The exclusive end, where a last day was given."""
        return self.last_day.data + ONE_DAY if isinstance(self.last_day.data, date) else None


class ItemForm(Form):
    """What one product of a request needs: one form per product."""

    quantity = NumberField(lazy("台数"), required=True, least=1, most=1000, unit=lazy("台"))
    accept_fewer = TickField(lazy("足りなければ、少ない台数でもよい"))
    problem = LongTextField(lazy("解決したい困りごと"), required=True, limit=1000, rows=2, warns=False)
    goal = LongTextField(lazy("めざすこと"), required=True, limit=1000, rows=2, warns=False)
    start = DayField(lazy("この機種だけ始める日を変える"), from_today=True)
    last_day = DayField(lazy("この機種だけ最後の日を変える"), from_today=True)
    consent = TickField(lazy("使っていただく人またはご家族の同意を得ました"), required=True)

    @classmethod
    def shown(
        cls, entry: BasketEntry, sent: Submitted | None, common: tuple[date | None, date | None]
    ) -> Self:
        """The part for `entry`, as sent or as kept; dates of its own only where they differ."""
        is_own = (entry.start, entry.end) != common and entry.start is not None
        known: dict[str, Any] = {
            "quantity": entry.quantity,
            "accept_fewer": entry.accept_fewer,
            "problem": entry.problem,
            "goal": entry.goal,
            "start": entry.start if is_own else None,
            "last_day": entry.end - ONE_DAY if is_own and entry.end else None,
        }
        form = cls(sent, prefix=f"{entry.id.hex}-", data=known)
        if not entry.needs_consent:
            del form.consent
        return form


class BundleReasonForm(Form):
    """Why a whole bundle is withdrawn or declined."""

    reason = LongTextField(lazy("理由"), required=True, limit=1000, rows=3)


class BasketForm:
    """A delivery and its products, checked together."""

    def __init__(self, entries: Sequence[BasketEntry], sent: Submitted | None, **known: Any) -> None:
        common = _common(entries)
        start, end = common
        given = {"start": start, "last_day": end - ONE_DAY if end else None, "whole": PART, **known}
        self.delivery = DeliveryForm(sent, data=given)
        self.parts = [(entry, ItemForm.shown(entry, sent, common)) for entry in entries]

    def validate(self) -> bool:
        """All of it: every mistake is told at once."""
        found = [form.validate() for form in (self.delivery, *(form for _, form in self.parts))]
        return all(found)

    @property
    def mistakes(self) -> list[Mistake]:
        """Every mistake of the delivery, then product by product with its name."""
        named = [
            Mistake(mistake.field_id, f"{entry.product_title}：{mistake.message}")
            for entry, form in self.parts
            for mistake in form.mistakes
        ]
        return [*self.delivery.mistakes, *named]

    def refuse(self, error: Invalid) -> None:
        """Take over what the use case found wrong, each code beside its product."""
        whole: dict[str, str] = {}
        for name, code in error.fields.items():
            parts = name.split(".")
            if len(parts) == 3 and parts[1].isdigit():
                field = "last_day" if parts[2] == "end" else parts[2]
                _entry, form = self.parts[int(parts[1])]
                form.refuse(Invalid({field: code}, error.reason, **error.facts))
            else:
                whole["last_day" if name == "end" else name] = code
        if whole or not error.fields:
            self.delivery.refuse(Invalid(whole, error.reason, **error.facts))

    def kept(self) -> list[BasketEntry]:
        """The entries with what was typed, as far as it can be read."""
        return [self._kept(entry, form) for entry, form in self.parts]

    def _kept(self, entry: BasketEntry, form: ItemForm) -> BasketEntry:
        start = form.start.data or self.delivery.start.data
        last_day = form.last_day.data or self.delivery.last_day.data
        is_number = isinstance(form.quantity.data, int) and 0 < form.quantity.data <= 1000
        return msgspec.structs.replace(
            entry,
            quantity=form.quantity.data if is_number else entry.quantity,
            start=_day(start),
            end=_day(last_day) and last_day + ONE_DAY,
            problem=str(form.problem.data or "")[:1000],
            goal=str(form.goal.data or "")[:1000],
            accept_fewer=bool(form.accept_fewer.data),
        )

    def command(self, facility_id: UUID | None) -> RequestLoans:
        """The request; the form has been found complete."""
        delivery = self.delivery
        return RequestLoans(
            items=[self._item(entry, form) for entry, form in self.parts],
            whole=delivery.whole.data == WHOLE,
            start=delivery.start.data,
            end=delivery.end,
            place_of_use=delivery.place_of_use.data or "",
            facility_id=facility_id,
            channel=delivery.channel.data if "channel" in delivery else None,
            contact_name=delivery.contact_name.data or "",
            contact_phone=delivery.contact_phone.data or "",
            wishes=delivery.wishes.data or "",
            override_reason=delivery.reason_given,
        )

    def _item(self, entry: BasketEntry, form: ItemForm) -> BundleItem:
        last_day = form.last_day.data
        return BundleItem(
            product_id=entry.product_id,
            quantity=form.quantity.data or 1,
            start=form.start.data,
            end=last_day + ONE_DAY if last_day else None,
            problem=form.problem.data or "",
            goal=form.goal.data or "",
            consent=bool(form.consent.data) if "consent" in form else False,
            accept_fewer=bool(form.accept_fewer.data),
        )


def _day(day: object) -> date | None:
    """The day, if it is one that forms take."""
    return day if isinstance(day, date) and EARLIEST <= day <= LATEST else None


def _common(entries: Sequence[BasketEntry]) -> tuple[date | None, date | None]:
    """The days that most of the products share, to be asked once."""
    known = [(entry.start, entry.end) for entry in entries if entry.start and entry.end]
    return max(known, key=known.count) if known else (None, None)
