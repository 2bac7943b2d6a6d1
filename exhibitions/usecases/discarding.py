"""Discarding a display that nobody was told of; whatever somebody relies on is called off instead."""

from uuid import UUID

from accounts.domain import Actor
from core import db
from core.errors import Conflict
from exhibitions.commands import MoveExhibition
from exhibitions.domain import ExhibitionStatus, ExhibitionStep
from exhibitions.queries import ExhibitionView
from exhibitions.usecases.displays import move_exhibition
from exhibitions.usecases.recording import own_exhibition

_VISITORS = """
SELECT count(*) FROM visit
WHERE exhibition_id = $1 AND state IN ('asked', 'booked', 'waiting', 'offered', 'arrived', 'left')
"""
_UNITS = """
SELECT count(*) FROM exhibit
WHERE exhibition_id = $1 AND status IN ('asked', 'confirmed', 'delivered', 'on_show')
"""


async def discard_exhibition(actor: Actor, exhibition_id: UUID, reason: str) -> ExhibitionView:
    """下書きを捨てる: it is gone for everybody, and stays in its counter's records.

    Raises `Conflict` with what can be done instead: `exhibition-has-visitors`, `exhibition-has-units`,
    `exhibition-announced`.
    """
    async with db.transaction():
        exhibition = await own_exhibition(actor, exhibition_id)
        if visitors := await db.fetch_value(_VISITORS, exhibition_id):
            raise Conflict("exhibition-has-visitors", count=visitors)
        if units := await db.fetch_value(_UNITS, exhibition_id):
            raise Conflict("exhibition-has-units", count=units)
        if exhibition.status is not ExhibitionStatus.DRAFT:
            raise Conflict("exhibition-announced")
        command = MoveExhibition(reason=reason)
        return await move_exhibition(actor, exhibition_id, ExhibitionStep.CANCEL, command)
