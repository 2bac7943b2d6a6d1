"""Forms that look for something: loans of a list, a facility and a product to ask for."""

from core.i18n import lazy
from core.web.fields import ChoiceField, SearchField
from core.web.forms import Form
from loans.domain import Custody
from loans.labels import CUSTODY, OVERDUE, RESULT_MISSING
from loans.queries import LoanFilter

OPEN, CLOSED, LATE, REPORT_DUE = "open", "closed", "overdue", "result_missing"


class LoanSearchForm(Form):
    """Which loans to list."""

    number = SearchField(lazy("貸出の番号"), limit=20)
    state = ChoiceField(
        lazy("状態"),
        look="select",
        choices=[
            (OPEN, lazy("終わっていないもの")),
            (LATE, OVERDUE.label),
            (REPORT_DUE, RESULT_MISSING.label),
            *((custody.value, look.label) for custody, look in CUSTODY.items()),
            (CLOSED, lazy("終わったもの")),
        ],
    )

    def wanted(self) -> LoanFilter:
        """The filter; an unknown state narrows nothing."""
        state, number = self.state.data or "", (self.number.data or "").strip()
        if state in {OPEN, CLOSED}:
            return LoanFilter(is_open=state == OPEN, number=number)
        known = {custody.value: custody for custody in Custody}
        return LoanFilter(
            custody=known.get(state),
            overdue=state == LATE,
            result_missing=state == REPORT_DUE,
            number=number,
        )


class FacilitySearchForm(Form):
    """For which facility a counter asks."""

    facility_words = SearchField(
        lazy("事業所をさがす"), limit=100, hint=lazy("名前、事業所番号、電話番号のどれかを入れてください。")
    )


class ProductSearchForm(Form):
    """Which product to ask for."""

    product_words = SearchField(
        lazy("機種をさがす"), limit=100, hint=lazy("機種の名前や、困りごとの言葉を入れてください。")
    )
