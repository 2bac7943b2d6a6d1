"""What differs between out and back, and the states of what is made of it. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from catalog.checklists.domain import LineKind
from catalog.conditions.answers import Answer, CheckedLine
from catalog.domain import CheckMoment, Condition
from core.errors import IllegalStep, Invalid, NotAllowed

# Against what a handing over is compared: the latest of these that was written down.
COMPARED_WITH = {
    CheckMoment.RECEIVE: (CheckMoment.DISPATCH,),
    CheckMoment.SEND_BACK: (CheckMoment.RECEIVE, CheckMoment.DISPATCH),
    CheckMoment.TAKE_BACK: (CheckMoment.RECEIVE, CheckMoment.DISPATCH),
}


class DifferenceKind(StrEnum):
    """In what two handings over differ."""

    CONDITION = "condition"
    LINE = "line"
    MARKS = "marks"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is worse than before: how it was, and how it is at `moment`."""

    kind: DifferenceKind
    moment: CheckMoment
    key: str = ""
    text: str = ""
    before: Answer
    after: Answer

    @property
    def same_as(self) -> tuple[str, ...]:
        """By what it is known again at the next handing over; of marks any number at a moment is the same."""
        told = self.moment.value if self.kind is DifferenceKind.MARKS else str(self.after)
        return (self.kind.value, self.key, told)


class Handed(msgspec.Struct, frozen=True):
    """A unit as it was found once."""

    condition: Condition = Condition.OK
    lines: Sequence[CheckedLine] = ()
    marks: int = 0


def differences(moment: CheckMoment, before: Handed, after: Handed) -> list[Difference]:
    """What is worse at `moment` than before: condition, lines, marks."""
    found = [*_of_condition(moment, before, after), *_of_lines(moment, before, after)]
    if after.marks > before.marks:
        marks = DifferenceKind.MARKS
        found.append(Difference(kind=marks, moment=moment, before=before.marks, after=after.marks))
    return found


def _of_condition(moment: CheckMoment, before: Handed, after: Handed) -> list[Difference]:
    if after.condition in (Condition.OK, before.condition):
        return []
    was, now = before.condition.value, after.condition.value
    return [Difference(kind=DifferenceKind.CONDITION, moment=moment, before=was, after=now)]


def _of_lines(moment: CheckMoment, before: Handed, after: Handed) -> list[Difference]:
    earlier = {line.key: line for line in before.lines}
    found = []
    for line in after.lines:
        was = _first_of(earlier[line.key].value if line.key in earlier else None, line)
        if line.value is None or was is None or not _is_worse(line, was):
            continue
        found.append(
            Difference(
                kind=DifferenceKind.LINE,
                moment=moment,
                key=line.key,
                text=line.text,
                before=was,
                after=line.value,
            )
        )
    return found


def _first_of(before: Answer | None, line: CheckedLine) -> Answer | None:
    """What it is compared with: the answer before, else what is said to belong to a unit."""
    if before is None and line.kind is LineKind.COUNT:
        return line.expected
    return before


def _is_worse(line: CheckedLine, was: Answer) -> bool:
    """A yes that became a no, or another count; notes may say what they like."""
    if line.kind is LineKind.YES_NO:
        return was is True and line.value is False
    return line.kind is LineKind.COUNT and line.value != was


class IncidentState(StrEnum):
    """How far its parties have come."""

    OPEN = "open"
    AGREED = "agreed"
    SETTLED = "settled"


class EntryKind(StrEnum):
    """What happened to an incident."""

    OPENED = "opened"
    FOUND = "found"
    COMMENTED = "commented"
    AGREED = "agreed"
    SETTLED = "settled"


class Payer(StrEnum):
    """Who pays: one of the parties (DOMAIN section 4), several, an insurance, nobody."""

    LENDER = "lender"
    COUNTER = "counter"
    FACILITY = "facility"
    SHARED = "shared"
    INSURANCE = "insurance"
    NOBODY = "nobody"


_FROM = {
    EntryKind.AGREED: {IncidentState.OPEN},
    EntryKind.SETTLED: {IncidentState.OPEN, IncidentState.AGREED},
}
_TO = {EntryKind.AGREED: IncidentState.AGREED, EntryKind.SETTLED: IncidentState.SETTLED}

Words = Annotated[str, Meta(max_length=2000)]


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A word to the other parties."""

    text: Words


class Decide(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed, or how it ended, and who pays; `expected` is the state that was seen."""

    text: Words
    payer: Payer
    expected: IncidentState | None = None


def steps_of(state: IncidentState, *, decides: bool) -> list[EntryKind]:
    """What somebody may do now, besides commenting; owner and mediator are those who decide."""
    if not decides:
        return []
    return [step for step, sources in _FROM.items() if state in sources]


def decided(step: EntryKind, state: IncidentState, *, decides: bool) -> IncidentState:
    """The state that follows.

    Raises `NotAllowed` for whoever does not decide, `IllegalStep` where it is too late.
    """
    if not decides:
        raise NotAllowed("step-not-yours", step=step.value)
    if state not in _FROM[step]:
        raise IllegalStep(step=step.value, state=state.value, allowed=steps_of(state, decides=decides))
    return _TO[step]


def must_say(text: str) -> str:
    """`text` without outer space. Raises `Invalid` where nothing is said."""
    if not text.strip():
        raise Invalid({"text": "required"})
    return text.strip()
