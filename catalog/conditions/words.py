"""What the moments of a check, and what was found, are called."""

from collections.abc import Mapping

from catalog.domain import CheckMoment, Condition
from core.i18n import LazyText, lazy
from core.web.look import Look

CHECK_MOMENT: Mapping[CheckMoment, LazyText] = {
    CheckMoment.DISPATCH: lazy("発送時"),
    CheckMoment.RECEIVE: lazy("受取時"),
    CheckMoment.SEND_BACK: lazy("返送時"),
    CheckMoment.TAKE_BACK: lazy("返却時"),
}
DAMAGED = Look(lazy("傷・故障あり"), "alert", "danger")
CONDITION: Mapping[Condition, Look] = {
    Condition.OK: Look(lazy("異常なし"), "check-circle", "done"),
    Condition.DAMAGED: DAMAGED,
    Condition.MISSING_PARTS: Look(lazy("足りないものあり"), "alert", "attention"),
}
CONDITIONS = (
    (Condition.OK.value, lazy("異常なし")),
    (Condition.DAMAGED.value, lazy("傷・故障がある")),
    (Condition.MISSING_PARTS.value, lazy("足りないものがある")),
)
