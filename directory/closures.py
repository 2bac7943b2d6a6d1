"""休業日: the days on which an organisation is closed, entered by its own administrators.

Each change is kept like every other change of an organisation (`organization_change`, never altered).
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.calendar import ONE_DAY, WorkingDays
from core.clock import now, today
from core.errors import Invalid, NotAllowed
from core.ids import new_id
from directory.kinds import OrganizationKind

LONGEST_CLOSURE = 200  # days in a row, weekends and holidays included
FURTHEST = timedelta(days=3 * 366)
LONGEST_NOTE = 100
_MONDAY_TO_FRIDAY = frozenset(range(5))


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Closing days in a row with the same note; both ends are closed."""

    first: date
    last: date
    note: str = ""

    @property
    def days(self) -> list[date]:
        """Each of the days."""
        return [self.first + at * ONE_DAY for at in range((self.last - self.first).days + 1)]


class Closures(msgspec.Struct, frozen=True, kw_only=True):
    """When an organisation is closed, from today on; 0 is Monday."""

    weekdays: frozenset[int]
    stretches: list[Stretch]
    is_facility: bool
    may_change: bool

    @property
    def working(self) -> WorkingDays:
        """The working days that follow from it."""
        days = [day for stretch in self.stretches for day in stretch.days]
        return WorkingDays(frozenset(days), self.weekdays, keeps_public_closures=not self.is_facility)


_CLOSURES = """
SELECT o.closed_weekdays, (SELECT jsonb_agg(jsonb_build_object('day', c.day, 'note', c.note) ORDER BY c.day)
    FROM closing_day c WHERE c.organization_id = o.id AND c.day >= $2)::text AS days
FROM organization o WHERE o.id = $1
"""


class _Day(msgspec.Struct, frozen=True):
    day: date
    note: str


async def closures_of(actor: Actor) -> Closures:
    """The closing days of the actor's own organisation, of those that take part in loans."""
    organization_id = _own(actor)
    row = await db.fetch_row(_CLOSURES, organization_id, today())
    days = msgspec.json.decode((row["days"] if row else None) or "[]", type=list[_Day])
    return Closures(
        weekdays=frozenset((row["closed_weekdays"] if row else None) or ()),
        stretches=_in_stretches(days),
        is_facility=actor.is_facility,
        may_change=actor.is_admin,
    )


def _own(actor: Actor) -> UUID:
    return actor.one_of(
        OrganizationKind.FACILITY,
        OrganizationKind.COUNTER,
        OrganizationKind.GENERAL_CENTER,
        OrganizationKind.VENDOR,
    ).acting_for()


def _in_stretches(days: Sequence[_Day]) -> list[Stretch]:
    found: list[Stretch] = []
    for before, one in pairwise([None, *days]):
        if one is None:
            continue
        if before is not None and one.day == before.day + ONE_DAY and one.note == before.note:
            found[-1] = msgspec.structs.replace(found[-1], last=one.day)
        else:
            found.append(Stretch(first=one.day, last=one.day, note=one.note))
    return found


async def close_on(actor: Actor, stretch: Stretch) -> Closures:
    """Close on these days too; a day that is closed already takes the new note. Raises `Invalid`."""
    known = await closures_of(actor)
    check_stretch(known, stretch)
    async with db.transaction():
        await db.execute(
            "INSERT INTO closing_day (id, organization_id, day, note)"
            " SELECT gen_random_uuid(), $1, unnest($2::date[]), $3"
            " ON CONFLICT (organization_id, day) DO UPDATE SET note = excluded.note",
            _administered(actor),
            stretch.days,
            stretch.note,
        )
        await _record(actor, "closing_days", "", _told(stretch))
    return await closures_of(actor)


async def open_on(actor: Actor, stretch: Stretch) -> Closures:
    """Be open on these days again."""
    async with db.transaction():
        gone = await db.execute(
            "DELETE FROM closing_day WHERE organization_id = $1 AND day BETWEEN $2 AND $3 AND day >= $4",
            _administered(actor),
            stretch.first,
            stretch.last,
            today(),
        )
        if gone:
            await _record(actor, "closing_days", _told(stretch), "")
    return await closures_of(actor)


async def close_weekly(actor: Actor, weekdays: Collection[int]) -> Closures:
    """Close on these days of every week, and on no others. Raises `Invalid` when none is left open."""
    known = await closures_of(actor)
    check_weekdays(known, weekdays)
    wanted = sorted(set(weekdays))
    if wanted != sorted(known.weekdays):
        async with db.transaction():
            await db.execute(
                "UPDATE organization SET closed_weekdays = $2, updated_at = $3 WHERE id = $1",
                _administered(actor),
                wanted or None,
                now(),
            )
            await _record(actor, "closed_weekdays", _names(sorted(known.weekdays)), _names(wanted))
    return await closures_of(actor)


def _administered(actor: Actor) -> UUID:
    organization_id = _own(actor)
    if not actor.is_admin:
        raise NotAllowed("not-admin")
    return organization_id


def check_weekdays(known: Closures, weekdays: Collection[int]) -> None:
    """Raise `Invalid` unless a day of the week is left on which the party works."""
    everyday = frozenset(range(7)) if known.is_facility else _MONDAY_TO_FRIDAY
    if not everyday - set(weekdays):
        raise Invalid({"weekdays": "none-open"})


def check_stretch(known: Closures, stretch: Stretch) -> None:
    """Raise `Invalid` naming fields for days that cannot be closed."""
    wrong: dict[str, str] = {}
    if stretch.first < today():
        wrong["first"] = "start-in-past"
    if stretch.last > today() + FURTHEST:
        wrong["last"] = "closing-too-far"
    if stretch.last < stretch.first:
        wrong["last"] = "end-before-start"
    if len(stretch.note) > LONGEST_NOTE:
        wrong["note"] = "too-long"
    if not wrong and _is_endless(known, stretch):
        wrong["last"] = "closed-too-long"
    if wrong:
        raise Invalid(wrong, limit=LONGEST_NOTE, longest=LONGEST_CLOSURE)


def _is_endless(known: Closures, stretch: Stretch) -> bool:
    """Whether nobody would be there for too long: transit is reckoned from one working day to the next."""
    if (stretch.last - stretch.first).days >= LONGEST_CLOSURE:
        return True
    working = known.working
    closed = WorkingDays(
        working.closed | set(stretch.days), working.closed_weekdays, working.keeps_public_closures
    )
    try:
        gap = closed.next_working(stretch.first) - closed.last_working(stretch.first)
    except ValueError:
        return True
    return gap.days > LONGEST_CLOSURE


def _names(weekdays: Sequence[int]) -> str:
    return "、".join("月火水木金土日"[at] for at in weekdays)


def _told(stretch: Stretch) -> str:
    days = stretch.first.isoformat()
    if stretch.last != stretch.first:
        days += f"/{stretch.last.isoformat()}"
    return f"{days} {stretch.note}".strip()


_RECORD = """
INSERT INTO organization_change (id, organization_id, person_id, by_organization_id, via, facts, at)
VALUES ($1, $2, $3, $2, $4, $5::jsonb, $6)
"""


async def _record(actor: Actor, name: str, before: str, after: str) -> None:
    facts = db.to_json({name: (before, after)})
    await db.execute(_RECORD, new_id(), actor.organization_id, actor.person_id, actor.via.value, facts, now())
