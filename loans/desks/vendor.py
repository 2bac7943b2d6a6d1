"""What a vendor knows of its products: how its units stand today, and what the trials showed."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.occupancy import free_between
from core import db
from core.clock import today
from core.i18n import LazyText, Text, format_count
from core.web.paging import CursorOf, Page, cursor_id, cut, page_size
from directory.kinds import OrganizationKind
from loans.domain import KNOWN_TO_LENDER, Decision, Stage
from loans.result_form import QUESTIONS, Kind, Question

_COMPARED = ("minutes_per_day", "times_per_day")


class ProductStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A product of the vendor: its active units, those free today, and its loans at each stage."""

    id: UUID
    name: str
    units: int
    free_today: int
    asked: int
    agreed: int
    on_trial: int
    waiting: int
    results: int
    introduce: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a report: `before` is what was measured before the trial, where it was."""

    label: LazyText
    value: str
    unit: Text
    before: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one trial showed; `facility_name` only where this vendor lent the unit itself."""

    id: UUID
    loan_id: UUID | None
    number: str
    product_name: str
    facility_name: str
    prefecture: str
    start: date
    end: date
    decision: Decision | None
    reason: str
    answers: list[Answer]
    comments: list[Answer]
    submitted_at: datetime


_PRODUCTS = """
SELECT p.id, p.name,
    standing.units, standing.free_today,
    coalesce(open.asked, 0)::int AS asked, coalesce(open.agreed, 0)::int AS agreed,
    coalesce(open.on_trial, 0)::int AS on_trial,
    (SELECT count(*) FROM waiting_entry w WHERE w.state IN ('waiting', 'offered')
        AND (w.product_id = p.id OR w.item = ANY(p.item_codes)))::int AS waiting,
    coalesce(told.results, 0)::int AS results, coalesce(told.introduce, 0)::int AS introduce
FROM product p
CROSS JOIN LATERAL (
    SELECT count(*) AS units, count(*) FILTER (WHERE {free}) AS free_today
    FROM unit u WHERE u.product_id = p.id AND u.status = 'active'
) standing
LEFT JOIN (
    SELECT l.product_id, count(*) FILTER (WHERE l.custody = 'proposed') AS asked,
        count(*) FILTER (WHERE l.custody IN ('confirmed', 'dispatched', 'returning')) AS agreed,
        count(*) FILTER (WHERE l.custody = 'on_trial') AS on_trial
    FROM loan l WHERE l.lender_id = $1 AND l.custody IN
        ('proposed', 'confirmed', 'dispatched', 'on_trial', 'returning') GROUP BY 1
) open ON open.product_id = p.id
LEFT JOIN (
    SELECT s.product_id, count(*) AS results, count(*) FILTER (WHERE s.measure = 'introduce') AS introduce
    FROM counted_step s JOIN product q ON q.id = s.product_id
    WHERE q.vendor_id = $1 AND s.measure IN ('results', 'introduce') GROUP BY 1
) told ON told.product_id = p.id
WHERE p.vendor_id = $1 ORDER BY p.name, p.id
""".format(free=free_between("$2::date", "$2::date + 1"))  # noqa: S608  # put together from constants
_OUTCOMES = """
SELECT r.id, l.id AS loan_id, l.number, l.custody, l.lender_id, p.name AS product_name,
    f.name AS facility_name, f.prefecture, l.starts_on AS start, l.ends_on AS "end", r.decision, r.reason,
    r.answers, r.submitted_at,
    (SELECT b.answers FROM result_report b WHERE b.loan_id = l.id AND b.stage = 'before'
     ORDER BY b.submitted_at DESC LIMIT 1) AS before
FROM result_report r JOIN loan l ON l.id = r.loan_id JOIN product p ON p.id = l.product_id
JOIN organization f ON f.id = l.facility_id
WHERE p.vendor_id = $1 AND r.stage = 'after' AND ($2::uuid IS NULL OR p.id = $2)
  AND ($3::text IS NULL OR r.decision = $3) AND ($4::uuid IS NULL OR r.id < $4)
ORDER BY r.id DESC LIMIT $5
"""


async def products_of(actor: Actor) -> list[ProductStanding]:
    """The vendor's products by name."""
    vendor_id = actor.one_of(OrganizationKind.VENDOR).acting_for()
    return await db.fetch_as(ProductStanding, _PRODUCTS, vendor_id, today())


async def outcomes(
    actor: Actor,
    *,
    product_id: UUID | None = None,
    decision: Decision | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Outcome]:
    """Final reports about the vendor's products, latest first."""
    vendor_id = actor.one_of(OrganizationKind.VENDOR).acting_for()
    size = page_size(limit)
    wanted = decision.value if decision else None
    rows = await db.fetch(_OUTCOMES, vendor_id, product_id, wanted, cursor_id(cursor), size + 1)
    return cut([_outcome(row, vendor_id) for row in rows], size, CursorOf[Outcome]())


def _outcome(row: asyncpg.Record, vendor_id: UUID) -> Outcome:
    # What a counter lent of its own is the counter's loan: the vendor learns the result, not from whom.
    is_lender = row["lender_id"] == vendor_id and row["custody"] in KNOWN_TO_LENDER
    answers = _answers(db.from_json(row["answers"]) or {}, db.from_json(row["before"]) or {})
    return Outcome(
        id=row["id"],
        loan_id=row["loan_id"] if is_lender else None,
        number=row["number"] if is_lender else "",
        product_name=row["product_name"],
        facility_name=row["facility_name"] if is_lender else "",
        prefecture=row["prefecture"],
        start=row["start"],
        end=row["end"],
        decision=Decision(row["decision"]) if row["decision"] else None,
        reason=row["reason"],
        answers=[answer for question, answer in answers if question.kind is not Kind.TEXT],
        comments=[answer for question, answer in answers if question.kind is Kind.TEXT],
        submitted_at=row["submitted_at"],
    )


def _answers(after: Mapping[str, object], before: Mapping[str, object]) -> list[tuple[Question, Answer]]:
    return [
        (
            question,
            Answer(
                label=question.label,
                value=_written(question, after[question.key]),
                unit=question.unit or "",
                before=_written(question, before[question.key])
                if question.key in _COMPARED and question.key in before
                else "",
            ),
        )
        for question in QUESTIONS[Stage.AFTER]
        if question.key in after
    ]


def _written(question: Question, value: object) -> str:
    if not isinstance(value, int | float):
        return str(value)
    if question.kind is Kind.CHANGE:
        return f"{value:+g}" if value else "0"
    return f"{format_count(value)} / 5" if question.kind is Kind.GRADE else format_count(value)
