"""What an answer to an applicant would change for whom: the answer itself, rehearsed and taken back."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from core import db
from exhibitions.seminars.applying import deciding
from exhibitions.seminars.applying.domain import ApplicationState
from exhibitions.seminars.applying.queries import ApplicationView, application_run_by
from notifications.outbox import noted

# Whoever looks has no reason yet.
_ANY_REASON = "―"


class Decision(StrEnum):
    """What a counter may answer."""

    APPROVE = "approve"
    WAIT = "wait"
    REFUSE = "refuse"
    CANCEL = "cancel"


class PreviewApplication(msgspec.Struct, frozen=True):
    """An answer, and the reason that it would be given with."""

    step: Decision
    reason: str = _ANY_REASON


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """An application that would stand elsewhere; without a mail its people must be called."""

    id: UUID
    number: str
    people: int
    before: ApplicationState
    after: ApplicationState
    is_mailed: bool


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a course are promised, before and then."""

    capacity: int
    before: int
    after: int


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands elsewhere then, the applicant first; how many places are promised; how many mails go out."""

    moved: list[Moved]
    places: Places
    mails: int


Take = Callable[[], Awaitable[object]]
_STANDING = """
SELECT a.id, a.number, a.people, a.state, coalesce(c.email, '') <> '' AS is_mailed
FROM seminar_application a LEFT JOIN seminar_contact c ON c.application_id = a.id
WHERE a.seminar_id = $1 ORDER BY a.id = $2 DESC, a.created_at, a.id
"""
_PLACES = "SELECT capacity, taken FROM seminar WHERE id = $1"


async def foresee_answer(actor: Actor, application_id: UUID, step: Decision, reason: str) -> Answered:
    """What an answer would bring, and who moves up; raises whatever the answer itself would raise."""
    application = await application_run_by(actor, application_id)
    return await _foreseen(application, lambda: answer(actor, application_id, step, reason or _ANY_REASON))


async def answer(actor: Actor, application_id: UUID, step: Decision, reason: str) -> ApplicationView:
    """Give the answer; the first two need no reason."""
    if step is Decision.APPROVE:
        return await deciding.approve(actor, application_id)
    if step is Decision.WAIT:
        return await deciding.put_on_waitlist(actor, application_id)
    if step is Decision.REFUSE:
        return await deciding.refuse(actor, application_id, reason)
    return await deciding.cancel_for(actor, application_id, reason)


async def _foreseen(application: ApplicationView, take: Take) -> Answered:
    seminar_id = application.seminar_id
    async with db.rehearsal():
        places = await db.fetch_row(_PLACES, seminar_id)
        stood = {row["id"]: row for row in await db.fetch(_STANDING, seminar_id, application.id)}
        with noted() as asked:
            await take()
        then = await db.fetch_row(_PLACES, seminar_id)
        stands = await db.fetch(_STANDING, seminar_id, application.id)
        return Answered(
            moved=[
                _moved(stood[row["id"]], row)
                for row in stands
                if row["id"] in stood and row["state"] != stood[row["id"]]["state"]
            ],
            places=Places(
                capacity=then["capacity"] if then else 0,
                before=places["taken"] if places else 0,
                after=then["taken"] if then else 0,
            ),
            mails=sum(one.kind == "mail" for one in asked),
        )


def _moved(before: asyncpg.Record, after: asyncpg.Record) -> Moved:
    return Moved(
        id=after["id"],
        number=after["number"],
        people=after["people"],
        before=ApplicationState(before["state"]),
        after=ApplicationState(after["state"]),
        is_mailed=after["is_mailed"],
    )
