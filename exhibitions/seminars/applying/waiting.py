"""キャンセル待ち: what is given back is offered to those who wait, in their order, never more than there is.

An offer holds its places: they are promised like any other, so there is never more than one for a place.
"""

from datetime import timedelta
from uuid import UUID

from accounts.domain import Actor, Via
from core import db
from core.clock import now
from core.errors import Conflict
from exhibitions.seminars.applying.capacity import give_back, hold_still, take_for
from exhibitions.seminars.applying.domain import ApplicationState, ApplicationStep
from exhibitions.seminars.applying.links import new_key
from exhibitions.seminars.applying.queries import ApplicationView, application_behind, application_of
from exhibitions.seminars.applying.recording import go_on, held_for
from exhibitions.seminars.applying.telling import tell_state
from exhibitions.seminars.domain import SeminarStatus
from exhibitions.seminars.queries import SeminarView, seminar_for

_QUEUE = """
SELECT id, people FROM seminar_application WHERE seminar_id = $1 AND state = 'waiting'
ORDER BY created_at, id
"""


async def offer_places(seminar_id: UUID) -> int:
    """Offer what is free to those who wait, the earliest that fits first; how many offers were made.

    Part of the caller's transaction: what is given back is never free for a moment in between.
    """
    await hold_still(seminar_id)
    seminar = await seminar_for(Actor.system(), seminar_id)
    if seminar.status not in (SeminarStatus.OPEN, SeminarStatus.CLOSED) or not seminar.free:
        return 0
    if seminar.first_at is None or seminar.first_at <= now():
        return 0
    offers = 0
    for row in await db.fetch(_QUEUE, seminar_id):
        offers += await _offered(seminar, row["id"], row["people"])
    return offers


async def _offered(seminar: SeminarView, application_id: UUID, people: int) -> bool:
    if not await take_for(application_id, seminar.id, people):
        return False
    held = await held_for(ApplicationStep.OFFER, application_id)
    until = now() + timedelta(hours=seminar.offer_hours)
    until = min(until, seminar.first_at) if seminar.first_at else until
    await go_on(Actor.system(), held, ApplicationStep.OFFER, ApplicationState.OFFERED, offered_until=until)
    application = await application_of(application_id)
    await tell_state(seminar, application, await new_key(application_id))
    return True


async def take_offer(actor: Actor, key: str) -> ApplicationView:
    """Yes to an offered place. Said again it changes nothing.

    Raises `Conflict` `seminar-offer-over` when its time is up, whether or not a sweep has passed it on by
    then; `IllegalStep` once one has.
    """
    application = await application_behind(actor, key)
    if application.state is ApplicationState.ACCEPTED:
        return application
    async with db.transaction():
        held = await held_for(ApplicationStep.TAKE_OFFER, application.id)
        seminar = await seminar_for(Actor.system(), application.seminar_id)
        if (await application_of(application.id)).is_offer_over:
            raise Conflict("seminar-offer-over", phone=seminar.counter_phone)
        who = _who(actor)
        await go_on(who, held, ApplicationStep.TAKE_OFFER, ApplicationState.ACCEPTED)
        accepted = await application_of(application.id)
        await tell_state(seminar, accepted, await new_key(application.id))
        return accepted


def _who(actor: Actor) -> Actor:
    return actor if actor.is_signed_in else Actor.anonymous(via=Via.LINK)


_DUE = """
SELECT id FROM seminar_application WHERE state = 'offered' AND offered_until < $1
ORDER BY offered_until LIMIT 200
"""


async def lapse_seminar_offers() -> int:
    """A sweep: an offer that nobody answered goes to the next who waits."""
    return await _end_all(_DUE, ApplicationStep.PASS)


_UNCONFIRMED = """
SELECT id FROM seminar_application WHERE state = 'asked' AND confirm_by < $1 ORDER BY confirm_by LIMIT 200
"""


async def lapse_unconfirmed_applications() -> int:
    """A sweep: what nobody confirmed in time is free again, and offered to those who wait."""
    return await _end_all(_UNCONFIRMED, ApplicationStep.LAPSE)


async def _end_all(due: str, step: ApplicationStep) -> int:
    rows = await db.fetch(due, now())
    for row in rows:
        async with db.transaction():
            await _end(row["id"], step)
    return len(rows)


async def _end(application_id: UUID, step: ApplicationStep) -> None:
    was = ApplicationState.OFFERED if step is ApplicationStep.PASS else ApplicationState.ASKED
    before = await application_of(application_id)
    await hold_still(before.seminar_id)
    before = await application_of(application_id)
    if before.state is not was:  # answered meanwhile
        return
    held = await held_for(step, application_id)
    await give_back(application_id)
    await go_on(Actor.system(), held, step, ApplicationState.LAPSED)
    if step is ApplicationStep.PASS:
        seminar = await seminar_for(Actor.system(), before.seminar_id)
        await tell_state(seminar, await application_of(application_id), "")
    await offer_places(before.seminar_id)


_ROOM = """
SELECT s.id FROM seminar s WHERE s.status IN ('open', 'closed') AND s.taken < s.capacity
  AND EXISTS (SELECT FROM seminar_application a WHERE a.seminar_id = s.id AND a.state = 'waiting')
"""


async def offer_free_places() -> int:
    """A sweep: places that a counter has added are offered, too."""
    offers = 0
    for row in await db.fetch(_ROOM):
        async with db.transaction():
            offers += await offer_places(row["id"])
    return offers
