"""Whom a merger concerns: each room says which of its things would belong to the party that stays.

The tables say how many rows move (`directory.merging`); here stands what they mean to people, by name, as far
as the reader may know them.
"""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from core import db
from core.i18n import Text, lazy

MOST_LINES = 30


class Line(msgspec.Struct, frozen=True):
    """One thing, what is said of it, and its page."""

    label: str
    note: Text = ""
    href: str = ""


class Concern(msgspec.Struct, frozen=True):
    """What of one kind would change hands: how much in all, and the first of it by name."""

    title: Text
    total: int
    lines: list[Line]

    @property
    def left_out(self) -> int:
        """How many have no line of their own."""
        return self.total - len(self.lines)


Telling = Callable[[Actor, UUID], Awaitable[Concern]]
_tellings: list[Telling] = []


def concerned_by_merging(telling: Telling) -> Telling:
    """Let a room name its things that move with a party: `telling(actor, merged)`."""
    _tellings.append(telling)
    return telling


async def concerns_of(actor: Actor, merged_id: UUID) -> list[Concern]:
    """What would change hands, kind by kind; kinds of which there is nothing are left out."""
    found = [await telling(actor, merged_id) for telling in _tellings]
    return [concern for concern in found if concern.total]


def total_of(rows: Sequence[asyncpg.Record]) -> int:
    """How many there are in all, as each of the first of them tells (`count(*) OVER () AS total`)."""
    return int(rows[0]["total"]) if rows else 0


_SERVED = """
SELECT o.name, count(*) OVER () AS total FROM organization o
WHERE o.counter_id = $1 AND o.gone_on IS NULL ORDER BY o.name, o.id LIMIT $2
"""


@concerned_by_merging
async def _served(_: Actor, merged_id: UUID) -> Concern:
    rows = await db.fetch(_SERVED, merged_id, MOST_LINES)
    lines = [Line(row["name"]) for row in rows]
    return Concern(lazy("相談窓口が変わる事業所"), total_of(rows), lines)
