"""The counter's answers: a place, a place on the waitlist, a refusal with its reason, a place taken back."""

from uuid import UUID

from accounts.domain import Actor
from core import db
from core.errors import Conflict, Invalid
from exhibitions.seminars.applying import mails
from exhibitions.seminars.applying.capacity import give_back, take_for
from exhibitions.seminars.applying.domain import OPEN, ApplicationState, ApplicationStep
from exhibitions.seminars.applying.links import new_key
from exhibitions.seminars.applying.queries import (
    ApplicationView,
    application_behind,
    application_of,
    application_run_by,
    applications,
)
from exhibitions.seminars.applying.recording import go_on, held_for
from exhibitions.seminars.applying.telling import tell_state
from exhibitions.seminars.applying.waiting import offer_places
from exhibitions.seminars.domain import LONGEST_REASON
from exhibitions.seminars.queries import SeminarView, seminar_for

_OVER = (ApplicationState.CANCELLED, ApplicationState.REFUSED, ApplicationState.LAPSED)


async def approve(actor: Actor, application_id: UUID) -> ApplicationView:
    """A place for an applicant. Raises `IllegalStep`, `Conflict` `seminar-full` with `free_places`."""
    return await _answer(actor, application_id, ApplicationStep.APPROVE, ApplicationState.ACCEPTED)


async def put_on_waitlist(actor: Actor, application_id: UUID) -> ApplicationView:
    """No place now, but the next that is given back, in the order of application."""
    step = ApplicationStep.PUT_ON_WAITLIST
    return await _answer(actor, application_id, step, ApplicationState.WAITING)


async def refuse(actor: Actor, application_id: UUID, reason: str) -> ApplicationView:
    """No, and why. Raises `Invalid` without a reason."""
    reason = _checked(reason)
    return await _answer(actor, application_id, ApplicationStep.REFUSE, ApplicationState.REFUSED, reason)


async def _answer(
    actor: Actor, application_id: UUID, step: ApplicationStep, state: ApplicationState, reason: str = ""
) -> ApplicationView:
    before = await application_run_by(actor, application_id)
    async with db.transaction():
        held = await held_for(step, application_id)
        if state is ApplicationState.ACCEPTED and not await take_for(
            application_id, before.seminar_id, before.people
        ):
            raise await _full(before)
        await go_on(actor, held, step, state, reason=reason)
        answered = await application_of(application_id)
        seminar = await seminar_for(actor, before.seminar_id)
        await tell_state(seminar, answered, await new_key(application_id))
        return answered


async def _full(application: ApplicationView) -> Conflict:
    sql = "SELECT capacity - taken FROM seminar WHERE id = $1"
    free = await db.fetch_value(sql, application.seminar_id)
    return Conflict("seminar-full-for-approval", free_places=free, people=application.people)


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": "too-long" if reason else "required"}, limit=LONGEST_REASON)
    return reason


async def cancel_application(actor: Actor, key: str) -> ApplicationView:
    """The applicant does not come: the places are free at once, and offered. Said again nothing changes.

    Raises `Conflict` `seminar-begun` once somebody of it was at a session.
    """
    application = await application_behind(actor, key)
    if application.state in _OVER:
        return application
    return await _cancel(actor, application, "")


async def cancel_for(actor: Actor, application_id: UUID, reason: str) -> ApplicationView:
    """The counter takes a place back, and says why."""
    application = await application_run_by(actor, application_id)
    reason = _checked(reason)
    return await _cancel(actor, application, reason)


async def _attended(application_id: UUID) -> bool:
    sql = """
    SELECT count(*) FROM seminar_attendance a JOIN seminar_participant p ON p.id = a.participant_id
    WHERE p.application_id = $1
    """
    return bool(await db.fetch_value(sql, application_id))


async def _cancel(actor: Actor, before: ApplicationView, reason: str) -> ApplicationView:
    async with db.transaction():
        held = await held_for(ApplicationStep.CANCEL, before.id)
        if await _attended(before.id):
            raise Conflict("applicant-attended" if reason else "seminar-begun")
        await give_back(before.id)
        await go_on(actor, held, ApplicationStep.CANCEL, ApplicationState.CANCELLED, reason=reason)
        cancelled = await application_of(before.id)
        seminar = await seminar_for(Actor.system(), before.seminar_id)
        await tell_state(seminar, cancelled, "", had_place=before.has_place)
        if not reason and before.state is not ApplicationState.ASKED:
            await mails.tell_counter(seminar, cancelled)
        await offer_places(before.seminar_id)
        return cancelled


async def call_everybody_off(actor: Actor, seminar: SeminarView, reason: str) -> None:
    """A course is called off: everybody who applied is told once, in the same transaction."""
    open_states = [state.value for state in OPEN]
    for one in await applications(
        "a.seminar_id = $1 AND a.state = ANY($2::text[]) ORDER BY a.id", seminar.id, open_states
    ):
        held = await held_for(ApplicationStep.CANCEL, one.id)
        await give_back(one.id)
        await go_on(actor, held, ApplicationStep.CANCEL, ApplicationState.CANCELLED, reason=reason)
        await tell_state(seminar, await application_of(one.id), "", had_place=one.has_place)
