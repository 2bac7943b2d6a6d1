"""A course itself: made as a draft, changed, copied, opened for applications, closed, held or called off."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import local_day, now, today
from core.errors import Conflict, IllegalStep, Invalid, StaleState
from core.ids import new_id
from directory.kinds import COUNTERS
from directory.prefectures import PREFECTURES
from exhibitions.seminars.applying.deciding import call_everybody_off
from exhibitions.seminars.applying.waiting import offer_places
from exhibitions.seminars.commands import ChangeSeminar, CopySeminar, CreateSeminar, MoveSeminar, PutSession
from exhibitions.seminars.domain import (
    FURTHEST,
    LARGEST_CAPACITY,
    LARGEST_PARTY,
    LONGEST_KEPT,
    LONGEST_OFFER_HOURS,
    LONGEST_REMINDER_HOURS,
    SHORTEST_KEPT,
    STEPS,
    UNDER_WAY,
    AttendanceRule,
    SeminarStatus,
    SeminarStep,
)
from exhibitions.seminars.queries import SeminarView, run_by, seminar_for, sessions_of
from exhibitions.seminars.recording import Happening, held_seminar, record
from exhibitions.seminars.sessions import insert_session
from exhibitions.visits.booking import known_items

_LIMITS = {
    "capacity": (1, LARGEST_CAPACITY),
    "largest_party": (1, LARGEST_PARTY),
    "offer_hours": (1, LONGEST_OFFER_HOURS),
    "reminder_hours": (0, LONGEST_REMINDER_HOURS),
    "keep_days": (SHORTEST_KEPT, LONGEST_KEPT),
}


async def create_seminar(actor: Actor, command: CreateSeminar) -> SeminarView:
    """研修会をつくる: a draft that only its counter sees. Raises `NotAllowed`, `Invalid` naming fields."""
    counter_id = actor.one_of(*COUNTERS).acting_for()
    values = _tidied(msgspec.structs.asdict(command))
    _check(values, await known_items())
    async with db.transaction():
        return await _insert(actor, counter_id, values, {})


async def _insert(
    actor: Actor, counter_id: UUID, values: Mapping[str, object], facts: dict[str, object]
) -> SeminarView:
    seminar_id, moment = new_id(), now()
    own = {"id": seminar_id, "counter_id": counter_id, "created_at": moment, "updated_at": moment}
    columns = own | dict(values) | {"status": SeminarStatus.DRAFT.value}
    holes = ", ".join(f"${position}" for position in range(1, len(columns) + 1))
    # Column names are the fields of the command, never input.
    sql = f"INSERT INTO seminar ({', '.join(columns)}) VALUES ({holes})"  # noqa: S608
    await db.execute(sql, *(_plain(value) for value in columns.values()))
    happened = Happening(
        seminar_id=seminar_id, step=SeminarStep.CREATE, after=SeminarStatus.DRAFT, facts=facts
    )
    await record(actor, happened)
    return await seminar_for(actor, seminar_id)


async def change_seminar(actor: Actor, seminar_id: UUID, command: ChangeSeminar) -> SeminarView:
    """Change what is said of a course; what the command leaves out stays.

    Raises `Invalid` naming fields (`capacity-below-taken` where more places are promised already),
    `Conflict` `seminar-over`, `NotFound`, `NotAllowed`.
    """
    given = {
        name: value for name, value in msgspec.structs.asdict(command).items() if value is not msgspec.UNSET
    }
    async with db.transaction():
        seminar = await held_seminar(actor, seminar_id)
        if seminar.status not in UNDER_WAY:
            raise Conflict("seminar-over")
        before = {name: getattr(seminar, name) for name in CreateSeminar.__struct_fields__}
        after = _tidied(before | given)
        changed = {name: value for name, value in after.items() if value != before[name]}
        if not changed:
            return seminar
        _check(after, await known_items(), seminar)
        columns = changed | {"updated_at": now()}
        assigned = ", ".join(f"{name} = ${position}" for position, name in enumerate(columns, start=2))
        sql = f"UPDATE seminar SET {assigned} WHERE id = $1"  # noqa: S608  # names are fields of the command
        await db.execute(sql, seminar_id, *(_plain(value) for value in columns.values()))
        facts: dict[str, object] = {name: [str(before[name]), str(value)] for name, value in changed.items()}
        await record(actor, Happening(seminar_id=seminar_id, step=SeminarStep.CHANGE, facts=facts))
        await offer_places(seminar_id)
        return await seminar_for(actor, seminar_id)


async def move_seminar(
    actor: Actor, seminar_id: UUID, step: SeminarStep, command: MoveSeminar
) -> SeminarView:
    """Open for applications, close, note as held, or call off.

    Raises `IllegalStep`, `StaleState`, `Conflict` (`no-sessions-yet`, `sessions-over`, `sessions-to-come`),
    `Invalid` without a reason where one is needed.
    """
    async with db.transaction():
        seminar = await held_seminar(actor, seminar_id)
        after = _after(seminar, step, command.expected)
        reason = command.reason.strip()
        if step is SeminarStep.CANCEL and not reason:
            raise Invalid({"reason": "required"})
        _check_time(seminar, step)
        sql = """
        UPDATE seminar SET status = $2, updated_at = $3,
            opened_at = CASE WHEN $2 = 'open' THEN coalesce(opened_at, $3) ELSE opened_at END
        WHERE id = $1
        """
        await db.execute(sql, seminar_id, after.value, now())
        facts: dict[str, object] = {"reason": reason} if reason else {}
        happened = Happening(
            seminar_id=seminar_id, step=step, before=seminar.status, after=after, facts=facts
        )
        await record(actor, happened)
        if step is SeminarStep.CANCEL:
            await call_everybody_off(actor, seminar, reason)
        return await seminar_for(actor, seminar_id)


def _after(seminar: SeminarView, step: SeminarStep, expected: SeminarStatus | None) -> SeminarStatus:
    if expected is not None and expected is not seminar.status:
        raise StaleState("seminar-moved", expected=expected, found=seminar.status)
    before, after = STEPS[step]
    if seminar.status not in before:
        raise IllegalStep("seminar-step", step=step, state=seminar.status)
    return after


def _check_time(seminar: SeminarView, step: SeminarStep) -> None:
    if step is SeminarStep.OPEN:
        if seminar.first_at is None or seminar.last_at is None:
            raise Conflict("no-sessions-yet")
        if seminar.last_at <= now():
            raise Conflict("sessions-over")
    if step is SeminarStep.HOLD and seminar.last_at is not None and seminar.last_at > now():
        raise Conflict("sessions-to-come", day=local_day(seminar.last_at))


_COPY_QUESTIONS = """
INSERT INTO seminar_question (id, seminar_id, position, kind, label, label_en, choices, choices_en,
    created_at)
SELECT gen_random_uuid(), $1, position, kind, label, label_en, choices, choices_en, $3 FROM seminar_question
WHERE seminar_id = $2 AND retired_at IS NULL
"""


async def copy_seminar(actor: Actor, seminar_id: UUID, command: CopySeminar) -> SeminarView:
    """A new draft like an earlier course, everything as many days later as its first session is.

    Raises `Invalid` for a first day in the past, or further than two years ahead.
    """
    earlier = await run_by(actor, seminar_id)
    if command.first_day < today():
        raise Invalid({"first_day": "start-in-past"})
    if command.first_day > today() + FURTHEST:
        raise Invalid({"first_day": "far-future"})
    first = local_day(earlier.first_at) if earlier.first_at else command.first_day
    later = command.first_day - first
    values = {name: getattr(earlier, name) for name in CreateSeminar.__struct_fields__}
    for name in ("apply_from", "apply_until"):
        values[name] = values[name] + later if values[name] else None
    async with db.transaction():
        made = await _insert(actor, earlier.counter_id, values, {"copied_from": str(earlier.id)})
        for session in await sessions_of(earlier.id):
            put = PutSession(
                start=session.start + later,
                end=session.end + later,
                form=session.form,
                theme=session.theme,
                place=session.place,
                meeting_link=session.meeting_link,
            )
            await insert_session(made.id, put)
        await db.execute(_COPY_QUESTIONS, made.id, earlier.id, now())
        return await seminar_for(actor, made.id)


def _tidied(values: Mapping[str, object]) -> dict[str, object]:
    """Texts without outer space, each audience once; kept as the kinds they are."""
    tidy: dict[str, object] = {}
    for name, value in values.items():
        if type(value) is str:
            tidy[name] = value.strip()
        elif isinstance(value, list):
            tidy[name] = sorted(set(value))
        else:
            tidy[name] = value
    return tidy


def _plain(value: object) -> object:
    """The value as the database keeps it."""
    if isinstance(value, StrEnum):
        return value.value
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _check(values: Mapping[str, object], items: set[str], seminar: SeminarView | None = None) -> None:
    wrong: dict[str, str] = {}
    codes = values["item_codes"]
    if isinstance(codes, list) and set(codes) - items:
        wrong["item_codes"] = "interest-unknown"
    if not values["title"]:
        wrong["title"] = "required"
    if values["prefecture"] and values["prefecture"] not in PREFECTURES:
        wrong["prefecture"] = "unknown-prefecture"
    for name, (least, most) in _LIMITS.items():
        if not least <= _number(values, name) <= most:
            wrong[name] = "out-of-range"
    if seminar is not None and "capacity" not in wrong and _number(values, "capacity") < seminar.taken:
        wrong["capacity"] = "capacity-below-taken"
    wrong |= _rule_faults(values) | _period_faults(values)
    if wrong:
        raise Invalid(wrong, taken=seminar.taken if seminar else 0)


def _number(values: Mapping[str, object], name: str) -> int:
    value = values[name]
    return value if isinstance(value, int) else 0


def _rule_faults(values: Mapping[str, object]) -> dict[str, str]:
    value = _number(values, "rule_value")
    if values["rule"] is AttendanceRule.PERCENT and not 1 <= value <= 100:
        return {"rule_value": "rule-percent"}
    if values["rule"] is AttendanceRule.COUNT and not 1 <= value <= 100:
        return {"rule_value": "rule-count"}
    return {"rule_value": "out-of-range"} if value < 0 or value > 100 else {}


def _period_faults(values: Mapping[str, object]) -> dict[str, str]:
    first, until = _day(values, "apply_from"), _day(values, "apply_until")
    latest = today() + FURTHEST
    wrong = {
        name: "far-future"
        for name, day in (("apply_from", first), ("apply_until", until))
        if day and day > latest
    }
    if first and until and until <= first:
        wrong["apply_until"] = "end-before-start"
    return wrong


def _day(values: Mapping[str, object], name: str) -> date | None:
    value = values[name]
    return value if isinstance(value, date) else None
