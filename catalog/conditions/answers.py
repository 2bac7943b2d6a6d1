"""Answers to the lines of a checklist. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from catalog.checklists.domain import ChecklistLine, LineKind
from catalog.domain import CheckMoment
from core.errors import Invalid

Answer = bool | int | str
MOST_COUNTED = 999
LONGEST_NOTE = 500


class CheckedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it stood, and what was answered; None where nothing was."""

    key: str
    kind: LineKind
    text: str
    expected: int | None = None
    value: Answer | None = None


def checked_lines(lines: Sequence[ChecklistLine], answers: Mapping[str, Answer]) -> list[CheckedLine]:
    """The lines with their answers; none where nothing was answered. Raises `Invalid` for `checklist`."""
    if not answers:
        return []
    if not set(answers) <= {line.key for line in lines}:
        raise Invalid({"checklist": "unknown-line"})
    return [
        CheckedLine(
            key=line.key,
            kind=line.kind,
            text=line.text,
            expected=line.expected,
            value=_fitting(line, answers.get(line.key)),
        )
        for line in lines
    ]


def _fitting(line: ChecklistLine, answer: Answer | None) -> Answer | None:
    if answer is None:
        return None
    is_fitting = {
        LineKind.YES_NO: isinstance(answer, bool),
        LineKind.COUNT: type(answer) is int and 0 <= answer <= MOST_COUNTED,
        LineKind.NOTE: isinstance(answer, str) and len(answer) <= LONGEST_NOTE,
    }
    if not is_fitting[line.kind]:
        raise Invalid({"checklist": "answer-does-not-fit"}, line=line.text)
    return answer


class ComparedLine(msgspec.Struct, frozen=True):
    """A line, and its answer at each handing over that asked it."""

    text: str
    answers: dict[CheckMoment, CheckedLine]

    def differs_at(self, moment: CheckMoment) -> bool:
        """Whether `moment` answers otherwise than the first that answered; a note may say what it likes."""
        said = [one.value for one in self.answers.values() if one.kind is not LineKind.NOTE]
        told = [value for value in said if value is not None]
        here = self.answers.get(moment)
        return here is not None and here.kind is not LineKind.NOTE and here.value not in (None, told[0])


def compared_lines(checked: Mapping[CheckMoment, Sequence[CheckedLine]]) -> list[ComparedLine]:
    """The answers line by line, in the order of the first that asked them."""
    found: dict[str, ComparedLine] = {}
    for lines in checked.values():
        for line in lines:
            if line.key not in found:
                of_line = {at: one for at, asked in checked.items() for one in asked if one.key == line.key}
                found[line.key] = ComparedLine(line.text, of_line)
    return list(found.values())
