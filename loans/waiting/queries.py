"""Reading the waitlist, as whoever asks may see it. Scoping stands in `visible_to`, and nowhere else."""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from core import db
from core.clock import now, today
from core.errors import NotFound
from core.i18n import current_locale
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from loans.asking import may_ask
from loans.waiting.domain import IN_QUEUE, Standing, WaitingState, WaitingStep, steps_for
from loans.waiting.wishes import Position, positions


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """Days that are held for a wish until `expires_at`; `end` is exclusive."""

    id: UUID
    product_id: UUID
    product_name: str
    product_name_en: str
    needs_consent: bool
    lender_id: UUID
    lender_name: str
    start: date
    end: date
    quantity: int
    offered_at: datetime
    expires_at: datetime

    @property
    def title(self) -> str:
        """The product's name in the reader's language."""
        is_english = current_locale.get() == "en"
        return self.product_name_en if is_english and self.product_name_en else self.product_name

    @property
    def is_over(self) -> bool:
        """Whether its time is up, even where no sweep has passed it on yet."""
        return self.expires_at <= now()

    @property
    def left(self) -> timedelta:
        """How long it still stands; nothing once it has run out."""
        return max(self.expires_at - now(), timedelta())


class EntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A wish as the house knows it; `end` is exclusive."""

    id: UUID
    state: WaitingState
    product_id: UUID | None
    product_name: str
    product_name_en: str
    item: str | None
    item_name: str
    item_name_en: str
    facility_id: UUID
    facility_name: str
    counter_id: UUID
    counter_name: str
    start: date
    end: date
    tolerance_days: int
    quantity: int
    accept_fewer: bool
    problem: str
    goal: str
    place_of_use: str
    contact_name: str
    contact_phone: str
    note: str
    channel: str
    joined_at: datetime
    waits_since: datetime
    skipped_at: datetime | None
    skipped_reason: str
    ended_at: datetime | None
    ended_reason: str
    loan_id: UUID | None
    offer: OfferView | None

    @property
    def title(self) -> str:
        """What it waits for, in the reader's language."""
        japanese, english = (
            (self.product_name, self.product_name_en)
            if self.product_id
            else (self.item_name, self.item_name_en)
        )
        return english if current_locale.get() == "en" and english else japanese

    @property
    def last_start(self) -> date:
        """The last day on which a trial that suits the wish could begin."""
        return self.start + timedelta(days=self.tolerance_days)

    def standing(self, day: date) -> Standing:
        """What the rules of steps need to know."""
        is_offer_over = self.offer is not None and self.offer.is_over
        return Standing(self.state, self.skipped_at is not None, self.last_start < day, is_offer_over)


class EntryView(EntryRow, frozen=True, kw_only=True):
    """A wish as one actor sees it: its place in the queue while it waits, and what can be done now."""

    position: Position | None
    next_steps: list[WaitingStep]


class EntryFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of wishes is narrowed to; every field left alone narrows nothing."""

    state: WaitingState | None = None
    product_id: UUID | None = None
    facility_id: UUID | None = None
    is_open: bool | None = None


_ENTRY = """
SELECT e.id, e.state, e.product_id, coalesce(p.name, '') AS product_name,
    coalesce(p.name_en, '') AS product_name_en, e.item, coalesce(t.item_ja, e.item, '') AS item_name,
    coalesce(t.item_en, '') AS item_name_en, e.facility_id, f.name AS facility_name, e.counter_id,
    c.name AS counter_name, e.starts_on AS start, e.ends_on AS "end", e.tolerance_days, e.quantity,
    e.accept_fewer, e.problem, e.goal, e.place_of_use, e.contact_name, e.contact_phone, e.note, e.channel,
    e.joined_at, e.waits_since, e.skipped_at, e.skipped_reason, e.ended_at, e.ended_reason, e.loan_id,
    (SELECT jsonb_build_object('id', o.id, 'product_id', o.product_id, 'product_name', q.name,
            'product_name_en', q.name_en, 'needs_consent', q.needs_consent, 'lender_id', o.lender_id,
            'lender_name', v.name, 'start', o.starts_on, 'end', o.ends_on, 'quantity', o.quantity,
            'offered_at', o.offered_at, 'expires_at', o.expires_at)::text
     FROM waiting_offer o JOIN product q ON q.id = o.product_id JOIN organization v ON v.id = o.lender_id
     WHERE o.entry_id = e.id AND o.state = 'open') AS offer
FROM waiting_entry e
JOIN organization f ON f.id = e.facility_id
JOIN organization c ON c.id = e.counter_id
LEFT JOIN product p ON p.id = e.product_id
LEFT JOIN LATERAL (SELECT item_ja, item_en FROM taxonomy_item t WHERE t.code = e.item
                   ORDER BY t.version LIMIT 1) t ON TRUE
"""


def visible_to(actor: Actor, position: int) -> str:
    """SQL that keeps the wishes `actor` may see; parameter `$position` is the actor's organisation.

    A facility sees its own, a counter those it answers for, the centre all; a vendor learns figures only.
    """
    mine = f"${position}::uuid"
    if actor.is_centre or actor.via is Via.SYSTEM:
        return f"({mine} IS NULL OR TRUE)"
    if actor.is_facility:
        return f"e.facility_id = {mine}"
    if actor.is_counter:
        return f"e.counter_id = {mine}"
    return f"({mine} IS NULL AND FALSE)"


async def entry_row(actor: Actor, entry_id: UUID) -> EntryRow:
    """The wish, for use cases; `NotFound` when there is none that `actor` may see."""
    sql = f"{_ENTRY} WHERE e.id = $1 AND {visible_to(actor.signed_in(), 2)}"
    row = await db.fetch_row(sql, entry_id, actor.organization_id)
    if row is None:
        raise NotFound
    return _row(dict(row))


async def lock_entry(actor: Actor, entry_id: UUID) -> EntryRow:
    """The wish, which nobody else changes until this transaction ends."""
    sql = f"SELECT FROM waiting_entry e WHERE e.id = $1 AND {visible_to(actor.signed_in(), 2)} FOR UPDATE"
    await db.execute(sql, entry_id, actor.organization_id)
    return await entry_row(actor, entry_id)


def _row(columns: dict[str, object]) -> EntryRow:
    offer = columns["offer"]
    columns["offer"] = msgspec.json.decode(offer, type=OfferView) if isinstance(offer, str) else None
    return msgspec.convert(columns, EntryRow)


async def entry_for(actor: Actor, entry_id: UUID) -> EntryView:
    """One wish; `NotFound` for unknown and foreign ids alike."""
    return (await _seen_by(actor, [await entry_row(actor, entry_id)]))[0]


async def _seen_by(actor: Actor, rows: list[EntryRow]) -> list[EntryView]:
    day = today()
    waiting = [row for row in rows if row.state in IN_QUEUE]
    products = {row.product_id for row in waiting if row.product_id is not None}
    known = await positions(products, {row.item for row in waiting if row.item is not None}, day)
    return [
        EntryView(
            **msgspec.structs.asdict(row),
            position=known.get(row.id),
            next_steps=steps_for(row.standing(day), is_counter=not actor.is_facility),
        )
        for row in rows
    ]


_FILTERS = {"state": "e.state = {}", "product_id": "e.product_id = {}", "facility_id": "e.facility_id = {}"}
_OPEN = "e.state IN ('waiting', 'offered', 'lapsed')"


async def list_entries(
    actor: Actor, wanted: EntryFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[EntryView]:
    """Wishes that `actor` may see, the longest waiting first; `NotAllowed` for those who never borrow."""
    clauses = [visible_to(may_ask(actor), 1)]
    arguments: list[object] = [actor.organization_id]
    for name, clause in _FILTERS.items():
        if value := getattr(wanted, name):
            arguments.append(value)
            clauses.append(clause.format(f"${len(arguments)}"))
    if wanted.is_open is not None:
        clauses.append(_OPEN if wanted.is_open else f"NOT {_OPEN}")
    if (last := cursor_id(cursor)) is not None:
        arguments.append(last)
        clauses.append(f"e.id > ${len(arguments)}")
    size = page_size(limit)
    sql = f"{_ENTRY} WHERE {' AND '.join(clauses)} ORDER BY e.id LIMIT {size + 1}"
    rows = [_row(dict(row)) for row in await db.fetch(sql, *arguments)]
    return cut(await _seen_by(actor, rows), size, CursorOf[EntryView]())


class WaitingFigures(msgspec.Struct, frozen=True):
    """How many wishes of a counter wait, and how many have an offer to answer."""

    waiting: int
    offered: int


_FIGURES = """
SELECT count(*) FILTER (WHERE e.state = 'waiting')::int AS waiting,
    count(*) FILTER (WHERE e.state = 'offered')::int AS offered
FROM waiting_entry e WHERE e.counter_id = $1 AND e.state IN ('waiting', 'offered')
"""


async def waiting_figures(actor: Actor) -> WaitingFigures:
    """For the desk of a counter."""
    found = await db.fetch_one_as(WaitingFigures, _FIGURES, actor.acting_for())
    return found or WaitingFigures(0, 0)


class WaitingEventView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a wish's history; people's names are for their own organisation only."""

    step: WaitingStep
    state: WaitingState
    organization_name: str
    person_name: str
    at: datetime
    facts: dict[str, object]


_EVENTS = """
SELECT v.step, v.state, coalesce(o.name, '') AS organization_name, v.at, v.facts,
    CASE WHEN v.organization_id = $2 THEN coalesce(p.name, '') ELSE '' END AS person_name
FROM waiting_event v
LEFT JOIN organization o ON o.id = v.organization_id LEFT JOIN person p ON p.id = v.person_id
WHERE v.entry_id = $1 ORDER BY v.at, v.id
"""


async def entry_events(actor: Actor, entry_id: UUID) -> list[WaitingEventView]:
    """The history of a wish, earliest first; `NotFound` like `entry_for`."""
    await entry_row(actor, entry_id)
    rows = await db.fetch(_EVENTS, entry_id, actor.organization_id)
    return [msgspec.convert({**row, "facts": db.from_json(row["facts"])}, WaitingEventView) for row in rows]
