"""Reading reports of accidents and near misses, as whoever asks may see their loan."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.errors import NotFound
from core.web.paging import Page, decode_cursor, encode_cursor, page_size
from loans.queries import visible_to
from loans.safety.domain import Harm, SafetyKind

_REPORT = """
SELECT s.id, s.loan_id, l.number, s.kind, s.happened_on, s.place, s.what, s.done, s.harm, s.at,
    coalesce(u.serial_number, '') AS serial_number, p.name AS product_name, f.name AS facility_name,
    c.name AS counter_name, v.name AS lender_name, coalesce(o.name, '') AS organization_name
FROM safety_report s JOIN loan l ON l.id = s.loan_id LEFT JOIN unit u ON u.id = s.unit_id
JOIN product p ON p.id = l.product_id JOIN organization f ON f.id = l.facility_id
JOIN organization c ON c.id = l.counter_id JOIN organization v ON v.id = l.lender_id
LEFT JOIN organization o ON o.id = s.organization_id
"""
_FILTERS = {"kind": "s.kind = {}", "start": "s.happened_on >= {}::date", "end": "s.happened_on < {}::date"}


class SafetyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A report, with the loan it belongs to."""

    id: UUID
    loan_id: UUID
    number: str
    kind: SafetyKind
    happened_on: date
    place: str
    what: str
    done: str
    harm: Harm
    at: datetime
    serial_number: str
    product_name: str
    facility_name: str
    counter_name: str
    lender_name: str
    organization_name: str


class SafetyFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; `end` is exclusive."""

    kind: SafetyKind | None = None
    start: date | None = None
    end: date | None = None


class SafetyCount(msgspec.Struct, frozen=True):
    """How many happened, and how many nearly did."""

    accidents: int
    near_misses: int


def _narrowed(actor: Actor, wanted: SafetyFilter) -> tuple[str, list[object]]:
    clauses, arguments = [visible_to(actor.signed_in(), 1)], [actor.organization_id]
    further: list[object] = [*arguments]
    for name, clause in _FILTERS.items():
        if (value := getattr(wanted, name)) is not None:
            further.append(value)
            clauses.append(clause.format(f"${len(further)}"))
    return " AND ".join(clauses), further


async def list_safety_reports(
    actor: Actor, wanted: SafetyFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[SafetyRow]:
    """Those of loans that `actor` may see, the latest first."""
    where, arguments = _narrowed(actor, wanted)
    if (last := decode_cursor(cursor, 1)) is not None:
        arguments.append(last[0])
        where += f" AND s.id::text < ${len(arguments)}"
    size = page_size(limit)
    sql = f"{_REPORT} WHERE {where} ORDER BY s.id::text DESC LIMIT {size + 1}"
    rows = await db.fetch_as(SafetyRow, sql, *arguments)
    is_more = len(rows) > size
    return Page(rows[:size], encode_cursor(str(rows[size - 1].id)) if is_more else None)


async def all_safety_reports(actor: Actor, wanted: SafetyFilter, most: int) -> list[SafetyRow]:
    """The same for a file, in the order they happened; `most` at most."""
    where, arguments = _narrowed(actor, wanted)
    sql = f"{_REPORT} WHERE {where} ORDER BY s.happened_on, s.id LIMIT {most}"
    return await db.fetch_as(SafetyRow, sql, *arguments)


_COUNTED = """count(*) FILTER (WHERE s.kind = 'accident') AS accidents,
    count(*) FILTER (WHERE s.kind = 'near_miss') AS near_misses
FROM safety_report s JOIN loan l ON l.id = s.loan_id"""


async def count_safety_reports(actor: Actor, wanted: SafetyFilter) -> SafetyCount:
    """How many there are of each kind."""
    where, arguments = _narrowed(actor, wanted)
    sql = f"SELECT {_COUNTED} WHERE {where}"  # put together from constants
    return await db.fetch_one_as(SafetyCount, sql, *arguments) or SafetyCount(0, 0)


async def count_by_month(actor: Actor, wanted: SafetyFilter) -> dict[date, SafetyCount]:
    """How many there are of each kind in each month that has any, by its first day."""
    where, arguments = _narrowed(actor, wanted)
    month = "date_trunc('month', s.happened_on)::date"
    sql = f"SELECT {month} AS month, {_COUNTED} WHERE {where} GROUP BY 1"  # as above
    rows = await db.fetch(sql, *arguments)
    return {row["month"]: SafetyCount(row["accidents"], row["near_misses"]) for row in rows}


async def safety_reports_of(loan_id: UUID) -> list[SafetyRow]:
    """Those of a loan that the caller has been shown, earliest first."""
    return await db.fetch_as(SafetyRow, f"{_REPORT} WHERE s.loan_id = $1 ORDER BY s.at, s.id", loan_id)


async def safety_report_for(actor: Actor, report_id: UUID) -> SafetyRow:
    """One report; `NotFound` for unknown and foreign ids alike."""
    sql = f"{_REPORT} WHERE s.id = $1 AND {visible_to(actor.signed_in(), 2)}"
    found = await db.fetch_one_as(SafetyRow, sql, report_id, actor.organization_id)
    if found is None:
        raise NotFound
    return found
