"""Reading loans, as whoever asks may see them. Scoping stands in `visible_to`, and nowhere else."""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor, Via
from core import db
from core.clock import today
from core.errors import NotFound
from core.i18n import current_locale
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from loans.domain import (
    KNOWN_TO_LENDER,
    Custody,
    Party,
    ResultState,
    Standing,
    StepName,
    is_closed,
    is_overdue,
    is_result_missing,
    parties_of,
    steps_for,
)
from loans.given_units import GivenUnit
from loans.overrides import OVERRIDES, Override
from loans.recalls import RECALL, Recall


class Offer(msgspec.Struct, frozen=True):
    """An open offer of other dates (`dates`), or an open wish for an `extension`.

    Where units are offered that are others than before, these are their serial numbers.
    """

    id: UUID
    kind: str
    start: date
    end: date
    message: str
    made_at: datetime | None = None
    unit_from: str | None = None
    unit_to: str | None = None

    @property
    def last_day(self) -> date:
        """The last day of what is offered or wished for."""
        return self.end - timedelta(days=1)


class LoanRow(msgspec.Struct, frozen=True, kw_only=True):
    """A loan as the house knows it; `end` is exclusive. Never handed out: see `LoanView`."""

    id: UUID
    number: str
    custody: Custody
    result: ResultState
    product_id: UUID
    product_name: str
    product_name_en: str
    unit_ids: list[UUID]
    units: list[GivenUnit] = msgspec.field(default_factory=list)
    quantity: int
    facility_id: UUID | None
    facility_name: str
    counter_id: UUID
    counter_name: str
    lender_id: UUID
    lender_name: str
    start: date
    end: date
    custody_since: datetime
    hold_expires_at: datetime | None
    answer_by: date | None
    problem: str
    goal: str
    place_of_use: str
    has_wifi: bool | None
    has_power: bool | None
    consent: bool
    lecture_wished_on: date | None
    lecture_held_on: date | None
    shipping_payer: str
    contact_name: str
    contact_phone: str
    wishes: str
    channel: str
    dispatched_on: date | None
    received_on: date | None
    sent_back_on: date | None
    returned_on: date | None
    ended_reason: str
    waived_reason: str
    bundle_id: UUID | None = None
    wished_quantity: int | None = None
    repeat_of: UUID | None = None
    recorded_afterwards: bool = False
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    offer: Offer | None
    overrides: list[Override] = msgspec.field(default_factory=list)
    recall: Recall | None = None

    @property
    def product_title(self) -> str:
        """The product's name in the reader's language, the Japanese one where there is no other."""
        is_english = current_locale.get() == "en"
        return self.product_name_en if is_english and self.product_name_en else self.product_name

    @property
    def outstanding(self) -> list[UUID]:
        """The units that are neither back nor lost."""
        return [unit.unit_id for unit in self.units if unit.is_out]

    @property
    def at_facility(self) -> list[UUID]:
        """Those of them that have not been sent back."""
        return [unit.unit_id for unit in self.units if unit.is_out and unit.sent_back_on is None]

    @property
    def last_day(self) -> date:
        """The last day of the trial: the unit leaves the facility on it at the latest."""
        return self.end - timedelta(days=1)

    @property
    def waiting_since(self) -> datetime:
        """When the wait for the next step began: with an open offer or wish, else with the present state."""
        made_at = self.offer.made_at if self.offer is not None else None
        return made_at or self.custody_since


class LoanView(LoanRow, frozen=True, kw_only=True):
    """A loan as one actor sees it; `next_steps` are those that this actor may take now."""

    next_steps: list[StepName]
    parties: list[Party]
    is_overdue: bool
    is_result_missing: bool
    is_closed: bool


class LoanFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of loans is narrowed to; every field left alone narrows nothing."""

    custody: Custody | None = None
    result: ResultState | None = None
    product_id: UUID | None = None
    facility_id: UUID | None = None
    counter_id: UUID | None = None
    is_open: bool | None = None
    overdue: bool = False
    result_missing: bool = False
    number: str = ""


LOAN = f"""
SELECT l.id, l.number, l.custody, l.result, l.product_id, p.name AS product_name,
    p.name_en AS product_name_en,
    (SELECT jsonb_agg(jsonb_build_object('unit_id', lu.unit_id, 'sent_back_on', lu.sent_back_on,
            'returned_on', lu.returned_on, 'lost_on', lu.lost_on, 'condition', lu.condition)
            ORDER BY lu.unit_id)::text
     FROM loan_unit lu WHERE lu.loan_id = l.id AND lu.released_at IS NULL) AS units,
    l.quantity, l.facility_id, f.name AS facility_name, l.counter_id, c.name AS counter_name,
    l.lender_id, v.name AS lender_name, l.starts_on AS start, l.ends_on AS "end", l.custody_since,
    l.hold_expires_at, l.answer_by, l.problem, l.goal, l.place_of_use, l.has_wifi, l.has_power, l.consent,
    l.lecture_wished_on, l.lecture_held_on, l.shipping_payer, l.contact_name, l.contact_phone, l.wishes,
    l.channel, l.dispatched_on, l.received_on, l.sent_back_on, l.returned_on, l.ended_reason, l.waived_reason,
    l.bundle_id, l.wished_quantity, l.repeat_of, l.recorded_afterwards,
    l.created_at, l.updated_at, l.closed_at,
    (SELECT jsonb_build_object('id', o.id, 'kind', o.kind, 'start', o.starts_on, 'end', o.ends_on,
                               'message', o.message, 'made_at', o.made_at,
                               'unit_from', e.unit_from, 'unit_to', e.unit_to)::text
     FROM loan_offer o LEFT JOIN LATERAL (
        SELECT facts->>'unit_from' AS unit_from, facts->>'unit_to' AS unit_to FROM loan_event
        WHERE o.kind = 'dates' AND loan_id = o.loan_id AND step = 'offer' ORDER BY position DESC LIMIT 1
     ) e ON TRUE
     WHERE o.loan_id = l.id AND o.answered_at IS NULL
     ORDER BY o.made_at DESC, o.id DESC LIMIT 1) AS offer,
    {OVERRIDES}, {RECALL}
FROM loan l
JOIN product p ON p.id = l.product_id
JOIN organization f ON f.id = l.facility_id
JOIN organization c ON c.id = l.counter_id
JOIN organization v ON v.id = l.lender_id
"""  # noqa: S608  # put together from constants


def visible_to(actor: Actor, position: int) -> str:
    """SQL that keeps the loans `actor` may see; parameter `$position` is the actor's organisation.

    A facility sees its own; a vendor those it lends; a counter those it mediates or lends; the centre all.
    """
    mine = f"${position}::uuid"
    if actor.is_centre or actor.via is Via.SYSTEM:
        return f"({mine} IS NULL OR TRUE)"
    if actor.is_facility:
        return f"l.facility_id = {mine}"
    if actor.is_vendor:
        return f"l.lender_id = {mine}"
    if actor.is_counter:
        return f"(l.counter_id = {mine} OR l.lender_id = {mine})"
    return f"({mine} IS NULL AND FALSE)"


async def loan_row(actor: Actor, loan_id: UUID) -> LoanRow:
    """The whole loan, for use cases; `NotFound` when there is none that `actor` may see."""
    sql = f"{LOAN} WHERE l.id = $1 AND {visible_to(actor.signed_in(), 2)}"
    row = await db.fetch_row(sql, loan_id, actor.organization_id)
    if row is None:
        raise NotFound
    return to_row(dict(row))


def to_row(columns: dict[str, object]) -> LoanRow:
    """The Struct for a row of `LOAN`."""
    offer = columns["offer"]
    columns["offer"] = msgspec.json.decode(offer, type=Offer) if isinstance(offer, str) else None
    recall = columns["recall"]
    columns["recall"] = msgspec.json.decode(recall, type=Recall) if isinstance(recall, str) else None
    units = msgspec.json.decode(str(columns["units"] or "[]"), type=list[GivenUnit])
    columns["overrides"] = msgspec.json.decode(str(columns["overrides"] or "[]"), type=list[Override])
    columns |= {"units": units, "unit_ids": [unit.unit_id for unit in units]}
    columns["custody"] = Custody(str(columns["custody"]))
    columns["result"] = ResultState(str(columns["result"]))
    return LoanRow(**columns)  # type: ignore[arg-type]  # columns of LOAN are the fields of LoanRow


def standing(loan: LoanRow) -> Standing:
    """What the rules need to know of a loan."""
    if loan.facility_id is None:
        raise ValueError("rules are asked about whole loans only")
    return Standing(
        custody=loan.custody,
        result=loan.result,
        facility_id=loan.facility_id,
        counter_id=loan.counter_id,
        lender_id=loan.lender_id,
        ends_on=loan.end,
        has_open_offer=loan.offer is not None and loan.offer.kind == "dates",
        has_open_extension=loan.offer is not None and loan.offer.kind == "extension",
        has_open_recall=loan.recall is not None and loan.recall.is_open,
    )


def seen_by(actor: Actor, loan: LoanRow, day: date) -> LoanView:
    """The loan as `actor` may see it on `day`: a lender learns the facility only once it has confirmed."""
    parties = parties_of(actor, standing(loan))
    fields = msgspec.structs.asdict(loan) | {"overrides": overrides_seen_by(actor, loan)}
    if parties == {Party.LENDER} and loan.custody not in KNOWN_TO_LENDER:
        fields |= {"facility_id": None, "facility_name": "", "contact_name": "", "contact_phone": ""}
        fields |= {"place_of_use": "", "wishes": ""}
    return LoanView(
        **fields,
        next_steps=steps_for(parties, standing(loan)),
        parties=sorted(parties),
        is_overdue=is_overdue(loan.end, loan.custody, day),
        is_result_missing=is_result_missing(loan.custody, loan.result),
        is_closed=is_closed(loan.custody, loan.result),
    )


def overrides_seen_by(actor: Actor, loan: LoanRow) -> list[Override]:
    """The exceptions made for a loan; names, and what could name a facility, for those who may know them."""
    if actor.is_centre:
        return loan.overrides
    knows_all = actor.organization_id != loan.lender_id or loan.custody in KNOWN_TO_LENDER
    knows_all = knows_all or actor.organization_id == loan.counter_id
    return [
        one
        if one.organization_id == actor.organization_id
        else msgspec.structs.replace(one, person_name="", reason=one.reason if knows_all else "")
        for one in loan.overrides
    ]


async def loan_for(actor: Actor, loan_id: UUID) -> LoanView:
    """One loan; `NotFound` for unknown and foreign ids alike."""
    return seen_by(actor, await loan_row(actor, loan_id), today())


_FILTERS = {
    "custody": "l.custody = {}",
    "result": "l.result = {}",
    "product_id": "l.product_id = {}",
    "facility_id": "l.facility_id = {}",
    "counter_id": "l.counter_id = {}",
    "number": "l.number LIKE '%' || {} || '%'",
}
_KNOWN_TO_LENDER = "l.custody IN ({})".format(", ".join(f"'{state}'" for state in sorted(KNOWN_TO_LENDER)))


async def list_loans(
    actor: Actor, wanted: LoanFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[LoanView]:
    """Loans that `actor` may see, latest first."""
    clauses = [visible_to(actor.signed_in(), 1)]
    arguments: list[object] = [actor.organization_id]
    for name, clause in _FILTERS.items():
        if value := getattr(wanted, name):
            arguments.append(value)
            clauses.append(clause.format(f"${len(arguments)}"))
    if wanted.facility_id is not None and actor.is_vendor:
        clauses.append(_KNOWN_TO_LENDER)  # a filter must not tell what the view hides
    clauses += _states(wanted)
    if wanted.overdue:
        arguments.append(today())
        clauses.append(f"l.custody = 'on_trial' AND l.ends_on <= ${len(arguments)}")
    if (last := cursor_id(cursor)) is not None:
        arguments.append(last)
        clauses.append(f"l.id < ${len(arguments)}")
    size = page_size(limit)
    sql = f"{LOAN} WHERE {' AND '.join(clauses)} ORDER BY l.id DESC LIMIT {size + 1}"
    rows = [to_row(dict(row)) for row in await db.fetch(sql, *arguments)]
    day = today()
    return cut([seen_by(actor, row, day) for row in rows], size, CursorOf[LoanView]())


def _states(wanted: LoanFilter) -> list[str]:
    clauses: list[str] = []
    if wanted.is_open is not None:
        clauses.append(f"l.closed_at IS {'' if wanted.is_open else 'NOT '}NULL")
    if wanted.result_missing:
        clauses.append("l.custody = 'returned' AND l.closed_at IS NULL")
    return clauses


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a loan's history."""

    id: UUID
    position: int
    step: str
    custody_from: Custody | None
    custody_to: Custody
    result_from: ResultState | None
    result_to: ResultState
    person_name: str
    organization_id: UUID | None
    organization_name: str
    on_behalf_of: UUID | None
    on_behalf_of_name: str
    via: Via
    occurred_on: date
    at: datetime
    facts: dict[str, object]


_EVENTS = """
SELECT e.id, e.position, e.step, e.custody_from, e.custody_to, e.result_from, e.result_to,
    coalesce(pe.name, '') AS person_name, e.organization_id, coalesce(o.name, '') AS organization_name,
    e.on_behalf_of, coalesce(b.name, '') AS on_behalf_of_name, e.via, e.occurred_on, e.at, e.facts
FROM loan_event e
LEFT JOIN person pe ON pe.id = e.person_id
LEFT JOIN organization o ON o.id = e.organization_id
LEFT JOIN organization b ON b.id = e.on_behalf_of
WHERE e.loan_id = $1 ORDER BY e.position
"""


async def loan_events(actor: Actor, loan_id: UUID) -> list[EventView]:
    """The history of a loan, earliest first; people's names are for their own organisation only.

    Raises `NotFound` like `loan_for`. A lender that may not know the facility yet is not told it here.
    """
    loan = await loan_for(actor, loan_id)
    return [_event(dict(row), actor, loan) for row in await db.fetch(_EVENTS, loan_id)]


def _event(columns: dict[str, object], actor: Actor, loan: LoanView) -> EventView:
    if columns["organization_id"] != actor.organization_id and not actor.is_centre:
        columns["person_name"] = ""
    columns["facts"] = db.from_json(str(columns["facts"]))
    if loan.facility_id is None:
        columns["facts"] = {}
        if columns["organization_id"] not in (loan.counter_id, loan.lender_id):
            columns |= {"organization_id": None, "organization_name": ""}
        columns |= {"on_behalf_of": None, "on_behalf_of_name": ""}
    return msgspec.convert(columns, EventView)
