"""The field for a checklist: each line with what fits its kind, and what was answered before."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms.validators import ValidationError

from catalog.checklists.domain import ChecklistLine, LineKind
from core.i18n import Text, gettext, lazy
from core.web.fields import Entry, tidy
from loans.checklists.domain import LONGEST_NOTE, MOST_COUNTED, Answer, CheckedLine

_LABEL = lazy("点検票")
_HINT = lazy("上から順に見て、答えてください。")
_YES_NO = {"yes": True, "no": False}


class ChecklistField(Entry):
    """Several inputs, one a line, named after its key; `answers` is what they say."""

    kind = "checklist"

    def __init__(self, label: Text = _LABEL, **options: Any) -> None:
        super().__init__(label, hint=_HINT, **options)
        self.lines: Sequence[ChecklistLine] = ()
        self.earlier: Mapping[str, CheckedLine] = {}
        self.typed: dict[str, str] = {}
        self._sent: Mapping[str, list[Any]] | None = None

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


def _read(line: ChecklistLine, typed: str) -> Answer | None:
    if line.kind is LineKind.NOTE:
        return tidy(typed) or None
    if line.kind is LineKind.YES_NO:
        return _YES_NO.get(typed)
    figures = unicodedata.normalize("NFKC", typed).strip()
    is_number = re.fullmatch(r"\d{1,3}", figures) is not None
    return int(figures) if is_number and int(figures) <= MOST_COUNTED else None
