"""When a party is open: its usual weekdays, and the days it is closed besides."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from uuid import UUID

import msgspec

from core import db
from core.calendar import is_public_closure
from core.clock import today
from core.i18n import Text

_AHEAD = timedelta(days=90)
_MONDAY = date(2024, 1, 1)


class ClosedOn(msgspec.Struct, frozen=True):
    """A day on which it is closed beyond weekends, holidays and the turn of the year."""

    day: date
    note: str


class Opening(msgspec.Struct, frozen=True):
    """A day of each weekday on which it is usually open, Monday first, and its closing days to come."""

    weekdays: list[date]
    closed: list[ClosedOn]
    is_open_today: bool


async def opening_of(organization_id: UUID) -> Opening:
    """The opening of a counter or lab in the next three months; working days of DOMAIN section 11."""
    weekdays = await db.fetch_value("SELECT closed_weekdays FROM organization WHERE id = $1", organization_id)
    day = today()
    closed = await db.fetch_as(
        ClosedOn,
        "SELECT day, note FROM closing_day"
        " WHERE organization_id = $1 AND day >= $2 AND day < $3 ORDER BY day",
        organization_id,
        day,
        day + _AHEAD,
    )
    shut = {5, 6} | set(weekdays or ())
    is_closed = is_public_closure(day) or day.weekday() in shut or day in {one.day for one in closed}
    usual = [_MONDAY + timedelta(days=number) for number in range(7) if number not in shut]
    return Opening(usual, closed, not is_closed)


class OnShow(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be seen at a counter: a display, and the robots on it."""

    path: str
    title: str
    place: str
    start: date
    end: date
    robots: list[Text]


Shows = Callable[[UUID], Awaitable[list[OnShow]]]
_shows: list[Shows] = []


def shows(ask: Shows) -> Shows:
    """Let a feature above say what can be seen at a counter."""
    _shows[:] = [*(known for known in _shows if known is not ask), ask]
    return ask


async def on_show(counter_id: UUID) -> list[OnShow]:
    """What can be seen at a counter now and soon."""
    return [one for ask in _shows for one in await ask(counter_id)]
