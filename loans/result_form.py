"""The form of the trial's result: what is asked before, during and after. Pure; kept in this one place.

Source: DOMAIN section 8 (effect = device x managing its use; the U curve; change rated from -3 to +3).
No resident is named here: residents appear as codes (A, B, C ...).
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from core.i18n import LazyText, lazy
from loans.domain import Stage

FORM_VERSION = "2026-1"
_LONGEST = 4000
_LONGEST_KEY = 100
_MOST_ANSWERS = 100
_GREATEST = 1_000_000_000


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    NUMBER = "number"
    CHANGE = "change"  # -3 (much worse) to +3 (much better)
    GRADE = "grade"  # 1 (not at all) to 5 (very much)
    YES_NO = "yes_no"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question: its key is a contract with callers of the API.

    Pages insist on an answer to a required one; a program may leave it out.
    """

    key: str
    kind: Kind
    label: LazyText
    hint: LazyText | None = None
    unit: LazyText | None = None
    required: bool = False

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest number admitted."""
        return {Kind.CHANGE: (-3, 3), Kind.GRADE: (1, 5)}.get(self.kind, (0, 1_000_000))


def _q(key: str, kind: Kind, label: LazyText, **more: object) -> Question:
    return Question(key=key, kind=kind, label=label, **more)  # type: ignore[arg-type]  # checked by Question


_MINUTES = lazy("分/日")
_TIMES = lazy("回/日")

_MEASURES = (
    _q("minutes_per_day", Kind.NUMBER, lazy("対象の業務にかかる時間"), unit=_MINUTES),
    _q("times_per_day", Kind.NUMBER, lazy("対象の業務の回数"), unit=_TIMES),
)

QUESTIONS: Mapping[Stage, tuple[Question, ...]] = {
    Stage.BEFORE: (
        _q("problem", Kind.TEXT, lazy("解決したい課題"), required=True),
        _q(
            "target",
            Kind.TEXT,
            lazy("目標とする値"),
            hint=lazy("例：夜間の訪室を1日8回から4回に"),
            required=True,
        ),
        *_MEASURES,
        _q("staff", Kind.NUMBER, lazy("業務にあたる職員の数"), unit=lazy("人")),
    ),
    Stage.MID: (
        _q("days_used", Kind.NUMBER, lazy("使った日数"), unit=lazy("日"), required=True),
        _q("used_by", Kind.TEXT, lazy("使った人（職種と人数）")),
        _q("settings", Kind.TEXT, lazy("設定や使い方の工夫")),
        _q("troubles", Kind.TEXT, lazy("困ったこと")),
        _q("near_misses", Kind.NUMBER, lazy("ヒヤリハットの件数"), unit=lazy("件")),
    ),
    Stage.AFTER: (
        _q("days_used", Kind.NUMBER, lazy("使った日数"), unit=lazy("日"), required=True),
        *_MEASURES,
        _q("target_reached", Kind.GRADE, lazy("目標にどれくらい届いたか"), required=True),
        _q("physical_burden", Kind.CHANGE, lazy("からだの負担の変化")),
        _q("mental_burden", Kind.CHANGE, lazy("こころの負担の変化")),
        _q("setup_trouble", Kind.CHANGE, lazy("準備や片付けの手間の変化")),
        _q("ease_of_use", Kind.GRADE, lazy("使いやすさ"), required=True),
        _q("safety", Kind.GRADE, lazy("安全に使えたか"), required=True),
        _q("comment", Kind.TEXT, lazy("気づいたこと")),
    ),
}


def checked_answers(stage: Stage, answers: Mapping[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """The answers to keep, and for each that cannot be kept a code under `answers.<key>`.

    A report with gaps is worth more than none, and a facility may measure more than the form asks: what is
    missing is no error here, and a plain text, number or yes/no under another key is kept as it was given.
    """
    asked = {question.key: question for question in QUESTIONS[stage]}
    kept: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for key, answer in answers.items():
        if answer is None or answer == "":
            continue
        question = asked.get(key)
        code = _objection(question, answer) if question else _objection_to_more(key, answer)
        if code:
            wrong[f"answers.{key}"] = code
        else:
            kept[key] = answer
    if len(kept) > _MOST_ANSWERS:
        wrong["answers"] = "out-of-range"
    return kept, wrong


def _objection_to_more(key: str, answer: object) -> str | None:
    if len(key) > _LONGEST_KEY:
        return "unknown-question"
    if isinstance(answer, str):
        return None if len(answer) <= _LONGEST else "wrong-type"
    if not isinstance(answer, int | float):  # yes and no are ints to Python
        return "wrong-type"
    return None if abs(answer) <= _GREATEST else "out-of-range"


def _objection(question: Question, answer: object) -> str | None:
    if question.kind is Kind.TEXT:
        return None if isinstance(answer, str) and len(answer) <= _LONGEST else "wrong-type"
    if question.kind is Kind.YES_NO:
        return None if isinstance(answer, bool) else "wrong-type"
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return "wrong-type"
    least, greatest = question.bounds
    return None if least <= answer <= greatest else "out-of-range"
