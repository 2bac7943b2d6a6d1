"""The life of a unit: newest first, by month and kind, in one statement however long it was."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

import catalog.life.own  # noqa: F401  # what the catalogue itself writes down
from accounts.domain import Actor
from catalog.life.sources import COLUMNS, LifeKind, LifeRow, sources
from catalog.queries.units import UnitView
from core import db
from core.clock import TOKYO
from core.errors import Invalid
from core.web.paging import CursorOf, Page, cut, decode_cursor, page_size
from directory.visibility import visible_to as may_know

_MONTH = re.compile(r"\d{4}-\d{2}")


class LifeFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a life is narrowed to: a kind, a month of Japan (`2026-11`)."""

    kind: LifeKind | None = None
    month: str = ""


_NAMED = "(SELECT o.name FROM organization o WHERE o.id = x.{column} AND {known})"
_LIFE = """
SELECT x.source, x.id, x.at, x.kind, x.what, x.via, x.label, x.facts, x.cause_id,
    {names}, x.custodian_id IS NOT NULL AS has_custodian, x.place_id IS NOT NULL AS has_place
FROM (
    SELECT * FROM ({rows}) every
    WHERE ($3::text IS NULL OR every.kind = $3) AND ($4::timestamptz IS NULL OR every.at >= $4)
      AND ($5::timestamptz IS NULL OR every.at < $5)
      AND ($6::timestamptz IS NULL OR (every.at, every.id) < ($6, $7::uuid))
    ORDER BY every.at DESC, every.id DESC LIMIT $8
) x ORDER BY x.at DESC, x.id DESC
"""


async def life_of(
    actor: Actor,
    unit: UnitView,
    wanted: LifeFilter | None = None,
    *,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[LifeRow]:
    """All that happened to a unit that the caller has been shown, as far as `actor` may know it.

    Raises `Invalid` for a month or cursor that is none.
    """
    wanted = wanted or LifeFilter()
    since, until = _bounds(wanted.month)
    size = page_size(limit)
    rows = await db.fetch(
        _sql(actor),
        unit.id,
        actor.organization_id,
        wanted.kind.value if wanted.kind else None,
        since,
        until,
        *_place(cursor),
        size + 1,
    )
    found = [_row(dict(row)) for row in rows]
    return cut(found, size, CursorOf[LifeRow](("at", "id")))


def _sql(actor: Actor) -> str:
    known = may_know(actor.signed_in(), 2)
    names = ", ".join(
        f"coalesce({_NAMED.format(column=f'{name}_id', known=known)}, '') AS {name}"
        for name in ("who", "custodian", "place")
    )
    columns = ", ".join(f"one.{name}" for name in COLUMNS)
    rows = " UNION ALL ".join(
        f"SELECT '{source.name}' AS source, {columns} FROM ({source.rows(actor)}) one"  # noqa: S608  # of ours
        for source in sources()
    )
    return _LIFE.format(names=names, rows=rows)


def _row(columns: dict[str, Any]) -> LifeRow:
    facts = db.from_json(columns["facts"]) or {}
    return msgspec.convert({**columns, "facts": facts}, LifeRow)


def _bounds(month: str) -> tuple[datetime | None, datetime | None]:
    if not month:
        return None, None
    try:
        first = date.fromisoformat(f"{month}-01") if _MONTH.fullmatch(month) else None
    except ValueError:
        first = None
    if first is None or first.year < 2000 or first.year > 2200:
        raise Invalid({"month": "month-shape"})
    following = (first + timedelta(days=31)).replace(day=1)
    since, until = (datetime(day.year, day.month, 1, tzinfo=TOKYO) for day in (first, following))
    return since, until


def _place(cursor: str | None) -> Sequence[object]:
    keys = decode_cursor(cursor, 2)
    if keys is None:
        return None, None
    try:
        return datetime.fromisoformat(keys[0]).astimezone(UTC), UUID(keys[1])
    except (ValueError, OverflowError) as error:
        raise Invalid({"cursor": "cursor-unknown"}) from error
