"""What is asked of a report on a page: both days inclusive, as people say it."""

from datetime import date
from typing import Any, Self
from uuid import UUID

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.reporting.periods import BY_WORDS, EARLIEST, LATEST, By
from catalog.reporting.sections import SectionQuestion
from core import db
from core.calendar import ONE_DAY, fiscal_year
from core.clock import today
from core.i18n import lazy
from core.web.fields import ChoiceField, DayField
from core.web.forms import Form, FormRequest

_COUNTERS = """
SELECT id, name FROM organization WHERE kind IN ('counter', 'general_center') AND gone_on IS NULL
ORDER BY name, id
"""


class RangeForm(Form):
    """From which day to which, in which periods and which edition; `from` follows below."""

    to = DayField(lazy("終わりの日（この日を含む）"), earliest=EARLIEST, latest=LATEST - ONE_DAY)
    by = ChoiceField(lazy("期間の長さ"), choices=list(BY_WORDS.items()), coerce=By, look="select")
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

    @classmethod
    async def asked(cls, request: FormRequest, actor: Actor, **values: Any) -> Self:
        """The form as the address says it, else the fiscal year so far; the centre may narrow it."""
        usual = cls().range()
        known = {"from": usual.start, "to": today(), "by": usual.by, "taxonomy": usual.taxonomy}
        form = cls.of_query(request, **known, **values)
        if actor.signed_in().is_centre:
            counters = await db.fetch(_COUNTERS)
            form.counter.offer([(str(row["id"]), row["name"]) for row in counters])
        return form

    def range(self) -> SectionQuestion:
        """What a sound form asks, whatever it is told apart by; without days, the fiscal year so far."""
        start = self["from"].data or date(fiscal_year(today()), 4, 1)
        counter = self.counter.data
        return SectionQuestion(
            start=start,
            end=(self.to.data or max(today(), start)) + ONE_DAY,
            by=self.by.data or By.MONTH,
            taxonomy=self.taxonomy.data or TaxonomyVersion.Y2025,
            counter_id=UUID(counter) if counter else None,
        )


# `from` is a word of the language and cannot be written in the body of the class.
setattr(RangeForm, "from", DayField(lazy("始まりの日"), earliest=EARLIEST, latest=LATEST - ONE_DAY))
