"""The report of visits in one statement, as far as whoever asks may count."""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.queries.taxonomy import taxonomy_of
from catalog.reporting.periods import By, objections, periods
from catalog.terms import Days
from core import db
from core.errors import Invalid, NotAllowed, NotFound
from core.i18n import gettext as _
from exhibitions.figures.domain import MEASURES, Counts, Group, Grouping, Period
from exhibitions.figures.sources import SOURCES

OTHER = "other"


class VisitQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked; `end` is exclusive, `counter_id` narrows to one counter's displays."""

    start: date
    end: date
    by: By = By.MONTH
    group: Grouping = Grouping.ITEM
    taxonomy: TaxonomyVersion = TaxonomyVersion.Y2025
    counter_id: UUID | None = None


class VisitReport(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: the same groups in the same order in every period."""

    by: By
    group: Grouping
    taxonomy: TaxonomyVersion
    counter_id: UUID | None
    counter_name: str
    periods: list[Period]


_KEYS: dict[Grouping, str] = {
    Grouping.PLACE: "SELECT c.place AS key WHERE $6::text IS NOT NULL",
    Grouping.ITEM: """
        SELECT DISTINCT coalesce(t.code, 'other') AS key
        FROM unnest(coalesce(nullif(c.items, ARRAY[]::text[]), ARRAY[''])) AS item (code)
        LEFT JOIN taxonomy_item t ON t.code = item.code AND t.version = $6
    """,
}
_REPORT = """
WITH period AS (
    SELECT * FROM unnest($1::date[], $2::date[]) AS period (first, after)
), counted AS (
    SELECT p.first, c.* FROM ({sources}) c JOIN period p ON c.day >= p.first AND c.day < p.after
    WHERE c.number <> 0
)
SELECT c.first, NULL::text AS key, NULL::text AS label, {sums} FROM counted c GROUP BY 1
UNION ALL
SELECT c.first, k.key, max(c.place_label), {sums} FROM counted c CROSS JOIN LATERAL ({keys}) k GROUP BY 1, 2
"""


async def visit_report(actor: Actor, question: VisitQuestion) -> VisitReport:
    """Count what `actor` may count: a counter its own displays, the centre all.

    Raises `Invalid` naming `from` or `to`, `NotFound` for a counter that is none or not the actor's own,
    `NotAllowed` for everybody else.
    """
    counter_id = scope_of(actor, question.counter_id)
    if wrong := objections(question.start, question.end):
        raise Invalid(wrong)
    spans = list(periods(question.start, question.end, question.by))
    rows = await db.fetch(
        _statement(question, is_narrowed=counter_id is not None),
        [span.start for span in spans],
        [span.end for span in spans],
        spans[0].start,
        spans[-1].end,
        counter_id,
        question.taxonomy.value,
    )
    labels = await _labels(question, rows)
    return VisitReport(
        by=question.by,
        group=question.group,
        taxonomy=question.taxonomy,
        counter_id=question.counter_id,
        counter_name=await counter_name_of(question.counter_id),
        periods=_arranged(spans, rows, labels),
    )


def scope_of(actor: Actor, counter_id: UUID | None) -> UUID | None:
    """The counter whose things are counted; None counts all."""
    if actor.signed_in().is_centre:
        return counter_id
    if not actor.is_counter:
        raise NotAllowed
    if counter_id is not None and counter_id != actor.organization_id:
        raise NotFound
    return actor.acting_for()


async def counter_name_of(counter_id: UUID | None) -> str:
    """Its name; `NotFound` for what is no counter."""
    if counter_id is None:
        return ""
    sql = "SELECT name FROM organization WHERE id = $1 AND kind IN ('counter', 'general_center')"
    name = await db.fetch_value(sql, counter_id)
    if name is None:
        raise NotFound
    return str(name)


def _statement(question: VisitQuestion, *, is_narrowed: bool) -> str:
    sources = (
        source.sql.replace("{scope}", f"{source.counter} = $5" if is_narrowed else "$5::uuid IS NULL")
        for source in SOURCES
    )
    sums = ", ".join(
        f"coalesce(sum(c.number) FILTER (WHERE c.measure = '{one.name}'), 0)::int AS {one.name}"
        for one in MEASURES
    )
    return _REPORT.format(sources=" UNION ALL ".join(sources), sums=sums, keys=_KEYS[question.group])


async def _labels(question: VisitQuestion, rows: Iterable[asyncpg.Record]) -> dict[str, str]:
    """The names of all groups found, in the order in which they are shown."""
    found = {row["key"]: row["label"] for row in rows if row["key"] is not None}
    if question.group is Grouping.PLACE:
        return dict(sorted(found.items(), key=lambda pair: str(pair[1])))
    return await labels_of_items(question.taxonomy, found)


async def labels_of_items(taxonomy: TaxonomyVersion, found: Container[str]) -> dict[str, str]:
    """The names of the items found, in the order of the edition; what has none of it comes last."""
    items = (await taxonomy_of(taxonomy)).items
    labels = {item.code: item.full_name for item in items if item.code in found}
    return labels | ({OTHER: _("項目なし、またはこの版にない項目")} if OTHER in found else {})


def _arranged(spans: Sequence[Days], rows: Iterable[asyncpg.Record], labels: dict[str, str]) -> list[Period]:
    found = {(row["first"], row["key"]): {one.name: row[one.name] for one in MEASURES} for row in rows}
    return [
        Period(
            start=span.start,
            end=span.end,
            total=Counts(**found.get((span.start, None), {})),
            groups=[
                Group(key=key, label=label, **found.get((span.start, key), {}))
                for key, label in labels.items()
            ],
        )
        for span in spans
    ]
