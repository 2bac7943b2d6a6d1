"""Who hears of a step of a course, or of its sessions: the step itself, rehearsed and rolled back."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.foreseen import Foreseen, foresee, read_body
from core.errors import Conflict, Invalid
from exhibitions.seminars import planning, sessions
from exhibitions.seminars.commands import MoveSeminar, PutSession
from exhibitions.seminars.domain import SeminarStep
from exhibitions.seminars.queries import run_by

_MOVES = (SeminarStep.OPEN, SeminarStep.CLOSE, SeminarStep.HOLD, SeminarStep.CANCEL)


class PreviewSeminarStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a course, the session that it is about, and the body that it would be sent with."""

    step: SeminarStep
    session_id: UUID | None = None
    body: dict[str, Any] = msgspec.field(default_factory=dict)


async def preview_seminar_step(actor: Actor, seminar_id: UUID, wished: PreviewSeminarStep) -> Foreseen:
    """How many mails `wished` would send; raises whatever the step itself would raise."""
    await run_by(actor, seminar_id)  # unknown before malformed
    return await foresee(actor, _taking(actor, seminar_id, wished))


def _taking(actor: Actor, seminar_id: UUID, wished: PreviewSeminarStep) -> Callable[[], Awaitable[object]]:
    step, session_id = wished.step, wished.session_id
    if step in _MOVES:
        move = read_body(wished.body, MoveSeminar)
        return lambda: planning.move_seminar(actor, seminar_id, step, move)
    if step is SeminarStep.ADD_SESSION:
        added = read_body(wished.body, PutSession)
        return lambda: sessions.add_session(actor, seminar_id, added)
    if session_id is None:
        raise Invalid({"session_id": "required"})
    if step is SeminarStep.REMOVE_SESSION:
        return lambda: sessions.remove_session(actor, seminar_id, session_id)
    if step is not SeminarStep.CHANGE_SESSION:
        raise Invalid({"step": "unknown"})
    changed = read_body(wished.body, PutSession)
    return lambda: sessions.change_session(actor, seminar_id, session_id, changed)


async def told_by(actor: Actor, seminar_id: UUID, wished: PreviewSeminarStep) -> Foreseen | None:
    """The same for a page; None while the step would be refused."""
    try:
        return await preview_seminar_step(actor, seminar_id, wished)
    except (Conflict, Invalid):
        return None
