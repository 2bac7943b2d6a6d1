"""Forms for closing days."""

from collections.abc import Collection
from datetime import date

from core.clock import today
from core.i18n import lazy
from core.web.fields import DayField, HiddenField, ManyField, TextField
from core.web.forms import Form
from core.web.months import SUNDAY_FIRST
from directory.closures import LONGEST_NOTE, Stretch


class ClosingForm(Form):
    """One day, or several in a row."""

    first = DayField(
        lazy("休む日"), required=True, from_today=True, hint=lazy("一日だけなら、ここだけ入れてください。")
    )
    last = DayField(
        lazy("休みの最後の日"), from_today=True, hint=lazy("何日か続けて休むときだけ入れてください。")
    )
    note = TextField(lazy("メモ"), limit=LONGEST_NOTE, hint=lazy("例：棚卸し、創立記念日"))
    confirmed = HiddenField()

    @property
    def key(self) -> str:
        """What was looked at before it was confirmed: other days are looked at anew."""
        stretch = self.stretch()
        return f"{stretch.first}/{stretch.last}"

    def stretch(self) -> Stretch:
        """The days typed in; the form has been validated."""
        first = self.first.data or today()
        return Stretch(first=first, last=self.last.data or first, note=self.note.data or "")


class WeekdaysForm(Form):
    """The days of every week."""

    weekdays = ManyField(lazy("毎週の休み"))
    confirmed = HiddenField()

    def fit(self, *, is_facility: bool) -> None:
        """Offices are closed at weekends anyway; facilities on no day but their own."""
        names = [*SUNDAY_FIRST[1:], SUNDAY_FIRST[0]]
        self.weekdays.offer([(str(at), name) for at, name in enumerate(names[: 7 if is_facility else 5])])

    def chosen(self) -> list[int]:
        """The days ticked; 0 is Monday."""
        return [int(value) for value in self.weekdays.data or ()]

    @property
    def key(self) -> str:
        """What was looked at before it was confirmed."""
        return ",".join(map(str, self.chosen()))

    @classmethod
    def showing(cls, weekdays: Collection[int]) -> "WeekdaysForm":
        """The form with the days as they are."""
        return cls(data={"weekdays": [str(at) for at in sorted(weekdays)]})


class OpeningForm(Form):
    """Which days are open again."""

    first = HiddenField()
    last = HiddenField()

    def stretch(self) -> Stretch | None:
        """The days sent along; None for what cannot be read."""
        try:
            return Stretch(
                first=date.fromisoformat(str(self.first.data)), last=date.fromisoformat(str(self.last.data))
            )
        except ValueError:
            return None
