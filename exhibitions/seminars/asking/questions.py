"""What is asked after a course: up to eight questions of the counter's own."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Conflict, Invalid
from core.i18n import gettext as _
from core.ids import new_id
from exhibitions.questionnaires.asking import AskQuestion, faults, tidied
from exhibitions.questionnaires.domain import MOST_CHOICES, MOST_QUESTIONS, Question, QuestionKind
from exhibitions.seminars.queries import run_by

_COLUMNS = "id, position, kind, label, label_en, choices, choices_en"
_QUESTIONS = f"""
SELECT {_COLUMNS} FROM seminar_question
WHERE seminar_id = $1 AND retired_at IS NULL ORDER BY position, created_at, id
"""  # noqa: S608  # put together from constants
_ADD = """
INSERT INTO seminar_question (id, seminar_id, position, kind, label, label_en, choices, choices_en,
    created_at)
SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6, $7, $8
FROM seminar_question WHERE seminar_id = $2
"""


async def questions_of(seminar_id: UUID) -> list[Question]:
    """What is asked now, in its order."""
    return [msgspec.convert(dict(row), Question) for row in await db.fetch(_QUESTIONS, seminar_id)]


async def ask_question(actor: Actor, seminar_id: UUID, command: AskQuestion) -> None:
    """Ask one question more. Raises `Invalid` naming fields, `Conflict` `too-many-questions`."""
    await run_by(actor, seminar_id)
    command = tidied(command)
    if wrong := faults(command):
        raise Invalid(wrong, most=MOST_CHOICES)
    async with db.transaction():
        await _hold(seminar_id)
        if len(await questions_of(seminar_id)) >= MOST_QUESTIONS:
            raise Conflict("too-many-questions", most=MOST_QUESTIONS)
        await _add(seminar_id, command)


async def _hold(seminar_id: UUID) -> None:
    await db.execute("SELECT FROM seminar WHERE id = $1 FOR NO KEY UPDATE", seminar_id)


async def _add(seminar_id: UUID, command: AskQuestion) -> None:
    told = (command.kind.value, command.label, command.label_en, command.choices, command.choices_en)
    await db.execute(_ADD, new_id(), seminar_id, *told, now())


async def ask_the_usual(actor: Actor, seminar_id: UUID) -> None:
    """Begin with three questions that most counters ask; `Conflict` `questions-asked-already` else."""
    await run_by(actor, seminar_id)
    async with db.transaction():
        await _hold(seminar_id)
        if await questions_of(seminar_id):
            raise Conflict("questions-asked-already")
        for command in _usual():
            await _add(seminar_id, command)


def _usual() -> list[AskQuestion]:
    return [
        AskQuestion(
            kind=QuestionKind.SCALE,
            label=_("研修会は役に立ちましたか（1 まったく〜5 とても）"),
            label_en="Was the seminar useful to you? (1 not at all, 5 very)",
        ),
        AskQuestion(
            kind=QuestionKind.YES_NO,
            label=_("学んだことを職場で試してみますか"),
            label_en="Will you try at work what you learned?",
        ),
        AskQuestion(
            kind=QuestionKind.WORDS,
            label=_("次に学びたいこと"),
            label_en="What would you like to learn next?",
        ),
    ]


async def retire_question(actor: Actor, seminar_id: UUID, question_id: UUID) -> None:
    """Ask it no more; what was answered stays in the results."""
    await run_by(actor, seminar_id)
    sql = """
    UPDATE seminar_question SET retired_at = coalesce(retired_at, $3) WHERE id = $1 AND seminar_id = $2
    """
    await db.execute(sql, question_id, seminar_id, now())


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """One question with its answers: how many of each, their mean for a scale, and what was written."""

    question: Question
    counts: list[int]
    mean: float | None
    words: list[str]


_ASKED = f"""
SELECT {_COLUMNS} FROM seminar_question q WHERE q.seminar_id = $1
  AND (q.retired_at IS NULL OR EXISTS (SELECT FROM seminar_answer a WHERE a.question_id = q.id))
ORDER BY q.retired_at IS NOT NULL, q.position, q.created_at
"""  # noqa: S608  # put together from constants
_ANSWERS = """
SELECT a.question_id, a.number, a.words FROM seminar_answer a JOIN seminar_reply r ON r.id = a.reply_id
WHERE r.seminar_id = $1 ORDER BY r.replied_at DESC
"""


async def results_of(actor: Actor, seminar_id: UUID) -> list[Answers]:
    """What participants answered, question by question, for whoever runs the course."""
    await run_by(actor, seminar_id)
    given = await db.fetch(_ANSWERS, seminar_id)
    asked = [msgspec.convert(dict(row), Question) for row in await db.fetch(_ASKED, seminar_id)]
    return [_counted(one, [row for row in given if row["question_id"] == one.id]) for one in asked]


def _counted(question: Question, rows: Sequence[asyncpg.Record]) -> Answers:
    numbers = [row["number"] for row in rows if row["number"] is not None]
    is_scale = question.kind is QuestionKind.SCALE
    steps = range(question.lowest, question.highest + 1) if question.kind is not QuestionKind.WORDS else ()
    return Answers(
        question=question,
        counts=[numbers.count(step) for step in steps],
        mean=sum(numbers) / len(numbers) if is_scale and numbers else None,
        words=[row["words"] for row in rows if row["words"]],
    )


async def reply_count(seminar_id: UUID) -> int:
    """How many handed it in."""
    return int(await db.fetch_value("SELECT count(*) FROM seminar_reply WHERE seminar_id = $1", seminar_id))
