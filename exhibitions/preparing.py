"""What those who prepare a display see of it: its venues, its team, its history."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from catalog.terms import Days
from core import db
from core.words import Said, reading_here, said
from exhibitions.domain import TeamRole


class Venue(msgspec.Struct, frozen=True, kw_only=True):
    """会場; `end` is exclusive."""

    id: UUID
    name: str
    prefecture: str
    address: str
    hours: str
    hours_en: str
    start: date
    end: date
    attendance: int | None

    @property
    def days(self) -> Days:
        """Its days."""
        return Days(self.start, self.end)

    @property
    def said_hours(self) -> Said:
        """When it is open, in the reader's language, else in Japanese."""
        return said(self, "hours", reading_here())


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """担当."""

    person_id: UUID
    name: str
    role: TeamRole


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the counter who could be given a part."""

    person_id: UUID
    name: str


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened."""

    step: str
    exhibit_id: UUID | None
    product_name: str | None
    person_name: str | None
    organization_name: str | None
    facts: dict[str, Any]
    at: datetime


_VENUES = """
SELECT id, name, prefecture, address, hours, hours_en, starts_on AS start, ends_on AS "end", attendance
FROM exhibition_venue WHERE exhibition_id = $1 ORDER BY starts_on, id
"""
_TEAM = """
SELECT m.person_id, p.name, m.role FROM exhibition_member m JOIN person p ON p.id = m.person_id
WHERE m.exhibition_id = $1 ORDER BY m.role <> 'lead', p.name, p.id
"""
_COLLEAGUES = """
SELECT p.id AS person_id, p.name FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.organization_id = $1 AND m.ended_at IS NULL AND p.disabled_at IS NULL ORDER BY p.name, p.id
"""
_HISTORY = """
SELECT v.step, v.exhibit_id, p.name AS product_name, w.name AS person_name, o.name AS organization_name,
    v.facts, v.at
FROM exhibition_event v LEFT JOIN exhibit x ON x.id = v.exhibit_id LEFT JOIN product p ON p.id = x.product_id
LEFT JOIN person w ON w.id = v.person_id LEFT JOIN organization o ON o.id = v.organization_id
WHERE v.exhibition_id = $1 ORDER BY v.at DESC, v.id DESC LIMIT 200
"""


async def venues_of(exhibition_id: UUID) -> list[Venue]:
    """The stops of a touring show in the order of their days."""
    return await db.fetch_as(Venue, _VENUES, exhibition_id)


async def team_of(exhibition_id: UUID) -> list[Member]:
    """Who does what, the lead first."""
    return [msgspec.convert(dict(row), Member) for row in await db.fetch(_TEAM, exhibition_id)]


async def colleagues_of(counter_id: UUID) -> list[Colleague]:
    """The people of a counter."""
    return await db.fetch_as(Colleague, _COLLEAGUES, counter_id)


async def history_of(exhibition_id: UUID) -> Sequence[Event]:
    """What happened, latest first."""
    return [
        Event(**{**row, "facts": db.from_json(row["facts"]) or {}})
        for row in await db.fetch(_HISTORY, exhibition_id)
    ]
