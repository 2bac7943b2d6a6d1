"""Mails to the team of a display: what leaves it, when, and what takes its place."""

from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.i18n import format_date, gettext, use_locale
from core.settings import settings
from exhibitions.exhibits import Exhibit, exhibit_for
from exhibitions.lending.leaving import KIND
from notifications.outbox import enqueue, handles


class Told(msgspec.Struct, frozen=True):
    """The outbox row."""

    exhibit_id: UUID
    substitute_id: UUID | None
    reason: str


class Member(msgspec.Struct, frozen=True):
    """Whom to write to."""

    id: UUID
    name: str
    email: str
    locale: str


# The team; where nobody is named yet, everybody of the counter.
_TEAM = """
SELECT DISTINCT p.id, p.name, p.email, p.locale FROM person p
LEFT JOIN exhibition_member m ON m.person_id = p.id AND m.exhibition_id = $1
LEFT JOIN membership b ON b.person_id = p.id AND b.organization_id = $2 AND b.ended_at IS NULL
WHERE p.disabled_at IS NULL AND (m.id IS NOT NULL OR (b.id IS NOT NULL
    AND NOT EXISTS (SELECT FROM exhibition_member o WHERE o.exhibition_id = $1)))
"""


@handles(KIND)
async def tell_the_team(payload: dict[str, Any], key: str) -> None:
    """One mail for each of the team."""
    told = msgspec.convert(payload, Told)
    exhibit = await exhibit_for(Actor.system(), told.exhibit_id)
    substitute = await exhibit_for(Actor.system(), told.substitute_id) if told.substitute_id else None
    for member in await db.fetch_as(Member, _TEAM, exhibit.exhibition_id, exhibit.counter_id):
        await enqueue("mail", f"mail:{key}:{member.id}", _letter(member, exhibit, substitute, told.reason))


def _letter(member: Member, exhibit: Exhibit, substitute: Exhibit | None, reason: str) -> dict[str, object]:
    with use_locale(member.locale):
        lines = [
            gettext("%(name)s 様", name=member.name),
            gettext(
                "展示「%(title)s」の「%(product)s」を、%(day)sから展示を離れて貸し出すことになりました。",
                title=exhibit.exhibition_title,
                product=exhibit.product_name,
                day=format_date(exhibit.lent_on or exhibit.end),
            ),
            _instead(substitute),
            f"{gettext('理由')}: {reason}" if reason else "",
            f"{settings().base_url}/exhibitions/{exhibit.exhibition_id}/prepare",
            gettext("このメールは、ためし(試用貸出のシステム)が自動で送りました。返信しても届きません。"),
        ]
        subject = gettext("展示の機器が貸出で離れます: %(title)s", title=exhibit.exhibition_title)
    body = "\n\n".join(line for line in lines if line) + "\n"
    return {"recipient": member.email, "subject": subject, "body": body, "locale": member.locale}


def _instead(substitute: Exhibit | None) -> str:
    if substitute is None:
        return gettext("代わりの機器は決まっていません。準備の画面で選んでください。")
    return gettext(
        "代わりに「%(product)s」（%(lender)s）を並べます。届いたら、準備の画面で搬入を記録してください。",
        product=substitute.product_name,
        lender=substitute.lender_name or "",
    )
