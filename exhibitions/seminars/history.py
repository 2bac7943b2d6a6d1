"""What happened to a course and to the applications for it, as those read it who run it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from core import db
from core.i18n import Text, format_datetime, gettext
from core.web.look import Happening
from exhibitions.seminars.applying.looks import HAPPENED as HAPPENED_TO_APPLICATIONS
from exhibitions.seminars.looks import HAPPENED

_HISTORY = """
SELECT v.step, a.number, CASE WHEN v.step IN ('refuse', 'cancel') THEN a.ended_reason END AS reason,
    w.name AS person_name, o.name AS organization_name, v.facts, v.at
FROM seminar_event v LEFT JOIN seminar_application a ON a.id = v.application_id
LEFT JOIN person w ON w.id = v.person_id LEFT JOIN organization o ON o.id = v.organization_id
WHERE v.seminar_id = $1 ORDER BY v.at DESC, v.id DESC LIMIT 200
"""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened; `number` is that of the application."""

    step: str
    number: str | None
    reason: str | None
    person_name: str | None
    organization_name: str | None
    facts: dict[str, Any]
    at: datetime


async def history_of(seminar_id: UUID) -> list[Happening]:
    """What happened, latest first, as lines."""
    rows = await db.fetch(_HISTORY, seminar_id)
    return [_line(Event(**{**row, "facts": db.from_json(row["facts"]) or {}})) for row in rows]


def _line(event: Event) -> Happening:
    return Happening(
        at=event.at,
        title=_title(event),
        who=" ".join(filter(None, (event.organization_name, event.person_name))),
        text=" ".join(str(one) for one in (event.number, _when(event.facts), _reason(event)) if one),
    )


def _title(event: Event) -> Text:
    if event.number and event.step == "cancel":
        return gettext("申込が取り消されました")
    return (HAPPENED | HAPPENED_TO_APPLICATIONS).get(event.step, event.step)


def _reason(event: Event) -> str:
    return event.reason or str(event.facts.get("reason", ""))


def _when(facts: dict[str, Any]) -> str:
    start = facts.get("start")
    try:
        return format_datetime(datetime.fromisoformat(start)) if isinstance(start, str) else ""
    except ValueError:
        return ""
