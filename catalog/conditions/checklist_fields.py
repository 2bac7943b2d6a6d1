"""The field for a checklist: each line with what fits its kind, and what was answered before."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms.validators import ValidationError

from catalog.checklists.domain import ChecklistLine, LineKind
from catalog.conditions.answers import LONGEST_NOTE, MOST_COUNTED, Answer, CheckedLine
from core.i18n import Text, gettext, lazy
from core.web.fields import Entry, tidy

_LABEL = lazy("点検票")
_HINT = lazy("上から順に見て、答えてください。")
_FOR_ALL = lazy("ここの答えを、すべての個体に使います。ちがう個体は、個体ごとの欄で直してください。")
_OF_ONE = lazy("この個体だけ答えがちがう")
_OTHERWISE = lazy("ちがう行だけ答えてください。空けた行は、すべての個体と同じになります。")
_YES_NO = {"yes": True, "no": False}


class ChecklistField(Entry):
    """Several inputs, one a line, named after its key; `answers` is what they say.

    Of an exception single lines are answered, for one unit; the others are as for all.
    """

    kind = "checklist"

    def __init__(self, label: Text = _LABEL, **options: Any) -> None:
        super().__init__(label, hint=_HINT, **options)
        self.lines: Sequence[ChecklistLine] = ()
        self.earlier: Mapping[str, CheckedLine] = {}
        self.typed: dict[str, str] = {}
        self.is_exception = False
        self._sent: Mapping[str, list[Any]] | None = None

    def speak_for_all(self) -> None:
        """Say that several units are answered for at once."""
        self.description = cast("str", _FOR_ALL)

    def process(self, formdata: Any, *arguments: Any, **options: Any) -> None:
        """Keep what was sent until the lines are known."""
        self._sent = formdata
        super().process(formdata, *arguments, **options)

    def offer(self, lines: Sequence[ChecklistLine], earlier: Sequence[CheckedLine]) -> None:
        """Ask these lines; `earlier` is what was answered before, to compare with."""
        self.lines = lines
        self.earlier = {line.key: line for line in earlier}
        if self._sent is not None:
            self.typed = {
                line.key: self.first_text(self._sent.get(self.input_of(line), [])) for line in lines
            }

    def input_of(self, line: ChecklistLine) -> str:
        """The name of a line's input."""
        return f"{self.name}-{line.key}"

    def post_validate(self, _: object, stop_validation: bool) -> None:  # noqa: ARG002, FBT001  # the library's own
        """Every line but a free note needs an answer that fits."""
        wrong = [line.text for line in self.lines if self._is_wrong(line)]
        if wrong:
            said = gettext("点検票の「%(lines)s」に答えてください。", lines=gettext("」「").join(wrong))
            raise ValidationError(said)

    def _is_wrong(self, line: ChecklistLine) -> bool:
        typed = self.typed.get(line.key, "")
        if self.is_exception and not tidy(typed):
            return False
        if line.kind is LineKind.NOTE:
            return len(typed) > LONGEST_NOTE
        return _read(line, typed) is None

    def is_wrong(self, line: ChecklistLine) -> bool:
        """Whether this line is why the field was refused."""
        return bool(self.errors) and self._is_wrong(line)

    @property
    def shown(self) -> str:
        """What was typed, in one text."""
        return " / ".join(
            f"{line.text}: {typed}" for line in self.lines if (typed := self.typed.get(line.key))
        )

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers by the keys of their lines."""
        read = {line.key: _read(line, self.typed.get(line.key, "")) for line in self.lines}
        return {key: answer for key, answer in read.items() if answer is not None}


class ExceptionsField(ChecklistField):
    """What one unit answers otherwise than all."""

    def __init__(self, label: Text = _OF_ONE, **options: Any) -> None:
        super().__init__(label, **options)
        self.description = cast("str", _OTHERWISE)
        self.is_exception = True

    @property
    def is_open(self) -> bool:
        """Whether something was typed here."""
        return any(self.typed.values())


def _read(line: ChecklistLine, typed: str) -> Answer | None:
    if line.kind is LineKind.NOTE:
        return tidy(typed) or None
    if line.kind is LineKind.YES_NO:
        return _YES_NO.get(typed)
    figures = unicodedata.normalize("NFKC", typed).strip()
    is_number = re.fullmatch(r"\d{1,3}", figures) is not None
    return int(figures) if is_number and int(figures) <= MOST_COUNTED else None
