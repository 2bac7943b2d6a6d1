"""What is asked of the report on a page: both days inclusive, as people say it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from catalog.domain import TaxonomyVersion
from core.calendar import ONE_DAY, fiscal_year
from core.clock import today
from core.i18n import lazy
from core.web.fields import ChoiceField, DayField
from core.web.forms import Form
from loans.reports.domain import BY_WORDS, EARLIEST, GROUPING_WORDS, LATEST, By, Grouping
from loans.reports.queries import ReportQuestion


class ReportForm(Form):
    """From which day to which, in which periods and groups; `from` follows below."""

    to = DayField(lazy("終わりの日（この日を含む）"), earliest=EARLIEST, latest=LATEST - ONE_DAY)
    by = ChoiceField(lazy("期間の長さ"), choices=list(BY_WORDS.items()), coerce=By, look="select")
    group = ChoiceField(lazy("分け方"), choices=list(GROUPING_WORDS.items()), coerce=Grouping, look="select")
    taxonomy = ChoiceField(
        lazy("重点分野の版"),
        choices=[
            (TaxonomyVersion.Y2025, lazy("2025年版（16項目）")),
            (TaxonomyVersion.Y2017, lazy("2017年版（13項目）")),
        ],
        coerce=TaxonomyVersion,
        look="select",
    )
    counter = ChoiceField(lazy("相談窓口"), look="select")

    def offer_counters(self, counters: Sequence[tuple[UUID, str]]) -> None:
        """Set the counters that the reader may narrow the report to."""
        self.counter.offer([(str(counter_id), name) for counter_id, name in counters])

    def question(self) -> ReportQuestion:
        """What a sound form asks; without days, the fiscal year so far."""
        start = self["from"].data or date(fiscal_year(today()), 4, 1)
        counter = self.counter.data
        return ReportQuestion(
            start=start,
            end=(self.to.data or max(today(), start)) + ONE_DAY,
            by=self.by.data or By.MONTH,
            group=self.group.data or Grouping.ITEM,
            taxonomy=self.taxonomy.data or TaxonomyVersion.Y2025,
            counter_id=UUID(counter) if counter else None,
        )


# `from` is a word of the language and cannot be written in the body of the class.
setattr(ReportForm, "from", DayField(lazy("始まりの日"), earliest=EARLIEST, latest=LATEST - ONE_DAY))
