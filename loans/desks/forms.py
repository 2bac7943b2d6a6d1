"""What can be looked for on a desk."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.i18n import lazy
from core.web.fields import ChoiceField, NumberField, SearchField
from core.web.forms import Form
from core.web.look import Look
from loans.desks.centre import USUAL_PATIENCE
from loans.domain import Decision
from loans.labels import DECISION


class FacilitySearch(Form):
    """Words by which somebody on the telephone can be found."""

    q = SearchField(
        lazy("名前・法人名・市町村・事業所番号・電話番号"), limit=100, hint=lazy("一部だけでも探せます。")
    )

    @property
    def words(self) -> str:
        """What to look for; nothing when it cannot be looked for."""
        return "" if self.q.errors else self.q.data or ""


DECISIONS: Mapping[Decision, Look] = {
    Decision.INTRODUCE: Look(DECISION[Decision.INTRODUCE], "check-circle", "done"),
    Decision.CONSIDER: Look(DECISION[Decision.CONSIDER], "hourglass", "info"),
    Decision.NOT_INTRODUCE: Look(DECISION[Decision.NOT_INTRODUCE], "cross-circle", "neutral"),
}


class ResultFilter(Form):
    """About which product, with which decision."""

    product = ChoiceField(lazy("機種"), look="select")
    decision = ChoiceField(
        lazy("判断"),
        look="select",
        coerce=Decision,
        choices=[(decision, look.label) for decision, look in DECISIONS.items()],
    )

    def wanted(self) -> dict[str, Any]:
        """What narrows the results; a wrong choice narrows nothing."""
        product = None if self.product.errors else self.product.data
        decision = None if self.decision.errors else self.decision.data
        return {"product_id": UUID(product) if product else None, "decision": decision}


class PatienceForm(Form):
    """After how many days without an answer the centre wants to know."""

    days = NumberField(lazy("返事を待つ日数"), least=1, most=365, unit=lazy("日"))

    @property
    def patience(self) -> int:
        """The days asked for, or the usual ones."""
        return USUAL_PATIENCE if self.days.errors or self.days.data is None else int(self.days.data)
