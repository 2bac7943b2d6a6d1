"""The facility's own form, and what a list is narrowed to."""

from datetime import date
from uuid import UUID

from core.calendar import ONE_DAY
from core.i18n import lazy
from core.web.fields import ChoiceField, DayField, LongTextField, TextField
from core.web.forms import Form
from loans.records import LoanRecord
from loans.safety.domain import Harm, ReportSafety, SafetyKind
from loans.safety.queries import SafetyFilter
from loans.safety.words import HARM, KIND


class SafetyForm(Form):
    """事故・ヒヤリハット: short enough for somebody who has just had a fright."""

    kind = ChoiceField(
        lazy("どちらですか"),
        required=True,
        coerce=SafetyKind,
        choices=[
            (SafetyKind.ACCIDENT, KIND[SafetyKind.ACCIDENT].label, lazy("けがや物の損害があった。")),
            (SafetyKind.NEAR_MISS, KIND[SafetyKind.NEAR_MISS].label, lazy("あぶなかったが、何もなかった。")),
        ],
    )
    happened_on = DayField(lazy("起きた日"), required=True)
    unit_id = ChoiceField(lazy("どの個体ですか"), coerce=UUID, look="select")
    place = TextField(lazy("場所"), hint=lazy("例: 2階の居室、浴室"))
    what = LongTextField(
        lazy("何が起きましたか"),
        required=True,
        rows=4,
        hint=lazy("利用者は「Aさん」のように書いてください。"),
    )
    harm = ChoiceField(
        lazy("けがの様子"),
        required=True,
        coerce=Harm,
        choices=[(one.value, label) for one, label in HARM.items()],
    )
    done = LongTextField(lazy("そのときにしたこと"), rows=3)

    def fit(self, record: LoanRecord) -> None:
        """Ask which unit where there are several."""
        if len(record.units) > 1:
            self.unit_id.offer([(str(unit.id), unit.name) for unit in record.units])
        else:
            del self.unit_id

    def command(self, record: LoanRecord) -> ReportSafety:
        """The report."""
        only = record.units[0].id if len(record.units) == 1 else None
        return ReportSafety(
            kind=self.kind.data,
            happened_on=self.happened_on.data or date.min,
            place=self.place.data or "",
            what=self.what.data or "",
            done=self.done.data or "",
            harm=self.harm.data,
            unit_id=self.unit_id.data if "unit_id" in self else only,
        )


class SafetyListForm(Form):
    """Which reports are listed; both days inclusive."""

    kind = ChoiceField(
        lazy("種類"),
        look="select",
        choices=[("", lazy("すべて")), *((kind.value, look.label) for kind, look in KIND.items())],
    )
    first = DayField(lazy("この日から"))
    last = DayField(lazy("この日まで"))

    @property
    def asked(self) -> dict[str, str]:
        """What stands in the address."""
        fields = {"kind": self.kind, "first": self.first, "last": self.last}
        return {name: field.shown for name, field in fields.items() if field.shown}

    def wanted(self) -> SafetyFilter:
        """What a sound form asks; of a wrong one only what can be read."""
        self.validate()
        last = self.last.data
        return SafetyFilter(
            kind={kind.value: kind for kind in SafetyKind}.get(str(self.kind.data)),
            start=self.first.data,
            end=last + ONE_DAY if last and last < date.max else None,
        )
