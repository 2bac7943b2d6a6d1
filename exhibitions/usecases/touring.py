"""The venues of a touring show, its visitors counted by hand, and the team of a display."""

from uuid import UUID

from accounts.domain import Actor
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from directory.prefectures import PREFECTURES
from exhibitions.commands import AddVenue, PutInTeam
from exhibitions.domain import UNDER_WAY, ExhibitionKind
from exhibitions.queries import ExhibitionView
from exhibitions.touring.planning import check_nothing_went, drop_legs_of, lay_legs
from exhibitions.usecases.recording import Happening, own_exhibition, record

_VENUE = """
INSERT INTO exhibition_venue (id, exhibition_id, name, prefecture, address, hours, hours_en, starts_on,
    ends_on, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_MOST_VISITORS = 1_000_000


async def add_venue(actor: Actor, exhibition_id: UUID, command: AddVenue) -> UUID:
    """A stop more. Its days lie within the display's and meet no other venue's; `Invalid` says which do."""
    days = Days(command.start, command.end)
    async with db.transaction():
        exhibition = await _under_way(actor, exhibition_id)
        await _check_venue(exhibition, command, days)
        venue_id = new_id()
        hours = (command.hours.strip(), command.hours_en.strip())
        given = (command.name.strip(), command.prefecture, command.address.strip(), *hours)
        await db.execute(_VENUE, venue_id, exhibition_id, *given, days.start, days.end, now())
        if exhibition.kind is ExhibitionKind.TOURING:
            await lay_legs(exhibition)
        facts: dict[str, object] = {"name": command.name.strip(), "start": days.start, "end": days.end}
        await record(actor, Happening(exhibition_id=exhibition_id, step="add_venue", facts=facts))
        return venue_id


async def remove_venue(actor: Actor, exhibition_id: UUID, venue_id: UUID) -> None:
    """Leave a stop out; one whose visitors are counted stays."""
    async with db.transaction():
        exhibition = await _under_way(actor, exhibition_id)
        row = await db.fetch_row(
            "SELECT name, attendance FROM exhibition_venue WHERE id = $1 AND exhibition_id = $2",
            venue_id,
            exhibition_id,
        )
        if row is None:
            raise NotFound
        if row["attendance"] is not None:
            raise Conflict("venue-was-visited", count=row["attendance"])
        await check_nothing_went(venue_id)
        await drop_legs_of(venue_id)
        await db.execute("DELETE FROM exhibition_venue WHERE id = $1", venue_id)
        if exhibition.kind is ExhibitionKind.TOURING:
            await lay_legs(exhibition)
        facts: dict[str, object] = {"name": row["name"]}
        await record(actor, Happening(exhibition_id=exhibition_id, step="remove_venue", facts=facts))


async def count_attendance(actor: Actor, exhibition_id: UUID, venue_id: UUID, people: int) -> None:
    """How many came to a venue; only once it has begun, and also after the show is over."""
    if not 0 <= people <= _MOST_VISITORS:
        raise Invalid({"people": "out-of-range"})
    async with db.transaction():
        await own_exhibition(actor, exhibition_id)
        row = await db.fetch_row(
            "SELECT name, starts_on, attendance FROM exhibition_venue WHERE id = $1 AND exhibition_id = $2",
            venue_id,
            exhibition_id,
        )
        if row is None:
            raise NotFound
        if row["starts_on"] > today():
            raise Invalid({"people": "venue-not-begun"}, start=row["starts_on"])
        await db.execute("UPDATE exhibition_venue SET attendance = $2 WHERE id = $1", venue_id, people)
        facts: dict[str, object] = {"name": row["name"], "people": people, "before": row["attendance"]}
        await record(actor, Happening(exhibition_id=exhibition_id, step="count", facts=facts))


async def put_in_team(actor: Actor, exhibition_id: UUID, command: PutInTeam) -> None:
    """Give a colleague of the counter a part, or another one."""
    async with db.transaction():
        exhibition = await _under_way(actor, exhibition_id)
        name = await db.fetch_value(
            "SELECT p.name FROM membership m JOIN person p ON p.id = m.person_id"
            " WHERE m.person_id = $1 AND m.organization_id = $2 AND m.ended_at IS NULL",
            command.person_id,
            exhibition.counter_id,
        )
        if name is None:
            raise Invalid({"person_id": "not-a-colleague"})
        await db.execute(
            "INSERT INTO exhibition_member (id, exhibition_id, person_id, role) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT ON CONSTRAINT exhibition_member_once DO UPDATE SET role = excluded.role",
            new_id(),
            exhibition_id,
            command.person_id,
            command.role.value,
        )
        facts: dict[str, object] = {"person_id": command.person_id, "role": command.role}
        await record(actor, Happening(exhibition_id=exhibition_id, step="put_in_team", facts=facts))


async def remove_from_team(actor: Actor, exhibition_id: UUID, person_id: UUID) -> None:
    """Take somebody out of the team."""
    async with db.transaction():
        await _under_way(actor, exhibition_id)
        sql = "DELETE FROM exhibition_member WHERE exhibition_id = $1 AND person_id = $2"
        if not await db.execute(sql, exhibition_id, person_id):
            raise NotFound
        facts: dict[str, object] = {"person_id": person_id}
        await record(actor, Happening(exhibition_id=exhibition_id, step="remove_from_team", facts=facts))


async def _under_way(actor: Actor, exhibition_id: UUID) -> ExhibitionView:
    exhibition = await own_exhibition(actor, exhibition_id)
    if exhibition.status not in UNDER_WAY:
        raise Conflict("exhibition-over")
    return exhibition


async def _check_venue(exhibition: ExhibitionView, command: AddVenue, days: Days) -> None:
    wrong: dict[str, str] = {}
    if not command.name.strip():
        wrong["name"] = "required"
    if command.prefecture and command.prefecture not in PREFECTURES:
        wrong["prefecture"] = "unknown-prefecture"
    if days.end <= days.start:
        wrong["end"] = "end-before-start"
    elif days.end <= today():
        wrong["end"] = "start-in-past"
    if days.start < exhibition.start or days.end > exhibition.end:
        wrong["start"] = "venue-outside"
    if wrong:
        raise Invalid(wrong, start=exhibition.start, last_day=Days(exhibition.start, exhibition.end).last_day)
    other = await db.fetch_value(
        "SELECT name FROM exhibition_venue"
        " WHERE exhibition_id = $1 AND starts_on < $3 AND ends_on > $2 ORDER BY starts_on LIMIT 1",
        exhibition.id,
        days.start,
        days.end,
    )
    if other is not None:
        raise Invalid({"start": "venues-overlap"}, other=other)
