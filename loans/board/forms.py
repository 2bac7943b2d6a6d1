"""What the board is narrowed to, as its address remembers it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from catalog.domain import Purpose
from catalog.reporting.periods import EARLIEST, LATEST
from catalog.terms import Days
from core.i18n import LazyText, lazy
from core.web.fields import ChoiceField, DayField
from core.web.forms import Form
from loans.board.bars import SIGNS, Kind
from loans.board.queries import USUAL_WEEKS, WEEKS, BoardQuestion, days_of

SCOPES: tuple[tuple[str, LazyText], ...] = (
    ("mine", lazy("この窓口に関わる個体")),
    ("all", lazy("開発企業の個体もすべて")),
)
_PURPOSES = (
    (Purpose.HOLD, Kind.HOLD),
    (Purpose.LOAN, Kind.LOAN),
    (Purpose.EXHIBITION, Kind.EXHIBITION),
    (Purpose.MAINTENANCE, Kind.MAINTENANCE),
)
_LENGTHS: Mapping[int, LazyText] = {2: lazy("2週間"), 4: lazy("4週間"), 13: lazy("13週間")}


class BoardFilter(Form):
    """From which day, how long, and which units."""

    start = DayField(lazy("始まりの日"), earliest=EARLIEST, latest=LATEST)
    weeks = ChoiceField(
        lazy("期間"), look="select", choices=[(str(weeks), _LENGTHS[weeks]) for weeks in WEEKS]
    )
    counter = ChoiceField(lazy("相談窓口"), look="select")
    scope = ChoiceField(lazy("範囲"), choices=SCOPES, look="select")
    vendor = ChoiceField(lazy("開発企業"), look="select")
    item = ChoiceField(lazy("重点分野の項目"), look="select")
    product = ChoiceField(lazy("機種"), look="select")
    prefecture = ChoiceField(lazy("所在の都道府県"), look="select")
    place = ChoiceField(lazy("所在"), look="select")
    purpose = ChoiceField(
        lazy("予定の種類"),
        look="select",
        choices=[(purpose.value, SIGNS[kind].look.label) for purpose, kind in _PURPOSES],
    )

    @property
    def wants_everything(self) -> bool:
        """Whether units that vendors lend to anybody are to be shown too."""
        return str(self.scope.data) == "all"

    @property
    def is_narrowed(self) -> bool:
        """Whether the filters should be seen at once."""
        names = ("scope", "counter", "vendor", "item", "product", "prefecture", "place", "purpose")
        return bool(self.errors) or any(self[name].data for name in names)

    def offer(self, known: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Set what there is to narrow the board to."""
        for field in (self.counter, self.vendor, self.item, self.product, self.prefecture, self.place):
            field.offer(known.get(field.name, []))

    def show(self, question: BoardQuestion) -> None:
        """Let the form say which days are shown, where the address does not."""
        if self.start.data is None and not self.start.errors:
            self.start.data = question.start
        if not self.weeks.data and not self.weeks.errors:
            self.weeks.data = str(question.days.length // 7)

    def chosen(self, name: str) -> str | None:
        """What was chosen; None when nothing, or nothing that is offered."""
        field = self[name]
        return None if field.errors else field.data or None

    def days(self, usual_start: date) -> Days:
        """The days asked for, from the usual day where none can be read."""
        weeks = self.chosen("weeks")
        typed = None if self.start.errors else self.start.data
        return days_of(typed or usual_start, int(weeks) if weeks else USUAL_WEEKS)

    def question(self, usual_start: date) -> BoardQuestion:
        """What the form asks."""
        days = self.days(usual_start)
        vendor, product, place, counter = (
            UUID(chosen) if (chosen := self.chosen(name)) else None
            for name in ("vendor", "product", "place", "counter")
        )
        purpose = self.chosen("purpose")
        return BoardQuestion(
            start=days.start,
            end=days.end,
            vendor_id=vendor,
            product_id=product,
            place_id=place,
            counter_id=counter,
            item=self.chosen("item"),
            prefecture=self.chosen("prefecture"),
            purpose=Purpose(purpose) if purpose else None,
            everything=self.wants_everything,
        )
