"""The form for lending from the show."""

from uuid import UUID

from core.i18n import lazy
from core.web.fields import ChoiceField, DayField, LongTextField
from core.web.forms import Form
from exhibitions.lending.leaving import LendFromShow

NOTHING = "nothing"


class LendForm(Form):
    """展示から貸し出す: from when, and what takes its place."""

    day = DayField(lazy("展示を離れる日"), required=True)
    substitute = ChoiceField(lazy("代わりに並べるもの"), required=True)
    reason = LongTextField(lazy("伝言・理由"), limit=1000, rows=3)

    def command(self) -> LendFromShow:
        """The command; it has been validated."""
        product, _, unit = str(self.substitute.data).partition(":")
        has_one = product != NOTHING
        return LendFromShow(
            day=self.day.data,
            product_id=UUID(product) if has_one else None,
            unit_id=UUID(unit) if has_one else None,
            reason=self.reason.data or "",
        )
