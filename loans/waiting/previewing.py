"""What a step of a wish would change for whom: rehearsed and rolled back, whose turn is next included."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.foreseen import Foreseen, Hears, foresee, read_body, tells_of
from catalog.freed import KIND as FREED
from core import db
from core.errors import Invalid
from core.i18n import gettext
from loans.commands import GiveReason
from loans.waiting import commands, usecases
from loans.waiting.domain import WaitingStep
from loans.waiting.notices import happening_of, notice_of, readers_of, words_of
from loans.waiting.queries import EntryRow, entry_for, entry_row
from loans.waiting.usecases.matching import rehearse_match
from notifications.outbox import noted

ANYTHING = "―"  # stands for what nobody has typed yet and what makes no difference to others


class PreviewWaitlistStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step, and the body that it would be sent with."""

    step: WaitingStep
    body: dict[str, Any] = msgspec.field(default_factory=dict)


# The steps that people take, with the body each of them reads; None where there is none.
_STEPS: dict[WaitingStep, tuple[Callable[..., Awaitable[object]], Any]] = {
    WaitingStep.ACCEPT: (usecases.accept_waitlist_offer, commands.AcceptWaitlistOffer),
    WaitingStep.REFUSE: (usecases.refuse_waitlist_offer, commands.RefuseWaitlistOffer),
    WaitingStep.LEAVE: (usecases.leave_waitlist, commands.LeaveWaitlist),
    WaitingStep.SKIP: (usecases.skip_entry, GiveReason),
    WaitingStep.PUT_BACK: (usecases.put_back, None),
    WaitingStep.WAIT_AGAIN: (usecases.wait_again, None),
}


async def preview_waitlist_step(actor: Actor, entry_id: UUID, wished: PreviewWaitlistStep) -> Foreseen:
    """What `wished` would change; raises whatever the step itself would raise, and changes nothing."""
    await entry_for(actor, entry_id)  # unknown before malformed
    if wished.step not in _STEPS:
        raise Invalid({"step": "unknown"})
    take, body = _STEPS[wished.step]
    command = None if body is None else read_body(wished.body, body)
    return await foresee_step(actor, entry_id, wished.step, lambda: take(actor, entry_id, *_given(command)))


def _given(command: object) -> tuple[object, ...]:
    return () if command is None else (command,)


async def foresee_step(
    actor: Actor, entry_id: UUID, step: WaitingStep, take: Callable[[], Awaitable[object]]
) -> Foreseen:
    """Who hears of a step, and which days it frees: taken by a request, the days stay held all the time."""
    causes = [] if step is WaitingStep.ACCEPT else [entry_id]
    return await foresee(actor, take, causes=causes)


def enough(entry: EntryRow, command: commands.AcceptWaitlistOffer) -> commands.AcceptWaitlistOffer:
    """The answer with something in each place that must not be empty, as far as nobody has typed it yet."""
    names = ("problem", "goal", "place_of_use", "contact_name", "contact_phone")
    said = {name: getattr(command, name) or getattr(entry, name) or ANYTHING for name in names}
    return msgspec.structs.replace(command, **said, consent=True)


@tells_of("waiting")
async def who_hears(actor: Actor, payload: dict[str, Any]) -> list[Hears]:
    """For a rehearsal: the facility, or its counter that will telephone; others' facilities stay nameless."""
    happened = await happening_of(payload)
    entry = await entry_row(Actor.system(), UUID(str(payload["entry_id"])))
    notice = notice_of(happened, entry) if happened else None
    if notice is None:
        return []
    heard = {text: reader.organization_id for reader, text in await readers_of(notice, entry)}
    names = {entry.counter_id: entry.counter_name, entry.facility_id: gettext("次にお待ちの事業所")}
    if actor.is_centre or actor.organization_id in (entry.counter_id, entry.facility_id):
        names[entry.facility_id] = entry.facility_name
    return [Hears(names[party], text.subject % words_of(entry)) for text, party in heard.items()]


@tells_of(FREED)
async def who_is_next(actor: Actor, payload: dict[str, Any]) -> list[Hears]:
    """For a rehearsal: whose turn it would be with the days that come free."""
    product_id = await db.fetch_value("SELECT product_id FROM unit WHERE id = $1", payload["unit_id"])
    with noted() as asked:
        try:
            await rehearse_match(product_id)
        except asyncpg.LockNotAvailableError:
            return []  # the queue is being served at this very moment
    offers = [one.payload for one in asked if one.kind == "waiting"]
    return [hears for offer in offers for hears in await who_hears(actor, offer)]
