"""What a step of a display, or of what stands on it, would change for whom: rehearsed and rolled back."""

from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.day_changes import DayChange, day_changes, ledger_of
from core import db
from core.errors import DomainError
from exhibitions.commands import MoveExhibit, MoveExhibition
from exhibitions.domain import ExhibitionStep, ExhibitStep
from exhibitions.exhibits import Exhibit, exhibits_on
from exhibitions.notices import Told, audience
from exhibitions.usecases.displays import move_exhibition
from exhibitions.usecases.exhibits import move_exhibit
from notifications.outbox import Asked, noted

_ANY_REASON = "―"


class Hears(msgspec.Struct, frozen=True):
    """Somebody who would be told, and about what."""

    name: str
    subject: str


class Foreseen(msgspec.Struct, frozen=True, kw_only=True):
    """Days that units' owners get back or lose, and who would hear of it."""

    days: list[DayChange] = []
    told: list[Hears] = []

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody but the actor would notice."""
        return not (self.days or self.told)


async def calling_off(actor: Actor, exhibition_id: UUID) -> Foreseen:
    """What calling off a display would bring; nothing to say where it cannot be called off."""

    async def take() -> object:
        command = MoveExhibition(reason=_ANY_REASON)
        return await move_exhibition(actor, exhibition_id, ExhibitionStep.CANCEL, command)

    return await _rehearsed(await exhibits_on(Actor.system(), exhibition_id), take) or Foreseen()


async def next_steps_of(actor: Actor, exhibit: Exhibit) -> dict[ExhibitStep, Foreseen]:
    """What each of the steps that the reader may take would bring; what would be refused is left out."""
    found = {
        step: await _rehearsed([exhibit], _taking(actor, exhibit.id, step)) for step in exhibit.next_steps
    }
    return {step: foreseen for step, foreseen in found.items() if foreseen is not None}


def _taking(actor: Actor, exhibit_id: UUID, step: ExhibitStep) -> Callable[[], Awaitable[object]]:
    return lambda: move_exhibit(actor, exhibit_id, step, MoveExhibit(reason=_ANY_REASON))


async def _rehearsed(exhibits: Iterable[Exhibit], take: Callable[[], Awaitable[object]]) -> Foreseen | None:
    """None where the step would be refused."""
    async with db.rehearsal():
        had = {one.id: await ledger_of(one.id) for one in exhibits}
        with noted() as asked:
            try:
                await take()
            except DomainError:
                return None
        days = [
            change
            for one, before in had.items()
            for change in await day_changes(before, await ledger_of(one))
        ]
        return Foreseen(days=days, told=await _told(asked))


async def _told(asked: Iterable[Asked]) -> list[Hears]:
    hears: list[Hears] = []
    for one in asked:
        if one.kind != "exhibition":
            continue
        told = msgspec.convert(one.payload, Told, strict=False)
        found = [x for x in await exhibits_on(Actor.system(), told.exhibition_id) if x.id in told.exhibit_ids]
        for party, text, exhibits in audience(told, found):
            first = exhibits[0]
            name = first.counter_name if party == first.counter_id else first.lender_name
            hears.append(Hears(name or "", str(text.subject) % {"title": first.exhibition_title}))
    return hears
