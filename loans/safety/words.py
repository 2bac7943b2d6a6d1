"""How accidents and near misses are told."""

from collections.abc import Mapping

from core.i18n import LazyText, lazy
from core.web.look import Look
from loans.safety.domain import Harm, SafetyKind

KIND: Mapping[SafetyKind, Look] = {
    SafetyKind.ACCIDENT: Look(lazy("事故"), "alert", "danger"),
    SafetyKind.NEAR_MISS: Look(lazy("ヒヤリハット"), "alert", "attention"),
}
HARM: Mapping[Harm, LazyText] = {
    Harm.NONE: lazy("けがはない"),
    Harm.WATCHED: lazy("様子を見ている"),
    Harm.TREATED: lazy("受診・治療した"),
    Harm.UNKNOWN: lazy("まだ分からない"),
}
