"""All that is kept with a loan: its units, contacts, shipments, checks and reports."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.availability import free_units_for, lending_of
from catalog.checklists.domain import ChecklistLine
from catalog.checklists.queries import lines_of
from catalog.conditions.checks import CheckedUnits, CheckView
from catalog.domain import Way
from catalog.terms import Days
from core import db
from core.clock import today
from loans.domain import UNDER_WAY, Custody, Decision, Direction, Party, Stage, StepName
from loans.given_units import GivenUnit, state_of
from loans.incidents.queries import IncidentRow, incidents_of
from loans.photos.queries import photos_of
from loans.queries import EventView, LoanView, loan_events, loan_for, visible_to
from loans.safety.queries import SafetyRow, safety_reports_of

# Steps that put other units in the place of those the loan has.
NEEDS_SPARE = frozenset({StepName.EXCHANGE, StepName.RECALL})
HANDING_OVER = frozenset({StepName.DISPATCH, StepName.RECEIVE, StepName.SEND_BACK, StepName.TAKE_BACK})


class UnitOfLoan(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that the loan has, or that could take the place of one."""

    id: UUID
    serial_number: str
    accessories: list[str]
    tag_code: str
    tag_token: str

    @property
    def name(self) -> str:
        """Its serial number, and the code on its tag."""
        return f"{self.serial_number} ({self.tag_code})" if self.tag_code else self.serial_number


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to call and where to send: a party of the loan."""

    id: UUID
    name: str
    corporation_name: str
    prefecture: str
    city: str
    address: str
    building: str
    phone: str
    fax: str
    email: str

    @property
    def place(self) -> str:
        """The whole address in one line."""
        start = "" if self.address.startswith(self.prefecture) else self.prefecture
        return f"{start}{self.address} {self.building}".strip()


class ShipmentView(msgspec.Struct, frozen=True, kw_only=True):
    """The way out or back."""

    direction: Direction
    way: Way
    carrier: str
    tracking_number: str
    accessories: list[str]
    shipped_on: date


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """The report of one stage."""

    id: UUID
    stage: Stage
    answers: dict[str, object]
    decision: Decision | None
    reason: str
    organization_name: str
    submitted_at: datetime


class Relative(msgspec.Struct, frozen=True, kw_only=True):
    """Another loan that this one repeats (`is_earlier`), or by which it was repeated."""

    id: UUID
    number: str
    start: date
    end: date
    is_earlier: bool


class LoanRecord(CheckedUnits, frozen=True, kw_only=True):
    """A loan with everything that belongs to it, as one actor may see it."""

    loan: LoanView
    units: list[UnitOfLoan]
    spare_units: list[UnitOfLoan]
    other_units: list[UnitOfLoan] = msgspec.field(default_factory=list)
    coming_home: list[UnitOfLoan] = msgspec.field(default_factory=list)
    contacts: dict[UUID, Contact]
    shipments: list[ShipmentView]
    reports: list[ReportView]
    events: list[EventView]
    relatives: list[Relative] = msgspec.field(default_factory=list)
    incidents: list[IncidentRow] = msgspec.field(default_factory=list)
    safety_reports: list[SafetyRow] = msgspec.field(default_factory=list)
    # What is to be looked at now; nothing where no unit is about to change hands.
    checklist: list[ChecklistLine] = msgspec.field(default_factory=list)

    @property
    def facility(self) -> Contact | None:
        """The borrower, unless the reader may not know it yet."""
        return self.contacts.get(self.loan.facility_id) if self.loan.facility_id else None

    @property
    def counter(self) -> Contact:
        """The counter in the middle."""
        return self.contacts[self.loan.counter_id]

    @property
    def lender(self) -> Contact:
        """Who holds the units and answers for them."""
        return self.contacts[self.loan.lender_id]

    def contact_of(self, party: Party) -> Contact | None:
        """Whom to call on that side of the loan."""
        sides = {Party.FACILITY: self.facility, Party.COUNTER: self.counter, Party.LENDER: self.lender}
        return sides.get(party)

    def given(self, unit_id: UUID) -> GivenUnit:
        """What the loan knows of one of its units."""
        return next(unit for unit in self.loan.units if unit.unit_id == unit_id)

    def state_of(self, unit_id: UUID) -> Custody:
        """Where one of the loan's units stands."""
        return state_of(self.given(unit_id), self.loan.custody)

    def report_of(self, stage: Stage) -> ReportView | None:
        """The latest report of `stage`."""
        found = [report for report in self.reports if report.stage == stage]
        return found[-1] if found else None

    @property
    def accessories(self) -> list[str]:
        """What belongs to the units, each thing once."""
        return list(dict.fromkeys(thing for unit in self.units for thing in unit.accessories))


async def record_for(actor: Actor, loan_id: UUID) -> LoanRecord:
    """The loan with all that is kept about it; `NotFound` for unknown and foreign ids alike."""
    loan = await loan_for(actor, loan_id)
    return LoanRecord(
        loan=loan,
        units=await _units(loan.unit_ids),
        spare_units=await _spare_units(loan) if NEEDS_SPARE & set(loan.next_steps) else [],
        coming_home=await _coming_home(loan),
        other_units=await _other_units(loan) if StepName.OFFER in loan.next_steps else [],
        contacts=await _contacts(loan),
        shipments=await _shipments(loan_id),
        checks=await _checks(loan),
        reports=await _reports(loan_id),
        events=await loan_events(actor, loan_id),
        relatives=await _relatives(actor, loan),
        photos=await photos_of(loan_id),
        incidents=await incidents_of(loan_id),
        safety_reports=await safety_reports_of(loan_id),
        checklist=await lines_of(loan.product_id) if HANDING_OVER & set(loan.next_steps) else [],
    )


_RELATIVES = """
SELECT l.id, l.number, l.starts_on AS start, l.ends_on AS "end", l.id = $2 AS is_earlier
FROM loan l WHERE (l.id = $2 OR l.repeat_of = $3) AND {scope} ORDER BY l.id
"""


async def _relatives(actor: Actor, loan: LoanView) -> list[Relative]:
    sql = _RELATIVES.format(scope=visible_to(actor, 1))
    return await db.fetch_as(Relative, sql, actor.organization_id, loan.repeat_of, loan.id)


_UNITS = """
SELECT u.id, u.serial_number, u.accessories, coalesce(t.code, '') AS tag_code,
    coalesce(t.token, '') AS tag_token
FROM unit u LEFT JOIN LATERAL (
    SELECT code, token FROM tag WHERE tag.unit_id = u.id AND tag.retired_at IS NULL
    ORDER BY tag.created_at DESC, tag.id DESC LIMIT 1
) t ON TRUE
WHERE u.id = ANY($1::uuid[]) ORDER BY u.serial_number
"""


async def _units(unit_ids: Iterable[UUID]) -> list[UnitOfLoan]:
    return [_unit(dict(row)) for row in await db.fetch(_UNITS, list(unit_ids))]


def _unit(columns: dict[str, object]) -> UnitOfLoan:
    kept = db.from_json(str(columns["accessories"]))
    # a unit without accessories keeps an empty document
    columns["accessories"] = [str(thing) for thing in kept] if isinstance(kept, list) else []
    return msgspec.convert(columns, UnitOfLoan)


async def _spare_units(loan: LoanView) -> list[UnitOfLoan]:
    """Other units of the lender that are free on the loan's days."""
    lending = await lending_of(loan.product_id, loan.counter_id, today())
    start = max(loan.start, today()) if loan.custody in UNDER_WAY else loan.start
    if start >= loan.end:
        return []  # it is late: there are no days left to exchange
    return await _units(await free_units_for(lending, Days(start, loan.end), loan.lender_id))


_OTHERS = """
SELECT id FROM unit
WHERE product_id = $1 AND lender_id = $2 AND status = 'active' AND NOT (id = ANY($3::uuid[]))
ORDER BY serial_number, id LIMIT 200
"""


_COMING_HOME = """
SELECT lu.unit_id FROM loan_unit lu JOIN occupancy o ON o.id = lu.occupancy_id
WHERE lu.loan_id = $1 AND lu.released_at IS NOT NULL AND lu.returned_on IS NULL AND o.status = 'active'
"""


async def _coming_home(loan: LoanView) -> list[UnitOfLoan]:
    """The units that others took the place of and that its lender has not got back yet; for the lender."""
    if Party.LENDER not in loan.parties or loan.custody not in UNDER_WAY | {Custody.LOST}:
        return []
    return await _units(row["unit_id"] for row in await db.fetch(_COMING_HOME, loan.id))


async def _other_units(loan: LoanView) -> list[UnitOfLoan]:
    """The lender's other units of the product, free or not: they may be offered for other days."""
    rows = await db.fetch(_OTHERS, loan.product_id, loan.lender_id, loan.unit_ids)
    return await _units(row["id"] for row in rows)


_CONTACTS = """
SELECT id, name, corporation_name, prefecture, city, address, building, phone, fax, email
FROM organization WHERE id = ANY($1::uuid[])
"""


async def _contacts(loan: LoanView) -> dict[UUID, Contact]:
    wanted = [party for party in (loan.facility_id, loan.counter_id, loan.lender_id) if party]
    return {contact.id: contact for contact in await db.fetch_as(Contact, _CONTACTS, wanted)}


_SHIPMENTS = """
SELECT direction, way, carrier, tracking_number, accessories, shipped_on
FROM shipment WHERE loan_id = $1 ORDER BY created_at
"""


async def _shipments(loan_id: UUID) -> list[ShipmentView]:
    rows = [dict(row) for row in await db.fetch(_SHIPMENTS, loan_id)]
    return [
        msgspec.convert({**row, "accessories": db.from_json(row["accessories"])}, ShipmentView)
        for row in rows
    ]


_CHECKS = """
SELECT c.unit_id, c.check_moment, c.condition, c.cleaned, c.items, c.note,
    coalesce(o.name, '') AS organization_name, c.at
FROM condition_check c LEFT JOIN organization o ON o.id = c.organization_id
WHERE c.loan_id = $1 ORDER BY c.at
"""


async def _checks(loan: LoanView) -> list[CheckView]:
    rows = await db.fetch(_CHECKS, loan.id)
    # a check from before there were checklists keeps an empty document
    return [msgspec.convert({**row, "items": db.from_json(row["items"]) or []}, CheckView) for row in rows]


_REPORTS = """
SELECT r.id, r.stage, r.answers, r.decision, r.reason, coalesce(o.name, '') AS organization_name,
    r.submitted_at
FROM result_report r LEFT JOIN organization o ON o.id = r.organization_id
WHERE r.loan_id = $1 ORDER BY r.submitted_at
"""


async def _reports(loan_id: UUID) -> list[ReportView]:
    rows = [dict(row) for row in await db.fetch(_REPORTS, loan_id)]
    return [msgspec.convert({**row, "answers": db.from_json(row["answers"])}, ReportView) for row in rows]
