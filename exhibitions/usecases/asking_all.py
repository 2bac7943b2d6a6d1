"""Ask all lenders of a display at once for what is only wished for.

Units are taken in the order of their products, as everybody takes days. Of a product that is wished for more
than once the units are chosen first, all of them, and then taken in the order of their ids: whoever takes one
by lot while holding another waits out of order.
"""

from collections.abc import Sequence
from itertools import groupby
from random import SystemRandom
from uuid import UUID

from accounts.domain import Actor
from catalog import occupancy
from catalog.occupancy import UnitTaken
from catalog.terms import Days
from core import db
from exhibitions.choosing import look_for
from exhibitions.domain import ExhibitStatus
from exhibitions.exhibits import Exhibit, exhibits_on
from exhibitions.usecases.exhibits import Chosen, ask_lender, tell_lenders, under_way

_TO_BE_ASKED = (ExhibitStatus.WISHED, ExhibitStatus.DECLINED)
_lot = SystemRandom()


async def ask_all(actor: Actor, exhibition_id: UUID) -> list[Exhibit]:
    """Ask for what is only wished for, and once more for what was declined; who was asked for which.

    What nobody can give stays a wish.
    """
    async with db.transaction():
        await under_way(actor, exhibition_id)
        standing = [one for one in await exhibits_on(actor, exhibition_id) if one.status in _TO_BE_ASKED]
        standing.sort(key=lambda one: one.product_id)
        asked: list[UUID] = []
        for _, wishes in groupby(standing, key=lambda one: one.product_id):
            asked += await _ask_for(actor, list(wishes))
        if asked:
            await tell_lenders("asked", exhibition_id, asked, actor)
        return [one for one in await exhibits_on(actor, exhibition_id) if one.id in asked]


async def _ask_for(actor: Actor, wishes: Sequence[Exhibit]) -> list[UUID]:
    """Ask for units of one product; the exhibits that got one."""
    for _ in range(occupancy.TRIES):
        found = await _choose(wishes)
        try:
            async with db.savepoint():
                for exhibit, chosen in sorted(found, key=lambda one: one[1].unit_id):
                    await ask_lender(actor, exhibit, None, is_told=False, chosen=chosen)
        except UnitTaken:
            continue
        return [exhibit.id for exhibit, _ in found]
    return []


async def _choose(wishes: Sequence[Exhibit]) -> list[tuple[Exhibit, Chosen]]:
    """A free unit for each wish, as long as there are any; of its own counter or its vendor."""
    found: list[tuple[Exhibit, Chosen]] = []
    for exhibit in wishes:
        days = Days(exhibit.start, exhibit.end)
        offers, _ = await look_for([exhibit.product_id], exhibit.counter_id, days)
        for offer in offers:
            if offer.is_other_counter:
                continue  # another counter is asked only when somebody chooses it
            units = await occupancy.free_units(exhibit.product_id, offer.blocked, [offer.lender_id])
            gone = {one.unit_id for _, one in found if one.blocked.meets(offer.blocked)}
            left = [unit for unit in units if unit not in gone]
            if left:
                found.append((exhibit, Chosen(_lot.choice(left), offer.lender_id, offer.blocked)))
                break
    return found
