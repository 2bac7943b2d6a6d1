"""A form that may be sent again with a reason, so that its rule is set aside (例外)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from catalog.rules import Objection
from core.errors import Invalid
from core.i18n import lazy
from core.web.fields import LongTextField
from core.web.forms import Form


class ExceptingForm(Form):
    """The field for the reason stands there only once a rule has been met that its reader may set aside."""

    override_reason = LongTextField(
        lazy("理由を書いて例外として認める"),
        limit=1000,
        rows=3,
        hint=lazy(
            "書いて送ると、上の決まりを今回だけ外します。だれが、いつ、なぜ認めたかは、ずっと残ります。"
        ),
    )
    # What stands in the way: what the reader may set aside, and what only somebody else may.
    overridable: list[str]
    barred: list[Objection]
    # The first day that the units could reach, where transit was what stood in the way.
    earliest: date | None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.overridable, self.barred, self.earliest = [], [], None

    def told(self, facts: Mapping[str, object]) -> None:
        """Take over from a refusal which rules were met, and which of them the reader may set aside."""
        codes, found = facts.get("overridable"), facts.get("barred", facts.get("objections"))
        self.overridable = [str(code) for code in codes] if isinstance(codes, list) else []
        met = [one for one in found if isinstance(one, Objection)] if isinstance(found, list) else []
        self.barred = [one for one in met if one.whose is not None and one.code not in self.overridable]
        day = facts.get("earliest_start")
        self.earliest = day if isinstance(day, date) and "start" in self and "last_day" in self else None

    @property
    def can_move(self) -> bool:
        """Whether one press may put other days into the form."""
        return "start" in self and "last_day" in self

    def move(self, start: date) -> None:
        """Put the trial on other days of the same length: the correction offered to somebody too late."""
        last_day = start + timedelta(days=self.length - 1)
        for field, day in ((self["start"], start), (self["last_day"], last_day)):
            field.data, field.raw_data, field.process_errors = day, [day.isoformat()], []

    @property
    def length(self) -> int:
        """How many days the trial in the form has; 1 at least."""
        start, last_day = self["start"].data, self["last_day"].data
        if not isinstance(start, date) or not isinstance(last_day, date):
            return 1
        return max((last_day - start).days + 1, 1)

    def refuse(self, error: Invalid) -> None:
        """Take over what a use case found wrong, and what could be set aside."""
        super().refuse(error)
        if "overridable" in error.facts:
            self.told(error.facts)

    @property
    def offers_exception(self) -> bool:
        """Whether a reason is all that is missing, or one was written already."""
        if "override_reason" not in self:
            return False
        return bool(self.overridable and not self.barred) or bool(self.override_reason.data)

    def settle_exception(self) -> None:
        """Before the form is shown: without a rule to set aside there is nothing to write."""
        if "override_reason" in self and not self.offers_exception:
            del self.override_reason

    @property
    def reason_given(self) -> str:
        """The reason, empty where none was asked for."""
        return (self.override_reason.data or "") if "override_reason" in self else ""
