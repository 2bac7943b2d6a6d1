"""A display itself: made as a draft, changed, planned, opened, closed or called off."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.terms import Days
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid
from core.ids import new_id
from core.seen import altered
from directory.kinds import COUNTERS
from directory.prefectures import PREFECTURES
from exhibitions.commands import ChangeExhibition, CreateExhibition, MoveExhibition
from exhibitions.domain import UNDER_WAY, ExhibitionKind, ExhibitionStatus, ExhibitionStep
from exhibitions.queries import ExhibitionView, exhibition_for
from exhibitions.usecases.recording import Happening, check_step, own_exhibition, record

LONGEST = timedelta(days=731)
_FURTHEST = timedelta(days=731)
_COLUMN = {"start": "starts_on", "end": "ends_on"}
_VISITS_OUTSIDE = """
SELECT count(*) FROM visit v JOIN visit_slot s ON s.id = v.slot_id
WHERE v.exhibition_id = $1 AND v.state IN ('asked', 'booked', 'waiting', 'offered')
  AND s.day >= $4 AND (s.day < $2 OR s.day >= $3)
"""

Follower = Callable[[Actor, ExhibitionView, ExhibitionStep, str], Awaitable[None]]
_followers: list[Follower] = []
Ending = Callable[[Actor, ExhibitionView, str], Awaitable[None]]
_endings: list[Ending] = []


def follows(go: Follower) -> Follower:
    """Let what belongs to a display follow its steps, in the same transaction: what it shows, who visits it.

    Given the display as it was before the step, the step, and the reason where there is one.
    """
    _followers[:] = [*(known for known in _followers if known is not go), go]
    return go


def when_called_off(tell: Ending) -> Ending:
    """Let others hear, in the same transaction, that a display is called off and why."""
    _endings[:] = [*(known for known in _endings if known is not tell), tell]
    return tell


async def create_exhibition(actor: Actor, command: CreateExhibition) -> ExhibitionView:
    """展示をつくる: a draft that only its counter sees. Raises `NotAllowed`, `Invalid` naming fields."""
    counter_id = actor.one_of(*COUNTERS).acting_for()
    values = _tidied(msgspec.structs.asdict(command))
    async with db.transaction():
        _check(values, earliest=today())
        exhibition_id, moment = new_id(), now()
        own = {"id": exhibition_id, "counter_id": counter_id, "created_at": moment, "updated_at": moment}
        columns = own | _as_columns(values) | {"status": ExhibitionStatus.DRAFT.value}
        holes = ", ".join(f"${position}" for position in range(1, len(columns) + 1))
        # Column names are the fields of the command, never input.
        sql = f"INSERT INTO exhibition ({', '.join(columns)}) VALUES ({holes})"  # noqa: S608
        await db.execute(sql, *columns.values())
        happened = Happening(
            exhibition_id=exhibition_id, step=ExhibitionStep.CREATE, after=ExhibitionStatus.DRAFT
        )
        await record(actor, happened)
        return await exhibition_for(actor, exhibition_id)


async def change_exhibition(
    actor: Actor, exhibition_id: UUID, command: ChangeExhibition, *, seen: str = ""
) -> ExhibitionView:
    """Change what is said of a display; what the command leaves out stays, or leaves as it was `seen`.

    Its days stay while units are spoken for, whose lenders agreed to them, and around the days on which
    visitors are expected. Raises `Invalid` naming
    fields, `Conflict`, `NotFound`, `NotAllowed`.
    """
    given = {
        name: value for name, value in msgspec.structs.asdict(command).items() if value is not msgspec.UNSET
    }
    async with db.transaction():
        exhibition = await own_exhibition(actor, exhibition_id)
        if exhibition.status not in UNDER_WAY:
            raise Conflict("exhibition-over")
        before = {name: getattr(exhibition, name) for name in CreateExhibition.__struct_fields__}
        meant = altered(seen, _tidied(given), before)
        after = _tidied(before | {name: value for name, value in given.items() if name in meant})
        changed = {name: value for name, value in after.items() if value != before[name]}
        if not changed:
            return exhibition
        _check(after, earliest=min(exhibition.start, today()))
        if {"start", "end"} & set(changed):
            await _check_days_are_free_to_move(exhibition_id, _days(after))
        columns = _as_columns(changed) | {"updated_at": now()}
        assigned = ", ".join(f"{name} = ${position}" for position, name in enumerate(columns, start=2))
        await db.execute(f"UPDATE exhibition SET {assigned} WHERE id = $1", exhibition_id, *columns.values())  # noqa: S608
        facts: dict[str, object] = {name: [str(before[name]), str(value)] for name, value in changed.items()}
        await record(actor, Happening(exhibition_id=exhibition_id, step=ExhibitionStep.CHANGE, facts=facts))
        return await exhibition_for(actor, exhibition_id)


async def move_exhibition(
    actor: Actor, exhibition_id: UUID, step: ExhibitionStep, command: MoveExhibition
) -> ExhibitionView:
    """Plan, open, close or call off. Raises `IllegalStep`, `StaleState`, `Conflict`, `Invalid`."""
    async with db.transaction():
        exhibition = await own_exhibition(actor, exhibition_id)
        after = check_step(exhibition, step, command.expected)
        reason = command.reason.strip()
        if step is ExhibitionStep.CANCEL and not reason:
            raise Invalid({"reason": "required"})
        if step is ExhibitionStep.OPEN and exhibition.start > today():
            raise Conflict("opens-later", start=exhibition.start)
        sql = "UPDATE exhibition SET status = $2, updated_at = $3 WHERE id = $1"
        await db.execute(sql, exhibition_id, after.value, now())
        happened = Happening(
            exhibition_id=exhibition_id,
            step=step,
            before=exhibition.status,
            after=after,
            facts={"reason": reason} if reason else {},
        )
        await record(actor, happened)
        for go in _followers:
            await go(actor, exhibition, step, reason)
        for tell in _endings if step is ExhibitionStep.CANCEL else ():
            await tell(actor, exhibition, reason)
        return await exhibition_for(actor, exhibition_id)


def _days(values: Mapping[str, object]) -> Days:
    start, end = values["start"], values["end"]
    if not isinstance(start, date) or not isinstance(end, date):
        raise TypeError(start, end)
    return Days(start, end)


async def _check_days_are_free_to_move(exhibition_id: UUID, days: Days) -> None:
    asked = await db.fetch_value(
        "SELECT count(*) FROM exhibit WHERE exhibition_id = $1"
        " AND status IN ('asked', 'confirmed', 'delivered', 'on_show')",
        exhibition_id,
    )
    if asked:
        raise Invalid({"start": "units-agreed"}, count=asked)
    outside = await db.fetch_value(
        "SELECT count(*) FROM exhibition_venue WHERE exhibition_id = $1 AND (starts_on < $2 OR ends_on > $3)",
        exhibition_id,
        days.start,
        days.end,
    )
    if outside:
        raise Invalid({"end": "venues-outside"}, count=outside)
    visits = await db.fetch_value(_VISITS_OUTSIDE, exhibition_id, days.start, days.end, today())
    if visits:
        raise Invalid({"end": "visits-outside"}, count=visits)
    # Their times are laid anew by the next sweep.
    await db.execute("UPDATE visit_plan SET laid_at = NULL WHERE exhibition_id = $1", exhibition_id)


def _tidied(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value.strip() if type(value) is str else value for name, value in values.items()}


def _as_columns(values: Mapping[str, object]) -> dict[str, object]:
    return {
        _COLUMN.get(name, name): value.value if isinstance(value, ExhibitionKind) else value
        for name, value in values.items()
    }


def _check(values: Mapping[str, object], *, earliest: date) -> None:
    wrong: dict[str, str] = {}
    start, end = _days(values).start, _days(values).end
    if not values["title"]:
        wrong["title"] = "required"
    if values["prefecture"] and values["prefecture"] not in PREFECTURES:
        wrong["prefecture"] = "unknown-prefecture"
    if end <= start:
        wrong["end"] = "end-before-start"
    elif end - start > LONGEST:
        wrong["end"] = "exhibition-too-long"
    if start < earliest:
        wrong["start"] = "start-in-past"
    elif start > today() + _FURTHEST:
        wrong["start"] = "far-future"
    if wrong:
        raise Invalid(wrong, max_days=LONGEST.days)
