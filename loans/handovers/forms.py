"""Forms of 引き渡し and 長期借用: how they begin, and what their steps carry."""

from datetime import date
from typing import Any
from uuid import UUID

from catalog.domain import Way
from core.errors import Invalid
from core.i18n import lazy
from core.web.fields import ChoiceField, DayField, LongTextField, ManyField, NumberField, TextField
from core.web.forms import Form
from loans import labels
from loans.forms.agreeing import day_after
from loans.handovers.commands import OfferLongLoan, ProposeTransfer, TakeStep

# What is wrong with days, in the words of this page's fields.
_CODES = {
    ("end", "end-before-start"): "arrives-before-sent",
    ("until", "end-before-start"): "back-before-arrival",
}
_WAYS = [(one.value, labels.WAY[one]) for one in Way]


class WayForm(Form):
    """What both ways to begin share; pages ask for last days, the house keeps the day after."""

    start = DayField(lazy("発送する日"), required=True, from_today=True)
    arrival = DayField(lazy("届く日"), required=True, from_today=True)
    way = ChoiceField(lazy("送り方"), required=True, coerce=Way, choices=_WAYS)
    reason = LongTextField(lazy("理由"), required=True, limit=400, rows=3, warns=False)

    def shared(self) -> dict[str, Any]:
        """The parts of the command."""
        days = {"start": self.start.data or date.min, "end": day_after(self.arrival.data)}
        return {**days, "way": self.way.data, "reason": self.reason.data or ""}

    def refuse(self, error: Invalid) -> None:
        """Take over what the use case found wrong, under the names that the page uses."""
        names = {"end": "arrival", "until": "last_day", "taker_id": "taker", "unit_ids": "units"}
        fields = {
            names.get(name, name): _CODES.get((name, code), code) for name, code in error.fields.items()
        }
        super().refuse(Invalid(fields, error.reason, **error.facts))


class TransferForm(WayForm):
    """Units for another counter."""

    taker = ChoiceField(lazy("渡す相談窓口"), required=True, look="select", coerce=UUID)
    units = ManyField(lazy("渡す個体"), required=True, coerce=UUID)
    left_out = 0  # how many units there was no room to show

    def command(self) -> ProposeTransfer:
        """The proposal."""
        return ProposeTransfer(taker_id=self.taker.data, unit_ids=self.units.data, **self.shared())


class LongLoanForm(WayForm):
    """Units of a vendor's, to be lent on until a day."""

    quantity = NumberField(lazy("台数"), required=True, least=1, most=50, unit=lazy("台"))
    last_day = DayField(lazy("借りる最後の日"), required=True, from_today=True)

    def shared(self) -> dict[str, Any]:
        """The parts that asking and offering share."""
        given = {"quantity": self.quantity.data or 1, "until": day_after(self.last_day.data)}
        return {**given, **super().shared()}


class OfferForm(LongLoanForm):
    """Units of an own product for a counter."""

    product = ChoiceField(lazy("機種"), required=True, look="select", coerce=UUID)
    taker = ChoiceField(lazy("貸す相談窓口"), required=True, look="select", coerce=UUID)

    def command(self) -> OfferLongLoan:
        """The offer."""
        return OfferLongLoan(product_id=self.product.data, taker_id=self.taker.data, **self.shared())


class StepForm(Form):
    """What a step may carry."""

    reason = LongTextField(lazy("理由"), limit=400, rows=3, warns=False)
    way = ChoiceField(lazy("送り方"), coerce=Way, choices=_WAYS)
    carrier = TextField(lazy("運送会社"))
    tracking_number = TextField(lazy("送り状の番号"))
    back_by = DayField(lazy("借りる最後の日"), from_today=True)

    def command(self) -> TakeStep:
        """The step."""
        return TakeStep(
            reason=self.reason.data or "",
            way=self.way.data,
            carrier=self.carrier.data or "",
            tracking_number=self.tracking_number.data or "",
            back_by=day_after(self.back_by.data) if self.back_by.data else None,
        )
