"""The loan report in one statement, as far as whoever asks may count."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.reporting.periods import By, moment_of, objections, periods
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Invalid, NotAllowed, NotFound
from core.i18n import current_locale, gettext
from loans.reports.counting import AWAY, STEPS_OF_LOANS
from loans.reports.domain import MEASURES, Figures, Group, Grouping, Period

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


# What each step counts as is decided when it is recorded (`loans/reports/counting.py`). Steps are counted
# before they are set out in columns: there are few kinds of them, and many steps.
_FLOW = """
SELECT first, told_apart,
    coalesce(sum(steps) FILTER (WHERE measure IN ('requested', 'afterwards')), 0) AS requested,
    coalesce(sum(steps) FILTER (WHERE measure = 'confirmed'), 0) AS confirmed,
    coalesce(sum(steps) FILTER (WHERE measure = 'declined'), 0) AS declined,
    coalesce(sum(steps) FILTER (WHERE measure = 'cancelled'), 0) AS cancelled,
    0 AS on_trial,
    coalesce(sum(steps) FILTER (WHERE measure = 'returned'), 0) AS returned,
    0 AS overdue,
    coalesce(sum(steps) FILTER (WHERE measure IN ('results', 'introduce')), 0) AS results,
    coalesce(sum(steps) FILTER (WHERE measure = 'introduce'), 0) AS introduce,
    coalesce(sum(steps) FILTER (WHERE measure = 'afterwards'), 0) AS afterwards
FROM (
    SELECT period.first, {group} AS told_apart, s.measure, count(*) AS steps
    FROM period JOIN {steps} s ON s.occurred_on >= period.first AND s.occurred_on < period.after
    {known} WHERE {scope} GROUP BY 1, 2, 3
) step
GROUP BY 1, 2
"""

# On trial at the end of a day: received by then and not yet gone. An extension granted later does not make
# good a delay of that day: the end agreed then is what the first later extension replaced. Later than today
# there is none.
_STANDING = """
SELECT period.first, {group}, 0, 0, 0, 0, count(*), 0,
    count(*) FILTER (WHERE period.moment >= coalesce(CASE WHEN period.moment < $7 THEN (
        SELECT (e.facts ->> 'before')::date FROM loan_event e
        WHERE e.loan_id = l.id AND e.step = 'extend' AND e.facts ->> 'granted' = 'true'
          AND e.occurred_on > period.moment
        ORDER BY e.position LIMIT 1) END, l.ends_on)),
    0, 0, 0
FROM period JOIN loan l ON l.received_on IS NOT NULL AND {away} @> period.moment {known}
WHERE {scope}
GROUP BY 1, 2
"""

# By what loans are told apart: of a product only its items matter when they are counted by item.
_GROUPS: dict[Grouping, tuple[str, str]] = {
    Grouping.PRODUCT: ("{row}.product_id", ""),
    Grouping.COUNTER: ("{row}.counter_id", ""),
    Grouping.ITEM: ("q.item_codes", "JOIN product q ON q.id = {row}.product_id"),
}
# Under which keys they are shown: found once for each, not for each period again.
_KEYS: dict[Grouping, str] = {
    Grouping.PRODUCT: "SELECT told_apart, told_apart::text AS key FROM known WHERE $5::text IS NOT NULL",
    Grouping.COUNTER: "SELECT told_apart, told_apart::text AS key FROM known WHERE $5::text IS NOT NULL",
    Grouping.ITEM: """
        SELECT DISTINCT known.told_apart, coalesce(t.code, 'other') AS key
        FROM known LEFT JOIN LATERAL unnest(known.told_apart) AS item (code) ON TRUE
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
), counted AS ({flow} UNION ALL {standing}), known AS (
    SELECT DISTINCT told_apart FROM counted
), keyed AS MATERIALIZED ({keys}), grouped AS (
    SELECT c.first, NULL::text AS key, {sums} FROM counted c GROUP BY 1
    UNION ALL
    SELECT c.first, keyed.key, {sums} FROM counted c JOIN keyed USING (told_apart) GROUP BY 1, 2
), label AS (
    SELECT shown.key, named.* FROM (SELECT DISTINCT key FROM grouped) shown
    CROSS JOIN LATERAL ({labels}) named
)
SELECT grouped.*, label.ja, label.en FROM grouped LEFT JOIN label ON label.key = grouped.key
ORDER BY label.place NULLS LAST, grouped.key
"""


def counted_for(actor: Actor, row: str) -> str:
    """SQL that keeps what `actor` may count of `row`; $4 is the actor's organisation.

    A counter counts the loans it mediates, a vendor those of its products, a facility its own, the
    centre all. Raises `NotAllowed` for everybody else.
    """
    if actor.signed_in().is_centre:
        return "($4::uuid IS NULL OR TRUE)"
    if actor.is_counter:
        return f"{row}.counter_id = $4::uuid"
    if actor.is_vendor:
        return f"{row}.product_id IN (SELECT id FROM product WHERE vendor_id = $4::uuid)"  # noqa: S608  # a name of ours
    if actor.is_facility:
        return f"{row}.facility_id = $4::uuid"
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
        _statement(actor, question),
        [span.start for span in spans],
        [span.end for span in spans],
        [moment_of(span, today()) for span in spans],
        actor.organization_id,
        question.taxonomy.value,
        question.counter_id,
        today(),
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


def _statement(actor: Actor, question: ReportQuestion) -> str:
    # What is not asked stands in no statement: a plan for any question would be made for the widest one.
    narrowed = "{row}.counter_id = $6" if question.counter_id else "($6::uuid IS NULL OR TRUE)"
    group, known = _GROUPS[question.group]
    return _REPORT.format(
        flow=_FLOW.format(
            group=group.format(row="s"),
            known=known.format(row="s"),
            # A facility has so few loans that their events are found by them.
            steps=STEPS_OF_LOANS if actor.is_facility else "counted_step",
            scope=f"{counted_for(actor, 's')} AND {narrowed.format(row='s')}",
        ),
        standing=_STANDING.format(
            group=group.format(row="l"),
            known=known.format(row="l"),
            away=AWAY,
            scope=f"{counted_for(actor, 'l')} AND {narrowed.format(row='l')}",
        ),
        sums=", ".join(f"sum(c.{measure.name})::int AS {measure.name}" for measure in MEASURES),
        keys=_KEYS[question.group],
        labels=_LABELS[question.group],
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
