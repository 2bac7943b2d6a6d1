"""Reading displays: planned and open ones for everybody, drafts for their counter."""

from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from core import db
from core.calendar import ONE_DAY
from core.clock import today
from core.errors import NotFound
from core.i18n import current_locale
from core.web.paging import CursorOf, Page, cut, decode_cursor, page_size
from core.words import Reading, Said, reading_here, said
from exhibitions.domain import ExhibitionKind, ExhibitionStatus


class ExhibitionView(msgspec.Struct, frozen=True, kw_only=True):
    """体験展示; `end` is exclusive. Of `exhibit_count` wishes and exhibits visitors see `shown_count`."""

    id: UUID
    counter_id: UUID
    counter_name: str
    counter_phone: str
    title: str
    title_en: str
    kind: ExhibitionKind
    status: ExhibitionStatus
    prefecture: str
    address: str
    access: str
    hours: str
    description: str
    title_plain: str
    description_en: str
    description_plain: str
    hours_en: str
    hours_plain: str
    access_en: str
    access_plain: str
    start: date
    end: date
    exhibit_count: int
    shown_count: int

    @property
    def last_day(self) -> date:
        """The last day on which it can be seen."""
        return self.end - ONE_DAY

    @property
    def name(self) -> str:
        """Its title in the reader's language."""
        return str(self.said("title"))

    def said(self, name: str, reading: Reading | None = None) -> Said:
        """Its `title`, `description`, `hours` or `access` in the reader's language, else in Japanese."""
        return said(self, name, reading or reading_here())


class ExhibitView(msgspec.Struct, frozen=True, kw_only=True):
    """展示品: what can be seen and tried there."""

    id: UUID
    product_id: UUID
    product_name: str
    product_name_en: str
    outline: str
    outline_en: str
    vendor_name: str
    item_codes: list[str]
    caption: str
    caption_en: str

    @property
    def name(self) -> str:
        """The product's name in the reader's language."""
        return (
            self.product_name_en
            if current_locale.get() == "en" and self.product_name_en
            else self.product_name
        )

    @property
    def about(self) -> Said:
        """What the counter says of it, else the product's outline: as the reader speaks, else in Japanese."""
        if current_locale.get() == "en" and (english := self.caption_en or self.outline_en):
            return Said(english, Reading.ENGLISH)
        return Said(self.caption or self.outline, Reading.JAPANESE)


class ExhibitionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of displays is narrowed to; unless `past` is asked for, it is those still to be seen."""

    prefecture: str = ""
    kind: ExhibitionKind | None = None
    counter_id: UUID | None = None
    past: bool = False


_EXHIBITION = """
SELECT e.id, e.counter_id, c.name AS counter_name, c.phone AS counter_phone, e.title, e.title_en, e.kind,
    e.status, e.prefecture, e.address, e.access, e.hours, e.description,
    e.title_plain, e.description_en, e.description_plain, e.hours_en, e.hours_plain, e.access_en,
    e.access_plain,
    e.starts_on AS start, e.ends_on AS "end",
    (SELECT count(*) FROM exhibit x WHERE x.exhibition_id = e.id) AS exhibit_count,
    (SELECT count(*) FROM exhibit x WHERE x.exhibition_id = e.id AND x.lent_on IS NULL
        AND x.status IN ('confirmed', 'delivered', 'on_show', 'returned')) AS shown_count
FROM exhibition e JOIN organization c ON c.id = e.counter_id
"""


def visible_to(actor: Actor, position: int) -> str:
    """SQL that keeps the displays `actor` may see; parameter `$position` is the actor's organisation."""
    mine = f"${position}::uuid"
    if actor.is_centre or actor.via is Via.SYSTEM:
        return f"({mine} IS NULL OR TRUE)"
    # A draft that was discarded was never announced: it stays its counter's own.
    announced = (
        "(e.status <> 'draft' AND (e.status <> 'cancelled' OR NOT EXISTS (SELECT FROM exhibition_event v"
        " WHERE v.exhibition_id = e.id AND v.step = 'cancel' AND v.before = 'draft')))"
    )
    return f"({announced} OR e.counter_id = {mine})"


async def exhibition_for(actor: Actor, exhibition_id: UUID) -> ExhibitionView:
    """One display; `NotFound` for unknown ids and other counters' drafts alike."""
    sql = f"{_EXHIBITION} WHERE e.id = $1 AND {visible_to(actor, 2)}"
    row = await db.fetch_row(sql, exhibition_id, actor.organization_id)
    if row is None:
        raise NotFound
    return msgspec.convert(dict(row), ExhibitionView)


_FILTERS = {
    "prefecture": "e.prefecture = ${}",
    "kind": "e.kind = ${}",
    "counter_id": "e.counter_id = ${}",
}


async def list_exhibitions(
    actor: Actor, wanted: ExhibitionFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[ExhibitionView]:
    """Displays that `actor` may see: those still to be seen, soonest first, or the past ones."""
    over = "(e.ends_on <= $2 OR e.status IN ('closed', 'cancelled'))"
    clauses = [visible_to(actor, 1), over if wanted.past else f"NOT {over}"]
    arguments: list[object] = [actor.organization_id, today()]
    for name, clause in _FILTERS.items():
        if value := getattr(wanted, name):
            arguments.append(value)
            clauses.append(clause.format(len(arguments)))
    if (last := decode_cursor(cursor, 2)) is not None:
        arguments += last
        clauses.append(f"(e.starts_on::text, e.id::text) > (${len(arguments) - 1}, ${len(arguments)})")
    size = page_size(limit)
    sql = (
        f"{_EXHIBITION} WHERE {' AND '.join(clauses)} ORDER BY e.starts_on::text, e.id::text LIMIT {size + 1}"
    )
    rows = [msgspec.convert(dict(row), ExhibitionView) for row in await db.fetch(sql, *arguments)]
    return cut(rows, size, CursorOf[ExhibitionView](("start", "id")))


_EXHIBITS = """
SELECT x.id, x.product_id, p.name AS product_name, p.name_en AS product_name_en, p.outline, p.outline_en,
    v.name AS vendor_name, p.item_codes, x.caption, x.caption_en
FROM exhibit x JOIN product p ON p.id = x.product_id JOIN organization v ON v.id = p.vendor_id
WHERE x.exhibition_id = $1 AND p.status <> 'draft'
  AND x.status IN ('confirmed', 'delivered', 'on_show', 'returned')
  AND (x.lent_on IS NULL OR x.lent_on > $2) ORDER BY x.position, x.id
"""


async def exhibits_of(exhibition: ExhibitionView) -> list[ExhibitView]:
    """What is on a display that the caller has been shown."""
    rows = await db.fetch(_EXHIBITS, exhibition.id, today())
    return [msgspec.convert(dict(row), ExhibitView) for row in rows]
