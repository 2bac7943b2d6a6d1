"""What was measured beside what was promised: the table, the JSON, and what is missed."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

RESULTS = Path(__file__).parent / "results" / "latest.json"


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of a case; None promises nothing. Times in milliseconds."""

    ratio: float | None = None
    per_second: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    times_as_long: float | None = None
    megabytes: float | None = None

    def __str__(self) -> str:
        """The limits as the table shows them."""
        parts = [
            (self.ratio, "≥ {:g} of the ceiling"),
            (self.per_second, "≥ {:g}/s"),
            (self.p95_ms, "p95 ≤ {:g} ms"),
            (self.p99_ms, "p99 ≤ {:g} ms"),
            (self.times_as_long, "≤ {:g} × at 1M"),
            (self.megabytes, "≤ {:g} MB"),
        ]
        return ", ".join(text.format(limit) for limit, text in parts if limit is not None)


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table; `ceiling` and `ratio` are None where only the database was asked.

    `failure` says why there is no figure; the promise is missed then.
    """

    name: str
    ours: float = 0
    ceiling: float | None = None
    ratio: float | None = None
    p50_ms: float = 0
    p95_ms: float = 0
    p99_ms: float = 0
    times_as_long: float | None = None
    megabytes: float | None = None
    promise: Promise
    failure: str = ""

    def missed(self) -> bool:
        """Whether a limit is not kept."""
        if self.failure:
            return True
        least = ((self.promise.ratio, self.ratio), (self.promise.per_second, self.ours))
        most = (
            (self.promise.p95_ms, self.p95_ms),
            (self.promise.p99_ms, self.p99_ms),
            (self.promise.times_as_long, self.times_as_long),
            (self.promise.megabytes, self.megabytes),
        )
        return any(limit is not None and (value or 0) < limit for limit, value in least) or any(
            limit is not None and (value is None or value > limit) for limit, value in most
        )


def table(results: Sequence[Result]) -> str:
    """Every case with figure, ceiling, ratio, times, what was promised, and whether it is kept."""
    lines = [
        f"{'':22} {'ours/s':>8} {'ceiling/s':>9} {'ratio':>6}"
        + "".join(f" {name:>8}" for name in ("p50 ms", "p95 ms", "p99 ms"))
        + "  promised"
    ]
    for one in results:
        if one.failure:
            lines.append(f"{one.name:22} FAILED: {one.failure}")
            continue
        ceiling = f"{one.ceiling:9.0f} {one.ratio:6.2f}" if one.ceiling and one.ratio else f"{'':9} {'':6}"
        times = f"{one.p50_ms:8.1f} {one.p95_ms:8.1f} {one.p99_ms:8.1f}"
        longer = f" ({one.times_as_long:.2f} ×)" if one.times_as_long else ""
        longer += f" ({one.megabytes:.0f} MB)" if one.megabytes else ""
        verdict = f"{one.promise}: {'MISSED' if one.missed() else 'ok'}{longer}" if str(one.promise) else ""
        lines.append(f"{one.name:22} {one.ours:8.0f} {ceiling} {times}  {verdict}")
    return "\n".join(lines)


def write(results: Sequence[Result], path: Path = RESULTS) -> None:
    """Keep the figures as JSON."""
    path.parent.mkdir(exist_ok=True)
    lines = [msgspec.to_builtins(one) | {"missed": one.missed()} for one in results]
    path.write_bytes(msgspec.json.format(msgspec.json.encode(lines), indent=2))
