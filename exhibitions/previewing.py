"""What a step of a display, or of what stands on it, would change for whom: rehearsed and rolled back."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import Way
from catalog.foreseen import Foreseen, Hears, foresee, tells_of
from core.errors import DomainError
from core.i18n import gettext
from exhibitions.commands import AddExhibit, MoveExhibit, MoveExhibition
from exhibitions.domain import ExhibitionStep, ExhibitStep
from exhibitions.exhibits import Exhibit, exhibit_for, exhibits_on
from exhibitions.lending.leaving import KIND as TEAM
from exhibitions.lending.leaving import LendFromShow, lend_from_show
from exhibitions.notices import Told, audience
from exhibitions.usecases.asking_all import ask_all
from exhibitions.usecases.displays import move_exhibition
from exhibitions.usecases.exhibits import add_exhibit, move_exhibit

_ANY_REASON = "―"
_ANY_MOVE = MoveExhibit(reason=_ANY_REASON, way=Way.BROUGHT)


class PreviewExhibitionStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a display, and the body that it would be sent with."""

    step: ExhibitionStep
    body: MoveExhibition = MoveExhibition()


class PreviewExhibitStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of what stands on a display, and the body that it would be sent with."""

    step: ExhibitStep
    body: MoveExhibit = msgspec.field(default_factory=MoveExhibit)


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """What asking all lenders would bring: what is asked of whom, and what nobody can give."""

    asked: list[Exhibit]
    left: list[Exhibit]
    foreseen: Foreseen


async def foresee_exhibition(
    actor: Actor, exhibition_id: UUID, step: ExhibitionStep, command: MoveExhibition
) -> Foreseen:
    """What a step of a display would bring; raises whatever the step itself would raise."""
    shown = await exhibits_on(Actor.system(), exhibition_id)
    return await _foreseen(actor, shown, lambda: move_exhibition(actor, exhibition_id, step, command))


async def calling_off(actor: Actor, exhibition_id: UUID) -> Foreseen:
    """What calling off a display would bring; nothing to say where it cannot be called off."""
    command = MoveExhibition(reason=_ANY_REASON)
    try:
        return await foresee_exhibition(actor, exhibition_id, ExhibitionStep.CANCEL, command)
    except DomainError:
        return Foreseen()


async def foresee_exhibit(
    actor: Actor, exhibit_id: UUID, step: ExhibitStep, command: MoveExhibit
) -> Foreseen:
    """What a step of an exhibit would bring; raises whatever the step itself would raise."""
    exhibit = await exhibit_for(actor, exhibit_id)
    return await _foreseen(actor, [exhibit], lambda: move_exhibit(actor, exhibit_id, step, command))


async def next_steps_of(
    actor: Actor, exhibit: Exhibit, steps: Collection[ExhibitStep] = frozenset(ExhibitStep)
) -> dict[ExhibitStep, Foreseen]:
    """What each of these steps that the reader may take would bring; what would be refused is left out."""
    found: dict[ExhibitStep, Foreseen] = {}
    for step in exhibit.next_steps:
        if step not in steps:
            continue
        try:
            found[step] = await foresee_exhibit(actor, exhibit.id, step, _ANY_MOVE)
        except DomainError:
            continue
    return found


async def asking_all(actor: Actor, exhibition_id: UUID, wished: Iterable[Exhibit]) -> Asking:
    """Who would be asked for what is only wished for, by the order itself; raises what it would raise."""
    wished, asked = list(wished), list[Exhibit]()

    async def take() -> None:
        asked.extend(await ask_all(actor, exhibition_id))

    foreseen = await foresee(actor, take, causes=[one.id for one in wished])
    taken = {one.id for one in asked}
    return Asking(asked=asked, left=[one for one in wished if one.id not in taken], foreseen=foreseen)


async def adding(actor: Actor, exhibition_id: UUID, command: AddExhibit) -> Foreseen:
    """What putting a product on a display would bring: days of a unit, and a lender who is asked."""
    causes: list[UUID] = []

    async def take() -> None:
        causes.append((await add_exhibit(actor, exhibition_id, command)).id)

    return await foresee(actor, take, causes=causes)


async def lending(actor: Actor, exhibit_id: UUID, command: LendFromShow) -> Foreseen:
    """What lending from the show would bring: the days that come free, the substitute's, the team's mails."""
    causes = [exhibit_id]

    async def take() -> None:
        left = await lend_from_show(actor, exhibit_id, command)
        causes.extend([left.substitute.id] if left.substitute else [])

    return await foresee(actor, take, causes=causes)


async def _foreseen(
    actor: Actor, exhibits: Iterable[Exhibit], take: Callable[[], Awaitable[object]]
) -> Foreseen:
    exhibits = list(exhibits)
    units = [one.unit_id for one in exhibits if one.unit_id is not None]
    return await foresee(actor, take, causes=[one.id for one in exhibits], units=units)


@tells_of("exhibition")
async def who_hears(_: Actor, payload: dict[str, Any]) -> list[Hears]:
    """The lenders, or the counter, that would be told."""
    told = msgspec.convert(payload, Told, strict=False)
    found = [x for x in await exhibits_on(Actor.system(), told.exhibition_id) if x.id in told.exhibit_ids]
    hears: list[Hears] = []
    for party, text, exhibits in audience(told, found):
        first = exhibits[0]
        name = first.counter_name if party == first.counter_id else first.lender_name
        hears.append(Hears(name or "", str(text.subject) % {"title": first.exhibition_title}))
    return hears


@tells_of(TEAM)
async def which_team_hears(_: Actor, payload: dict[str, Any]) -> list[Hears]:
    """The team of a display, when something leaves it."""
    exhibit = await exhibit_for(Actor.system(), UUID(str(payload["exhibit_id"])))
    subject = gettext("展示の機器が貸出で離れます: %(title)s", title=exhibit.exhibition_title)
    return [Hears(gettext("この展示の担当"), subject)]
