"""What stands in a row of the board: bars of days, what each one is, and who may move it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.domain import Purpose
from catalog.on_the_way import words_of
from catalog.terms import Days
from core.calendar import ONE_DAY
from core.i18n import LazyText, current_locale, lazy
from core.ids import NOBODY
from core.web.look import Look
from loans.domain import (
    KNOWN_TO_LENDER,
    Custody,
    Party,
    ResultState,
    Standing,
    StepName,
    parties_of,
    steps_for,
)
from loans.labels import AFTERWARDS, CUSTODY


class Kind(StrEnum):
    """What a bar shows: the purposes of the ledger, and days of delay."""

    HOLD = "hold"
    LOAN = "loan"
    TRANSIT = "transit"
    EXHIBITION = "exhibition"
    MAINTENANCE = "maintenance"
    OVERDUE = "overdue"


class Sign(msgspec.Struct, frozen=True):
    """How a kind is shown: words, icon and tone, and one letter where there is room for no more."""

    look: Look
    letter: LazyText


SIGNS: Mapping[Kind, Sign] = {
    Kind.HOLD: Sign(Look(lazy("仮押さえ"), "hourglass", "attention"), lazy("仮")),
    Kind.LOAN: Sign(Look(lazy("試用貸出"), "loan", "info"), lazy("貸")),
    Kind.TRANSIT: Sign(Look(lazy("移動・点検"), "truck", "neutral"), lazy("移")),
    Kind.EXHIBITION: Sign(Look(lazy("展示"), "display", "done"), lazy("展")),
    Kind.MAINTENANCE: Sign(Look(lazy("整備"), "wrench", "progress"), lazy("整")),
    Kind.OVERDUE: Sign(Look(lazy("返却遅れ"), "alert", "danger"), lazy("遅")),
}
_KINDS: Mapping[Purpose, Kind] = {
    Purpose.HOLD: Kind.HOLD,
    Purpose.LOAN: Kind.LOAN,
    Purpose.EXHIBITION: Kind.EXHIBITION,
    Purpose.TRANSIT: Kind.TRANSIT,
    Purpose.INSPECTION: Kind.TRANSIT,
    Purpose.MAINTENANCE: Kind.MAINTENANCE,
}
MAINTENANCE = "maintenance"
_MOVING = (StepName.REVISE, StepName.RESCHEDULE, StepName.OFFER, StepName.EXTEND)


class Bar(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Days of one unit; `end` is exclusive.

    `step` says by what the reader may move it: `revise`, `offer`, `reschedule` (the whole trial), `extend`
    (its end only) or `maintenance`; None when it is not theirs to move. `id` is the loan's, or of
    maintenance the occupancy's, and stands only where the reader may know it. `swaps`: the reader may put
    another unit in its place.
    """

    start: date
    end: date
    kind: Kind
    id: UUID | None = None
    number: str = ""
    state: str = ""
    facility: str = ""
    note: str = ""
    quantity: int = 1
    step: str | None = None
    swaps: bool = False

    @property
    def href(self) -> str:
        """Where its loan is; nothing when it is no loan, or none of the reader's."""
        return f"/loans/{self.id}" if self.number else ""


def bars_of(actor: Actor, row: asyncpg.Record, day: date) -> list[Bar]:
    """The bars of one occupancy: of a loan the reader may see, its trial apart from the ways around it."""
    days, kind = Days(row["start"], row["end"]), _KINDS[Purpose(row["purpose"])]
    if row["loan_id"] is not None:
        return [bar for bar in _of_loan(actor, row, days, kind, day) if bar.start < bar.end]
    if kind is Kind.MAINTENANCE and row["is_theirs"]:
        step = MAINTENANCE if days.end > day else None
        return [Bar(start=days.start, end=days.end, kind=kind, id=row["id"], note=row["note"], step=step)]
    whole = Bar(start=days.start, end=days.end, kind=kind, state=words_of(row["standing"]))
    return list(_cut(whole, [Days(way.lower, way.upper) for way in row["ways"] or ()]))


def _cut(whole: Bar, ways: Sequence[Days]) -> Iterable[Bar]:
    """What is left of a bar between the `ways` within it, and the ways themselves, in their order."""
    begins = whole.start
    for way in ways:
        if begins < way.start:
            yield msgspec.structs.replace(whole, start=begins, end=way.start)
        yield Bar(start=way.start, end=way.end, kind=Kind.TRANSIT)
        begins = way.end
    if begins < whole.end:
        yield msgspec.structs.replace(whole, start=begins)


def _of_loan(actor: Actor, row: asyncpg.Record, days: Days, kind: Kind, day: date) -> Iterable[Bar]:
    begins = min(max(days.start, row["starts_on"]), days.end)
    ends = min(max(begins, row["ends_on"]), days.end)
    # A late unit is away today, even where the ledger has not been stretched yet.
    late = max(ends, day + ONE_DAY) if row["custody"] == Custody.ON_TRIAL else ends
    custody = Custody(row["custody"])
    parties = parties_of(actor, _standing(row, custody))
    is_known = parties != {Party.LENDER} or custody in KNOWN_TO_LENDER
    step, swaps = moves_of(parties, custody, ResultState(row["result"]), row["open_offer"])
    trial = Bar(
        start=begins,
        end=ends,
        kind=kind,
        id=row["loan_id"],
        number=row["number"],
        state=_state(custody, current_locale.get(), is_from_paper=row["recorded_afterwards"]),
        facility=row["facility_name"] if is_known else "",
        quantity=row["quantity"],
        step=step,
        swaps=swaps,
    )
    # the ways around it name the loan and no more: there are many of them
    yield Bar(start=days.start, end=begins, kind=Kind.TRANSIT, id=trial.id, number=trial.number)
    yield trial
    if ends < late:
        yield msgspec.structs.replace(trial, start=ends, end=late, kind=Kind.OVERDUE, step=None, swaps=False)
    yield Bar(start=late, end=days.end, kind=Kind.TRANSIT, id=trial.id, number=trial.number)


@lru_cache(maxsize=64)
def _state(custody: Custody, locale: str, *, is_from_paper: bool) -> str:  # noqa: ARG001  # the words depend on it
    said = str(CUSTODY[custody].label)
    return f"{said}（{AFTERWARDS.label}）" if is_from_paper else said


@lru_cache(maxsize=1024)
def moves_of(
    parties: frozenset[Party], custody: Custody, result: ResultState, open_offer: str | None
) -> tuple[str | None, bool]:
    """By which step these parties move the days of a loan now, and whether they exchange its unit.

    The table of steps says so. It asks nothing else of a loan, so that a board of thousands of them need not
    ask the table each time.
    """
    standing = Standing(
        custody=custody,
        result=result,
        facility_id=NOBODY,
        counter_id=NOBODY,
        lender_id=NOBODY,
        ends_on=date.min,
        has_open_offer=open_offer == "dates",
        has_open_extension=open_offer == "extension",
    )
    allowed = steps_for(parties, standing)
    step = next((step.value for step in _MOVING if step in allowed), None)
    return step, StepName.EXCHANGE in allowed


def _standing(row: asyncpg.Record, custody: Custody) -> Standing:
    return Standing(
        custody=custody,
        result=ResultState(row["result"]),
        facility_id=row["facility_id"],
        counter_id=row["counter_id"],
        lender_id=row["lender_id"],
        ends_on=row["ends_on"],
    )
