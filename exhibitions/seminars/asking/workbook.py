"""The answers after a course as a workbook: each questionnaire in a row, and what they add up to."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.i18n import current_locale
from core.i18n import gettext as _
from core.sheets import Cell, Table
from exhibitions.questionnaires.workbook import answer_cell, choices_of
from exhibitions.seminars.asking.questions import Answers, results_of

# In no order that could be laid beside a list of those who were there.
_REPLIES = """
SELECT (r.replied_at AT TIME ZONE 'Asia/Tokyo')::date AS day,
    (SELECT json_object_agg(a.question_id, coalesce(a.number::text, a.words)) FROM seminar_answer a
     WHERE a.reply_id = r.id)::text AS answers
FROM seminar_reply r WHERE r.seminar_id = $1 ORDER BY day, md5(r.id::text)
"""


async def answers_workbook(actor: Actor, seminar_id: UUID) -> list[Table]:
    """The sheets of one course, for whoever runs it, for `as_tables`; nobody is named in them."""
    results = await results_of(actor, seminar_id)
    return [await _replies(seminar_id, results), _added_up(results)]


async def _replies(seminar_id: UUID, results: Sequence[Answers]) -> Table:
    questions = [one.question for one in results]
    rows: list[list[Cell]] = []
    for row in await db.fetch(_REPLIES, seminar_id):
        given = msgspec.json.decode(row["answers"] or "{}", type=dict[UUID, str])
        rows.append([row["day"], *(answer_cell(one, given.get(one.id)) for one in questions)])
    headings = [_("日付"), *(one.called(current_locale.get()) for one in questions)]
    return Table(_("回答"), headings, rows)


def _added_up(results: Sequence[Answers]) -> Table:
    rows: list[list[Cell]] = []
    for one in results:
        if not one.counts:
            continue
        called, total = one.question.called(current_locale.get()), sum(one.counts)
        mean = None if one.mean is None else round(one.mean, 2)
        rows += [
            [called, choice, count, total, mean]
            for choice, count in zip(choices_of(one.question), one.counts, strict=True)
        ]
    return Table(_("全体"), [_("質問"), _("答え"), _("件数"), _("回答の数"), _("平均")], rows)
