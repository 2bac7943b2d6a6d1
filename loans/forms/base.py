"""What every form for a step of a loan shares: the state it was made for, and what was typed into it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from catalog.domain import Condition
from core.errors import Invalid
from core.i18n import Text, format_date, gettext, lazy
from core.web.fields import ChoiceField, DayField, HiddenField, LongTextField, ManyField, TickField
from core.web.forms import Form
from loans.commands import GiveReason, WriteOffLoan
from loans.domain import Custody
from loans.records import LoanRecord

# What a check may find wrong.
NOT_IN_ORDER = frozenset(Condition) - {Condition.OK}
# The fields of a command that a page calls otherwise: it asks for the last day, which is included.
_FIELDS = {"end": "last_day"}


class StepForm(Form):
    """A form for one step; `expected` is the state of the loan that its reader saw."""

    expected = HiddenField()

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """What stands in the fields before anything was typed."""
        return {"expected": record.loan.custody.value}

    def fit(self, record: LoanRecord) -> None:
        """Offer what this loan gives to choose from."""

    def choose(self, unit_id: UUID) -> None:
        """Mean this unit only, where the form asks which: whoever comes from its tag has it in hand."""

    def suggest(self, start: date, last_day: date) -> None:
        """Fill in these days, where the form asks for some: whoever follows a proposal need not type it."""

    def command(self) -> Any:
        """What the form asks the use case for; None where the step itself says all."""
        return None

    def told(self, facts: Mapping[str, object]) -> None:
        """Take over from a refusal what matters to this form; most have nothing to learn."""

    def settle_exception(self) -> None:
        """Before the form is shown: leave out what nobody is asked for now."""

    @property
    def expected_custody(self) -> Custody | None:
        """The state the form was made for; None when it does not say."""
        known = {state.value: state for state in Custody}
        return known.get(str(self.expected.data))

    @property
    def says_damaged(self) -> bool:
        """Whether a condition check found something wrong."""
        return "condition" in self and self["condition"].data in NOT_IN_ORDER

    @property
    def typed(self) -> list[tuple[Text, str]]:
        """What was entered, label and text, to be shown when it can no longer be sent."""
        fields: list[Any] = [field for field in self if not isinstance(field, HiddenField)]
        shown = [(field.label.text, entered(field)) for field in fields]
        return [(label, text) for label, text in shown if text]

    def refuse(self, error: Invalid) -> None:
        """Take over what a use case found wrong, under the names that the page uses."""
        fields = {
            _FIELDS.get(name, name.removeprefix("answers.")): code for name, code in error.fields.items()
        }
        super().refuse(Invalid(fields, error.reason, **error.facts))


def entered(field: Any) -> str:
    """What somebody entered into `field`, in words."""
    if isinstance(field, ChoiceField):
        return "、".join(str(choice.label) for choice in field.choices if field.is_chosen(choice))
    if isinstance(field, TickField):
        return gettext("はい") if field.data else ""
    if isinstance(field, DayField) and field.data:
        return format_date(field.data)
    return str(field.shown)


class ReasonForm(StepForm):
    """Decline, cancel, refuse, write off, waive: each says why."""

    reason = LongTextField(lazy("理由"), required=True, limit=1000, rows=4)

    def command(self) -> GiveReason:
        """The reason."""
        return GiveReason(reason=self.reason.data or "")


class UnitsForm(StepForm):
    """A step that units of one loan may take one by one; a single unit is not asked about."""

    unit_ids = ManyField(lazy("どの個体ですか"), coerce=UUID, required=True)

    @classmethod
    def possible(cls, record: LoanRecord) -> list[UUID]:
        """The units that the step can be taken for."""
        return record.loan.outstanding

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """All of them."""
        return {**super().first_look(record), "unit_ids": [str(unit) for unit in cls.possible(record)]}

    def fit(self, record: LoanRecord) -> None:
        """Ask which units, where there are several."""
        possible = set(self.possible(record))
        if record.loan.quantity > 1 and len(record.loan.units) > 1:
            self.unit_ids.offer([(str(unit.id), unit.name) for unit in record.units if unit.id in possible])
        else:
            del self.unit_ids

    def choose(self, unit_id: UUID) -> None:
        """Tick this unit only."""
        if "unit_ids" in self and str(unit_id) in {choice.value for choice in self.unit_ids.choices}:
            self.unit_ids.data = [str(unit_id)]

    def chosen(self) -> list[UUID] | None:
        """The units ticked; None where nothing was asked."""
        return list(self.unit_ids.data or []) if "unit_ids" in self else None


class IncidentForm(UnitsForm, ReasonForm):
    """Units that will not come back."""

    reason = LongTextField(
        lazy("いつ、どこで、どうなったか"),
        required=True,
        hint=lazy("この記録は、貸主と相談窓口にすぐ伝わります。"),
    )

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """None of several: what is lost must be said."""
        return {**super().first_look(record), "unit_ids": []}

    def command(self) -> WriteOffLoan:
        """What is lost, and how."""
        return WriteOffLoan(reason=self.reason.data or "", unit_ids=self.chosen())
