"""What must be true after all that: no invariant broken, no deadlock, no failure of the house."""

from dataclasses import dataclass

from core import db
from tests.invariants import broken
from tests.soak.clients import Tally

_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
_TAKEN = "SELECT count(*) FROM occupancy"


@dataclass(frozen=True)
class Verdict:
    """What was found; `faults` is empty when all is well."""

    tally: Tally
    broken: dict[str, int]
    deadlocks: int
    occupancies: int
    seconds: float

    @property
    def faults(self) -> list[str]:
        """A sentence for each thing that is wrong."""
        found = [f"{name}: {count}" for name, count in self.broken.items()]
        if self.deadlocks:
            found.append(f"deadlocks: {self.deadlocks}")
        if self.tally.failures:
            found += [f"answers of 5xx: {self.tally.failures}", *self.tally.faults]
        return found

    def table(self) -> str:
        """For people: what was tried, how it was answered, and the sums."""
        statuses = sorted({status for _, status in self.tally.by_status})
        lines = [f"{'attempt':<18}" + "".join(f"{status:>9}" for status in statuses)]
        for name in sorted({name for name, _ in self.tally.by_status}):
            counts = (self.tally.by_status[name, status] for status in statuses)
            lines.append(f"{name:<18}" + "".join(f"{count:>9,}" for count in counts))
        totals = (sum(n for (_, s), n in self.tally.by_status.items() if s == status) for status in statuses)
        lines.append(f"{'all':<18}" + "".join(f"{count:>9,}" for count in totals))
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in self.tally.by_reason.most_common(12))
        rate = self.tally.answered / self.seconds
        lines += [
            f"refused for: {reasons}",
            f"{self.tally.answered:,} attempts in {self.seconds:,.0f} s, {rate:,.0f} a second",
            f"{self.occupancies:,} times were days of a unit taken",
            f"invariants broken {len(self.broken)}, deadlocks {self.deadlocks}, 5xx {self.tally.failures}",
        ]
        return "\n".join(lines)


async def verdict(tally: Tally, seconds: float) -> Verdict:
    """Judge the present database, once the processes on it have ended: only then have they told all."""
    return Verdict(
        tally=tally,
        broken=await broken(),
        deadlocks=await db.fetch_value(_DEADLOCKS),
        occupancies=await db.fetch_value(_TAKEN),
        seconds=seconds,
    )
