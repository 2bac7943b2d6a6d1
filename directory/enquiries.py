"""Enquiries that a counter turns into requests: a feature keeps them, the request form asks for one.

So whoever asked need not be typed again, and nothing that names them stands in an address.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core.errors import NotFound


class Enquiry(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for what, as far as they said; `office` is what their office can be searched by."""

    id: UUID
    product_id: UUID | None
    facility_id: UUID | None
    name: str
    phone: str
    email: str
    office: str
    note: str


Finds = Callable[[Actor, UUID], Awaitable[Enquiry | None]]
Settles = Callable[[Actor, UUID, str], Awaitable[None]]
_keepers: list[tuple[Finds, Settles]] = []


def kept_by(finds: Finds, settles: Settles) -> None:
    """Let a feature tell of its enquiries to those who may read them, and hear which loan came of one."""
    _keepers[:] = [*(known for known in _keepers if known[0] is not finds), (finds, settles)]


async def enquiry_for(actor: Actor, enquiry_id: UUID) -> Enquiry:
    """The enquiry, if `actor` may read it; `NotFound` for unknown and foreign ids alike."""
    for finds, _ in _keepers:
        if (found := await finds(actor, enquiry_id)) is not None:
            return found
    raise NotFound


async def settle_enquiry(actor: Actor, enquiry_id: UUID, loan_number: str) -> None:
    """A loan came of it; nothing happens for what the actor may not read."""
    for finds, settles in _keepers:
        if await finds(actor, enquiry_id) is not None:
            await settles(actor, enquiry_id, loan_number)
