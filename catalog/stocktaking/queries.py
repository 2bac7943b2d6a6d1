"""Reading counts: for whoever's place it is, and for the centre."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from catalog.queries.units import visible_to as may_see_unit
from catalog.stocktaking.domain import Finding, Settlement, settlements
from core import db
from core.errors import NotFound
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from directory.visibility import visible_to as may_know

# What a line comes to while the count goes on; the place may change meanwhile by loans and moves.
FINDING = """CASE
    WHEN x.found_at IS NOT NULL AND (x.is_expected OR u.place_id = s.place_id) THEN 'found'
    WHEN x.found_at IS NOT NULL THEN 'strange'
    WHEN u.place_id <> s.place_id THEN 'left'
    ELSE 'missing' END"""
_SO_FAR = f"CASE WHEN s.closed_at IS NULL THEN {FINDING} ELSE x.finding END"


class StocktakingView(msgspec.Struct, frozen=True, kw_only=True):
    """棚卸; while it is open, `missing` are those not found yet."""

    id: UUID
    place_id: UUID
    place_name: str
    started_by_name: str
    started_at: datetime
    closed_by_name: str
    closed_at: datetime | None
    expected: int
    found: int
    missing: int
    strange: int
    left: int
    unsettled: int

    @property
    def is_open(self) -> bool:
        """Whether it still counts what is scanned."""
        return self.closed_at is None

    def count(self, finding: Finding) -> int:
        """How many units came to this."""
        number: int = getattr(self, finding.value)
        return number


class StocktakingLineView(msgspec.Struct, frozen=True, kw_only=True):
    """One unit of a count; names are empty where the reader may not know whom they stand for.

    `holder_…` is who was believed to have it; the lender can be called by anybody.
    """

    unit_id: UUID
    product_name: str
    serial_number: str
    tag_code: str
    is_retired: bool
    is_expected: bool
    found_at: datetime | None
    finding: Finding
    place_name: str
    holder_name: str
    holder_phone: str
    lender_name: str
    lender_phone: str
    is_keeper: bool
    may_see: bool
    settled: Settlement | None
    settled_by_name: str
    settled_at: datetime | None
    note: str
    id: UUID

    @property
    def choices(self) -> list[Settlement]:
        """How its reader may settle it now."""
        return [] if self.settled else settlements(self.finding, is_keeper=self.is_keeper)


_STOCKTAKING = f"""
SELECT s.id, s.place_id, p.name AS place_name, coalesce(sp.name, '') AS started_by_name, s.started_at,
    coalesce(cp.name, '') AS closed_by_name, s.closed_at, counted.*
FROM stocktaking s JOIN organization p ON p.id = s.place_id
LEFT JOIN person sp ON sp.id = s.started_by LEFT JOIN person cp ON cp.id = s.closed_by
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE is_expected) AS expected, count(*) FILTER (WHERE f = 'found') AS found,
        count(*) FILTER (WHERE f = 'missing') AS missing, count(*) FILTER (WHERE f = 'strange') AS strange,
        count(*) FILTER (WHERE f = 'left') AS left,
        count(*) FILTER (WHERE f IN ('missing', 'strange') AND settled = '') AS unsettled
    FROM (
        SELECT x.is_expected, x.settled, {_SO_FAR} AS f
        FROM stocktaking_line x JOIN unit u ON u.id = x.unit_id WHERE x.stocktaking_id = s.id
    ) line
) counted
"""  # noqa: S608  # put together from constants
_LINES = f"""
SELECT x.id, x.unit_id, pr.name AS product_name, u.serial_number, coalesce(t.code, '') AS tag_code,
    u.status = 'retired' AS is_retired, x.is_expected, x.found_at, {_SO_FAR} AS finding,
    {{place}} AS place_name, {{holder}} AS holder_name, {{phone}} AS holder_phone, le.name AS lender_name,
    le.phone AS lender_phone, coalesce($2::uuid IN (u.owner_id, u.lender_id, u.custodian_id), FALSE)
    AS is_keeper, {{may_see}} AS may_see, nullif(x.settled, '') AS settled,
    coalesce(b.name, '') AS settled_by_name, x.settled_at, x.note
FROM stocktaking_line x JOIN stocktaking s ON s.id = x.stocktaking_id
JOIN unit u ON u.id = x.unit_id JOIN product pr ON pr.id = u.product_id
JOIN organization le ON le.id = u.lender_id
LEFT JOIN tag t ON t.unit_id = u.id AND t.retired_at IS NULL LEFT JOIN person b ON b.id = x.settled_by
WHERE x.stocktaking_id = $1
"""  # noqa: S608  # put together from constants


def visible_to(actor: Actor, position: int) -> str:
    """SQL that keeps the counts `actor` may see; parameter `$position` is the actor's organisation."""
    mine = f"${position}::uuid"
    if actor.is_centre or actor.via is Via.SYSTEM:
        return f"({mine} IS NULL OR TRUE)"
    return f"s.place_id = {mine}"


async def stocktaking_for(actor: Actor, stocktaking_id: UUID) -> StocktakingView:
    """One count; `NotFound` for unknown and foreign ids alike."""
    sql = f"{_STOCKTAKING} WHERE s.id = $1 AND {visible_to(actor.signed_in(), 2)}"
    found = await db.fetch_one_as(StocktakingView, sql, stocktaking_id, actor.organization_id)
    if found is None:
        raise NotFound
    return found


async def open_stocktaking(actor: Actor) -> StocktakingView | None:
    """The count that is going on at the actor's own place."""
    sql = f"{_STOCKTAKING} WHERE s.place_id = $1 AND s.closed_at IS NULL"
    return await db.fetch_one_as(StocktakingView, sql, actor.organization_id)


async def list_stocktakings(
    actor: Actor, *, cursor: str | None = None, limit: int | None = None
) -> Page[StocktakingView]:
    """The counts that `actor` may see, latest first."""
    size = page_size(limit)
    narrowed = "SELECT * FROM stocktaking s WHERE {} AND ($2::uuid IS NULL OR s.id < $2) ORDER BY s.id DESC"
    inner = f"{narrowed.format(visible_to(actor.signed_in(), 1))} LIMIT {size + 1}"
    # what is counted, for those on the page alone
    sql = _STOCKTAKING.replace("FROM stocktaking s", f"FROM ({inner}) s", 1) + " ORDER BY s.id DESC"
    rows = await db.fetch_as(StocktakingView, sql, actor.organization_id, cursor_id(cursor))
    return cut(rows, size, CursorOf[StocktakingView]())


async def lines_of(
    actor: Actor,
    stocktaking: StocktakingView,
    finding: Finding | None = None,
    *,
    unit_id: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[StocktakingLineView]:
    """The units of a count that the caller has been shown, in the order in which they were expected."""
    size = page_size(limit)
    sql = (
        _lines_sql(actor)
        + f"""
        AND ($3::text IS NULL OR {_SO_FAR} = $3) AND ($4::uuid IS NULL OR x.unit_id = $4)
        AND ($5::uuid IS NULL OR x.id > $5) ORDER BY x.id LIMIT {size + 1}
    """
    )
    asked = (finding.value if finding else None, unit_id, cursor_id(cursor))
    rows = await _fetched(sql, stocktaking.id, actor.organization_id, *asked)
    return cut(rows, size, CursorOf[StocktakingLineView]())


async def all_lines(actor: Actor, stocktaking: StocktakingView) -> list[StocktakingLineView]:
    """All of them, for the report."""
    sql = f"{_lines_sql(actor)} ORDER BY finding, pr.name, u.serial_number"
    return await _fetched(sql, stocktaking.id, actor.organization_id)


async def _fetched(sql: str, *arguments: object) -> list[StocktakingLineView]:
    return [msgspec.convert(dict(row), StocktakingLineView) for row in await db.fetch(sql, *arguments)]


_OF_ORGANIZATION = "coalesce((SELECT o.{what} FROM organization o WHERE o.id = {id} AND {known}), '')"


def _lines_sql(actor: Actor) -> str:
    known = may_know(actor, 2)
    place, holder = (
        f"CASE WHEN s.closed_at IS NULL THEN u.{name}_id ELSE x.believed_{name}_id END"
        for name in ("place", "custodian")
    )
    return _LINES.format(
        place=_OF_ORGANIZATION.format(what="name", id=place, known=known),
        holder=_OF_ORGANIZATION.format(what="name", id=holder, known=known),
        phone=_OF_ORGANIZATION.format(what="phone", id=holder, known=known),
        may_see=may_see_unit(actor, 2),
    )


class Counted(msgspec.Struct, frozen=True):
    """What the last scans of a count came to, and how many are still to be found."""

    findings: dict[UUID, Finding]
    missing: int
    expected: int


async def counted(actor: Actor, unit_ids: Sequence[UUID]) -> Counted | None:
    """Of the latest count at the actor's place: what these units came to."""
    sql = "SELECT id FROM stocktaking WHERE place_id = $1 ORDER BY started_at DESC LIMIT 1"
    latest: UUID | None = await db.fetch_value(sql, actor.organization_id)
    if latest is None:
        return None
    sql = f"""
        SELECT x.unit_id, {_SO_FAR} AS finding FROM stocktaking_line x
        JOIN stocktaking s ON s.id = x.stocktaking_id JOIN unit u ON u.id = x.unit_id
        WHERE x.stocktaking_id = $1 AND x.unit_id = ANY($2::uuid[])
    """  # noqa: S608  # put together from constants
    rows = await db.fetch(sql, latest, list(unit_ids))
    view = await stocktaking_for(actor, latest)
    findings = {row["unit_id"]: Finding(row["finding"]) for row in rows}
    return Counted(findings, view.missing, view.expected)
