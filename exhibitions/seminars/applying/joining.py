"""受講を申し込む: places are promised at once where first come; without an account a mail confirms."""

from contextlib import suppress
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor, Via, clean_email, clean_line, is_email
from core import db
from core.clock import now
from core.errors import Conflict, Invalid, TooMany
from core.i18n import gettext as _
from core.ids import new_id
from core.secrets import readable_code
from core.telephones import in_one_form
from directory.kinds import OrganizationKind
from exhibitions.seminars.applying import mails
from exhibitions.seminars.applying.capacity import give_back, hold_still, take, take_for
from exhibitions.seminars.applying.commands import ApplyForSeminar
from exhibitions.seminars.applying.domain import (
    CONFIRM_WITHIN,
    LONGEST_NAME,
    MOST_UNCONFIRMED,
    ApplicationState,
    ApplicationStep,
)
from exhibitions.seminars.applying.likeness import colleagues_known, numbers_alike
from exhibitions.seminars.applying.links import new_key
from exhibitions.seminars.applying.queries import ApplicationView, application_behind, application_of
from exhibitions.seminars.applying.recording import go_on, held_for
from exhibitions.seminars.applying.telling import tell_state
from exhibitions.seminars.applying.waiting import offer_places
from exhibitions.seminars.domain import Admission, Audience, SeminarStatus
from exhibitions.seminars.queries import SeminarView, runs, seminar_for
from exhibitions.seminars.recording import Happening, record
from exhibitions.visits.domain import VisitChannel

NUMBER_LENGTH = 8
_UNCONFIRMED = """
SELECT count(*) FROM seminar_application a JOIN seminar_contact c ON c.application_id = a.id
WHERE a.state = 'asked' AND c.email = $1
"""
_INSERT = """
INSERT INTO seminar_application (id, number, seminar_id, facility_id, state, channel, audience, people, held,
    may_wait, changes, created_at, confirm_by, ended_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, '')
"""
_PARTICIPANT = """
INSERT INTO seminar_participant (id, application_id, seminar_id, number, position)
VALUES ($1, $2, $3, $4, $5)
"""
_CONTACT = """
INSERT INTO seminar_contact (id, application_id, person_id, name, email, phone, organization_name,
    participants, locale)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_AUDIENCES = {
    OrganizationKind.FACILITY: Audience.CARE_PROVIDER,
    OrganizationKind.VENDOR: Audience.VENDOR,
    OrganizationKind.PREFECTURE: Audience.LOCAL_GOVERNMENT,
}


class _Place(msgspec.Struct, frozen=True):
    """What an application gets when it comes in."""

    state: ApplicationState
    held: int


async def apply_for_seminar(actor: Actor, seminar_id: UUID, command: ApplyForSeminar) -> ApplicationView:
    """Ask to take part.

    Without an account the application is `asked` until the link in the mail is used. First come: the places
    are promised at once; a full course takes whoever may wait onto its waitlist. By approval: the counter
    decides. Raises `Invalid` naming fields; `Conflict`: `seminar-full` (with `free_places`) and why
    nobody may apply now; `TooMany` when one address leaves too many unconfirmed.
    """
    seminar = await seminar_for(actor, seminar_id)
    is_running = runs(actor, seminar)
    _check_open(seminar, is_running=is_running)
    command = await _with_own_contact(actor, _tidied(command), is_running=is_running)
    _check(command, seminar, is_known=actor.is_signed_in, is_running=is_running)
    if not actor.is_signed_in and await db.fetch_value(_UNCONFIRMED, command.email) >= MOST_UNCONFIRMED:
        raise TooMany("applications-unconfirmed", retry_after=int(CONFIRM_WITHIN.total_seconds()))
    if seminar.admission is Admission.FIRST_COME and seminar.free >= len(command.participants):
        with suppress(_Overtaken):
            return await _apply_where_room_is(actor, seminar, command)
        seminar = await seminar_for(actor, seminar_id)  # it may have been called off meanwhile
        _check_open(seminar, is_running=is_running)
    async with db.transaction():
        application = await _enter(actor, seminar, command, await _place_for(actor, seminar, command))
        if actor.is_signed_in:
            await hold_still(seminar.id)
        await _check_new(actor, seminar, command, application)
        return application


class _Overtaken(Exception):
    """The places that were free a moment ago are not any more."""


async def _apply_where_room_is(
    actor: Actor, seminar: SeminarView, command: ApplyForSeminar
) -> ApplicationView:
    """The guard comes last: whoever else wants a place waits for the commit alone.

    Raises `_Overtaken`, and nothing is written, where the guard finds no room after all.
    """
    people = len(command.participants)
    async with db.transaction():
        application = await _enter(actor, seminar, command, _granted(actor, people))
        if not await take(seminar.id, people):
            raise _Overtaken
        await _check_new(actor, seminar, command, application)  # the course is held since places were taken
        return application


async def _enter(
    actor: Actor, seminar: SeminarView, command: ApplyForSeminar, place: _Place
) -> ApplicationView:
    application_id = await _insert(actor, seminar, command, place)
    application = await application_of(application_id)
    await tell_state(seminar, application, await new_key(application_id))
    if application.state is not ApplicationState.ASKED and not runs(actor, seminar):
        await mails.tell_counter(seminar, application)
    return application


def _check_open(seminar: SeminarView, *, is_running: bool) -> None:
    reason = seminar.closed
    if is_running and seminar.status in (SeminarStatus.OPEN, SeminarStatus.CLOSED):
        reason = reason if reason == "seminar-past" else ""
    if reason:
        raise Conflict(reason, phone=seminar.counter_phone, day=seminar.apply_from)


def _tidied(command: ApplyForSeminar) -> ApplyForSeminar:
    names = [clean_line(name) for name in command.participants]
    own = clean_line(command.name)
    return msgspec.structs.replace(
        command,
        name=own,
        email=clean_email(command.email),
        phone=in_one_form(clean_line(command.phone)),
        organization_name=clean_line(command.organization_name),
        participants=[name for name in names if name] or ([own] if own else []),
    )


async def _with_own_contact(actor: Actor, command: ApplyForSeminar, *, is_running: bool) -> ApplyForSeminar:
    """Whoever is signed in and asks for themselves need not say who they are."""
    if not actor.is_signed_in or is_running:
        return command
    name = command.name or actor.name
    audience = _AUDIENCES.get(actor.kind, Audience.OTHER) if actor.kind else Audience.OTHER
    return msgspec.structs.replace(
        command,
        name=name,
        email=await db.fetch_value("SELECT email FROM person WHERE id = $1", actor.person_id),
        organization_name=actor.organization_name,
        participants=command.participants or [name],
        audience=audience,
    )


def _check(command: ApplyForSeminar, seminar: SeminarView, *, is_known: bool, is_running: bool) -> None:
    wrong: dict[str, str] = {}
    if not command.name:
        wrong["name"] = "required"
    lines = ("name", "phone", "organization_name")
    wrong |= {name: "too-long-for-a-line" for name in lines if len(getattr(command, name)) > LONGEST_NAME}
    if not command.email and not is_running:
        wrong["email"] = "required"
    elif command.email and not is_email(command.email):
        wrong["email"] = "bad-email"
    if any(len(name) > LONGEST_NAME for name in command.participants):
        wrong["participants"] = "too-long-for-a-line"
    if len(command.participants) > seminar.largest_party:
        wrong["participants"] = "too-many-participants"
    if len(command.participants) > 1 and not is_known:
        wrong["participants"] = "one-participant-only"
    if wrong:
        raise Invalid(wrong, most=seminar.largest_party, phone=seminar.counter_phone)


async def _check_new(
    actor: Actor, seminar: SeminarView, command: ApplyForSeminar, application: ApplicationView
) -> None:
    """Nobody of a facility takes part twice; of an address its mail alone may tell that it has applied.

    A counter that enters somebody by hand is asked whether it is somebody else. This comes last, as the guard
    of the places does: the course is held, and whoever else enters somebody sees this application.
    """
    is_asked = runs(actor, seminar) and not command.is_another
    if is_asked and (alike := await numbers_alike(application.id)):
        raise Invalid({"is_another": "applicant-known"}, numbers="、".join(alike))
    if actor.is_facility and (twice := await colleagues_known(application.id)):
        raise Invalid({"participants": "participant-twice"}, names="、".join(twice))


async def _place_for(actor: Actor, seminar: SeminarView, command: ApplyForSeminar) -> _Place:
    people = len(command.participants)
    if seminar.admission is Admission.APPROVAL:
        return _Place(ApplicationState.APPLIED if actor.is_signed_in else ApplicationState.ASKED, 0)
    has_place = await take(seminar.id, people)
    if not has_place and not command.may_wait:
        free = await db.fetch_value("SELECT capacity - taken FROM seminar WHERE id = $1", seminar.id)
        raise Conflict("seminar-full", free_places=free, people=people)
    if has_place:
        return _granted(actor, people)
    return _Place(ApplicationState.WAITING if actor.is_signed_in else ApplicationState.ASKED, 0)


def _granted(actor: Actor, people: int) -> _Place:
    return _Place(ApplicationState.ACCEPTED if actor.is_signed_in else ApplicationState.ASKED, people)


async def _insert(actor: Actor, seminar: SeminarView, command: ApplyForSeminar, place: _Place) -> UUID:
    application_id, moment = new_id(), now()
    is_running = runs(actor, seminar)
    channel = VisitChannel.API if actor.via is Via.API else VisitChannel.PAGE
    await db.execute(
        _INSERT,
        application_id,
        readable_code(NUMBER_LENGTH),
        seminar.id,
        actor.organization_id if actor.is_facility else None,
        place.state.value,
        (VisitChannel.COUNTER if is_running else channel).value,
        command.audience.value,
        len(command.participants),
        place.held,
        command.may_wait,
        moment,
        moment + CONFIRM_WITHIN if place.state is ApplicationState.ASKED else None,
    )
    for position in range(1, len(command.participants) + 1):
        number = readable_code(NUMBER_LENGTH)
        await db.execute(_PARTICIPANT, new_id(), application_id, seminar.id, number, position)
    person = None if is_running else actor.person_id
    told = (command.name, command.email, command.phone, command.organization_name, command.participants)
    locale = actor.locale if actor.locale in ("ja", "en") else "ja"
    await db.execute(_CONTACT, new_id(), application_id, person, *told, locale)
    happened = Happening(
        seminar_id=seminar.id,
        application_id=application_id,
        step=ApplicationStep.APPLY,
        after=place.state,
        facts={"people": len(command.participants)},
    )
    await record(actor, happened)
    return application_id


_TWICE = """
SELECT count(*) FROM seminar_application a JOIN seminar_contact c ON c.application_id = a.id
WHERE a.seminar_id = $1 AND a.id <> $2 AND c.email = $3
  AND a.state IN ('applied', 'waiting', 'offered', 'accepted')
"""


async def confirm_application(token: str) -> ApplicationView:
    """The mail was read. Said again it changes nothing.

    Raises `NotFound` for other links, `Conflict` `applied-already` when the address has applied before,
    `IllegalStep` when its time is over.
    """
    applicant = Actor.anonymous(via=Via.LINK)
    application = await application_behind(applicant, token)
    if application.state not in (ApplicationState.ASKED, ApplicationState.LAPSED) and application.is_open:
        return application
    async with db.transaction():
        held = await held_for(ApplicationStep.CONFIRM, application.id)
        is_twice = await db.fetch_value(_TWICE, application.seminar_id, application.id, application.email)
        if not is_twice:
            return await _confirm(applicant, held, application, token)
        await give_back(application.id)
        reason = str(_("同じメールアドレスの申込が先にあるので、この申込は要りません。"))
        await go_on(applicant, held, ApplicationStep.LAPSE, ApplicationState.LAPSED, reason=reason)
        await offer_places(application.seminar_id)
    raise Conflict("applied-already")


async def _confirm(
    applicant: Actor, held: asyncpg.Record, application: ApplicationView, token: str
) -> ApplicationView:
    seminar = await seminar_for(Actor.system(), application.seminar_id)
    state = ApplicationState.ACCEPTED
    if seminar.admission is Admission.APPROVAL:
        state = ApplicationState.APPLIED
    elif not held["held"] and not await take_for(application.id, seminar.id, application.people):
        state = ApplicationState.WAITING
    await go_on(applicant, held, ApplicationStep.CONFIRM, state)
    confirmed = await application_of(application.id)
    await tell_state(seminar, confirmed, token)
    await mails.tell_counter(seminar, confirmed)
    return confirmed
