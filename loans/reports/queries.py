"""The loan report in one statement, as far as whoever asks may count."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Invalid, NotAllowed, NotFound
from core.i18n import current_locale, gettext
from loans.reports.domain import (
    MEASURES,
    By,
    Figures,
    Group,
    Grouping,
    Period,
    moment_of,
    objections,
    periods,
)

OTHER = "other"


class ReportQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the report; `end` is exclusive, `counter_id` narrows to one counter's loans."""

    start: date
    end: date
    by: By = By.MONTH
    group: Grouping = Grouping.ITEM
    taxonomy: TaxonomyVersion = TaxonomyVersion.Y2025
    counter_id: UUID | None = None


class LoanReport(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: the same groups in the same order in every period."""

    by: By
    group: Grouping
    taxonomy: TaxonomyVersion
    counter_id: UUID | None
    counter_name: str
    periods: list[Period]


# The steps that count; a loan has come back with the last of its units. A final report is
# the only `submit_result` that ends in `submitted`.
_FLOW = """
SELECT period.first, l.product_id, l.counter_id,
    count(*) FILTER (WHERE e.step = 'request') AS requested,
    count(*) FILTER (WHERE e.step = 'confirm') AS confirmed,
    count(*) FILTER (WHERE e.step = 'decline') AS declined,
    count(*) FILTER (WHERE e.step IN ('cancel', 'refuse_offer')) AS cancelled,
    0 AS on_trial,
    count(*) FILTER (WHERE e.step IN ('take_back', 'write_off')) AS returned,
    0 AS overdue,
    count(*) FILTER (WHERE e.step = 'submit_result') AS results,
    count(*) FILTER (WHERE e.step = 'submit_result' AND e.facts ->> 'decision' = 'introduce') AS introduce,
    count(*) FILTER (WHERE e.step = 'request' AND l.recorded_afterwards) AS afterwards
FROM period
JOIN loan_event e ON e.occurred_on >= period.first AND e.occurred_on < period.after
JOIN loan l ON l.id = e.loan_id JOIN product p ON p.id = l.product_id
WHERE e.step IN ('request', 'confirm', 'decline', 'cancel', 'refuse_offer', 'take_back', 'write_off',
    'submit_result')
  AND (e.step <> 'submit_result' OR e.result_to = 'submitted')
  AND (e.step NOT IN ('take_back', 'write_off') OR e.custody_to = 'returned') AND {scope}
GROUP BY 1, 2, 3
"""

# On trial at the end of a day: received by then and not yet gone. An extension granted later does not make
# good a delay of that day: the end agreed then is what the first later extension replaced.
_STANDING = """
SELECT period.first, l.product_id, l.counter_id, 0, 0, 0, 0, count(*), 0,
    count(*) FILTER (WHERE period.moment >= coalesce((
        SELECT (e.facts ->> 'before')::date FROM loan_event e
        WHERE e.loan_id = l.id AND e.step = 'extend' AND e.facts ->> 'granted' = 'true'
          AND e.occurred_on > period.moment
        ORDER BY e.position LIMIT 1), l.ends_on)),
    0, 0, 0
FROM (
    SELECT l.id, l.product_id, l.counter_id, l.received_on, l.ends_on, {left} AS left_on
    FROM loan l JOIN product p ON p.id = l.product_id
    WHERE l.received_on < (SELECT max(after) FROM period) AND {left} > (SELECT min(first) FROM period)
      AND {scope}
    OFFSET 0  -- once for all periods, instead of once for each
) l
JOIN period ON l.received_on <= period.moment AND l.left_on > period.moment
GROUP BY 1, 2, 3
"""
_LEFT = """
coalesce(l.sent_back_on, l.returned_on,
    CASE WHEN l.custody = 'lost' THEN (l.custody_since AT TIME ZONE 'Asia/Tokyo')::date END, 'infinity')
"""

_KEYS: dict[Grouping, str] = {
    Grouping.PRODUCT: "SELECT p.id::text WHERE $5::text IS NOT NULL",
    Grouping.COUNTER: "SELECT c.counter_id::text WHERE $5::text IS NOT NULL",
    Grouping.ITEM: """
        SELECT DISTINCT coalesce(t.code, 'other')
        FROM (VALUES (1)) one LEFT JOIN unnest(p.item_codes) AS item (code) ON TRUE
        LEFT JOIN taxonomy_item t ON t.code = item.code AND t.version = $5
    """,
}
_LABELS: dict[Grouping, str] = {
    Grouping.PRODUCT: "SELECT name AS ja, name_en AS en, name AS place FROM product WHERE id = key::uuid",
    Grouping.COUNTER: "SELECT name AS ja, '' AS en, name AS place FROM organization WHERE id = key::uuid",
    Grouping.ITEM: """
        SELECT concat_ws('：', field_ja, nullif(item_ja, field_ja)) AS ja,
            concat_ws(': ', field_en, nullif(item_en, field_en)) AS en,
            to_char(field_number * 100 + item_number, 'FM00000') AS place
        FROM taxonomy_item WHERE code = key AND version = $5
    """,
}

_REPORT = """
WITH period AS (
    SELECT * FROM unnest($1::date[], $2::date[], $3::date[]) AS period (first, after, moment)
), counted AS ({flow} UNION ALL {standing}), grouped AS (
    SELECT c.first, keys.key, {sums}
    FROM counted c JOIN product p ON p.id = c.product_id
    CROSS JOIN LATERAL (SELECT NULL::text AS key UNION ALL ({keys})) keys
    GROUP BY 1, 2
)
SELECT grouped.*, label.ja, label.en FROM grouped
LEFT JOIN LATERAL ({labels}) label ON TRUE
ORDER BY label.place NULLS LAST, grouped.key
"""


def counted_for(actor: Actor, position: int) -> str:
    """SQL that keeps the loans whose figures `actor` may see; `$position` is the actor's organisation.

    A counter counts the loans it mediates, a vendor those of its products, a facility its own, the
    centre all. Raises `NotAllowed` for everybody else.
    """
    mine = f"${position}::uuid"
    if actor.signed_in().is_centre:
        return f"({mine} IS NULL OR TRUE)"
    if actor.is_counter:
        return f"l.counter_id = {mine}"
    if actor.is_vendor:
        return f"p.vendor_id = {mine}"
    if actor.is_facility:
        return f"l.facility_id = {mine}"
    raise NotAllowed


async def loan_report(actor: Actor, question: ReportQuestion) -> LoanReport:
    """Count the loans that `actor` may count.

    Raises `Invalid` naming `from` or `to`, `NotFound` for a counter that is none or not the actor's own.
    """
    counter_name = await _counter_name(actor, question.counter_id)
    if wrong := objections(question.start, question.end):
        raise Invalid(wrong)
    spans = list(periods(question.start, question.end, question.by))
    rows = await db.fetch(
        _statement(actor, question.group),
        [span.start for span in spans],
        [span.end for span in spans],
        [moment_of(span, today()) for span in spans],
        actor.organization_id,
        question.taxonomy.value,
        question.counter_id,
    )
    return LoanReport(
        by=question.by,
        group=question.group,
        taxonomy=question.taxonomy,
        counter_id=question.counter_id,
        counter_name=counter_name,
        periods=_arranged(spans, rows),
    )


async def _counter_name(actor: Actor, counter_id: UUID | None) -> str:
    actor.signed_in()
    if counter_id is None:
        return ""
    if actor.is_counter and counter_id != actor.organization_id:
        raise NotFound
    name = await db.fetch_value(
        "SELECT name FROM organization WHERE id = $1 AND kind IN ('counter', 'general_center')", counter_id
    )
    if name is None:
        raise NotFound
    return str(name)


def _statement(actor: Actor, group: Grouping) -> str:
    scope = f"{counted_for(actor, 4)} AND ($6::uuid IS NULL OR l.counter_id = $6)"
    return _REPORT.format(
        flow=_FLOW.format(scope=scope),
        standing=_STANDING.format(scope=scope, left=_LEFT),
        sums=", ".join(f"sum(c.{measure.name})::int AS {measure.name}" for measure in MEASURES),
        keys=_KEYS[group],
        labels=_LABELS[group],
    )


def _arranged(spans: Sequence[Days], rows: Iterable[asyncpg.Record]) -> list[Period]:
    labels: dict[str, str] = {}
    found: dict[tuple[date, str | None], Figures] = {}
    for row in rows:
        found[row["first"], row["key"]] = Figures(**{one.name: row[one.name] for one in MEASURES})
        if row["key"] is not None:
            labels[row["key"]] = _label(row)
    return [
        Period(
            start=span.start,
            end=span.end,
            total=found.get((span.start, None), Figures()),
            groups=[
                Group(key=key, label=label, **msgspec.structs.asdict(found.get((span.start, key), Figures())))
                for key, label in labels.items()
            ],
        )
        for span in spans
    ]


def _label(row: asyncpg.Record) -> str:
    if row["key"] == OTHER:
        return gettext("この版にない項目")
    english = row["en"] if current_locale.get() == "en" else ""
    return str(english or row["ja"] or row["key"])
