"""Tells the directory what can be seen at a counter."""

from uuid import UUID

from accounts.domain import Actor
from directory.opening import OnShow, shows
from exhibitions.queries import ExhibitionFilter, exhibits_of, list_exhibitions

_MOST = 5


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
