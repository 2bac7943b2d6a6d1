"""The one source of the present. Rules take time as a parameter; only use cases and pages ask here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The local day in Japan: loans are counted in local days, wherever the server stands."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The day in Japan on which an aware `moment` falls."""
    return moment.astimezone(TOKYO).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let `now()` answer `at` within this context: for seeding a past, replaying scans, and tests."""
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
