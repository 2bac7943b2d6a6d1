"""What must be true after all that: no invariant broken, no deadlock, no failure of the house."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from core import db
from tests.invariants import broken
from tests.soak.clients import Tally

_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
_TAKEN = "SELECT count(*) FROM occupancy"
_FAILED = "SELECT count(*) FROM outbox WHERE attempts > 0"
DOUBLE = "days of a unit promised twice"


@dataclass(frozen=True)
class Effort:
    """What the attempts took: seconds of the clock and of processors, and whether the time was up first."""

    seconds: float
    processor_seconds: float
    is_out_of_time: bool


@dataclass(frozen=True)
class Verdict:
    """What was found; `faults` is empty when all is well."""

    tally: Tally
    effort: Effort
    broken: dict[str, int]
    deadlocks: int
    occupancies: int
    failed_deliveries: int

    @property
    def faults(self) -> list[str]:
        """A sentence for each thing that is wrong."""
        counted = {
            **self.broken,
            "deadlocks": self.deadlocks,
            "answers of 5xx": self.tally.failures,
            "connections that were lost": self.tally.asked_again,
            "deliveries that failed": self.failed_deliveries,
        }
        return [f"{name}: {count:,}" for name, count in counted.items() if count] + self.tally.faults

    def table(self) -> str:
        """For people: what was tried, how it was answered, and the sums."""
        return "\n".join([*self._by_kind(), *self._reasons(), *self._sums()])

    def _by_kind(self) -> list[str]:
        kinds = sorted({name for name, _ in self.tally.by_status})
        statuses = sorted({status for _, status in self.tally.by_status})
        columns = {str(status): {status} for status in statuses}
        columns = {"won": {one for one in statuses if one < 300}} | columns
        lines = [f"{'attempt':<20}" + "".join(f"{name:>10}" for name in columns)]
        for kind in [*kinds, "all"]:
            of_kind = self._counted(None if kind == "all" else kind)
            sums = (sum(of_kind[status] for status in column) for column in columns.values())
            lines.append(f"{kind:<20}" + "".join(f"{count:>10,}" for count in sums))
        return lines

    def _counted(self, kind: str | None) -> Counter[int]:
        found: Counter[int] = Counter()
        for (name, status), count in self.tally.by_status.items():
            if kind in (None, name):
                found[status] += count
        return found

    def _reasons(self) -> list[str]:
        return [
            "refused for",
            *(f"  {count:>9,} {name}" for name, count in self.tally.by_reason.most_common()),
        ]

    def _sums(self) -> list[str]:
        effort, answered = self.effort, self.tally.answered
        won = sum(count for (_, status), count in self.tally.by_status.items() if status < 300)
        ended = "the time was up" if effort.is_out_of_time else "all attempts were made"
        rate, each = answered / effort.seconds, effort.processor_seconds / max(answered, 1) * 1000
        double = self.broken.get(DOUBLE, 0)
        others = len(self.broken.keys() - {DOUBLE})
        return [
            f"{answered:,} attempts in {effort.seconds:,.0f} s; ended because {ended}",
            f"{rate:,.0f} attempts a second, {each:.1f} ms of processor time each",
            f"{won:,} won, {answered - won:,} refused; {self.occupancies:,} times days of a unit were taken",
            f"double bookings {double}, other invariants broken {others}",
            f"deadlocks {self.deadlocks}, answers of 5xx {self.tally.failures}",
        ]


def deadlocks_in(log: Path) -> int:
    """How many deadlocks a server's log tells of."""
    if not log.exists():
        return 0
    with log.open(encoding="utf-8", errors="replace") as lines:
        return sum("deadlock detected" in line for line in lines)


async def verdict(tally: Tally, effort: Effort) -> Verdict:
    """Judge the present database, once the processes on it have ended: only then have they told all."""
    return Verdict(
        tally=tally,
        effort=effort,
        broken=await broken(),
        deadlocks=await db.fetch_value(_DEADLOCKS),
        occupancies=await db.fetch_value(_TAKEN),
        failed_deliveries=await db.fetch_value(_FAILED),
    )
