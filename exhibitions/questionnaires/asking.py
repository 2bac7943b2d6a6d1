"""What a counter asks its visitors: up to eight questions of its own."""

from uuid import UUID

import msgspec

from accounts.domain import Actor, clean_line
from core import db
from core.clock import now
from core.errors import Conflict, Invalid, NotFound
from core.i18n import gettext as _
from core.ids import new_id
from directory.kinds import COUNTERS
from exhibitions.questionnaires.domain import (
    LONGEST_CHOICE,
    LONGEST_LABEL,
    MOST_CHOICES,
    MOST_QUESTIONS,
    Question,
    QuestionKind,
)


class AskQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A new question; `choices` only for a choice, `choices_en` none or as many."""

    kind: QuestionKind
    label: str
    label_en: str = ""
    choices: list[str] = []
    choices_en: list[str] = []


_QUESTIONS = """
SELECT id, position, kind, label, label_en, choices, choices_en FROM visit_question
WHERE counter_id = $1 AND retired_at IS NULL ORDER BY position, created_at, id
"""
_ADD = """
INSERT INTO visit_question (id, counter_id, position, kind, label, label_en, choices, choices_en, created_at)
SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6, $7, $8
FROM visit_question WHERE counter_id = $2
"""
_HOLD = "SELECT FROM organization WHERE id = $1 FOR NO KEY UPDATE"


async def questions_of(counter_id: UUID) -> list[Question]:
    """What a counter asks now, in its order."""
    return [msgspec.convert(dict(row), Question) for row in await db.fetch(_QUESTIONS, counter_id)]


async def ask_question(actor: Actor, command: AskQuestion) -> UUID:
    """Ask one question more. Raises `Invalid` naming fields, `Conflict` `too-many-questions`."""
    counter_id = actor.one_of(*COUNTERS).acting_for()
    command = tidied(command)
    if wrong := faults(command):
        raise Invalid(wrong, most=MOST_CHOICES)
    async with db.transaction():
        await db.execute(_HOLD, counter_id)
        if len(await questions_of(counter_id)) >= MOST_QUESTIONS:
            raise Conflict("too-many-questions", most=MOST_QUESTIONS)
        return await _add(counter_id, command)


def tidied(command: AskQuestion) -> AskQuestion:
    """Lines without outer space, empty choices left out; choices only where one chooses."""

    def lines(given: list[str]) -> list[str]:
        return [line for one in given if (line := clean_line(one))]

    return AskQuestion(
        kind=command.kind,
        label=clean_line(command.label),
        label_en=clean_line(command.label_en),
        choices=lines(command.choices) if command.kind is QuestionKind.CHOICE else [],
        choices_en=lines(command.choices_en) if command.kind is QuestionKind.CHOICE else [],
    )


def faults(command: AskQuestion) -> dict[str, str]:
    """What is wrong with a tidied question: field to code."""
    wrong: dict[str, str] = {}
    for name in ("label", "label_en"):
        if len(getattr(command, name)) > LONGEST_LABEL:
            wrong[name] = "too-long-for-a-line"
    if not command.label:
        wrong["label"] = "required"
    if command.kind is not QuestionKind.CHOICE:
        return wrong
    if not 2 <= len(set(command.choices)) == len(command.choices) <= MOST_CHOICES:
        wrong["choices"] = "choices-needed"
    if any(len(choice) > LONGEST_CHOICE for choice in (*command.choices, *command.choices_en)):
        wrong["choices"] = "choice-too-long"
    if command.choices_en and len(command.choices_en) != len(command.choices):
        wrong["choices_en"] = "choices-differ"
    return wrong


async def _add(counter_id: UUID, command: AskQuestion) -> UUID:
    question_id = new_id()
    told = (command.kind.value, command.label, command.label_en, command.choices, command.choices_en)
    await db.execute(_ADD, question_id, counter_id, *told, now())
    return question_id


async def ask_the_usual(actor: Actor) -> None:
    """Begin with four questions that most counters ask; `Conflict` `questions-asked-already` else."""
    counter_id = actor.one_of(*COUNTERS).acting_for()
    async with db.transaction():
        await db.execute(_HOLD, counter_id)
        if await questions_of(counter_id):
            raise Conflict("questions-asked-already")
        for command in _usual():
            await _add(counter_id, command)


def _usual() -> list[AskQuestion]:
    return [
        AskQuestion(
            kind=QuestionKind.SCALE,
            label=_("展示は役に立ちましたか（1 まったく〜5 とても）"),
            label_en="Was the display useful to you? (1 not at all, 5 very)",
        ),
        AskQuestion(
            kind=QuestionKind.CHOICE,
            label=_("介護ロボットの導入を考えていますか"),
            label_en="Are you thinking of introducing care robots?",
            choices=[_("導入している"), _("考えている"), _("情報を集めている"), _("考えていない")],
            choices_en=["We use them", "We are planning to", "We are gathering information", "No"],
        ),
        AskQuestion(
            kind=QuestionKind.YES_NO,
            label=_("説明は分かりやすかったですか"),
            label_en="Were the explanations clear?",
        ),
        AskQuestion(
            kind=QuestionKind.WORDS,
            label=_("ほかに見たいもの、困っていること"),
            label_en="What else would you like to see, what troubles you?",
        ),
    ]


async def retire_question(actor: Actor, question_id: UUID) -> None:
    """Ask it no more; what was answered stays in the results."""
    counter_id = actor.one_of(*COUNTERS).acting_for()
    sql = "UPDATE visit_question SET retired_at = coalesce(retired_at, $3) WHERE id = $1 AND counter_id = $2"
    async with db.transaction():
        if not await db.execute(sql, question_id, counter_id, now()):
            raise NotFound


async def ask_earlier(actor: Actor, question_id: UUID) -> None:
    """Move a question one place up."""
    counter_id = actor.one_of(*COUNTERS).acting_for()
    async with db.transaction():
        await db.execute(_HOLD, counter_id)
        order = [question.id for question in await questions_of(counter_id)]
        if question_id not in order:
            raise NotFound
        at = order.index(question_id)
        order.insert(max(at - 1, 0), order.pop(at))
        await db.execute(
            "UPDATE visit_question q SET position = o.at FROM unnest($1::uuid[]) WITH ORDINALITY o (id, at)"
            " WHERE q.id = o.id",
            order,
        )
