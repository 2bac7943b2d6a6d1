"""Courses for tests."""

import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import TOKYO, now, today
from core.ids import new_id
from core.secrets import readable_code
from directory.kinds import OrganizationKind
from exhibitions.seminars import planning, sessions
from exhibitions.seminars.applying.commands import ApplyForSeminar
from exhibitions.seminars.applying.joining import apply_for_seminar, confirm_application
from exhibitions.seminars.applying.queries import ApplicationView
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


async def an_applied(seminar_id: UUID) -> UUID:
    """An application that waits for the counter's answer, whatever the course says of applications."""
    application_id = new_id()
    sql = """
    INSERT INTO seminar_application (id, number, seminar_id, state, channel, audience, people, held, may_wait,
        changes, created_at)
    VALUES ($1, $2, $3, 'applied', 'page', 'public', 1, 0, false, 0, $4)
    """
    await db.execute(sql, application_id, readable_code(10), seminar_id, now())
    return application_id


def an_applicant(**fields: Any) -> ApplyForSeminar:
    """Somebody with an address of their own."""
    given: dict[str, object] = {"name": "受講 花子", "email": f"a{new_id().hex}@learners.example"}
    return msgspec.convert({**given, **fields}, ApplyForSeminar)


async def an_asked(seminar: SeminarView, **fields: Any) -> tuple[ApplicationView, str]:
    """An application without an account that waits for its mail, and the token of the link in that mail."""
    made = await apply_for_seminar(Actor.anonymous(), seminar.id, an_applicant(**fields))
    return made, await token_of(made)


async def a_confirmed(seminar: SeminarView, **fields: Any) -> tuple[ApplicationView, str]:
    """An application whose mail was read, and its token."""
    _made, token = await an_asked(seminar, **fields)
    return await confirm_application(token), token


async def mails_to(address: str) -> list[str]:
    """The mails to an address, the oldest first."""
    sql = "SELECT payload->>'body' AS b FROM outbox WHERE payload->>'recipient' = $1 ORDER BY created_at, id"
    return [row["b"] for row in await db.fetch(sql, address)]


async def token_of(application: ApplicationView) -> str:
    """The token in the last mail about the application that has one."""
    found = re.findall(r"/seminar-applications/(\S+)", "\n".join(await mails_to(application.email)))
    return str(found[-1])


async def promised(seminar_id: UUID) -> tuple[int, int, int]:
    """Places as the course counts them, as its applications do, and the capacity."""
    sql = """
    SELECT s.taken, coalesce(sum(a.held), 0)::int AS held, s.capacity
    FROM seminar s LEFT JOIN seminar_application a ON a.seminar_id = s.id WHERE s.id = $1 GROUP BY s.id
    """
    row = await db.fetch_row(sql, seminar_id)
    assert row is not None
    return row["taken"], row["held"], row["capacity"]


async def attended_at(session_id: UUID) -> list[datetime]:
    """When whoever was at a session came, the earliest first."""
    rows = await db.fetch("SELECT at FROM seminar_attendance WHERE session_id = $1 ORDER BY at", session_id)
    return [row["at"] for row in rows]
