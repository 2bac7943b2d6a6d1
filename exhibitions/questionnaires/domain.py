"""A short questionnaire: its kinds of questions, what an answer may be, what a visitor may wish. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from uuid import UUID

import msgspec

MOST_QUESTIONS = 8  # at most a minute
MOST_CHOICES = 8
LONGEST_LABEL = 100
LONGEST_CHOICE = 60
LONGEST_WORDS = 200
SCALE = (1, 2, 3, 4, 5)


class QuestionKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    SCALE = "scale"
    YES_NO = "yes_no"
    WORDS = "words"


class ReplySource(StrEnum):
    """Where the questionnaire was opened: behind the link of a mail, or by the code at the display."""

    MAIL = "mail"
    SPOT = "spot"


class Wish(StrEnum):
    """What a visitor would like to come of it."""

    CONSULTATION = "consultation"
    LOAN = "loan"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question; it is never changed, only asked no more, so that its answers stay comparable."""

    id: UUID
    position: int
    kind: QuestionKind
    label: str
    label_en: str
    choices: list[str]
    choices_en: list[str]

    @property
    def highest(self) -> int:
        """The largest number that an answer may be, the smallest being `lowest`."""
        return {QuestionKind.CHOICE: len(self.choices) - 1, QuestionKind.SCALE: SCALE[-1]}.get(self.kind, 1)

    @property
    def lowest(self) -> int:
        """The smallest number that an answer may be."""
        return SCALE[0] if self.kind is QuestionKind.SCALE else 0

    def called(self, locale: str) -> str:
        """The question in the reader's language, where it was written in it."""
        return self.label_en if locale == "en" and self.label_en else self.label

    def choices_in(self, locale: str) -> list[str]:
        """What there is to choose, in the reader's language where it was written in it."""
        return self.choices_en if locale == "en" and self.choices_en else self.choices


def wrong_answers(questions: Sequence[Question], answers: Mapping[UUID, int | str]) -> dict[str, str]:
    """Which answers cannot be so: field `q-<id>` to code."""
    known = {question.id: question for question in questions}
    wrong = {f"q-{key}": "question-unknown" for key in answers if key not in known}
    for key, answer in answers.items():
        if key in known and not _fits(known[key], answer):
            wrong[f"q-{key}"] = "too-long-answer" if isinstance(answer, str) else "answer-unknown"
    return wrong


def _fits(question: Question, answer: int | str) -> bool:
    if isinstance(answer, str):
        return question.kind is QuestionKind.WORDS and len(answer) <= LONGEST_WORDS
    return question.kind is not QuestionKind.WORDS and question.lowest <= answer <= question.highest
