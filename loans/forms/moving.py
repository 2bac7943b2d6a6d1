"""Forms for the unit on its way: dispatch, receive, send back, take back."""

import re
from collections.abc import Mapping
from uuid import UUID

from catalog.conditions.checklist_fields import ChecklistField
from catalog.conditions.photo_fields import PhotosField
from catalog.conditions.words import CONDITIONS
from catalog.domain import Condition, Way
from catalog.sending import WAYS_BACK, WAYS_OUT
from core.i18n import lazy
from core.web.fields import ChoiceField, DayField, LongTextField, ManyField, TextField, TickField
from loans.commands import DispatchLoan, ReceiveLoan, SendBackLoan, TakeBackLoan
from loans.forms.unit_conditions import CheckedUnitsForm
from loans.records import LoanRecord

_WAYS_BACK = (
    (Way.PARCEL.value, lazy("宅配便で送る")),
    (Way.BROUGHT.value, WAYS_BACK[Way.BROUGHT]),
    (Way.PICKED_UP.value, lazy("取りに来てもらう")),
)
_BETWEEN = re.compile(r"[、,，]+")
_TELL_DAMAGE = lazy("傷・故障・不足があるときは、様子を書いてください。")


class DispatchForm(CheckedUnitsForm):
    """発送: how it travels, what is in the box, and what it looks like."""

    goes_as_one = True

    way = ChoiceField(lazy("送り方"), choices=WAYS_OUT, coerce=Way, required=True)
    carrier = TextField(lazy("運送会社"), hint=lazy("宅配便のときは必ず入れてください。"))
    tracking_number = TextField(lazy("送り状の番号"), hint=lazy("宅配便のときは必ず入れてください。"))
    accessories = ManyField(lazy("箱に入れた付属品"))
    other_accessories = TextField(
        lazy("ほかに入れたもの"), hint=lazy("いくつかあるときは「、」で区切ります。")
    )
    condition = ChoiceField(lazy("いまの状態"), choices=CONDITIONS, coerce=Condition, required=True)
    note = LongTextField(lazy("状態のメモ"), limit=1000, rows=3)
    checklist = ChecklistField()
    photos = PhotosField()

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """A parcel in order, with everything that belongs to the unit."""
        given = {"way": Way.PARCEL.value, "accessories": record.accessories, "condition": Condition.OK.value}
        return {**super().first_look(record), **given}

    def fit(self, record: LoanRecord) -> None:
        """What belongs to the units is ticked off."""
        super().fit(record)
        self.accessories.offer([(thing, thing) for thing in record.accessories])
        if not record.accessories:
            del self.accessories

    def command(self) -> DispatchLoan:
        """The shipment."""
        ticked = list(self.accessories.data or []) if "accessories" in self else []
        others = [thing.strip() for thing in _BETWEEN.split(self.other_accessories.data or "")]
        return DispatchLoan(
            way=self.way.data,
            carrier=self.carrier.data or "",
            tracking_number=self.tracking_number.data or "",
            accessories=[*ticked, *filter(None, others)],
            **self.checked(),
        )


class ReceiveForm(CheckedUnitsForm):
    """受領: what arrived, and when the mandatory lecture was held."""

    goes_as_one = True

    condition = ChoiceField(lazy("届いたものの状態"), choices=CONDITIONS, coerce=Condition, required=True)
    note = LongTextField(lazy("気づいたこと"), limit=1000, rows=3, hint=_TELL_DAMAGE)
    checklist = ChecklistField()
    photos = PhotosField()
    lecture_held_on = DayField(
        lazy("使い方の説明を受けた日"),
        hint=lazy("説明を受けてから使い始めてください。まだのときは空けておきます。"),
    )

    def command(self) -> ReceiveLoan:
        """The check."""
        return ReceiveLoan(
            lecture_held_on=self.lecture_held_on.data,
            **self.checked(),
        )


class SendBackForm(CheckedUnitsForm):
    """返送: cleaned, and given to whom."""

    cleaned = TickField(
        lazy("きれいにしました"), required=True, hint=lazy("拭いて、消毒して、付属品をそろえてください。")
    )
    condition = ChoiceField(lazy("いまの状態"), choices=CONDITIONS, coerce=Condition, required=True)
    note = LongTextField(lazy("気づいたこと"), limit=1000, rows=3, hint=_TELL_DAMAGE)
    checklist = ChecklistField()
    photos = PhotosField()
    way = ChoiceField(lazy("返し方"), choices=_WAYS_BACK, coerce=Way, required=True)
    carrier = TextField(lazy("運送会社"))
    tracking_number = TextField(
        lazy("送り状の番号"), hint=lazy("控えに書いてある番号です。分かれば入れてください。")
    )

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """Back the way it came."""
        came = record.shipments[-1] if record.shipments else None
        way = came.way.value if came else Way.PARCEL.value
        return {**super().first_look(record), "way": way, "carrier": came.carrier if came else ""}

    @classmethod
    def possible(cls, record: LoanRecord) -> list[UUID]:
        """Those that have not left yet."""
        return record.loan.at_facility

    def command(self) -> SendBackLoan:
        """The way back."""
        return SendBackLoan(
            cleaned=bool(self.cleaned.data),
            way=self.way.data,
            carrier=self.carrier.data or "",
            tracking_number=self.tracking_number.data or "",
            **self.checked(),
        )


class TakeBackForm(CheckedUnitsForm):
    """返却受入: the check against the outgoing one."""

    condition = ChoiceField(lazy("戻ったものの状態"), choices=CONDITIONS, coerce=Condition, required=True)
    note = LongTextField(
        lazy("気づいたこと"), limit=1000, rows=3, hint=lazy("発送時とちがうところがあれば書いてください。")
    )
    checklist = ChecklistField()
    photos = PhotosField()

    def command(self) -> TakeBackLoan:
        """The check."""
        return TakeBackLoan(**self.checked())
