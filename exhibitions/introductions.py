"""Tells the directory what can be seen at a counter, and desks what is asked of a lender."""

from uuid import UUID

import exhibitions.closing  # what a closing day would meet
import exhibitions.conditions.notices  # tells of what units lacked
import exhibitions.late  # tells desks which units are late, and warns who comes next
import exhibitions.lives  # what displays add to the life of a unit
import exhibitions.scanning  # sends off what is scanned for a display
import exhibitions.touring.on_the_way  # noqa: F401  # tells the board when units travel
from accounts.domain import Actor
from core import db
from core.clock import today
from core.i18n import gettext as _
from directory.desks import DeskWord, on_desk
from directory.opening import OnShow, shows
from exhibitions.queries import ExhibitionFilter, exhibits_of, list_exhibitions

_MOST = 5
# Agreed, their days have begun, and nobody has written down that they left or arrived.
_TO_SEND = """
SELECT count(*) FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id
JOIN occupancy o ON o.id = x.occupancy_id
WHERE x.lender_id = $1 AND e.counter_id <> $1 AND x.status = 'confirmed' AND x.dispatched_at IS NULL
  AND lower(o.period) <= $2
"""


@shows
async def shown_at(counter_id: UUID) -> list[OnShow]:
    """The displays of a counter that anybody may visit, the next ones first."""
    found = await list_exhibitions(Actor.anonymous(), ExhibitionFilter(counter_id=counter_id), limit=_MOST)
    return [
        OnShow(
            path=f"/exhibitions/{one.id}",
            title=one.name,
            place=one.address or one.prefecture,
            start=one.start,
            end=one.end,
            robots=[exhibit.name for exhibit in await exhibits_of(one)],
        )
        for one in found.items
    ]


@on_desk
async def asked_for_displays(organization_id: UUID) -> list[DeskWord]:
    """How many units counters ask for their displays without an answer yet, and how many are to be sent."""
    return [*await _asked(organization_id), *await _to_send(organization_id)]


async def _asked(organization_id: UUID) -> list[DeskWord]:
    sql = "SELECT count(*) FROM exhibit WHERE lender_id = $1 AND status = 'asked'"
    count = int(await db.fetch_value(sql, organization_id))
    if not count:
        return []
    return [
        DeskWord(
            title=_("展示への貸出を%(count)s台頼まれています", count=count),
            text=_("承諾するか断るか、返事をしてください。個体の日程は押さえてあります。"),
            href="/exhibits",
            label=_("返事をする"),
            icon="display",
        )
    ]


async def _to_send(organization_id: UUID) -> list[DeskWord]:
    count = int(await db.fetch_value(_TO_SEND, organization_id, today()))
    if not count:
        return []
    return [
        DeskWord(
            title=_("展示に送る機器が%(count)s台あります", count=count),
            text=_("もう送る日です。送ったら、送り方と送り状の番号を記録してください。"),
            href="/exhibits",
            label=_("発送を記録する"),
            icon="truck",
        )
    ]
