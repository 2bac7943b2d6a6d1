"""What waits on a desk: a few statements for all sections, however many loans there are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from core import db
from core.clock import local_day, now, today
from core.errors import NotAllowed
from loans.desks.sections import STATIONS, Section, Station
from loans.domain import StepName
from loans.late_returns import touched_by_late
from loans.queries import LOAN, LoanView, seen_by, to_row, visible_to
from loans.touched import Touched

FIRST_ROWS = 5


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A loan on the desk: how long it waits, whether it waits too long.

    `units` are serial numbers; `leaves_on` is the first day its units are blocked for it, transit included.
    `touched` are bookings that its units run into because they are late.
    """

    loan: LoanView
    days: int
    touched: list[Touched] = []
    is_late: bool = False
    step: StepName | None = None
    units: list[str]
    leaves_on: date | None = None


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """A section of the desk: how many loans wait there, how many too long, and the first of them."""

    section: Section
    station: Station
    total: int
    late: int
    rows: list[Waiting]


# A counter's section is looked through twice: to count, and for the first of it, which an index has in order.
_OF_COUNTER = """
SELECT '{section}' AS section, counted.total, counted.late, first.ids, first.flags
FROM (
    SELECT count(*) AS total, count(*) FILTER (WHERE {late}) AS late FROM loan l WHERE {mine} AND {where}
) counted, (
    SELECT coalesce(array_agg(id), '{{}}') AS ids, coalesce(array_agg(is_late), '{{}}') AS flags
    FROM (SELECT l.id, coalesce({late}, FALSE) AS is_late FROM loan l WHERE {mine} AND {where}
          ORDER BY {order} LIMIT {limit}) in_order
) first
"""
# No index has the loans of a lender in order: its section is looked through once.
_OF_LENDER = """
SELECT '{section}' AS section, count(*) AS total, count(*) FILTER (WHERE is_late) AS late,
    coalesce((array_agg(id ORDER BY place))[:{limit}], '{{}}') AS ids,
    coalesce((array_agg(is_late ORDER BY place))[:{limit}], '{{}}') AS flags
FROM (
    SELECT l.id, coalesce({late}, FALSE) AS is_late, row_number() OVER (ORDER BY {order}) AS place
    FROM loan l WHERE {mine} AND {where}
) in_order
"""
_UNITS = """
SELECT lu.loan_id, array_agg(u.serial_number ORDER BY u.serial_number) AS units,
    min(lower(o.period)) AS leaves
FROM loan_unit lu JOIN unit u ON u.id = lu.unit_id JOIN occupancy o ON o.id = lu.occupancy_id
WHERE lu.loan_id = ANY($1::uuid[]) AND lu.released_at IS NULL GROUP BY lu.loan_id
"""


def on_desk_of(actor: Actor) -> str:
    """SQL that keeps the open loans on `actor`'s desk; $1 is the actor's organisation.

    Raises `NotAllowed` for everybody but counters and vendors.
    """
    if actor.signed_in().is_counter:
        return "l.counter_id = $1::uuid AND l.closed_at IS NULL"
    if actor.is_vendor:
        return "l.lender_id = $1::uuid AND l.closed_at IS NULL"
    raise NotAllowed


async def shelves(actor: Actor, sections: Sequence[Section], limit: int = FIRST_ROWS) -> dict[Section, Shelf]:
    """The sections of the desk in the order asked for, each with its first `limit` loans."""
    mine = on_desk_of(actor)
    look = _OF_LENDER if actor.is_vendor else _OF_COUNTER
    sql = " UNION ALL ".join(_branch(look, section, mine, limit) for section in sections)
    # $2 and $3 must have their types even where no section on this desk asks for them.
    typed = "$2::date IS NOT NULL AND $3::timestamptz IS NOT NULL"
    found = await db.fetch(
        f"SELECT * FROM ({sql}) sections WHERE {typed}",  # noqa: S608  # put together from constants
        actor.organization_id,
        today(),
        now(),
    )
    rows = {Section(row["section"]): row for row in found}
    waiting = await _waiting(actor, list({loan_id for row in rows.values() for loan_id in row["ids"]}))
    return {section: _shelf(section, rows[section], waiting) for section in sections}


def _branch(look: str, section: Section, mine: str, limit: int) -> str:
    station = STATIONS[section]
    return look.format(
        section=section.value,
        mine=mine,
        where=station.where,
        late=station.late,
        order=station.order,
        limit=limit,
    )


def _shelf(section: Section, row: asyncpg.Record, waiting: Mapping[UUID, Waiting]) -> Shelf:
    rows = [
        _at(section, waiting[loan_id], is_late=is_late)
        for loan_id, is_late in zip(row["ids"], row["flags"], strict=True)
        if loan_id in waiting
    ]
    return Shelf(section=section, station=STATIONS[section], total=row["total"], late=row["late"], rows=rows)


def _at(section: Section, waiting: Waiting, *, is_late: bool) -> Waiting:
    step = STATIONS[section].step
    taken = step if step in waiting.loan.next_steps else None
    return msgspec.structs.replace(waiting, is_late=is_late, step=taken)


async def _waiting(actor: Actor, ids: list[UUID]) -> dict[UUID, Waiting]:
    sql = f"{LOAN} WHERE l.id = ANY($2::uuid[]) AND {visible_to(actor, 1)}"
    day, moment = today(), now()
    rows = [to_row(dict(row)) for row in await db.fetch(sql, actor.organization_id, ids)]
    units = {row["loan_id"]: row for row in await db.fetch(_UNITS, ids)}
    loans = [seen_by(actor, row, day) for row in rows]
    touched = await touched_by_late(actor, loans)
    return {one.id: _one(one, units.get(one.id), moment, touched.get(one.id, [])) for one in loans}


def _one(loan: LoanView, units: asyncpg.Record | None, moment: datetime, touched: list[Touched]) -> Waiting:
    return Waiting(
        loan=loan,
        touched=touched,
        days=(local_day(moment) - local_day(loan.waiting_since)).days,
        units=units["units"] if units else [],
        leaves_on=units["leaves"] if units else None,
    )
