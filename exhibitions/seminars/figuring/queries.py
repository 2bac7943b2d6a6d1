"""The report of courses in one statement, as far as whoever asks may count."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.reporting.periods import By, objections, periods
from catalog.terms import Days
from core import db
from core.clock import TOKYO
from core.errors import Invalid
from core.i18n import current_locale
from core.i18n import gettext as _
from exhibitions.figures.queries import OTHER, counter_name_of, labels_of_items, scope_of
from exhibitions.seminars.figuring.domain import (
    MEASURES,
    SeminarCounts,
    SeminarGroup,
    SeminarGrouping,
    SeminarPeriod,
)


class SeminarQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked; `end` is exclusive, `counter_id` narrows to one counter's courses."""

    start: date
    end: date
    by: By = By.MONTH
    group: SeminarGrouping = SeminarGrouping.COURSE
    taxonomy: TaxonomyVersion = TaxonomyVersion.Y2025
    counter_id: UUID | None = None


class SeminarReport(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: the same groups in the same order in every period; `total` counts everything once."""

    by: By
    group: SeminarGrouping
    taxonomy: TaxonomyVersion
    counter_id: UUID | None
    counter_name: str
    periods: list[SeminarPeriod]


_LOCAL = "({moment} AT TIME ZONE 'Asia/Tokyo')::date"
# Each counts something of a course on a day: what, and how much of it.
_SOURCES = f"""
SELECT x.seminar_id, {_LOCAL.format(moment="x.starts_at")} AS day, m.measure, m.number
FROM seminar_session x JOIN seminar s ON s.id = x.seminar_id AND s.status <> 'cancelled'
CROSS JOIN LATERAL (VALUES ('sessions', 1), ('seminars', (NOT EXISTS (
    SELECT FROM seminar_session e
    WHERE e.seminar_id = x.seminar_id AND (e.starts_at, e.id) < (x.starts_at, x.id)
))::int)) m (measure, number)
WHERE x.starts_at >= $3 AND x.starts_at < $4
UNION ALL
SELECT a.seminar_id, {_LOCAL.format(moment="a.created_at")}, m.measure, m.number FROM seminar_application a
CROSS JOIN LATERAL (VALUES ('applied', a.people),
    (CASE WHEN a.audience = 'care_provider' THEN 'applied_care' ELSE 'applied_other' END, a.people)
) m (measure, number)
WHERE a.created_at >= $3 AND a.created_at < $4
  AND a.state <> 'asked' AND NOT (a.state = 'lapsed' AND a.changes <= 1)
UNION ALL
SELECT x.seminar_id, {_LOCAL.format(moment="x.starts_at")}, m.measure, 1 FROM seminar_session x
JOIN seminar_attendance t ON t.session_id = x.id JOIN seminar_participant p ON p.id = t.participant_id
JOIN seminar_application a ON a.id = p.application_id
CROSS JOIN LATERAL (VALUES ('attended'),
    (CASE WHEN a.audience = 'care_provider' THEN 'attended_care' ELSE 'attended_other' END)) m (measure)
WHERE x.starts_at >= $3 AND x.starts_at < $4
UNION ALL
SELECT k.seminar_id, {_LOCAL.format(moment="k.issued_at")}, 'certificates', 1 FROM seminar_certificate k
WHERE k.issued_at >= $3 AND k.issued_at < $4
"""  # noqa: S608  # put together from constants
_KEYS: dict[SeminarGrouping, str] = {
    SeminarGrouping.COURSE: "SELECT c.seminar_id::text AS key WHERE $6::text IS NOT NULL",
    SeminarGrouping.PLACE: "SELECT coalesce(nullif(c.place, ''), 'other') AS key WHERE $6::text IS NOT NULL",
    SeminarGrouping.ITEM: """
        SELECT DISTINCT coalesce(t.code, 'other') AS key
        FROM unnest(coalesce(nullif(c.item_codes, ARRAY[]::text[]), ARRAY[''])) AS item (code)
        LEFT JOIN taxonomy_item t ON t.code = item.code AND t.version = $6
    """,
}
_REPORT = """
WITH period AS (
    SELECT * FROM unnest($1::date[], $2::date[]) AS period (first, after)
), counted AS (
    SELECT p.first, c.seminar_id, c.measure, c.number, s.title, s.title_en, s.item_codes,
        concat_ws(' ', nullif(s.prefecture, ''), nullif(s.area, '')) AS place
    FROM ({sources}) c JOIN period p ON c.day >= p.first AND c.day < p.after
    JOIN seminar s ON s.id = c.seminar_id AND s.opened_at IS NOT NULL
        AND ($5::uuid IS NULL OR s.counter_id = $5)
    WHERE c.number <> 0
)
SELECT c.first, NULL::text AS key, NULL::text AS ja, NULL::text AS en, {sums} FROM counted c GROUP BY 1
UNION ALL
SELECT c.first, k.key, max(c.title), max(c.title_en), {sums}
FROM counted c CROSS JOIN LATERAL ({keys}) k GROUP BY 1, 2 ORDER BY first, ja, key
"""


async def seminar_report(actor: Actor, question: SeminarQuestion) -> SeminarReport:
    """Count what `actor` may count: a counter its own courses, the centre all.

    Raises `Invalid` naming `from` or `to`, `NotFound` for a counter that is none or not the actor's own,
    `NotAllowed` for everybody else.
    """
    counter_id = scope_of(actor, question.counter_id)
    if wrong := objections(question.start, question.end):
        raise Invalid(wrong)
    spans = list(periods(question.start, question.end, question.by))
    sums = ", ".join(
        f"coalesce(sum(c.number) FILTER (WHERE c.measure = '{one.name}'), 0)::int AS {one.name}"
        for one in MEASURES
    )
    rows = await db.fetch(
        _REPORT.format(sources=_SOURCES, sums=sums, keys=_KEYS[question.group]),
        [span.start for span in spans],
        [span.end for span in spans],
        datetime.combine(spans[0].start, time(), TOKYO),
        datetime.combine(spans[-1].end, time(), TOKYO),
        counter_id,
        question.taxonomy.value,
    )
    labels = await _labels(question, rows)
    return SeminarReport(
        by=question.by,
        group=question.group,
        taxonomy=question.taxonomy,
        counter_id=question.counter_id,
        counter_name=await counter_name_of(question.counter_id),
        periods=_arranged(spans, rows, labels),
    )


async def _labels(question: SeminarQuestion, rows: Iterable[asyncpg.Record]) -> dict[str, str]:
    """The names of all groups found, in the order in which they are shown."""
    groups = [row for row in rows if row["key"] is not None]
    if question.group is SeminarGrouping.ITEM:
        return await labels_of_items(question.taxonomy, {row["key"] for row in groups})
    if question.group is SeminarGrouping.PLACE:
        return {key: _("未定") if key == OTHER else key for key in sorted({row["key"] for row in groups})}
    english = current_locale.get() == "en"
    return {row["key"]: (english and row["en"]) or row["ja"] for row in groups}


def _arranged(
    spans: Sequence[Days], rows: Iterable[asyncpg.Record], labels: dict[str, str]
) -> list[SeminarPeriod]:
    found = {(row["first"], row["key"]): {one.name: row[one.name] for one in MEASURES} for row in rows}
    return [
        SeminarPeriod(
            start=span.start,
            end=span.end,
            total=SeminarCounts(**found.get((span.start, None), {})),
            groups=[
                SeminarGroup(key=key, label=label, **found.get((span.start, key), {}))
                for key, label in labels.items()
            ],
        )
        for span in spans
    ]
