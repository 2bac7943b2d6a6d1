"""来場を申し込む: a place is taken at once; whoever has no account confirms by mail that they want it."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from accounts.domain import (
    Actor,
    Via,
    clean_email,
    clean_line,
    is_email,
)
from catalog.domain import TaxonomyVersion
from catalog.queries.taxonomy import taxonomy_of
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid, TooMany
from core.ids import new_id
from core.secrets import digest, new_token
from core.telephones import in_one_form
from exhibitions.queries import ExhibitionView, exhibition_for
from exhibitions.visits import mails
from exhibitions.visits.capacity import take
from exhibitions.visits.commands import ReserveVisit
from exhibitions.visits.domain import (
    CONFIRM_WITHIN,
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_UNCONFIRMED,
    VisitState,
    VisitStep,
    closed_because,
)
from exhibitions.visits.queries import (
    RECEIVING,
    VisitView,
    list_slots,
    may_receive,
    plan_of,
    visit_behind,
    visit_of,
)
from exhibitions.visits.recording import go_on, held_for, record
from exhibitions.visits.writing import channel_of, write_visit

_SLOT = """
SELECT id, starts_at, is_closed, capacity_people, capacity_people - taken_people AS free_people,
    capacity_groups - taken_groups AS free_groups
FROM visit_slot WHERE id = $1 AND exhibition_id = $2
"""
_UNCONFIRMED = """
SELECT count(*) FROM visit v JOIN visit_contact c ON c.visit_id = v.id
WHERE v.state = 'asked' AND c.email = $1
"""


async def reserve_visit(actor: Actor, exhibition_id: UUID, command: ReserveVisit) -> VisitView:
    """Take places for a party.

    Without an account the visit is `asked` until the link in the mail is used; somebody signed in, and the
    counter on a visitor's behalf, has it at once. Raises `Invalid` naming fields, and `Conflict`:
    `slot-full` (with `free_people` and other `slots`), `slot-past`, `slot-closed`, `slot-too-soon`,
    `exhibition-not-receiving`; `TooMany` when one address leaves too many unconfirmed.
    """
    exhibition = await exhibition_for(actor, exhibition_id)
    is_receiving = may_receive(actor, exhibition)
    command = await party_of(actor, command, is_receiving=is_receiving)
    await check_party(command, needs_contact=True, needs_email=not is_receiving)
    slot = await open_slot(actor, exhibition, command.slot_id, command.party_size)
    is_known = actor.is_signed_in
    if not is_known and await db.fetch_value(_UNCONFIRMED, command.email) >= MOST_UNCONFIRMED:
        raise TooMany("visits-unconfirmed", retry_after=int(CONFIRM_WITHIN.total_seconds()))
    if command.party_size > slot["free_people"] or not slot["free_groups"]:
        raise await full(actor, exhibition_id, command.slot_id, command.party_size)
    async with db.transaction():
        visit_id = await _insert(actor, exhibition, command, is_receiving=is_receiving)
        visit = await visit_of(visit_id)
        if visit.state is VisitState.ASKED:
            await mails.ask_to_confirm(visit, await new_key(visit_id))
        else:
            await mails.tell_booked(visit, await new_key(visit_id))
            await mails.tell_counter(visit, VisitStep.RESERVE)
        # Judged last, whatever the look before said: whoever else wants the slot waits for the commit alone.
        if not await take(slot["id"], command.party_size):
            raise await full(actor, exhibition_id, command.slot_id, command.party_size)
        return visit


def tidied(command: ReserveVisit) -> ReserveVisit:
    """What was said, without stray spaces and repetitions."""
    return ReserveVisit(
        slot_id=command.slot_id,
        party_size=command.party_size,
        name=clean_line(command.name),
        email=clean_email(command.email),
        phone=in_one_form(clean_line(command.phone)),
        organization_name=clean_line(command.organization_name),
        interests=sorted(set(command.interests)),
        access_needs=sorted(set(command.access_needs)),
        access_note=command.access_note.strip(),
        language=command.language,
    )


async def party_of(actor: Actor, command: ReserveVisit, *, is_receiving: bool) -> ReserveVisit:
    """The party as it is kept; whoever is signed in and comes themselves need not say who they are."""
    command = tidied(command)
    if not actor.is_signed_in or is_receiving:
        return command
    email = await db.fetch_value("SELECT email FROM person WHERE id = $1", actor.person_id)
    return ReserveVisit(
        slot_id=command.slot_id,
        party_size=command.party_size,
        name=command.name or actor.name,
        email=email,
        phone=command.phone,
        organization_name=actor.organization_name,
        interests=command.interests,
        access_needs=command.access_needs,
        access_note=command.access_note,
        language=command.language,
    )


async def check_party(command: ReserveVisit, *, needs_contact: bool, needs_email: bool) -> None:
    """Raises `Invalid` naming the fields of a party that cannot be taken over so."""
    wrong: dict[str, str] = {}
    if not command.name and needs_contact:
        wrong["name"] = "required"
    lines = ("name", "phone", "organization_name")
    wrong |= {name: "too-long-for-a-line" for name in lines if len(getattr(command, name)) > LONGEST_NAME}
    if not command.email and needs_email:
        wrong["email"] = "required"
    elif command.email and not is_email(command.email):
        wrong["email"] = "bad-email"
    if len(command.access_note) > LONGEST_NOTE:
        wrong["access_note"] = "too-long-for-a-note"
    if command.party_size < 1:
        wrong["party_size"] = "party-too-small"
    if set(command.interests) - await known_items():
        wrong["interests"] = "interest-unknown"
    if wrong:
        raise Invalid(wrong, limit=LONGEST_NOTE)


async def known_items() -> set[str]:
    """The codes of both editions of the taxonomy."""
    codes: set[str] = set()
    for version in TaxonomyVersion:
        codes |= (await taxonomy_of(version)).codes
    return codes


async def open_slot(
    actor: Actor, exhibition: ExhibitionView, slot_id: UUID, party_size: int
) -> asyncpg.Record:
    """The slot, if this actor may still book it for so many; its capacity is judged when it is taken."""
    slot = await db.fetch_row(_SLOT, slot_id, exhibition.id)
    if slot is None:
        raise Invalid({"slot_id": "slot-unknown"})
    plan = await plan_of(exhibition.id)
    is_receiving = may_receive(actor, exhibition)
    if exhibition.status not in RECEIVING or exhibition.end <= today():
        raise Conflict("exhibition-not-receiving", phone=exhibition.counter_phone)
    lead_hours = 0 if is_receiving else plan.lead_hours
    reason = closed_because(slot["starts_at"], is_closed=slot["is_closed"], now=now(), lead_hours=lead_hours)
    if reason:
        raise Conflict(reason, lead_hours=lead_hours, phone=exhibition.counter_phone)
    most = slot["capacity_people"] if is_receiving else min(plan.largest_party, slot["capacity_people"])
    if party_size > most:
        raise Invalid({"party_size": "party-too-large"}, most=most, phone=exhibition.counter_phone)
    return slot


async def full(actor: Actor, exhibition_id: UUID, slot_id: UUID, party_size: int) -> Conflict:
    """Why there is no room, how much is left, and the nearest other times with room for this party."""
    slots = await list_slots(actor, exhibition_id)
    wanted = next((one for one in slots if one.id == slot_id), None)
    room = [one for one in slots if one.bookable and one.free_people >= party_size and one.id != slot_id]
    if wanted is not None:
        room.sort(key=lambda one: abs(one.start - wanted.start))
    left = wanted.free_people if wanted and wanted.free_groups else 0
    return Conflict("slot-full", free_people=left, party_size=party_size, slots=_told(room[:3]))


def _told(slots: Sequence[object]) -> list[dict[str, object]]:
    return [{"id": one.id, "start": one.start, "end": one.end} for one in slots]  # type: ignore[attr-defined]


async def _insert(
    actor: Actor, exhibition: ExhibitionView, command: ReserveVisit, *, is_receiving: bool
) -> UUID:
    state = VisitState.BOOKED if actor.is_signed_in else VisitState.ASKED
    visit_id = await write_visit(
        exhibition.id,
        command,
        state=state,
        channel=channel_of(actor, is_receiving=is_receiving),
        facility_id=actor.organization_id if actor.is_facility else None,
        person_id=None if is_receiving else actor.person_id,
        confirm_by=now() + CONFIRM_WITHIN if state is VisitState.ASKED else None,
    )
    await record(actor, visit_id, VisitStep.RESERVE, state, people=command.party_size)
    return visit_id


async def new_key(visit_id: UUID) -> str:
    """A fresh link to the visit, for one mail; only its digest stays here."""
    token = new_token()
    await db.execute(
        "INSERT INTO visit_key (id, visit_id, token_digest, created_at) VALUES ($1, $2, $3, $4)",
        new_id(),
        visit_id,
        digest(token),
        now(),
    )
    return token


async def confirm_visit(token: str) -> VisitView:
    """The mail was read: the visit is booked. Said again it changes nothing. `NotFound` for other links."""
    visit = await visit_behind(token)
    if visit.state is VisitState.BOOKED:
        return visit
    visitor = Actor.anonymous(via=Via.LINK)
    async with db.transaction():
        await held_for(VisitStep.CONFIRM, visit.id)
        await go_on(visitor, visit.id, VisitStep.CONFIRM, VisitState.BOOKED)
        booked = await visit_of(visit.id)
        await mails.tell_booked(booked, token)
        await mails.tell_counter(booked, VisitStep.RESERVE)
        return booked
