"""Asking all lenders at one press: foreseen by a rehearsal, and once however often it is pressed."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from accounts.domain import Actor
from catalog.availability import Reason
from catalog.occupancy import UnitTaken
from core import db
from core.errors import Conflict, Invalid
from core.ids import new_id
from exhibitions.commands import AddExhibit
from exhibitions.domain import ExhibitStatus
from exhibitions.exhibits import Exhibit, exhibit_for, exhibits_on
from exhibitions.proposing.board import Pick
from exhibitions.proposing.domain import MOST_KINDS
from exhibitions.queries import ExhibitionView
from exhibitions.usecases.exhibits import MOST_EXHIBITS, ask_lender, tell_lenders, under_way, wish
from exhibitions.usecases.recording import Happening, record

STEP = "ask_all"


class AskForChoices(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be asked for; the same `key` a second time asks nobody again."""

    choices: Annotated[list[Pick], Meta(max_length=MOST_KINDS)]
    key: Annotated[str, Meta(max_length=64)] = ""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A choice whose units are all taken meanwhile, and by what until when."""

    product_id: UUID
    lender_id: UUID
    reasons: list[Reason]
    until: date | None


class Asked(msgspec.Struct, frozen=True):
    """What was asked for, and what could not be."""

    asked: list[Exhibit]
    refused: list[Refused]
    is_repeated: bool = False


class Lender(msgspec.Struct, frozen=True):
    """Who will be asked, for which units, and by when an answer is due; the own counter is asked nothing."""

    lender_id: UUID
    lender_name: str
    is_own: bool
    answer_by: date | None
    exhibits: list[Exhibit]


_PRESSED = """
SELECT facts FROM exhibition_event WHERE exhibition_id = $1 AND step = $2 AND facts->>'key' = $3 LIMIT 1
"""


async def ask_for(actor: Actor, exhibition_id: UUID, command: AskForChoices) -> Asked:
    """Put the choices on the display and ask every lender, in one transaction; each lender hears once.

    Units are taken in the order of their products, as loans take them. What somebody else took meanwhile is
    refused and left out; the rest is asked for. Raises `Invalid`, `Conflict`, `NotAllowed`, `NotFound`.
    """
    key = command.key or new_id().hex
    async with db.transaction():
        exhibition = await under_way(actor, exhibition_id)
        _check(command.choices)
        if (before := await db.fetch_value(_PRESSED, exhibition_id, STEP, key)) is not None:
            known = {UUID(one) for one in db.from_json(before)["exhibits"]}
            return Asked(await _those(actor, exhibition_id, known), [], is_repeated=True)
        if exhibition.exhibit_count + len(command.choices) > MOST_EXHIBITS:
            raise Conflict("exhibition-full", most=MOST_EXHIBITS)
        asked, refused = await _asked_for(actor, exhibition, command.choices)
        facts: dict[str, object] = {"key": key, "exhibits": asked, "count": len(asked)}
        await record(actor, Happening(exhibition_id=exhibition_id, step=STEP, facts=facts))
        standing = await _those(actor, exhibition_id, asked)
        if to_tell := [one.id for one in standing if one.status is ExhibitStatus.ASKED]:
            await tell_lenders("asked", exhibition_id, to_tell, actor)
        return Asked(standing, refused)


def _check(choices: Sequence[Pick]) -> None:
    if not choices:
        raise Invalid({"choices": "required"})
    if len({one.product_id for one in choices}) < len(choices):
        raise Invalid({"choices": "product-twice"})


async def _those(actor: Actor, exhibition_id: UUID, ids: Collection[UUID]) -> list[Exhibit]:
    return [one for one in await exhibits_on(actor, exhibition_id) if one.id in ids]


async def _asked_for(
    actor: Actor, exhibition: ExhibitionView, choices: Sequence[Pick]
) -> tuple[list[UUID], list[Refused]]:
    asked, refused = list[UUID](), list[Refused]()
    for pick in sorted(choices, key=lambda one: one.product_id):
        try:
            async with db.savepoint():
                exhibit_id = await wish(actor, exhibition, AddExhibit(product_id=pick.product_id, ask=False))
                exhibit = await exhibit_for(actor, exhibit_id)
                await ask_lender(actor, exhibit, None, is_told=False, of_lender=pick.lender_id)
        except UnitTaken as error:
            refused.append(_refused(pick, error))
            continue
        asked.append(exhibit_id)
    return asked, refused


def _refused(pick: Pick, error: UnitTaken) -> Refused:
    reasons, until = error.facts.get("reasons"), error.facts.get("until")
    return Refused(
        product_id=pick.product_id,
        lender_id=pick.lender_id,
        reasons=list(reasons) if isinstance(reasons, list) else [],
        until=until if isinstance(until, date) else None,
    )


async def preview(
    actor: Actor, exhibition_id: UUID, choices: Sequence[Pick]
) -> tuple[list[Lender], list[Refused]]:
    """Who would be asked for what, by the order itself, rehearsed and taken back."""
    asked = Asked([], [])
    async with db.rehearsal():
        asked = await ask_for(actor, exhibition_id, AskForChoices(choices=list(choices)))
    lenders: dict[UUID, list[Exhibit]] = {}
    for one in asked.asked:
        if one.lender_id is not None:
            lenders.setdefault(one.lender_id, []).append(one)
    return [
        Lender(
            lender_id, found[0].lender_name or "", lender_id == found[0].counter_id, found[0].answer_by, found
        )
        for lender_id, found in lenders.items()
    ], asked.refused
