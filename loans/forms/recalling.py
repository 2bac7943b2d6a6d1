"""The form with which a lender calls its units back."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from core.calendar import ONE_DAY
from core.clock import today
from core.i18n import gettext, lazy
from core.web.fields import DayField, LongTextField, ManyField
from loans.commands import RecallLoan
from loans.domain import UNDER_WAY
from loans.forms.base import StepForm
from loans.records import LoanRecord

_TO_ANSWER = timedelta(days=3)


class RecallForm(StepForm):
    """呼び戻し: until when, what instead, and why."""

    back_by = DayField(
        lazy("いつまでに返してほしいか(最後の日)"),
        required=True,
        from_today=True,
        hint=lazy("この日が、試用の新しい最後の日になります。"),
    )
    unit_ids = ManyField(lazy("代わりに貸す個体"), coerce=UUID)
    reason = LongTextField(lazy("呼び戻す理由"), required=True, limit=1000, rows=3)

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """In a few days, so that the facility can answer, and free units in the place of what comes back."""
        count = len(record.loan.at_facility)
        spare = [str(unit.id) for unit in record.spare_units]
        instead = spare[:count] if len(spare) >= count else []
        day = max(min(today() + _TO_ANSWER, record.loan.last_day - ONE_DAY), today(), record.loan.start)
        return {**super().first_look(record), "back_by": day, "unit_ids": instead}

    def fit(self, record: LoanRecord) -> None:
        """The free units; before dispatch no day is asked for."""
        if record.loan.custody not in UNDER_WAY:
            del self.back_by
        spare = [(str(unit.id), unit.name, gettext("空いています")) for unit in record.spare_units]
        self.unit_ids.offer(spare)
        if not spare:
            del self.unit_ids
            return
        self.unit_ids.description = gettext(
            "代わりを貸すときは%(count)s台選んでください。", count=len(record.loan.at_facility)
        )

    def command(self) -> RecallLoan:
        """The recall."""
        units = list(self.unit_ids.data or ()) if "unit_ids" in self else []
        return RecallLoan(
            reason=self.reason.data or "",
            back_by=self.back_by.data if "back_by" in self else None,
            unit_ids=units or None,
        )
