"""Courses for tests."""

from datetime import datetime, time, timedelta
from typing import Any

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import TOKYO, today
from directory.kinds import OrganizationKind
from exhibitions.seminars import planning, sessions
from exhibitions.seminars.commands import CreateSeminar, MoveSeminar, PutSession
from exhibitions.seminars.domain import SeminarStep
from exhibitions.seminars.queries import SeminarView, seminar_for
from tests.factories import an_actor, an_organization


async def a_counter() -> Actor:
    """Somebody of a counter that can be called."""
    return await an_actor(await an_organization(OrganizationKind.COUNTER, phone="03-5550-1234"))


def a_session(days: int = 7, hour: int = 10, **fields: Any) -> PutSession:
    """Two hours on site, `days` from today."""
    start = datetime.combine(today() + timedelta(days=days), time(hour), TOKYO)
    given = {"start": start, "end": start + timedelta(hours=2), "place": "研修室1"}
    return msgspec.convert({**given, **fields}, PutSession)


async def a_seminar(
    counter: Actor | None = None, *, session_count: int = 1, status: str = "open", **fields: Any
) -> SeminarView:
    """A course of so many sessions, a week apart, open for applications unless told otherwise."""
    counter = counter or await a_counter()
    given: dict[str, Any] = {"title": "はじめての介護ロボット", "capacity": 10, "prefecture": "大分県"}
    made = await planning.create_seminar(counter, msgspec.convert({**given, **fields}, CreateSeminar))
    for at in range(1, session_count + 1):
        await sessions.add_session(counter, made.id, a_session(7 * at))
    if status != "draft":
        await planning.move_seminar(counter, made.id, SeminarStep.OPEN, MoveSeminar())
    if status not in ("draft", "open"):
        await db.execute("UPDATE seminar SET status = $2 WHERE id = $1", made.id, status)
    return await seminar_for(counter, made.id)
