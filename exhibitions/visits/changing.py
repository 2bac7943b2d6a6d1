"""Another time, another size, or not at all: by the link in the mail, or by the counter with a reason."""

from datetime import date
from uuid import UUID

from accounts.domain import Actor, Via
from core import db
from core.clock import now
from core.errors import Conflict, Invalid
from exhibitions.domain import ExhibitionStep
from exhibitions.queries import ExhibitionView, exhibition_for
from exhibitions.usecases.displays import follows, when_called_off
from exhibitions.visits import mails
from exhibitions.visits.booking import full, open_slot
from exhibitions.visits.capacity import hold_coming, move
from exhibitions.visits.commands import ChangeVisit
from exhibitions.visits.domain import LONGEST_NOTE, VisitState, VisitStep
from exhibitions.visits.queries import (
    VisitView,
    open_visits,
    visit_behind,
    visit_of,
    visit_received_by,
)
from exhibitions.visits.recording import go_on, held_for, record
from exhibitions.visits.waiting.offering import free_places, offer_freed

VISITOR = Actor.anonymous(via=Via.LINK)
_MOVE = """
UPDATE visit SET slot_id = $2, party_size = $3, changes = changes + 1,
    reminded_at = CASE WHEN slot_id = $2 THEN reminded_at END
WHERE id = $1
"""


async def change_visit(token: str, command: ChangeVisit) -> VisitView:
    """Move to another slot or come with more or fewer; what was booked is kept when there is no room."""
    visit = await visit_behind(token)
    _check_to_come(visit)
    exhibition = await exhibition_for(VISITOR, visit.exhibition_id)
    people = visit.party_size if command.party_size is None else command.party_size
    slot_id = command.slot_id or visit.slot_id
    if people < 1:
        raise Invalid({"party_size": "party-too-small"})
    if slot_id == visit.slot_id and people == visit.party_size:
        return visit
    if slot_id != visit.slot_id or people > visit.party_size:
        await open_slot(VISITOR, exhibition, slot_id, people)
    async with db.transaction():
        held = await held_for(VisitStep.CHANGE, visit.id)
        if not await move(held["slot_id"], held["party_size"], slot_id, people):
            raise await full(VISITOR, visit.exhibition_id, slot_id, people)
        await db.execute(_MOVE, visit.id, slot_id, people)
        await offer_freed(held["slot_id"])
        await record(VISITOR, visit.id, VisitStep.CHANGE, visit.state, people=people, slot=slot_id)
        changed = await visit_of(visit.id)
        if changed.state is VisitState.BOOKED:
            await mails.tell_changed(changed, token)
            await mails.tell_counter(changed, VisitStep.CHANGE)
        return changed


def _check_to_come(visit: VisitView) -> None:
    if visit.start <= now():
        raise Conflict("visit-begun", phone=visit.counter_phone)


async def cancel_visit(token: str) -> VisitView:
    """The party does not come; its places are free at once. Said again it changes nothing."""
    visit = await visit_behind(token)
    if visit.state is VisitState.CANCELLED:
        return visit
    _check_to_come(visit)
    async with db.transaction():
        cancelled = await _cancel(VISITOR, visit, "")
        await mails.tell_cancelled(cancelled, visit.state)
        if visit.state is VisitState.BOOKED:
            await mails.tell_counter(cancelled, VisitStep.CANCEL)
        return cancelled


async def leave(actor: Actor, visit: VisitView) -> VisitView:
    """A party that waits does so no longer; the caller has judged who may say so."""
    async with db.transaction():
        cancelled = await _cancel(actor, visit, "")
        await mails.tell_cancelled(cancelled, visit.state)
        return cancelled


async def cancel_for(actor: Actor, exhibition_id: UUID, visit_id: UUID, reason: str) -> VisitView:
    """The counter calls a visit off, and says why."""
    visit = await visit_received_by(actor, exhibition_id, visit_id)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_NOTE:
        raise Invalid({"reason": "too-long" if reason else "required"}, limit=LONGEST_NOTE)
    async with db.transaction():
        cancelled = await _cancel(actor, visit, reason)
        await mails.tell_cancelled(cancelled, visit.state)
        return cancelled


async def _cancel(actor: Actor, visit: VisitView, reason: str) -> VisitView:
    held = await held_for(VisitStep.CANCEL, visit.id)
    await go_on(actor, visit.id, VisitStep.CANCEL, VisitState.CANCELLED, reason)
    if held["state"] != VisitState.WAITING.value:
        await free_places(held["slot_id"], held["party_size"])
    return await visit_of(visit.id)


_HOLD = """
SELECT FROM visit v WHERE v.exhibition_id = $1 AND v.state = ANY($2::text[]) AND ($3::date IS NULL
    OR EXISTS (SELECT FROM visit_slot s WHERE s.id = v.slot_id AND s.day = $3)) ORDER BY v.id FOR UPDATE
"""
_SHUT = """
UPDATE visit_slot SET is_closed = true WHERE exhibition_id = $1 AND ($2::date IS NULL OR day = $2)
"""
_PROMISED = [VisitState.ASKED.value, VisitState.BOOKED.value, VisitState.OFFERED.value]


async def _shut(exhibition_id: UUID, day: date | None = None) -> list[VisitView]:
    """Let nobody book any more, on `day` or at all; who is still to come, held until the transaction ends.

    In the order of everybody else: a visit with its places before its slot, the queue of a slot after it.
    """
    await db.execute(_HOLD, exhibition_id, _PROMISED, day)
    await hold_coming(exhibition_id)
    await db.execute(_SHUT, exhibition_id, day)
    await db.execute(_HOLD, exhibition_id, [VisitState.WAITING.value], day)
    return [visit for visit in await open_visits(exhibition_id) if day in (None, visit.day)]


async def call_off_day(actor: Actor, exhibition_id: UUID, day: date, reason: str) -> None:
    """Nobody comes on `day`: whoever is expected is told why, once, and whoever only waits that it is over.

    `Conflict` `day-has-visitors` without a reason while places are promised. In the caller's transaction.
    """
    coming = await _shut(exhibition_id, day)
    expected = [visit for visit in coming if visit.state is not VisitState.WAITING]
    if expected and not reason:
        raise Conflict("day-has-visitors", day=day, visits=len(expected))
    for visit in coming:
        await mails.tell_cancelled(await _cancel(actor, visit, reason), visit.state)


@when_called_off
async def call_off_visits(actor: Actor, exhibition: ExhibitionView, reason: str) -> None:
    """A display is called off: each of its visitors is told once, in the same transaction."""
    for visit in await _shut(exhibition.id):
        await mails.tell_cancelled(await _cancel(actor, visit, reason), visit.state)


@follows
async def must_expect_nobody(actor: Actor, exhibition: ExhibitionView, step: ExhibitionStep, _: str) -> None:
    """A display that ends early leaves nobody before a closed door.

    `Conflict` `exhibition-expects-visitors` while places are promised; who only waits is told it is over.
    """
    if step is not ExhibitionStep.CLOSE:
        return
    coming = await _shut(exhibition.id)
    expected = [visit for visit in coming if visit.state is not VisitState.WAITING]
    if expected:
        last = max(visit.day for visit in expected)
        raise Conflict("exhibition-expects-visitors", count=len(expected), day=last)
    for visit in coming:
        await mails.tell_cancelled(await _cancel(actor, visit, ""), visit.state)


_LAPSED = """
SELECT id FROM visit WHERE state IN ('asked', 'waiting') AND confirm_by < $1 ORDER BY slot_id, id LIMIT 200
FOR UPDATE SKIP LOCKED
"""


async def lapse_unconfirmed() -> int:
    """A sweep: places that nobody confirmed in time are free again, and who never confirmed does not wait."""
    async with db.transaction():
        rows = await db.fetch(_LAPSED, now())
        for row in rows:
            held = await held_for(VisitStep.LAPSE, row["id"])
            await go_on(Actor.system(), row["id"], VisitStep.LAPSE, VisitState.LAPSED)
            if held["state"] == VisitState.ASKED.value:
                await free_places(held["slot_id"], held["party_size"])
        return len(rows)
