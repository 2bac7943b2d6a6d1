"""点検・修理: the days on which a unit is not lent, and what for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalog.maintenance import PlanMaintenance
from catalog.terms import Days
from core.errors import Invalid
from core.i18n import lazy
from core.web.fields import DayField, LongTextField
from core.web.forms import Form
from loans.forms.agreeing import day_after


class MaintenanceForm(Form):
    """From when until when, and what is done."""

    start = DayField(lazy("始まりの日"), required=True, from_today=True)
    last_day = DayField(lazy("最後の日"), required=True, from_today=True)
    note = LongTextField(
        lazy("内容"), limit=400, rows=3, hint=lazy("例：電池の交換。この個体を貸す人だけに見えます。")
    )

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Each field by itself, and the two days together."""
        super().validate(extra_validators)
        start, last_day = self.start.data, self.last_day.data
        if isinstance(start, date) and isinstance(last_day, date) and last_day < start:
            self.refuse(Invalid({"end": "end-before-start"}))
        return not self.mistakes

    @property
    def days(self) -> Days:
        """The days with an exclusive end; the form has been found complete."""
        return Days(self.start.data or date.min, day_after(self.last_day.data))

    def command(self) -> PlanMaintenance:
        """The plan."""
        return PlanMaintenance(start=self.days.start, end=self.days.end, note=self.note.data or "")

    def refuse(self, error: Invalid) -> None:
        """Take over what the use case found wrong, under the names that the page uses."""
        fields = {"last_day" if name == "end" else name: code for name, code in error.fields.items()}
        super().refuse(Invalid(fields, error.reason, **error.facts))
