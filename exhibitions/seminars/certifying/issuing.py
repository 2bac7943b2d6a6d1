"""修了証を出す: once the last session is over, to everybody who attended as many as the course asks for."""

from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import NotFound
from core.i18n import gettext as _
from core.i18n import use_locale
from core.ids import new_id
from core.secrets import readable_code
from exhibitions.seminars.applying.links import new_key
from exhibitions.seminars.applying.mails import key_of, link_to, send
from exhibitions.seminars.applying.queries import application_of
from exhibitions.seminars.domain import SeminarStatus
from exhibitions.seminars.queries import SeminarView, run_by, seminar_for

NUMBER_LENGTH = 12
_EARNED = """
SELECT p.id, p.application_id, t.attended FROM seminar_participant p
JOIN seminar_application a ON a.id = p.application_id AND a.state = 'accepted'
JOIN LATERAL (
    SELECT count(*)::int AS attended FROM seminar_attendance x WHERE x.participant_id = p.id
) t ON t.attended >= $2
WHERE p.seminar_id = $1 AND NOT EXISTS (SELECT FROM seminar_certificate k WHERE k.participant_id = p.id)
ORDER BY p.application_id, p.position FOR UPDATE OF p
"""
_ISSUE = """
INSERT INTO seminar_certificate (id, seminar_id, participant_id, number, attended, issued_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
"""


async def issue_for(seminar: SeminarView) -> int:
    """Give what was earned and is not given yet; how many. Each applicant is told once."""
    is_over = seminar.last_at is not None and seminar.last_at <= now()
    is_held = seminar.status in (SeminarStatus.OPEN, SeminarStatus.CLOSED, SeminarStatus.HELD)
    if seminar.needed is None or not is_over or not is_held:
        return 0
    async with db.transaction():
        rows = await db.fetch(_EARNED, seminar.id, seminar.needed)
        for row in rows:
            number = readable_code(NUMBER_LENGTH)
            await db.execute(_ISSUE, new_id(), seminar.id, row["id"], number, row["attended"], now())
        for application_id in dict.fromkeys(row["application_id"] for row in rows):
            await _tell(seminar, application_id)
        return len(rows)


async def _tell(seminar: SeminarView, application_id: UUID) -> None:
    application = await application_of(application_id)
    if not application.email:
        return
    token = await new_key(application_id)
    with use_locale(application.locale, "western"):
        subject = _("【ためし】研修会の修了証ができました")
        body = _(
            "%(name)s様\n\n「%(title)s」の修了証ができました。次のページから保存してください。\n%(link)s\n",
            name=application.name,
            title=seminar.name,
            link=link_to(token),
        )
        await send(application, key_of("certificate", application_id, 0), subject, body)


async def issue_certificates(actor: Actor, seminar_id: UUID) -> int:
    """The counter asks for it now; how many were given."""
    return await issue_for(await run_by(actor, seminar_id))


_DUE = """
SELECT s.id FROM seminar s WHERE s.rule <> 'none' AND s.status IN ('open', 'closed', 'held')
  AND EXISTS (SELECT FROM seminar_session e WHERE e.seminar_id = s.id AND e.ends_at > $1::timestamptz
      - interval '60 days')
  AND NOT EXISTS (SELECT FROM seminar_session e WHERE e.seminar_id = s.id AND e.ends_at > $1)
"""


async def issue_due_certificates() -> int:
    """A sweep: certificates of courses that ended in the last two months."""
    issued = 0
    for row in await db.fetch(_DUE, now()):
        issued += await issue_for(await seminar_for(Actor.system(), row["id"]))
    return issued


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """修了証; `name` is empty once it is erased, and never shown to whoever only has the number."""

    number: str
    seminar_id: UUID
    application_id: UUID
    attended: int
    issued_at: datetime
    name: str


_CERTIFICATE = """
SELECT k.number, k.seminar_id, p.application_id, k.attended, k.issued_at,
    coalesce(c.participants[p.position], '') AS name
FROM seminar_certificate k JOIN seminar_participant p ON p.id = k.participant_id
LEFT JOIN seminar_contact c ON c.application_id = p.application_id
WHERE k.number = $1
"""


async def certificate_of(number: str) -> Certificate:
    """The certificate of that number; `NotFound` `certificate-unknown` when there is none."""
    row = await db.fetch_row(_CERTIFICATE, number)
    if row is None:
        raise NotFound("certificate-unknown")
    return Certificate(**row)
