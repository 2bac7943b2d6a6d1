"""What a counter lays down: rules, days without visitors, times that repeat until the display ends."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.calendar import ONE_DAY, WorkingDays
from core.clock import now, today
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from exhibitions.queries import ExhibitionView, exhibition_for
from exhibitions.visits.capacity import hold_coming
from exhibitions.visits.changing import call_off_day
from exhibitions.visits.commands import AddRule, CloseDay, SetPlan
from exhibitions.visits.domain import (
    DAY_MINUTES,
    LARGEST_CAPACITY,
    LARGEST_GROUPS,
    LONGEST_HORIZON,
    LONGEST_LEAD_HOURS,
    LONGEST_NOTE,
    LONGEST_OFFER_HOURS,
    LONGEST_REMINDER_HOURS,
    LONGEST_SLOT,
    MOST_RULES,
    SHORTEST_SLOT,
    SlotRule,
    slot_times,
)
from exhibitions.visits.queries import closed_days_of, plan_of, received_by, rules_of

LAID_FOR = timedelta(hours=1)

_LIMITS = {
    "lead_hours": (0, LONGEST_LEAD_HOURS),
    "horizon_days": (1, LONGEST_HORIZON),
    "largest_party": (1, LARGEST_CAPACITY),
    "no_show_minutes": (5, 600),
    "keep_days": (30, 1100),
    "reminder_hours": (0, LONGEST_REMINDER_HOURS),
    "offer_hours": (1, LONGEST_OFFER_HOURS),
}
_SET = """
INSERT INTO visit_plan (id, exhibition_id, lead_hours, horizon_days, largest_party, no_show_minutes,
    keep_days, reminder_hours, offer_hours, note, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (exhibition_id) DO UPDATE SET lead_hours = excluded.lead_hours,
    horizon_days = excluded.horizon_days, largest_party = excluded.largest_party,
    no_show_minutes = excluded.no_show_minutes, keep_days = excluded.keep_days,
    reminder_hours = excluded.reminder_hours, offer_hours = excluded.offer_hours, note = excluded.note
"""


async def set_plan(actor: Actor, exhibition_id: UUID, command: SetPlan) -> None:
    """Say what holds for all visits of a display. Raises `Invalid` naming fields."""
    exhibition = await received_by(actor, exhibition_id)
    wrong = {
        name: "out-of-range"
        for name, (least, most) in _LIMITS.items()
        if not least <= getattr(command, name) <= most
    }
    if len(command.note) > LONGEST_NOTE:
        wrong["note"] = "too-long"
    if wrong:
        raise Invalid(wrong, limit=LONGEST_NOTE)
    values = [getattr(command, name) for name in _LIMITS]
    async with db.transaction():
        await _hold(exhibition)
        await db.execute(_SET, new_id(), exhibition_id, *values, command.note, now())
        await lay_slots(exhibition)


_ADD = """
INSERT INTO visit_rule (id, exhibition_id, weekdays, from_minute, until_minute, slot_minutes,
    capacity_people, capacity_groups, first_on, last_on, is_extra, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""


async def add_rule(actor: Actor, exhibition_id: UUID, command: AddRule) -> UUID:
    """Open times, repeating or on one extra day; the rule's id.

    Raises `Invalid` naming fields; `Conflict` `rule-overlaps` when another rule opens the same minutes,
    `too-many-rules`, `day-closed` for an extra day that is an exception already.
    """
    exhibition = await received_by(actor, exhibition_id)
    rule = SlotRule(id=new_id(), **msgspec.structs.asdict(command))
    if rule.is_extra:
        rule = msgspec.structs.replace(rule, weekdays=[], last_on=rule.first_on)
    _check_rule(rule, exhibition)
    async with db.transaction():
        await _hold(exhibition)
        await _check_beside_others(rule, exhibition_id)
        values = [getattr(rule, name) for name in SlotRule.__struct_fields__ if name != "id"]
        await db.execute(_ADD, rule.id, exhibition_id, *values, now())
        await db.execute(
            "INSERT INTO visit_plan (id, exhibition_id, created_at) VALUES ($1, $2, $3)"
            " ON CONFLICT (exhibition_id) DO NOTHING",
            new_id(),
            exhibition_id,
            now(),
        )
        await lay_slots(exhibition)
    return rule.id


def _check_rule(rule: SlotRule, exhibition: ExhibitionView) -> None:
    wrong: dict[str, str] = {}
    if not rule.is_extra and (not rule.weekdays or not set(rule.weekdays) <= set(range(7))):
        wrong["weekdays"] = "weekday-needed"
    if not 0 <= rule.from_minute < rule.until_minute <= DAY_MINUTES:
        wrong["until_minute"] = "until-before-from"
    elif not SHORTEST_SLOT <= rule.slot_minutes <= LONGEST_SLOT:
        wrong["slot_minutes"] = "out-of-range"
    elif rule.slot_minutes > rule.until_minute - rule.from_minute:
        wrong["slot_minutes"] = "slot-longer-than-hours"
    if not 1 <= rule.capacity_people <= LARGEST_CAPACITY:
        wrong["capacity_people"] = "out-of-range"
    if not 1 <= rule.capacity_groups <= LARGEST_GROUPS:
        wrong["capacity_groups"] = "out-of-range"
    wrong |= _wrong_days(rule, exhibition)
    if wrong:
        raise Invalid(wrong)


def _wrong_days(rule: SlotRule, exhibition: ExhibitionView) -> dict[str, str]:
    last = rule.last_on or date.max
    if last < rule.first_on:
        return {"last_on": "end-before-start"}
    if last < today():
        return {"first_on": "start-in-past"}
    is_outside = rule.first_on >= exhibition.end or last < exhibition.start
    return {"first_on": "outside-exhibition"} if is_outside else {}


async def _check_beside_others(rule: SlotRule, exhibition_id: UUID) -> None:
    others = await rules_of(exhibition_id)
    if len(others) >= MOST_RULES:
        raise Conflict("too-many-rules", most=MOST_RULES)
    if any(rule.meets(other) for other in others):
        raise Conflict("rule-overlaps")
    if rule.is_extra and rule.first_on in {one.day for one in await closed_days_of(exhibition_id)}:
        raise Conflict("day-closed", day=rule.first_on)


async def end_rule(actor: Actor, exhibition_id: UUID, rule_id: UUID) -> None:
    """Open no more times by this rule; what visitors have booked stays theirs."""
    exhibition = await received_by(actor, exhibition_id)
    async with db.transaction():
        await _hold(exhibition)
        gone = await db.execute(
            "DELETE FROM visit_rule WHERE id = $1 AND exhibition_id = $2", rule_id, exhibition_id
        )
        if not gone:
            raise NotFound
        await lay_slots(exhibition)


async def close_day(actor: Actor, exhibition_id: UUID, command: CloseDay) -> None:
    """Receive nobody on a day; with a reason whoever booked is called off and told it once.

    `Conflict` `day-has-visitors` while somebody is expected and no reason is given.
    """
    exhibition = await received_by(actor, exhibition_id)
    day, note, reason = command.day, command.note, command.reason.strip()
    if day < today():
        raise Invalid({"day": "start-in-past"})
    if not exhibition.start <= day < exhibition.end:
        raise Invalid({"day": "outside-exhibition"})
    for name, told in (("note", note), ("reason", reason)):
        if len(told) > LONGEST_NOTE:
            raise Invalid({name: "too-long"}, limit=LONGEST_NOTE)
    async with db.transaction():
        await _hold(exhibition)
        await call_off_day(actor, exhibition_id, day, reason)
        await db.execute(
            "INSERT INTO visit_closed_day (id, exhibition_id, day, note) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (exhibition_id, day) DO UPDATE SET note = excluded.note",
            new_id(),
            exhibition_id,
            day,
            note,
        )
        await lay_slots(exhibition)


async def open_day(actor: Actor, exhibition_id: UUID, day: date) -> None:
    """Receive visitors on `day` again, as the rules say."""
    exhibition = await received_by(actor, exhibition_id)
    async with db.transaction():
        await _hold(exhibition)
        await db.execute(
            "DELETE FROM visit_closed_day WHERE exhibition_id = $1 AND day = $2", exhibition_id, day
        )
        await lay_slots(exhibition)


async def _hold(exhibition: ExhibitionView) -> None:
    """One hand at a time on the times of a display."""
    await db.execute("SELECT FROM exhibition WHERE id = $1 FOR NO KEY UPDATE", exhibition.id)


_LAY = """
INSERT INTO visit_slot (id, exhibition_id, day, starts_at, ends_at, capacity_people, capacity_groups)
SELECT gen_random_uuid(), $1, (w.starts_at AT TIME ZONE 'Asia/Tokyo')::date, w.starts_at, w.ends_at,
    w.people, w.groups
FROM unnest($2::timestamptz[], $3::timestamptz[], $4::int[], $5::int[]) w (starts_at, ends_at, people, groups)
ON CONFLICT (exhibition_id, starts_at) DO UPDATE SET is_closed = false, ends_at = excluded.ends_at,
    capacity_people = greatest(excluded.capacity_people, visit_slot.taken_people),
    capacity_groups = greatest(excluded.capacity_groups, visit_slot.taken_groups)
"""
# A slot that anybody ever booked stays: the visit refers to it. Nobody else gets in any more.
_CLOSE = """
UPDATE visit_slot SET is_closed = true
WHERE exhibition_id = $1 AND starts_at > $2 AND NOT starts_at = ANY($3::timestamptz[]) AND NOT is_closed
"""
_CLEAR = """
DELETE FROM visit_slot s WHERE exhibition_id = $1 AND starts_at > $2 AND is_closed AND taken_groups = 0
  AND NOT EXISTS (SELECT FROM visit v WHERE v.slot_id = s.id)
"""


async def lay_slots(exhibition: ExhibitionView) -> None:
    """Make the slots of the days to come what rules and exceptions say; taken places are never touched."""
    plan = await plan_of(exhibition.id)
    rules = await rules_of(exhibition.id)
    closed = {one.day for one in await closed_days_of(exhibition.id)}
    working = await _working_days(exhibition.counter_id)
    first = max(exhibition.start, today())
    last = min(exhibition.end - ONE_DAY, today() + timedelta(days=plan.horizon_days))
    days = [first + ONE_DAY * at for at in range(max((last - first).days + 1, 0))]
    times = [one for day in days for one in slot_times(rules, day, working, closed) if one.starts_at > now()]
    starts = [one.starts_at for one in times]
    await hold_coming(exhibition.id)
    await db.execute(_CLOSE, exhibition.id, now(), starts)
    columns = (
        [one.ends_at for one in times],
        [one.capacity_people for one in times],
        [one.capacity_groups for one in times],
    )
    await db.execute(_LAY, exhibition.id, starts, *columns)
    await db.execute(_CLEAR, exhibition.id, now())
    await db.execute("UPDATE visit_plan SET laid_at = $2 WHERE exhibition_id = $1", exhibition.id, now())


_STALE = """
SELECT p.exhibition_id FROM visit_plan p JOIN exhibition e ON e.id = p.exhibition_id
WHERE (p.laid_at IS NULL OR p.laid_at < $1) AND e.ends_on > $2 ORDER BY p.laid_at NULLS FIRST LIMIT 50
"""


async def lay_coming_slots() -> int:
    """A sweep: each hour the days that came nearer get their times, and new closing days lose theirs."""
    stale = await db.fetch(_STALE, now() - LAID_FOR, today())
    for row in stale:
        exhibition = await exhibition_for(Actor.system(), row["exhibition_id"])
        async with db.transaction():
            await _hold(exhibition)
            await lay_slots(exhibition)
    return len(stale)


async def _working_days(counter_id: UUID) -> WorkingDays:
    weekdays = await db.fetch_value("SELECT closed_weekdays FROM organization WHERE id = $1", counter_id)
    rows: Sequence[object] = await db.fetch(
        "SELECT day FROM closing_day WHERE organization_id = $1 AND day >= $2", counter_id, today()
    )
    return WorkingDays.of([row["day"] for row in rows], weekdays or ())  # type: ignore[index]
