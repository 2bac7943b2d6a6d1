"""The answers as a workbook: each questionnaire in a row, and what they add up to, by item and by product."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.i18n import current_locale
from core.i18n import gettext as _
from core.sheets import Cell, Table
from directory.kinds import COUNTERS
from exhibitions.questionnaires.domain import SCALE, Question, QuestionKind, ReplySource, Wish
from exhibitions.questionnaires.looks import SOURCES, WISHES, YES_NO
from exhibitions.questionnaires.results import (
    SCOPE,
    Results,
    ToldApart,
    asked_by,
    item_names,
    product_names,
    results_for,
)

_REPLIES = """
SELECT r.day, e.title, e.title_en, r.source, r.item_codes, r.product_ids, r.wish,
    (SELECT json_object_agg(a.question_id, coalesce(a.number::text, a.words)) FROM visit_answer a
     WHERE a.reply_id = r.id)::text AS answers
FROM visit_reply r JOIN exhibition e ON e.id = r.exhibition_id
WHERE {scope} ORDER BY r.day, r.replied_at, r.id
"""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which days (`end` is exclusive) and which display, else all of them."""

    first: date
    end: date
    exhibition_id: UUID | None = None


async def answers_workbook(actor: Actor, asked: Asked) -> list[Table]:
    """The sheets of the actor's counter, to be written by `as_tables`; nobody is named in them."""
    counter_id = actor.one_of(*COUNTERS).acting_for()
    questions = [question for question, _retired in await asked_by(counter_id)]
    tables = [await _replies(counter_id, asked, questions)]
    names = {
        ToldApart.NOTHING: _("全体"),
        ToldApart.ITEM: _("項目ごと"),
        ToldApart.PRODUCT: _("機種ごと"),
    }
    for apart, name in names.items():
        results = await results_for(
            actor, asked.first, asked.end, apart=apart, exhibition_id=asked.exhibition_id
        )
        tables.append(_added_up(name, apart, results))
    return tables


async def _replies(counter_id: UUID, asked: Asked, questions: Sequence[Question]) -> Table:
    scope = (counter_id, asked.first, asked.end, asked.exhibition_id)
    items, products = await item_names(), await product_names(scope)
    headings = [_("日付"), _("展示"), _("どこから"), _("見たい分野"), _("気になった機種"), _("望み")]
    rows: list[list[Cell]] = []
    for row in await db.fetch(_REPLIES.format(scope=SCOPE), *scope):
        answers = msgspec.json.decode(row["answers"] or "{}", type=dict[UUID, str])
        rows.append(
            [
                row["day"],
                row["title_en"] if current_locale.get() == "en" and row["title_en"] else row["title"],
                str(SOURCES[ReplySource(row["source"])]),
                "、".join(items.get(code, code) for code in row["item_codes"]),
                "、".join(products.get(one, one) for one in row["product_ids"]),
                str(WISHES[Wish(row["wish"])]) if row["wish"] else "",
                *(answer_cell(question, answers.get(question.id)) for question in questions),
            ]
        )
    locale = current_locale.get()
    return Table(_("回答"), [*headings, *(question.called(locale) for question in questions)], rows)


def answer_cell(question: Question, answer: str | None) -> Cell:
    """A number on a scale stays one, a choice is said in words."""
    if not answer or question.kind is QuestionKind.WORDS:
        return answer
    return int(answer) if question.kind is QuestionKind.SCALE else choices_of(question)[int(answer)]


def choices_of(question: Question) -> list[str]:
    """What each number of an answer says, the least first."""
    if question.kind is QuestionKind.YES_NO:
        return [str(one) for one in YES_NO]
    if question.kind is QuestionKind.SCALE:
        return [str(number) for number in SCALE]
    return question.choices_in(current_locale.get())


def _added_up(name: str, apart: ToldApart, results: Results) -> Table:
    told_apart = [] if apart is ToldApart.NOTHING else [_("項目") if apart is ToldApart.ITEM else _("機種")]
    headings = [_("質問"), *told_apart, _("答え"), _("件数"), _("回答の数"), _("平均")]
    rows: list[list[Cell]] = []
    locale = current_locale.get()
    for result in results.questions:
        choices = choices_of(result.question)
        for group in result.groups:
            if bool(group.key) is not bool(told_apart):
                continue
            mean = None if group.mean is None else round(group.mean, 2)
            which = [group.label] if told_apart else []
            rows += [
                [result.question.called(locale), *which, choice, count, group.total, mean]
                for choice, count in zip(choices, group.counts, strict=True)
            ]
    return Table(name, headings, rows)
