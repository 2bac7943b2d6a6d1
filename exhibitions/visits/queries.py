"""Reading visits: the plan of a display, its slots for everybody, its visitors for its counter."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now, today
from core.errors import NotAllowed, NotFound
from core.secrets import digest
from core.text import normalise
from core.words import Said, reading_here, said
from exhibitions.domain import ExhibitionStatus
from exhibitions.queries import ExhibitionView, exhibition_for
from exhibitions.visits.domain import (
    AccessNeed,
    Language,
    SlotRule,
    VisitChannel,
    VisitState,
    closed_because,
)

LONGEST_LOOK = 92  # days asked for at once
RECEIVING = (ExhibitionStatus.PLANNED, ExhibitionStatus.OPEN)


class PlanView(msgspec.Struct, frozen=True, kw_only=True):
    """来場の決まり of one display; the defaults until its counter has said otherwise."""

    lead_hours: int = 24
    horizon_days: int = 90
    largest_party: int = 20
    no_show_minutes: int = 30
    keep_days: int = 365
    reminder_hours: int = 24
    offer_hours: int = 24
    note: str = ""


class ClosedDay(msgspec.Struct, frozen=True):
    """A day on which no visitors are received."""

    day: date
    note: str


class SlotView(msgspec.Struct, frozen=True, kw_only=True):
    """来場枠: a time, and how much of it is free; `reason` says why nobody may book it, else it is empty."""

    id: UUID
    exhibition_id: UUID
    day: date
    start: datetime
    end: datetime
    capacity_people: int
    capacity_groups: int
    free_people: int
    free_groups: int
    largest_party: int
    bookable: bool
    reason: str


class SlotList(msgspec.Struct, frozen=True):
    """The slots asked for, the earliest first."""

    items: list[SlotView]


class VisitView(msgspec.Struct, frozen=True, kw_only=True):
    """来場予約 as its own party and its counter see it; `start` and `end` are those of its slot."""

    id: UUID
    number: str
    state: VisitState
    exhibition_id: UUID
    exhibition_title: str
    exhibition_title_en: str
    counter_id: UUID
    counter_name: str
    counter_phone: str
    place: str
    slot_id: UUID
    day: date
    start: datetime
    end: datetime
    facility_id: UUID | None
    channel: VisitChannel
    party_size: int
    interests: list[str]
    access_needs: list[AccessNeed]
    language: Language
    changes: int
    created_at: datetime
    confirm_by: datetime | None
    arrived_at: datetime | None
    left_at: datetime | None
    ended_reason: str
    name: str
    email: str
    phone: str
    organization_name: str
    access_note: str
    locale: str
    visitor_note: str

    @property
    def title(self) -> Said:
        """The display's name in the reader's language, else in Japanese."""
        return said(self, "exhibition_title", reading_here())

    @property
    def told(self) -> str:
        """What its counter tells visitors, while it may still come to a visit."""
        is_coming = self.state not in (VisitState.CANCELLED, VisitState.LAPSED, VisitState.NO_SHOW)
        return self.visitor_note if is_coming else ""

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed and cancelled by its party."""
        return self.state in (VisitState.ASKED, VisitState.BOOKED) and self.start > now()

    @property
    def is_offer_over(self) -> bool:
        """Whether it was offered places and nobody took them in time; they go to the next party."""
        return self.state is VisitState.OFFERED and self.confirm_by is not None and self.confirm_by < now()


async def waiting_before(visit: VisitView) -> int:
    """How many parties wait for the same time and came earlier."""
    sql = (
        "SELECT count(*) FROM visit"
        " WHERE slot_id = $1 AND state = 'waiting' AND confirm_by IS NULL AND created_at < $2"
    )
    count: int = await db.fetch_value(sql, visit.slot_id, visit.created_at)
    return count


async def plan_of(exhibition_id: UUID) -> PlanView:
    """The rules of a display's visits."""
    sql = """
    SELECT lead_hours, horizon_days, largest_party, no_show_minutes, keep_days, reminder_hours,
        offer_hours, note
    FROM visit_plan WHERE exhibition_id = $1
    """
    return await db.fetch_one_as(PlanView, sql, exhibition_id) or PlanView()


async def rules_of(exhibition_id: UUID) -> list[SlotRule]:
    """The rules that still open times, today or later."""
    sql = """
    SELECT id, weekdays, from_minute, until_minute, slot_minutes, capacity_people, capacity_groups,
        first_on, last_on, is_extra
    FROM visit_rule WHERE exhibition_id = $1 AND (last_on IS NULL OR last_on >= $2)
    ORDER BY is_extra, from_minute, first_on, id
    """
    return await db.fetch_as(SlotRule, sql, exhibition_id, today())


async def closed_days_of(exhibition_id: UUID) -> list[ClosedDay]:
    """The exceptions to come."""
    sql = "SELECT day, note FROM visit_closed_day WHERE exhibition_id = $1 AND day >= $2 ORDER BY day"
    return await db.fetch_as(ClosedDay, sql, exhibition_id, today())


def may_receive(actor: Actor, exhibition: ExhibitionView) -> bool:
    """Whether the actor receives the visitors of this display."""
    return actor.is_centre or (actor.is_counter and actor.organization_id == exhibition.counter_id)


async def received_by(actor: Actor, exhibition_id: UUID) -> ExhibitionView:
    """The display, for whoever receives its visitors; `NotFound` for other counters, else `NotAllowed`."""
    actor.signed_in()
    exhibition = await exhibition_for(actor, exhibition_id)
    if not may_receive(actor, exhibition):
        raise NotFound if actor.is_counter else NotAllowed
    return exhibition


_SLOTS = """
SELECT id, day, starts_at, ends_at, capacity_people, capacity_groups, is_closed,
    capacity_people - taken_people AS free_people, capacity_groups - taken_groups AS free_groups
FROM visit_slot WHERE exhibition_id = $1 AND day >= $2 AND day < $3 ORDER BY starts_at
"""


async def list_slots(
    actor: Actor, exhibition_id: UUID, *, first: date | None = None, end: date | None = None
) -> list[SlotView]:
    """The slots of a display between two days (`end` exclusive, three months at most), the earliest first."""
    exhibition = await exhibition_for(actor, exhibition_id)
    first = max(first or today(), today())
    furthest = first + timedelta(days=LONGEST_LOOK)
    end = min(end or furthest, furthest)
    plan = await plan_of(exhibition_id)
    rows = await db.fetch(_SLOTS, exhibition_id, first, end)
    lead_hours = 0 if may_receive(actor, exhibition) else plan.lead_hours
    is_receiving = exhibition.status in RECEIVING
    found = []
    for row in rows:
        closed = row["is_closed"] or not is_receiving
        reason = closed_because(row["starts_at"], is_closed=closed, now=now(), lead_hours=lead_hours)
        is_full = not row["free_people"] or not row["free_groups"]
        why = reason or ("slot-full" if is_full else "")
        shown = {name: row[name] for name in ("id", "day", *_COUNTS)}
        found.append(
            SlotView(
                exhibition_id=exhibition_id,
                start=row["starts_at"],
                end=row["ends_at"],
                largest_party=min(plan.largest_party, row["free_people"]) if not why else 0,
                bookable=not why,
                reason=why,
                **shown,
            )
        )
    return found


_COUNTS = ("capacity_people", "capacity_groups", "free_people", "free_groups")

_VISIT = """
SELECT v.id, v.number, v.state, v.exhibition_id, e.title AS exhibition_title,
    e.title_en AS exhibition_title_en, e.counter_id, o.name AS counter_name, o.phone AS counter_phone,
    coalesce((SELECT concat_ws(' ', w.name, w.address) FROM exhibition_venue w
        WHERE w.exhibition_id = e.id AND w.starts_on <= s.day AND s.day < w.ends_on
        ORDER BY w.starts_on LIMIT 1), nullif(e.address, ''), e.prefecture) AS place,
    v.slot_id, s.day, s.starts_at AS start,
    s.ends_at AS "end", v.facility_id, v.channel, v.party_size, v.interests, v.access_needs, v.language,
    v.changes, v.created_at, v.confirm_by, v.arrived_at, v.left_at, v.ended_reason,
    coalesce(c.name, '') AS name, coalesce(c.email, '') AS email, coalesce(c.phone, '') AS phone,
    coalesce(c.organization_name, '') AS organization_name, coalesce(c.access_note, '') AS access_note,
    coalesce(c.locale, 'ja') AS locale, coalesce(p.note, '') AS visitor_note
FROM visit v JOIN visit_slot s ON s.id = v.slot_id JOIN exhibition e ON e.id = v.exhibition_id
JOIN organization o ON o.id = e.counter_id LEFT JOIN visit_contact c ON c.visit_id = v.id
LEFT JOIN visit_plan p ON p.exhibition_id = e.id
"""


async def _visits(where: str, *arguments: object) -> list[VisitView]:
    rows = await db.fetch(f"{_VISIT} WHERE {where}", *arguments)
    return [msgspec.convert(dict(row), VisitView) for row in rows]


async def visit_of(visit_id: UUID) -> VisitView:
    """A visit that the caller has a right to already."""
    [visit] = await _visits("v.id = $1", visit_id)
    return visit


async def visit_behind(token: str) -> VisitView:
    """The visit that a mailed link opens; `NotFound` `visit-link-unknown` for any other text."""
    found = await _visits("v.id = (SELECT visit_id FROM visit_key WHERE token_digest = $1)", digest(token))
    if not found:
        raise NotFound("visit-link-unknown")
    return found[0]


async def visit_read_by(actor: Actor, token: str, number: str) -> VisitView:
    """The visit whose code a counter has read or typed; `NotFound` `visit-code-unknown` also for others'."""
    found = await _visits(
        "v.id = coalesce((SELECT visit_id FROM visit_key WHERE token_digest = $1),"
        " (SELECT id FROM visit WHERE number = $2)) AND e.counter_id = $3",
        digest(token),
        number,
        actor.acting_for(),
    )
    if not found:
        raise NotFound("visit-code-unknown")
    return found[0]


async def visit_at(exhibition_id: UUID, visit_id: UUID) -> VisitView | None:
    """One visit of a display, if it is there; whether the caller may see it is judged by what it says."""
    found = await _visits("v.id = $1 AND v.exhibition_id = $2", visit_id, exhibition_id)
    return found[0] if found else None


async def visit_received_by(actor: Actor, exhibition_id: UUID, visit_id: UUID) -> VisitView:
    """One visit of a display, for whoever receives its visitors."""
    await received_by(actor, exhibition_id)
    visit = await visit_at(exhibition_id, visit_id)
    if visit is None:
        raise NotFound
    return visit


async def visitors_on(actor: Actor, exhibition_id: UUID, day: date) -> list[VisitView]:
    """Everybody who is expected on `day` or was, by time; what came to nothing is left out."""
    await received_by(actor, exhibition_id)
    return await _visits(
        "v.exhibition_id = $1 AND s.day = $2 AND v.state NOT IN ('cancelled', 'lapsed')"
        " ORDER BY s.starts_at, v.created_at, v.id",
        exhibition_id,
        day,
    )


def named(wanted: str, visits: Sequence[VisitView]) -> list[VisitView]:
    """Those whose name, organisation, number or telephone holds `wanted`, whatever its width and kana."""
    word = normalise(wanted)
    return [visit for visit in visits if word in normalise(_called(visit))]


def _called(visit: VisitView) -> str:
    return f"{visit.name}|{visit.organization_name}|{visit.number}|{visit.phone}"


async def open_visits(exhibition_id: UUID) -> list[VisitView]:
    """The visits to come that are not called off."""
    return await _visits(
        "v.exhibition_id = $1 AND v.state IN ('asked', 'booked', 'waiting', 'offered') AND s.ends_at > $2"
        " ORDER BY v.id",
        exhibition_id,
        now(),
    )


async def days_with_visitors(exhibition_id: UUID) -> Sequence[tuple[date, int]]:
    """The days to come on which somebody is expected, with how many people."""
    sql = """
    SELECT s.day, sum(v.party_size)::int AS people FROM visit v JOIN visit_slot s ON s.id = v.slot_id
    WHERE v.exhibition_id = $1 AND s.day >= $2 AND v.state NOT IN ('cancelled', 'lapsed', 'waiting')
    GROUP BY s.day ORDER BY s.day LIMIT 60
    """
    return [(row["day"], row["people"]) for row in await db.fetch(sql, exhibition_id, today())]
