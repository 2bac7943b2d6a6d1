"""What is asked of the loan report on a page."""

import msgspec

from catalog.reporting.forms import RangeForm
from core.i18n import lazy
from core.web.fields import ChoiceField
from loans.reports.domain import GROUPING_WORDS, Grouping
from loans.reports.queries import ReportQuestion


class ReportForm(RangeForm):
    """From which day to which, in which periods and groups."""

    group = ChoiceField(lazy("分け方"), choices=list(GROUPING_WORDS.items()), coerce=Grouping, look="select")

    def question(self) -> ReportQuestion:
        """What a sound form asks; without days, the fiscal year so far."""
        return ReportQuestion(**msgspec.structs.asdict(self.range()), group=self.group.data or Grouping.ITEM)
