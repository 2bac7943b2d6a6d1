"""The forms of the two ways to look for days: dates first, or robot first."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from catalog.comparison import Wish
from catalog.domain import TaxonomyVersion
from catalog.finding import SoonestWish
from catalog.queries import Problem, Taxonomy
from core.calendar import ONE_DAY
from core.i18n import gettext, lazy
from core.web.fields import ChoiceField, DayField, HiddenField, NumberField, SearchField
from core.web.forms import Form
from directory.prefectures import prefecture_choices

_MOST_UNITS = 100
WEEKS = (1, 2, 3, 4)
_OWN_COUNTER = ("", lazy("いつもの相談窓口"))
_NOWHERE = ("", lazy("選ばない"))
_EVERY_COUNTER = ("", lazy("すべて"))


class _VersionForm(Form):
    """The version of the taxonomy whose items are offered stands in the address."""

    taxonomy = HiddenField(limit=4)

    @property
    def version(self) -> TaxonomyVersion:
        """The version of the taxonomy to show."""
        return TaxonomyVersion.asked(self.taxonomy.data)

    def address_in(self, path: str, version: TaxonomyVersion) -> str:
        """The same question with the items of `version`."""
        fields: Iterable[Any] = self
        given = {field.name: field.shown for field in fields if field.name != "taxonomy" and field.shown}
        return f"{path}?{urlencode({**given, 'taxonomy': version.value})}"


class DatesForm(_VersionForm):
    """日程から探す: what can be had from the first to the last of these days."""

    start = DayField(lazy("使い始めたい日"), from_today=True, required=True)
    last_day = DayField(lazy("使い終わる日"), from_today=True, required=True)
    problem = ChoiceField(lazy("困りごと"), look="select")
    item = ChoiceField(lazy("項目"), look="select")
    prefecture = ChoiceField(lazy("都道府県"), look="select")
    quantity = NumberField(lazy("台数"), least=1, most=_MOST_UNITS, unit=lazy("台"))

    def offer(self, problems: Sequence[Problem], taxonomy: Taxonomy, *, has_counter: bool) -> None:
        """Let the reader choose among the problems and the items of a version.

        Without a prefecture a reader with a counter asks that one, everybody else none.
        """
        self.problem.offer([("", lazy("選ばない")), *((one.code, one.title) for one in problems)])
        self.item.offer([("", lazy("選ばない")), *((one.code, one.full_name) for one in taxonomy.items)])
        self.prefecture.offer([_OWN_COUNTER if has_counter else _NOWHERE, *prefecture_choices()])

    def is_whole(self) -> bool:
        """Whether something can be looked for; what is missing is said beside its field."""
        is_valid, says_what = self.validate(), bool(self.problem.data or self.item.data)
        if not says_what:
            self.add_mistake(gettext("困りごとか項目のどちらかを選んでください。"), "problem")
        return is_valid and says_what

    def wish(self, problem: Problem | None) -> Wish:
        """What is looked for; an item chosen narrows more than a problem does."""
        return Wish(
            item=self.item.data or "",
            items=problem.item_codes if problem and not self.item.data else (),
            start=self.start.data,
            end=self.last_day.data + ONE_DAY,
            quantity=self.quantity.data or 1,
            prefecture=self.prefecture.data or "",
        )


class RobotForm(_VersionForm):
    """機種から探す: when can this be had, through which counter?"""

    q = SearchField(lazy("機種の名前やことば"), limit=100)
    product = HiddenField(limit=36)
    item = ChoiceField(lazy("項目"), look="select")
    start = DayField(lazy("この日から"), from_today=True)
    prefecture = ChoiceField(lazy("都道府県"), look="select")
    quantity = NumberField(lazy("台数"), least=1, most=_MOST_UNITS, unit=lazy("台"))

    def offer(self, taxonomy: Taxonomy) -> None:
        """Let the reader choose among the items of a version."""
        self.item.offer([("", lazy("選ばない")), *((one.code, one.full_name) for one in taxonomy.items)])
        self.prefecture.offer([_EVERY_COUNTER, *prefecture_choices()])

    def wish(self) -> SoonestWish:
        """What is looked for, the product left to the page."""
        return SoonestWish(
            item=self.item.data or "",
            quantity=self.quantity.data or 1,
            since=self.start.data,
            prefecture=self.prefecture.data or "",
        )
