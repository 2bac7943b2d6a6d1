"""What waits on an organisation's desk besides its loans: a feature tells, the desk shows it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from core.i18n import Text
from core.web.look import Tone


class DeskWord(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that waits: what it is, and where it is done."""

    title: Text
    text: Text
    href: str
    label: Text
    icon: str
    tone: Tone = "attention"


Tells = Callable[[UUID], Awaitable[list[DeskWord]]]
_tells: list[Tells] = []


def on_desk(ask: Tells) -> Tells:
    """Let a feature say what waits for an organisation."""
    _tells[:] = [*(known for known in _tells if known is not ask), ask]
    return ask


async def waiting_on_desk(organization_id: UUID) -> list[DeskWord]:
    """Everything that waits for it besides loans."""
    return [word for ask in _tells for word in await ask(organization_id)]
