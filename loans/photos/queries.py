"""Reading photos, as whoever asks may see their loan."""

from collections.abc import Sequence
from uuid import UUID

from accounts.domain import Actor
from catalog.conditions.photos import PhotoView, find_photos, photos_held, photos_shown
from catalog.domain import CheckMoment
from core.errors import NotFound
from loans.conditions import RECORDS
from loans.queries import visible_to


async def photos_of(loan_id: UUID) -> list[PhotoView]:
    """The photos of a loan that its reader may see already, earliest first."""
    return await photos_shown(RECORDS, loan_id)


async def photo_for(actor: Actor, loan_id: UUID, photo_id: UUID) -> PhotoView:
    """One photo of a loan that `actor` may see; `NotFound` for unknown and foreign ids alike.

    What is in hand only is seen by the organisation that sent it.
    """
    sql = f"""JOIN loan l ON l.id = h.loan_id
        WHERE h.id = $1 AND l.id = $2 AND {visible_to(actor.signed_in(), 3)}
        AND (h.unit_id IS NOT NULL OR h.organization_id = $3)"""
    found = await find_photos(RECORDS, sql, photo_id, loan_id, actor.organization_id)
    if not found:
        raise NotFound
    return found[0]


async def photos_in_hand(
    actor: Actor, loan_id: UUID, moment: CheckMoment, ids: Sequence[UUID]
) -> list[PhotoView]:
    """Those of `ids` that `actor` has sent for `moment` and that belong to no check yet."""
    return await photos_held(RECORDS, actor, loan_id, moment, ids)
