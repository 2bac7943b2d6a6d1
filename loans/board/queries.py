"""The board: which units are spoken for on which days, as far as whoever asks may know."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.concerned import concerned
from catalog.domain import Purpose
from catalog.on_the_way import standing_of, ways_of
from catalog.terms import Days
from core import db
from core.calendar import WorkingDays
from core.clock import today
from core.errors import Invalid, NotAllowed
from core.i18n import current_locale
from core.web.board import days_between
from core.web.paging import decode_cursor, encode_cursor
from directory.prefectures import prefecture_label
from loans.board.bars import Bar, bars_of
from loans.domain import ENDED, Custody
from loans.queries import visible_to

WEEKS = (2, 4, 13)
USUAL_WEEKS = 4
LONGEST = 126  # days: a quarter and the month after it
ON_A_PAGE = 100
LARGEST_PIECE = 500


class BoardQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What the board shows: the days from `start` to before `end` of the units these narrow it to.

    `everything` adds, for a counter, the units that vendors lend to anybody; `counter_id` narrows the
    centre's board to the units that one counter has to do with.
    """

    start: date
    end: date
    vendor_id: UUID | None = None
    product_id: UUID | None = None
    place_id: UUID | None = None
    item: str | None = None
    prefecture: str | None = None
    purpose: Purpose | None = None
    counter_id: UUID | None = None
    everything: bool = False

    @property
    def days(self) -> Days:
        """The days on the board."""
        return Days(self.start, self.end)

    @property
    def is_narrowed(self) -> bool:
        """Whether some of the reader's units are left out."""
        return any(getattr(self, name) is not None for name in _NARROWED_TO)


class BoardUnit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A unit and what speaks for its days, earliest first; a lender is not told its own name.

    `is_theirs`: the reader may plan maintenance of it.
    """

    id: UUID
    product_id: UUID
    product_name: str
    serial_number: str
    lender_name: str = ""
    is_theirs: bool = False
    bars: list[Bar] = []


class BoardPage(msgspec.Struct, frozen=True, kw_only=True):
    """Units `first` to `last` of `total`, counted from 1, and the cursor of the next piece.

    `closed` are the days on which the reader's organisation is closed, `today` is the day in Japan.
    """

    start: date
    end: date
    today: date
    closed: list[date]
    units: list[BoardUnit]
    first: int
    last: int
    total: int
    next: str | None


class Place(msgspec.Struct, frozen=True):
    """Where a piece of the list begins: after this unit, which was the `position`th."""

    name: str | None = None
    serial: str | None = None
    id: UUID | None = None
    position: int = 0


# Where a unit stands is told, and can be asked for, only where the reader may know who is there.
_KNOWN_PLACE = """(w.kind <> 'facility' OR EXISTS (
    SELECT 1 FROM loan l WHERE l.facility_id = w.id AND {visible}))"""
_STANDS = f"""EXISTS (
    SELECT 1 FROM organization w WHERE w.id = u.place_id AND w.{{column}} = ${{{{n}}}} AND {_KNOWN_PLACE})"""  # noqa: S608  # put together from constants
# What each part of a question keeps; `${n}` is its value. What is not asked stands in no statement.
_NARROWED_TO: Mapping[str, str] = {
    "vendor_id": "u.product_id IN (SELECT id FROM product WHERE vendor_id = ${n})",
    "product_id": "u.product_id = ${n}",
    "place_id": _STANDS.format(column="id", visible="{visible}"),
    "item": "u.product_id IN (SELECT id FROM product WHERE item_codes @> ARRAY[${n}::text])",
    "prefecture": _STANDS.format(column="prefecture", visible="{visible}"),
    "purpose": """EXISTS (
        SELECT 1 FROM occupancy o WHERE o.unit_id = u.id AND o.status = 'active' AND o.purpose = ${n}
        AND o.period && daterange($2, $3))""",
}
_AWAY = ", ".join(f"'{custody.value}'" for custody in Custody if custody not in ENDED)
_COUNT = "SELECT count(*) FROM unit u WHERE {kept} AND ($2::date IS NULL OR $3::date IS NULL OR TRUE)"
_AFTER = "AND p.name >= ${name} AND (p.name, u.serial_number, u.id) > (${name}, ${serial}::text, ${id}::uuid)"
_UNITS = """
SELECT u.id, u.product_id, u.product_name, u.serial_number,
    CASE WHEN u.lender_id = $1 THEN '' ELSE v.name END AS lender_name,
    (${sees_all} OR $1 IN (u.owner_id, u.lender_id)) AS is_theirs
FROM (
    SELECT u.id, u.product_id, p.name AS product_name, u.serial_number, u.owner_id, u.lender_id
    FROM product p JOIN unit u ON u.product_id = p.id
    WHERE {kept} AND ($2::date IS NULL OR $3::date IS NULL OR TRUE) {after}
    ORDER BY p.name, u.serial_number, u.id LIMIT {size}
) u JOIN organization v ON v.id = u.lender_id
ORDER BY u.product_name, u.serial_number, u.id
"""
# Of very many units the first are found by walking along the products' names, and asking of each unit whether
# it is one of them; of few it is quicker to fetch all and sort.
_MANY = 1_000
_UNITS_OF_MANY = """
SELECT u.id, u.product_id, p.name AS product_name, u.serial_number,
    CASE WHEN u.lender_id = $1 THEN '' ELSE v.name END AS lender_name,
    (${sees_all} OR $1 IN (u.owner_id, u.lender_id)) AS is_theirs
FROM product p CROSS JOIN LATERAL (
    SELECT u.* FROM unit u WHERE u.product_id = p.id AND ({kept}) IS TRUE
    AND ($2::date IS NULL OR $3::date IS NULL OR TRUE) OFFSET 0
) u JOIN organization v ON v.id = u.lender_id
WHERE TRUE {after}
ORDER BY p.name, u.serial_number, u.id LIMIT {size}
"""
# Nothing asked but what is one's own: which units these are is found once, counted, and looked up in.
_OWN = """
WITH own AS MATERIALIZED (
    SELECT DISTINCT id FROM ({touching}) touching
    WHERE NOT EXISTS (SELECT FROM unit r WHERE r.id = touching.id AND r.status <> 'active')
), counted AS MATERIALIZED (SELECT count(*) AS total FROM own), shown AS (
    SELECT * FROM ({many}) many UNION ALL SELECT * FROM ({few}) few
)
SELECT counted.total, shown.* FROM counted LEFT JOIN shown ON TRUE
ORDER BY shown.product_name, shown.serial_number, shown.id
"""
_TOLD = ("id", "product_id", "product_name", "serial_number", "lender_name", "is_theirs")
_IS_OWN = "u.id IN (SELECT id FROM own) AND (SELECT total FROM counted)"
_BARS = """
SELECT o.id, o.unit_id, o.purpose, lower(o.period) AS start, upper(o.period) AS "end", o.note,
    ($5 OR $1 IN (u.owner_id, u.lender_id)) AS is_theirs,
    l.id AS loan_id, l.number, l.custody, l.result,
    least(l.starts_on, l.received_on) AS starts_on, l.ends_on,  -- what came early is on trial since then
    l.quantity, l.recorded_afterwards, l.facility_id, l.counter_id, l.lender_id, f.name AS facility_name,
    (SELECT a.kind FROM loan_offer a WHERE a.loan_id = l.id AND a.answered_at IS NULL
     ORDER BY a.made_at DESC, a.id DESC LIMIT 1) AS open_offer, {ways} AS ways,
    {standing} AS standing
FROM occupancy o JOIN unit u ON u.id = o.unit_id
LEFT JOIN loan l ON l.id = o.cause_id AND o.purpose IN ('hold', 'loan') AND {scope}
LEFT JOIN organization f ON f.id = l.facility_id
WHERE o.unit_id = ANY($2::uuid[]) AND o.status = 'active' AND o.period && daterange($3, $4)
ORDER BY o.unit_id, lower(o.period)
"""
_CLOSED = """
SELECT coalesce(o.closed_weekdays, '{}') AS weekdays,
    ARRAY(SELECT c.day FROM closing_day c
          WHERE c.organization_id = o.id AND c.day >= $2 AND c.day < $3) AS days
FROM organization o WHERE o.id = $1
"""
_CHOICES = """
WITH shown AS (
    SELECT u.place_id, p.id, p.name, p.vendor_id, p.item_codes
    FROM unit u JOIN product p ON p.id = u.product_id WHERE u.status = 'active' AND {scope}
), place AS (
    SELECT w.id, w.name, w.prefecture FROM organization w
    WHERE w.id IN (SELECT place_id FROM shown) AND {known}
)
SELECT 'vendor' AS kind, o.id::text, o.name AS label FROM organization o
WHERE o.id IN (SELECT vendor_id FROM shown)
UNION ALL SELECT DISTINCT 'product', id::text, name FROM shown
UNION ALL SELECT 'place', id::text, name FROM place
UNION ALL SELECT DISTINCT 'prefecture', prefecture, prefecture FROM place WHERE prefecture <> ''
UNION ALL SELECT 'counter', o.id::text, o.name FROM organization o
WHERE {is_centre} AND o.kind IN ('counter', 'general_center')
UNION ALL SELECT 'item', t.code, max({item}) FROM taxonomy_item t
WHERE t.code IN (SELECT unnest(item_codes) FROM shown) GROUP BY t.code
ORDER BY 1, 3, 2
"""


def touched_by(position: int) -> str:
    """SQL that keeps the units that the organisation `$position` lends, keeps, shows, or mediates loans of.

    A loan whose units are home again has no days on the board, whatever is missing of its results.
    """
    return f"u.id IN ({_touching(position)})"


def _touching(position: int) -> str:
    mine = f"${position}::uuid"
    # Not `OR`: each of the three is found by its index.
    return f"""SELECT id FROM unit WHERE lender_id = {mine}
        UNION ALL SELECT id FROM unit WHERE custodian_id = {mine}
        UNION ALL SELECT lu.unit_id FROM loan x JOIN loan_unit lu ON lu.loan_id = x.id
        WHERE x.counter_id = {mine} AND x.closed_at IS NULL AND x.custody IN ({_AWAY})
          AND lu.released_at IS NULL AND lu.returned_on IS NULL AND lu.lost_on IS NULL
        {concerned(mine)}"""  # noqa: S608  # constants


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
    own = touched_by(1)
    offered = """EXISTS (SELECT 1 FROM product offered WHERE offered.id = u.product_id
        AND offered.vendor_id = u.lender_id AND offered.status <> 'draft')"""
    return f"({own} OR {offered})" if everything else own


async def board(
    actor: Actor, question: BoardQuestion, *, cursor: str | None = None, limit: int | None = None
) -> BoardPage:
    """A piece of the units with their days; nothing is left out without `total` and `next` saying so.

    Raises `Invalid` for days that are too many or in the wrong order, `NotAllowed` for a facility.
    """
    check_days(question)
    place, size = _place(cursor), max(1, min(limit or ON_A_PAGE, LARGEST_PIECE))
    total, found = await _found(actor, question, size + 1, place)
    bars = await _bars(actor, [unit.id for unit in found[:size]], question.days)
    units = [msgspec.structs.replace(unit, bars=bars[unit.id]) for unit in found[:size]]
    last = place.position + len(units)
    return BoardPage(
        start=question.start,
        end=question.end,
        today=today(),
        closed=await _closed(actor, question.days),
        units=units,
        first=place.position + 1,
        last=last,
        total=total,
        next=_cursor(units[-1], last) if len(found) > size else None,
    )


async def _found(
    actor: Actor, question: BoardQuestion, size: int, place: Place
) -> tuple[int, Sequence[BoardUnit]]:
    """How many units there are, and so many of them from `place` on, as yet without their days."""
    kept, narrowed = _narrowed(actor, question)
    values = [*narrowed, actor.is_centre]
    if actor.is_counter and not question.everything and not question.is_narrowed:
        rows = await _units(_own(), kept, values, size, place)
        total = rows[0]["total"]
    else:
        total = await db.fetch_value(_COUNT.format(kept=kept), *narrowed)
        sql = _UNITS_OF_MANY if total > _MANY and not question.is_narrowed else _UNITS
        rows = await _units(sql, kept, values, size, place)
    return total, [BoardUnit(**{name: row[name] for name in _TOLD}) for row in rows if row["id"] is not None]


def _own() -> str:
    """The template of what a counter has to do with; of its two parts one is run."""
    many = _UNITS_OF_MANY.replace("{kept}", f"{_IS_OWN} > {_MANY}")
    few = _UNITS.replace("{kept}", f"{_IS_OWN} <= {_MANY}")
    return _OWN.format(touching=_touching(1), many=many, few=few)


def check_days(question: BoardQuestion) -> None:
    """Refuse days that no screen could show."""
    if question.end <= question.start:
        raise Invalid({"to": "end-before-start"})
    if question.days.length > LONGEST:
        raise Invalid({"to": "board-too-long"}, max_days=LONGEST)


def _narrowed(actor: Actor, question: BoardQuestion) -> tuple[str, list[object]]:
    """SQL that keeps the units asked for, and its values: organisation, first and last day, what is asked."""
    values: list[object] = [actor.organization_id, question.start, question.end]
    kept = ["u.status = 'active'", units_on_board_of(actor, everything=question.everything)]
    visible = visible_to(actor, 1)
    for name, clause in _NARROWED_TO.items():
        value = getattr(question, name)
        if value is not None:
            values.append(value.value if isinstance(value, Purpose) else value)
            kept.append(clause.format(n=len(values), visible=visible))
    if actor.is_centre and question.counter_id is not None:
        values.append(question.counter_id)
        kept.append(touched_by(len(values)))
    return " AND ".join(kept), values


async def _units(
    template: str, kept: str, values: list[object], size: int, place: Place
) -> Sequence[asyncpg.Record]:
    """So many units from `place` on; the last of `values` says whether the reader sees all.

    How many is written into the statement: a plan made for any number of units would sort all of them.
    """
    known = len(values)
    positions = {"name": known + 1, "serial": known + 2, "id": known + 3}
    sql = template.format(
        kept=kept,
        after=_AFTER.format(**positions) if place.id else "",
        size=size,
        sees_all=known,
    )
    after = (place.name, place.serial, place.id) if place.id else ()
    return await db.fetch(sql, *values, *after)


def _cursor(unit: BoardUnit, position: int) -> str:
    return encode_cursor(unit.product_name, unit.serial_number, str(unit.id), str(position))


def _place(cursor: str | None) -> Place:
    keys = decode_cursor(cursor, 4)
    if keys is None:
        return Place()
    try:
        return Place(keys[0], keys[1], UUID(keys[2]), int(keys[3]))
    except ValueError as error:
        raise Invalid({"cursor": "cursor-unknown"}) from error


async def _bars(actor: Actor, units: Sequence[UUID], days: Days) -> Mapping[UUID, list[Bar]]:
    shown = {"ways": ways_of(Purpose.EXHIBITION), "standing": standing_of(Purpose.EXHIBITION, "$1", "$5")}
    sql = _BARS.format(scope=visible_to(actor, 1), **shown)
    rows = await db.fetch(sql, actor.organization_id, units, days.start, days.end, actor.is_centre)
    found: dict[UUID, list[Bar]] = defaultdict(list)
    day = today()
    for row in rows:
        found[row["unit_id"]] += bars_of(actor, row, day)
    return found


async def _closed(actor: Actor, days: Days) -> list[date]:
    """The days on which the reader's organisation does not work."""
    row = await db.fetch_row(_CLOSED, actor.organization_id, days.start, days.end)
    working = WorkingDays.of(row["days"], row["weekdays"]) if row else WorkingDays()
    return [day for day in days_between(days.start, days.end) if not working.is_working(day)]


async def choices(actor: Actor, *, everything: bool) -> Mapping[str, list[tuple[str, str]]]:
    """What the board of `actor` can be narrowed to, by kind: (id, label) pairs."""
    scope = units_on_board_of(actor, everything=everything)
    is_english = current_locale.get() == "en"
    sql = _CHOICES.format(
        scope=scope,
        known=_KNOWN_PLACE.format(visible=visible_to(actor, 1)),
        is_centre="TRUE" if actor.is_centre else "FALSE",
        item="t.field_en || ': ' || t.item_en" if is_english else "t.field_ja || ' ' || t.item_ja",
    )
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in await db.fetch(sql, actor.organization_id):
        label = prefecture_label(row["label"]) if row["kind"] == "prefecture" else row["label"]
        found[row["kind"]].append((row["id"], label))
    return found


def days_of(start: date, weeks: int) -> Days:
    """So many weeks from `start`."""
    return Days(start, start + timedelta(weeks=weeks))
