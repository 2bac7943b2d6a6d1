"""What visitors answered: counts by question, over all, or told apart by item or product."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from core import db
from core.i18n import current_locale
from directory.kinds import COUNTERS
from exhibitions.questionnaires.domain import Question, QuestionKind

MOST_WORDS = 100


class ToldApart(StrEnum):
    """By what answers are told apart."""

    NOTHING = "nothing"
    ITEM = "item"
    PRODUCT = "product"


class AnswerGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of one item or product, or of all (`key` empty): how many of each, and their mean."""

    key: str
    label: str
    total: int
    counts: list[int]
    mean: float | None


class QuestionResult(msgspec.Struct, frozen=True, kw_only=True):
    """One question, all its answers first, then by group; words, the latest first."""

    question: Question
    is_retired: bool
    groups: list[AnswerGroup]
    words: list[str]


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """How many handed a questionnaire in, and what they answered."""

    replies: int
    products: list[tuple[str, int]]
    questions: list[QuestionResult]


# Of the replies `r`: a counter's ($1), from a day ($2) to before another ($3), of one display or of all ($4).
SCOPE = """
r.exhibition_id IN (SELECT id FROM exhibition WHERE counter_id = $1) AND r.day >= $2 AND r.day < $3
AND ($4::uuid IS NULL OR r.exhibition_id = $4)
"""
_APART = {
    ToldApart.NOTHING: "SELECT NULL::text AS key WHERE false",
    ToldApart.ITEM: "SELECT unnest(r.item_codes) AS key",
    ToldApart.PRODUCT: "SELECT unnest(r.product_ids) AS key",
}
_NUMBERS = """
SELECT a.question_id, g.key, a.number, count(*) AS count FROM visit_reply r
JOIN visit_answer a ON a.reply_id = r.id
CROSS JOIN LATERAL (SELECT '' AS key UNION ALL {apart}) g
WHERE {scope} AND a.number IS NOT NULL GROUP BY 1, 2, 3
"""
_WORDS = """
SELECT a.question_id, a.words FROM visit_reply r JOIN visit_answer a ON a.reply_id = r.id
WHERE {scope} AND a.words <> '' ORDER BY r.replied_at DESC, a.id LIMIT {most}
"""
_QUESTIONS = """
SELECT q.id, q.position, q.kind, q.label, q.label_en, q.choices, q.choices_en,
    q.retired_at IS NOT NULL AS is_retired
FROM visit_question q WHERE q.counter_id = $1
  AND (q.retired_at IS NULL OR EXISTS (SELECT FROM visit_answer a WHERE a.question_id = q.id))
ORDER BY is_retired, q.position, q.created_at
"""
_PRODUCTS = """
SELECT p.id::text AS key, p.name, p.name_en, count(*) AS count FROM visit_reply r
CROSS JOIN LATERAL unnest(r.product_ids) chosen (id) JOIN product p ON p.id = chosen.id::uuid
WHERE {scope} GROUP BY p.id, p.name, p.name_en ORDER BY count(*) DESC, p.name
"""
_ITEM_NAMES = """
SELECT DISTINCT ON (code) code AS key, item_ja AS name, item_en AS name_en FROM taxonomy_item
ORDER BY code, version DESC
"""


async def results_for(
    actor: Actor,
    first: date,
    end: date,
    *,
    apart: ToldApart = ToldApart.NOTHING,
    exhibition_id: UUID | None = None,
) -> Results:
    """The results of the actor's counter for the days from `first` to before `end`."""
    counter_id = actor.one_of(*COUNTERS).acting_for()
    asked = (counter_id, first, end, exhibition_id)
    products = await db.fetch(_PRODUCTS.format(scope=SCOPE), *asked)
    labels = _labels(products) if apart is ToldApart.PRODUCT else await item_names()
    counts = await _numbers(apart, asked)
    said = await _said(asked)
    questions = [
        QuestionResult(
            question=question,
            is_retired=is_retired,
            groups=_groups(question, counts, labels),
            words=said.get(question.id, []),
        )
        for question, is_retired in await asked_by(counter_id)
    ]
    replies = await db.fetch_value(f"SELECT count(*) FROM visit_reply r WHERE {SCOPE}", *asked)  # noqa: S608
    chosen = [(_in_reading(row["name"], row["name_en"]), row["count"]) for row in products]
    return Results(replies=replies, products=chosen, questions=questions)


_Counts = dict[tuple[UUID, str], dict[int, int]]


async def _numbers(apart: ToldApart, asked: Sequence[object]) -> _Counts:
    counts: _Counts = {}
    for row in await db.fetch(_NUMBERS.format(scope=SCOPE, apart=_APART[apart]), *asked):
        counts.setdefault((row["question_id"], row["key"]), {})[row["number"]] = row["count"]
    return counts


async def _said(asked: Sequence[object]) -> dict[UUID, list[str]]:
    said: dict[UUID, list[str]] = {}
    for row in await db.fetch(_WORDS.format(scope=SCOPE, most=MOST_WORDS), *asked):
        said.setdefault(row["question_id"], []).append(row["words"])
    return said


async def asked_by(counter_id: UUID) -> list[tuple[Question, bool]]:
    """Every question that is asked now or was answered once, and whether it is asked no more."""
    return [
        (msgspec.convert({**row, "is_retired": None}, Question), row["is_retired"])
        for row in await db.fetch(_QUESTIONS, counter_id)
    ]


async def item_names() -> dict[str, str]:
    """What every item is called, in the reader's language, by its code."""
    return _labels(await db.fetch(_ITEM_NAMES))


async def product_names(asked: Sequence[object]) -> dict[str, str]:
    """What the products are called that visitors have named, by their ids."""
    return _labels(await db.fetch(_PRODUCTS.format(scope=SCOPE), *asked))


def _labels(rows: Sequence[asyncpg.Record]) -> dict[str, str]:
    return {row["key"]: _in_reading(row["name"], row["name_en"]) for row in rows}


def _in_reading(name: str, name_en: str) -> str:
    return name_en if current_locale.get() == "en" and name_en else name


def _groups(question: Question, counts: _Counts, labels: dict[str, str]) -> list[AnswerGroup]:
    keys = sorted(key for of, key in counts if of == question.id)
    return [_group(question, key, labels.get(key, key), counts[question.id, key]) for key in keys]


def _group(question: Question, key: str, label: str, found: dict[int, int]) -> AnswerGroup:
    numbers: Sequence[int] = range(question.lowest, question.highest + 1)
    total = sum(found.values())
    is_scale = question.kind is QuestionKind.SCALE
    return AnswerGroup(
        key=key,
        label=label,
        total=total,
        counts=[found.get(number, 0) for number in numbers],
        mean=sum(number * count for number, count in found.items()) / total if is_scale and total else None,
    )
