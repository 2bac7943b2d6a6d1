"""Reading and changing a counter's rules; every change is kept: who, when, before and after."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import WaitlistOrder
from catalog.terms import Terms
from core import db
from core.calendar import WorkingDays
from core.clock import now
from core.errors import Invalid, NotAllowed, NotFound, StaleState
from core.ids import new_id
from directory.kinds import OrganizationKind
from notifications.outbox import enqueue

CHANGED_BY_CENTRE = "policy_changed"

MOST_WISHES, MOST_LAPSES = 1000, 20
LONGEST_TRIAL, FURTHEST, MOST_UNITS, MOST_LOANS = 366, 730, 1000, 1000
LONGEST_HOLD, LONGEST_OFFER, LONGEST_ANSWER, LONGEST_BUFFER = 24 * 60, 24 * 14, 30, 30
_MONTH_AND_DAY = re.compile(r"\d\d-\d\d")

# Each rule that is a number, with its least and its most.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "min_days": (1, LONGEST_TRIAL),
    "max_days": (1, LONGEST_TRIAL),
    "default_days": (1, LONGEST_TRIAL),
    "notice_days": (0, LONGEST_TRIAL),
    "max_units": (1, MOST_UNITS),
    "horizon_days": (1, FURTHEST),
    "hold_hours": (1, LONGEST_HOLD),
    "answer_working_days": (1, LONGEST_ANSWER),
    "transit_working_days": (0, LONGEST_BUFFER),
    "inspection_working_days": (0, LONGEST_BUFFER),
    "max_loans_per_year": (1, MOST_LOANS),
    "offer_hours": (1, LONGEST_OFFER),
    "hold_reminder_hours": (1, LONGEST_HOLD),
    "waitlist_wishes": (1, MOST_WISHES),
    "waitlist_lapses": (1, MOST_LAPSES),
}


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Every rule that a counter may change; what they mean stands in `catalog.terms.Terms`."""

    min_days: int
    default_days: int
    max_days: int
    notice_days: int
    horizon_days: int
    intake_from: str
    intake_until: str
    max_units: int
    max_loans_per_year: int | None
    working_days_only: bool
    transit_working_days: int
    inspection_working_days: int
    same_day_turnaround: bool
    hold_hours: int
    hold_reminder_hours: int
    answer_working_days: int
    waitlist_order: WaitlistOrder
    offer_hours: int
    waitlist_wishes: int
    waitlist_lapses: int

    @property
    def terms(self) -> Terms:
        """The same as terms, for those who reckon with them."""
        return msgspec.convert(msgspec.structs.asdict(self), Terms)


class KnownPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of a counter as its people see them; `version` says which ones a form was made for."""

    counter_id: UUID
    counter_name: str
    rules: Rules
    version: str
    working: WorkingDays
    may_change: bool


class PolicyChanged(msgspec.Struct, frozen=True, kw_only=True):
    """One change: each rule before and after, by whom and for which organisation.

    A person's name is for its own organisation and for the centre.
    """

    person_name: str
    organization_name: str
    at: datetime
    facts: Mapping[str, tuple[Any, Any]]


_POLICY = """
SELECT o.name, to_jsonb(p.*) AS document, p.updated_at, o.closed_weekdays,
    (SELECT array_agg(day) FROM closing_day WHERE organization_id = o.id) AS closed
FROM organization o LEFT JOIN policy p ON p.counter_id = o.id
WHERE o.id = $1 AND o.kind IN ('counter', 'general_center')
"""


async def policy_of(actor: Actor, counter_id: UUID | None = None) -> KnownPolicy:
    """The rules of the actor's own counter, or to the centre those of any.

    `NotAllowed` to those who have no rules of their own, `NotFound` for others' rules.
    """
    counter_id = counter_meant(actor, counter_id)
    row = await db.fetch_row(_POLICY, counter_id)
    if row is None:
        raise NotFound
    known = msgspec.structs.asdict(Terms()) | (db.from_json(row["document"]) if row["document"] else {})
    return KnownPolicy(
        counter_id=counter_id,
        counter_name=row["name"],
        rules=msgspec.convert(known, Rules),
        version=row["updated_at"].isoformat() if row["updated_at"] else "",
        working=WorkingDays.of(row["closed"] or (), row["closed_weekdays"] or []),
        may_change=actor.is_admin,
    )


def counter_meant(actor: Actor, counter_id: UUID | None) -> UUID:
    """Whose rules are asked about: one's own, and for the centre those of the counter named."""
    if counter_id is None or (actor.is_counter and counter_id == actor.organization_id):
        return actor.one_of(OrganizationKind.COUNTER, OrganizationKind.GENERAL_CENTER).acting_for()
    if not actor.signed_in().is_centre:
        raise NotFound
    return counter_id


async def change_policy(
    actor: Actor, wanted: Rules, version: str | None = None, *, counter_id: UUID | None = None
) -> KnownPolicy:
    """運用ルールの変更. What was promised already stays as it is; new requests follow the new rules.

    Raises `Invalid` naming rules, `NotAllowed` to all but the administrators of the counter or the centre,
    `NotFound` as `policy_of` does, `StaleState` when the rules are no longer those of `version`.
    """
    counter_id = counter_meant(actor, counter_id)
    if not actor.is_admin:
        raise NotAllowed("not-admin")
    if wrong := faults(wanted):
        raise Invalid(wrong)
    async with db.transaction():
        await db.execute("SELECT FROM organization WHERE id = $1 FOR NO KEY UPDATE", counter_id)
        known = await policy_of(actor, counter_id)
        if version is not None and version != known.version:
            raise StaleState("policy-changed", expected=version, found=known.version)
        before, after = msgspec.to_builtins(known.rules), msgspec.to_builtins(wanted)
        changed = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
        if changed:
            await _write(counter_id, after)
            await _record(actor, counter_id, changed)
        return await policy_of(actor, counter_id)


async def _write(counter_id: UUID, rules: Mapping[str, object]) -> None:
    names = list(rules)
    columns = ", ".join(names)
    holes = ", ".join(f"${place}" for place in range(4, len(names) + 4))
    renewed = ", ".join(f"{name} = excluded.{name}" for name in names)
    sql = (
        f"INSERT INTO policy (id, counter_id, updated_at, {columns}) VALUES ($1, $2, $3, {holes})"  # noqa: S608  # names of ours
        f" ON CONFLICT (counter_id) DO UPDATE SET updated_at = excluded.updated_at, {renewed}"
    )
    await db.execute(sql, new_id(), counter_id, now(), *rules.values())


async def _record(actor: Actor, counter_id: UUID, changed: Mapping[str, tuple[Any, Any]]) -> None:
    change_id = new_id()
    await db.execute(
        "INSERT INTO policy_change (id, counter_id, person_id, organization_id, via, facts, at)"
        " VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7)",
        change_id,
        counter_id,
        actor.person_id,
        actor.organization_id,
        actor.via.value,
        db.to_json(changed),
        now(),
    )
    if actor.organization_id != counter_id:
        await enqueue(CHANGED_BY_CENTRE, f"{CHANGED_BY_CENTRE}:{change_id}", {"change_id": change_id})


_CHANGES = """
SELECT CASE WHEN c.organization_id IS NULL OR c.organization_id = $3 OR $4 THEN coalesce(p.name, '')
    ELSE '' END AS person_name, coalesce(o.name, '') AS organization_name, c.at, c.facts
FROM policy_change c LEFT JOIN person p ON p.id = c.person_id
LEFT JOIN organization o ON o.id = c.organization_id
WHERE c.counter_id = $1 ORDER BY c.at DESC, c.id DESC LIMIT $2
"""


async def policy_changes(
    actor: Actor, limit: int = 20, *, counter_id: UUID | None = None
) -> list[PolicyChanged]:
    """The latest changes of a counter's rules, newest first; for whom `policy_of` answers."""
    meant = counter_meant(actor, counter_id)
    rows = await db.fetch(_CHANGES, meant, limit, actor.organization_id, actor.is_centre)
    return [msgspec.convert({**row, "facts": db.from_json(row["facts"])}, PolicyChanged) for row in rows]


class CounterPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """A counter in the centre's list: whether it has rules of its own, and when they last changed."""

    id: UUID
    name: str
    prefecture: str
    changed_at: datetime | None


_COUNTERS = """
SELECT o.id, o.name, o.prefecture, p.updated_at AS changed_at
FROM organization o LEFT JOIN policy p ON p.counter_id = o.id
WHERE o.kind IN ('counter', 'general_center') AND o.gone_on IS NULL ORDER BY o.kind, o.code, o.id
"""


async def counters_with_policies(actor: Actor) -> list[CounterPolicy]:
    """Every counter, for the centre alone."""
    actor.one_of(OrganizationKind.CENTRE)
    return await db.fetch_as(CounterPolicy, _COUNTERS)


def faults(wanted: Rules) -> dict[str, str]:
    """Rule to code: what cannot hold, by itself or beside another rule."""
    wrong: dict[str, str] = {}
    for name, (least, most) in BOUNDS.items():
        value = getattr(wanted, name)
        if value is not None and not least <= value <= most:
            wrong[name] = "out-of-range"
    if wanted.max_days < wanted.min_days:
        wrong.setdefault("max_days", "lengths-out-of-order")
    if not wanted.min_days <= wanted.default_days <= wanted.max_days:
        wrong.setdefault("default_days", "lengths-out-of-order")
    if wanted.notice_days > wanted.horizon_days:
        wrong.setdefault("horizon_days", "horizon-before-notice")
    if wanted.hold_reminder_hours >= wanted.hold_hours:
        wrong.setdefault("hold_reminder_hours", "reminder-after-hold")
    return wrong | _window_faults(wanted)


def _window_faults(wanted: Rules) -> dict[str, str]:
    wrong = {
        name: "month-and-day"
        for name in ("intake_from", "intake_until")
        if (text := getattr(wanted, name)) and not is_month_and_day(text)
    }
    if bool(wanted.intake_from) != bool(wanted.intake_until):
        wrong.setdefault("intake_until" if wanted.intake_from else "intake_from", "window-needs-both")
    return wrong


def is_month_and_day(text: str) -> bool:
    """Whether `text` is a day of some year as 09-01; 02-29 is one."""
    if not _MONTH_AND_DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"2028-{text}")  # a leap year
    except ValueError:
        return False
    return True
