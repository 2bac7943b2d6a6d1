"""What an organisation's closing days would meet besides its loans: a feature tells, the page shows it."""

from collections.abc import Awaitable, Callable, Collection
from datetime import date
from uuid import UUID

import msgspec


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """Something promised for a day that would be closed: what it is, and where it is settled."""

    day: date
    text: str
    href: str


Meets = Callable[[UUID, Collection[date], Collection[int]], Awaitable[list[Met]]]
_meets: list[Meets] = []


def met_by_closing(ask: Meets) -> Meets:
    """Let a feature say what of an organisation's lies on these days, or days of the week (0 is Monday)."""
    _meets[:] = [*(known for known in _meets if known is not ask), ask]
    return ask


async def met_on(
    organization_id: UUID, days: Collection[date] = (), weekdays: Collection[int] = ()
) -> list[Met]:
    """Everything that closing on these days would meet, the earliest first."""
    found = [one for ask in _meets for one in await ask(organization_id, days, weekdays)]
    return sorted(found, key=lambda one: (one.day, one.text))
