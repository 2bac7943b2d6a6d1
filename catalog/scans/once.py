"""Each scan once, however often it is sent."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from core import db
from core.clock import now
from core.errors import NotFound

# What somebody typed is kept when it was no code; whatever is longer is a link, which opens something.
LONGEST_TYPED = 12
_CLOCKS_DIFFER = timedelta(minutes=5)  # those of telephones

Answer = TypeVar("Answer")


class Repeated(Exception):
    """Another request has recorded the same scan in the meantime."""


def is_ahead(moment: datetime) -> bool:
    """Whether no clock that is nearly right could have said so yet."""
    return moment > now() + _CLOCKS_DIFFER


async def once(known: Callable[[], Awaitable[Answer | None]], act: Callable[[], Awaitable[Answer]]) -> Answer:
    """What is `known` of the scan, else what `act` makes of it in a transaction.

    `act` raises `Repeated` before it has changed anything; then what another request has made of it is known.
    """
    if (answer := await known()) is not None:
        return answer
    try:
        async with db.transaction():
            return await act()
    except Repeated:
        answer = await known()
        if answer is None:
            raise NotFound from None
        return answer
