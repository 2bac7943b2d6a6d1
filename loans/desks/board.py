"""The board: which units are spoken for on which days, as far as whoever asks may know."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.domain import Purpose
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Invalid, NotAllowed
from core.i18n import LazyText, current_locale, lazy
from core.web.board import Span
from core.web.look import Look
from core.web.paging import CursorOf, cut, decode_cursor, page_size
from loans.domain import Custody
from loans.queries import visible_to

DAYS_SHOWN = 28

LOOKS: Mapping[Purpose, Look] = {
    Purpose.HOLD: Look(lazy("仮押さえ"), "hourglass", "attention"),
    Purpose.LOAN: Look(lazy("試用貸出"), "loan", "info"),
    Purpose.EXHIBITION: Look(lazy("展示"), "display", "done"),
    Purpose.TRANSIT: Look(lazy("移動・点検"), "truck", "neutral"),
    Purpose.INSPECTION: Look(lazy("点検"), "search", "neutral"),
    Purpose.MAINTENANCE: Look(lazy("整備"), "wrench", "progress"),
}
OVERDUE = Look(lazy("返却遅れ"), "alert", "danger")


class BoardQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What the board shows: four weeks from `start`, of the units that these narrow it to.

    `everything` adds, for a counter, the units that vendors lend to anybody.
    """

    start: date
    vendor_id: UUID | None = None
    product_id: UUID | None = None
    place_id: UUID | None = None
    item: str | None = None
    everything: bool = False

    @property
    def days(self) -> Days:
        """The days on the board."""
        return Days(self.start, self.start + timedelta(days=DAYS_SHOWN))


class BoardUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit and what speaks for its days, earliest first; a lender is not told its own name."""

    id: UUID
    product_name: str
    serial_number: str
    lender_name: str
    spans: list[Span]


class BoardPage(msgspec.Struct, frozen=True, kw_only=True):
    """Units `first` to `last` of `total`, counted from 1, and the cursor of the next page."""

    units: list[BoardUnit]
    first: int
    last: int
    total: int
    next: str | None


class Choice(msgspec.Struct, frozen=True):
    """Something the board can be narrowed to: `kind` is vendor, product, place or item."""

    kind: str
    id: str
    label: str


_FROM = """
FROM unit u JOIN product p ON p.id = u.product_id
WHERE u.status = 'active' AND {scope}
  AND ($2::uuid IS NULL OR p.vendor_id = $2) AND ($3::uuid IS NULL OR p.id = $3)
  AND ($4::uuid IS NULL OR u.place_id = $4) AND ($5::text IS NULL OR $5 = ANY(p.item_codes))
"""
_COUNT = "SELECT count(*)" + _FROM
_UNITS = f"""
SELECT u.id, p.name AS product_name, u.serial_number, u.rest,
    CASE WHEN u.lender_id = $1 THEN '' ELSE v.name END AS lender_name
FROM (
    SELECT u.id, u.product_id, u.serial_number, u.lender_id, p.name, count(*) OVER () AS rest
    {_FROM} AND ($6::text IS NULL OR (p.name, u.serial_number, u.id) > ($6, $7::text, $8::uuid))
    ORDER BY p.name, u.serial_number, u.id LIMIT $9
) u JOIN product p ON p.id = u.product_id JOIN organization v ON v.id = u.lender_id
ORDER BY p.name, u.serial_number, u.id
"""  # noqa: S608  # put together from constants
_SPANS = """
SELECT o.unit_id, o.purpose, lower(o.period) AS start, upper(o.period) AS "end",
    l.id AS loan_id, l.number, l.custody, l.starts_on, l.ends_on
FROM occupancy o
LEFT JOIN loan l ON l.id = o.cause_id AND o.purpose IN ('hold', 'loan') AND {scope}
WHERE o.unit_id = ANY($2::uuid[]) AND o.status = 'active' AND o.period && daterange($3, $4)
ORDER BY o.unit_id, lower(o.period)
"""
# A place is offered by name only where the reader may know who is there.
_CHOICES = """
WITH shown AS (
    SELECT u.place_id, p.id, p.name, p.vendor_id, p.item_codes
    FROM unit u JOIN product p ON p.id = u.product_id WHERE u.status = 'active' AND {scope}
)
SELECT 'vendor' AS kind, o.id::text, o.name AS label FROM organization o
WHERE o.id IN (SELECT vendor_id FROM shown)
UNION ALL SELECT DISTINCT 'product', id::text, name FROM shown
UNION ALL SELECT 'place', o.id::text, o.name FROM organization o
WHERE o.id IN (SELECT place_id FROM shown) AND (o.kind <> 'facility'
    OR EXISTS (SELECT 1 FROM loan l WHERE l.facility_id = o.id AND {visible}))
UNION ALL SELECT 'item', t.code, max({item}) FROM taxonomy_item t
WHERE t.code IN (SELECT unnest(item_codes) FROM shown) GROUP BY t.code
ORDER BY 1, 3, 2
"""


def units_on_board_of(actor: Actor, *, everything: bool) -> str:
    """SQL that keeps the units `actor` may see busy days of; $1 is the actor's organisation.

    A vendor sees the units it owns or lends. A counter sees those it lends or keeps and those of its open
    loans; with `everything` also what vendors lend, without learning to whom. The centre sees all.
    """
    if actor.signed_in().is_centre:
        return "($1::uuid IS NULL OR TRUE)"
    if actor.is_vendor:
        return "(u.owner_id = $1::uuid OR u.lender_id = $1::uuid)"
    if not actor.is_counter:
        raise NotAllowed
    touched = (
        "SELECT lu.unit_id FROM loan x JOIN loan_unit lu ON lu.loan_id = x.id"
        " WHERE x.counter_id = $1::uuid AND x.closed_at IS NULL AND lu.released_at IS NULL"
    )
    own = f"u.lender_id = $1::uuid OR u.custodian_id = $1::uuid OR u.id IN ({touched})"
    return f"({own} OR (u.lender_id = p.vendor_id AND p.status <> 'draft'))" if everything else f"({own})"


async def board(
    actor: Actor, question: BoardQuestion, *, cursor: str | None = None, limit: int | None = None
) -> BoardPage:
    """A page of units with their days; nothing is left out without `total` and `next` saying so."""
    scope = units_on_board_of(actor, everything=question.everything)
    narrowed = (
        actor.organization_id,
        question.vendor_id,
        question.product_id,
        question.place_id,
        question.item,
    )
    place, size = _place(cursor), page_size(limit)
    total = await db.fetch_value(_COUNT.format(scope=scope), *narrowed)
    rows = await db.fetch(_UNITS.format(scope=scope), *narrowed, *place, size + 1)
    spans = await _spans(actor, [row["id"] for row in rows[:size]], question.days)
    units = [_unit(row, spans[row["id"]]) for row in rows]
    shown = cut(units, size, CursorOf[BoardUnit](("product_name", "serial_number", "id")))
    before = total - rows[0]["rest"] if rows else total
    return BoardPage(
        units=shown.items, first=before + 1, last=before + len(shown.items), total=total, next=shown.next
    )


def _place(cursor: str | None) -> tuple[str | None, str | None, UUID | None]:
    keys = decode_cursor(cursor, 3)
    if keys is None:
        return None, None, None
    try:
        return keys[0], keys[1], UUID(keys[2])
    except ValueError as error:
        raise Invalid({"cursor": "cursor-unknown"}) from error


def _unit(row: asyncpg.Record, spans: list[Span]) -> BoardUnit:
    return BoardUnit(
        id=row["id"],
        product_name=row["product_name"],
        serial_number=row["serial_number"],
        lender_name=row["lender_name"],
        spans=spans,
    )


async def _spans(actor: Actor, units: Sequence[UUID], days: Days) -> Mapping[UUID, list[Span]]:
    sql = _SPANS.format(scope=visible_to(actor, 1))
    rows = await db.fetch(sql, actor.organization_id, units, days.start, days.end)
    found: dict[UUID, list[Span]] = defaultdict(list)
    for row in rows:
        found[row["unit_id"]] += _stretches(row, today())
    return found


def _stretches(row: asyncpg.Record, day: date) -> Iterable[Span]:
    """The days of one occupancy; of a loan the reader may see, its trial apart from the ways around it."""
    start, end, look = row["start"], row["end"], LOOKS[Purpose(row["purpose"])]
    if row["loan_id"] is None:
        return [Span(start, end, look)]
    href, number = f"/loans/{row['loan_id']}", row["number"]
    begins = min(max(start, row["starts_on"]), end)
    ends = min(max(begins, row["ends_on"]), end)
    # A late unit is away today, even where the ledger has not been stretched yet.
    late = max(ends, day + timedelta(days=1)) if row["custody"] == Custody.ON_TRIAL else ends
    transit = LOOKS[Purpose.TRANSIT]
    parts = [
        Span(start, begins, transit, number, href),
        Span(begins, ends, look, number, href),
        Span(ends, late, OVERDUE, number, href),
        Span(late, end, transit, number, href),
    ]
    return [part for part in parts if part.start < part.end]


async def choices(actor: Actor, *, everything: bool) -> Mapping[str, list[tuple[str, str]]]:
    """What the board of `actor` can be narrowed to, by kind: (id, label) pairs."""
    scope = units_on_board_of(actor, everything=everything)
    is_english = current_locale.get() == "en"
    item = "t.field_en || ': ' || t.item_en" if is_english else "t.field_ja || ' ' || t.item_ja"
    rows = await db.fetch(
        _CHOICES.format(scope=scope, visible=visible_to(actor, 1), item=item), actor.organization_id
    )
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        found[row["kind"]].append((row["id"], row["label"]))
    return found


SCOPES: tuple[tuple[str, LazyText], ...] = (
    ("mine", lazy("この窓口に関わる個体")),
    ("all", lazy("開発企業の個体もすべて")),
)
