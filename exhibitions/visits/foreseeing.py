"""What a change of a display's times would bring for whom: the change itself, rehearsed and taken back."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from uuid import UUID

import msgspec

from core import db
from core.clock import now
from exhibitions.visits.domain import VisitState
from exhibitions.visits.queries import VisitView, open_visits
from notifications.outbox import noted

Take = Callable[[], Awaitable[object]]


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """A party that is called off, or that keeps its booking at a time which is offered no longer."""

    id: UUID
    number: str
    day: date
    start: datetime
    people: int
    before: VisitState
    after: VisitState
    is_mailed: bool

    @property
    def stays(self) -> bool:
        """Whether it comes all the same."""
        return self.before is self.after


class Replanned(msgspec.Struct, frozen=True, kw_only=True):
    """How many times to come are opened, closed, or hold more or fewer; the parties touched; the mails."""

    opened: int
    closed: int
    resized: int
    touched: list[Touched]
    mails: int

    @property
    def changes_nothing(self) -> bool:
        """Whether the times stay as they are."""
        return not (self.opened or self.closed or self.resized or self.touched)


_OPEN = """
SELECT id, starts_at, ends_at, capacity_people, capacity_groups FROM visit_slot
WHERE exhibition_id = $1 AND starts_at > $2 AND NOT is_closed
"""
_STATES = "SELECT id, state FROM visit WHERE id = ANY($1::uuid[])"


async def foresee_times(exhibition_id: UUID, take: Take) -> Replanned:
    """What `take` would change of the times of a display, and for whom; raises what it would raise."""
    async with db.rehearsal():
        was_open = await _open_times(exhibition_id)
        coming = await open_visits(exhibition_id)
        with noted() as asked:
            await take()
        is_open = await _open_times(exhibition_id)
        rows = await db.fetch(_STATES, [visit.id for visit in coming])
        states = {row["id"]: VisitState(row["state"]) for row in rows}
        touched = [
            _touched(visit, states[visit.id])
            for visit in coming
            if states[visit.id] is not visit.state or (visit.start in was_open and visit.start not in is_open)
        ]
        return Replanned(
            opened=len(is_open.keys() - was_open.keys()),
            closed=len(was_open.keys() - is_open.keys()),
            resized=sum(is_open.get(start, size) != size for start, size in was_open.items()),
            touched=sorted(touched, key=lambda one: (one.start, one.number)),
            mails=sum(one.kind == "mail" for one in asked),
        )


async def _open_times(exhibition_id: UUID) -> dict[datetime, tuple[datetime, int, int]]:
    """When visitors are received from now on: the end of each time, and how many it holds."""
    rows = await db.fetch(_OPEN, exhibition_id, now())
    return {
        row["starts_at"]: (row["ends_at"], row["capacity_people"], row["capacity_groups"]) for row in rows
    }


def _touched(visit: VisitView, after: VisitState) -> Touched:
    return Touched(
        id=visit.id,
        number=visit.number,
        day=visit.day,
        start=visit.start,
        people=visit.party_size,
        before=visit.state,
        after=after,
        is_mailed=bool(visit.email),
    )
