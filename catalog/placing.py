"""Tells whoever wants to hear it that a unit was scanned: loans scan, displays tick off their lists."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from accounts.domain import Actor
from catalog.domain import ScanAction

Listener = Callable[[Actor, UUID, datetime], Awaitable[None]]
_listeners: dict[ScanAction, list[Listener]] = {}


def when_scanned(action: ScanAction) -> Callable[[Listener], Listener]:
    """Let a use case hear, in the same transaction, of each unit that is scanned with this action."""

    def listens(hear: Listener) -> Listener:
        known = _listeners.setdefault(action, [])
        known[:] = [*(one for one in known if one is not hear), hear]
        return hear

    return listens


async def tell_scanned(actor: Actor, action: ScanAction, unit_id: UUID, moment: datetime) -> None:
    """The unit was scanned at `moment` by `actor`."""
    for hear in _listeners.get(action, ()):
        await hear(actor, unit_id, moment)
