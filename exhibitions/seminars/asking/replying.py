"""アンケートに答える: once by each participant, after the last session; who answered what is not shown."""

from collections.abc import Mapping
from uuid import UUID

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Conflict, Invalid
from core.i18n import gettext as _
from core.i18n import use_locale
from core.ids import new_id
from exhibitions.questionnaires.domain import wrong_answers
from exhibitions.seminars.applying.links import new_key
from exhibitions.seminars.applying.mails import key_of, link_to, send
from exhibitions.seminars.applying.queries import ApplicationView, application_of
from exhibitions.seminars.asking.questions import questions_of
from exhibitions.seminars.attending.queries import Attendee, attendees_in
from exhibitions.seminars.queries import SeminarView, seminar_for

_REPLY = """
INSERT INTO seminar_reply (id, seminar_id, participant_id, replied_at) VALUES ($1, $2, $3, $4)
ON CONFLICT ON CONSTRAINT seminar_reply_once DO NOTHING
"""
_ANSWER = """
INSERT INTO seminar_answer (id, reply_id, question_id, number, words) VALUES ($1, $2, $3, $4, $5)
"""
_REPLIED = """
SELECT p.id FROM seminar_participant p WHERE p.application_id = $1
  AND EXISTS (SELECT FROM seminar_reply r WHERE r.participant_id = p.id)
"""


async def still_to_answer(application: ApplicationView, seminar: SeminarView) -> list[Attendee]:
    """Who was there and has not answered; nobody before the end, or where nothing is asked."""
    if not application.has_place or seminar.closed != "seminar-past" or not await questions_of(seminar.id):
        return []
    done = {row["id"] for row in await db.fetch(_REPLIED, application.id)}
    return [one for one in await attendees_in(application.id) if one.sessions and one.id not in done]


async def reply(
    application: ApplicationView, participant_id: UUID, answers: Mapping[UUID, int | str]
) -> None:
    """Keep what a participant answered; sent again it changes nothing.

    Raises `Invalid` naming fields (`q-<id>`) or `reply-empty`, `Conflict` `seminar-not-asking`.
    """
    seminar = await seminar_for(Actor.system(), application.seminar_id)
    if participant_id not in {one.id for one in await still_to_answer(application, seminar)}:
        raise Conflict("seminar-not-asking", phone=seminar.counter_phone)
    given = {key: answer.strip() if isinstance(answer, str) else answer for key, answer in answers.items()}
    given = {key: answer for key, answer in given.items() if answer != ""}
    if wrong := wrong_answers(await questions_of(seminar.id), given):
        raise Invalid(wrong)
    if not given:
        raise Invalid({}, "reply-empty")
    async with db.transaction():
        reply_id = new_id()
        if not await db.execute(_REPLY, reply_id, seminar.id, participant_id, now()):
            return
        for key, answer in given.items():
            number, words = (None, answer) if isinstance(answer, str) else (answer, "")
            await db.execute(_ANSWER, new_id(), reply_id, key, number, words)


_DUE = """
SELECT a.id, a.seminar_id FROM seminar_application a JOIN seminar s ON s.id = a.seminar_id
WHERE a.state = 'accepted' AND a.questions_sent_at IS NULL AND s.status IN ('open', 'closed', 'held')
  AND EXISTS (SELECT FROM seminar_question q WHERE q.seminar_id = s.id AND q.retired_at IS NULL)
  AND EXISTS (SELECT FROM seminar_participant p JOIN seminar_attendance t ON t.participant_id = p.id
      WHERE p.application_id = a.id)
  AND (SELECT max(e.ends_at) FROM seminar_session e WHERE e.seminar_id = s.id)
      BETWEEN $1::timestamptz - interval '14 days' AND $1::timestamptz
ORDER BY a.id LIMIT 200 FOR UPDATE OF a SKIP LOCKED
"""


async def ask_participants() -> int:
    """A sweep: after the last session everybody who was there is asked once."""
    async with db.transaction():
        rows = await db.fetch(_DUE, now())
        for row in rows:
            sql = "UPDATE seminar_application SET questions_sent_at = $2 WHERE id = $1"
            await db.execute(sql, row["id"], now())
            await _write(await seminar_for(Actor.system(), row["seminar_id"]), row["id"])
        return len(rows)


async def _write(seminar: SeminarView, application_id: UUID) -> None:
    application = await application_of(application_id)
    if not application.email:
        return
    token = await new_key(application_id)
    with use_locale(application.locale, "western"):
        subject = _("【ためし】研修会のアンケートのお願い")
        body = _(
            "%(name)s様\n\n「%(title)s」にご参加いただき、ありがとうございました。\n"
            "次のページから、アンケートにお答えください。1分ほどで終わります。\n%(link)s\n",
            name=application.name,
            title=seminar.name,
            link=link_to(token),
        )
        await send(application, key_of("questions", application_id, 0), subject, body)


_ERASE = """
UPDATE seminar_answer SET words = '' WHERE id IN (
    SELECT a.id FROM seminar_answer a JOIN seminar_reply r ON r.id = a.reply_id
    JOIN seminar s ON s.id = r.seminar_id
    WHERE a.words <> '' AND r.replied_at < $1::timestamptz - make_interval(days => s.keep_days) LIMIT 500
)
"""


async def erase_old_words() -> int:
    """A sweep: what participants wrote goes after the counter's period; the numbers stay."""
    async with db.transaction():
        return await db.execute(_ERASE, now())
