"""A month as a page shows it: whole weeks from Sunday, each day with what may be done on it."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

import msgspec

from core.i18n import LazyText, Text, lazy, weekday

DayState = Literal["free", "few", "busy", "closed", "past"]
SYMBOLS: dict[DayState, Text] = {"free": "○", "few": "△", "busy": "×", "closed": lazy("休"), "past": "－"}
WORDS: dict[DayState, LazyText] = {
    "free": lazy("空きあり"),
    "few": lazy("残りわずか"),
    "busy": lazy("空きなし"),
    "closed": lazy("休み"),
    "past": lazy("受付終了"),
}
SUNDAY_FIRST = (
    lazy("日曜日"),
    lazy("月曜日"),
    lazy("火曜日"),
    lazy("水曜日"),
    lazy("木曜日"),
    lazy("金曜日"),
    lazy("土曜日"),
)
A_SUNDAY = date(2026, 10, 4)


class Day(msgspec.Struct, frozen=True):
    """One day: its state, a word on it such as 残り2台, and where a press on it leads."""

    day: date
    state: DayState
    note: Text = ""
    href: str = ""

    @property
    def symbol(self) -> Text:
        """The sign that tells the state without colour."""
        return SYMBOLS[self.state]

    @property
    def words(self) -> Text:
        """What a screen reader says of the state."""
        return self.note or WORDS[self.state]


class Month(msgspec.Struct, frozen=True):
    """A month in weeks; days of its neighbours are left out as None."""

    first: date
    weeks: list[list[Day | None]]

    @property
    def weekdays(self) -> list[tuple[str, Text]]:
        """The heads of the columns, short and in full."""
        return [(weekday(A_SUNDAY + timedelta(days=at)), name) for at, name in enumerate(SUNDAY_FIRST)]

    @property
    def legend(self) -> list[tuple[DayState, Text, LazyText]]:
        """The signs that occur in this month, with their words."""
        used = {day.state for week in self.weeks for day in week if day is not None}
        return [(state, SYMBOLS[state], words) for state, words in WORDS.items() if state in used]


def month_of(any_day: date, look_at: Callable[[date], Day]) -> Month:
    """The month of `any_day`, each of its days judged by `look_at`."""
    weeks = calendar.Calendar(firstweekday=calendar.SUNDAY).monthdatescalendar(any_day.year, any_day.month)
    rows = [[look_at(day) if day.month == any_day.month else None for day in week] for week in weeks]
    return Month(any_day.replace(day=1), rows)
