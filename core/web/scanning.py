"""What every page for scanning has: who scans, what is told of each scan, and the words of its script."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from core.i18n import gettext as _
from core.i18n import lazy
from core.web.fields import TextField
from core.web.forms import Form

LARGEST_BATCH = 500
LONGEST_NOTE = 200


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """One code that was read, and when; `key` makes a second sending harmless."""

    key: Annotated[str, Meta(min_length=1, max_length=200)]
    tag: Annotated[str, Meta(min_length=1, max_length=500)]
    scanned_at: Annotated[datetime, Meta(tz=True)]


class Standing(msgspec.Struct, frozen=True):
    """Who scans, for the script: nobody while signed out. `refused` is how many scans wait to be settled."""

    token: str
    now: float
    organization_id: UUID | None = None
    organization_name: str = ""
    actions: tuple[str, ...] = ()
    refused: int = 0


class Told(msgspec.Struct, frozen=True):
    """A scan's answer in words; `about` names what was read to those who may know it."""

    key: str
    is_done: bool
    said: str
    about: str


class SettleForm(Form):
    """How a refused scan was settled by hand."""

    note = TextField(lazy("どう片付けたか"), limit=LONGEST_NOTE, hint=lazy("空けておいてもよい。"))


Scanned = TypeVar("Scanned", bound=Read)
Answer = TypeVar("Answer")


async def in_order_of_scanning(
    scans: Sequence[Scanned], act: Callable[[Scanned], Awaitable[Answer]]
) -> list[Answer]:
    """Act on the earliest first, and answer in the order in which the scans came."""
    answers: dict[int, Answer] = {}
    for position, scan in sorted(enumerate(scans), key=lambda numbered: numbered[1].scanned_at):
        answers[position] = await act(scan)
    return [answers[position] for position in range(len(scans))]


def shared_words() -> dict[str, object]:
    """What the script says on every such page, by the name that it knows each sentence by."""
    return {
        "kept": _("この端末に残しました。つながると送ります"),
        "unknown": _("だれの読み取りか分かりません。一度つながるところで、サインインして開いてください"),
        "full": _("この端末に残せませんでした。空きを増やしてから、もう一度読み取ってください"),
        "online": _("つながっています"),
        "offline": _("つながっていません。読み取ったものは端末に残ります"),
        "signedOut": _(
            "サインインが切れています。読み取ったものは端末に残っています。サインインすると送ります"
        ),
        "others": _(
            "この端末には、%(name)sの読み取りが%(count)s件残っています。その組織でサインインすると送ります",
            name="{name}",
            count="{count}",
        ),
        "refused": _("%(count)s件", count="{count}"),
        "forbidden": _("カメラを使えません。ブラウザーの設定で、カメラを許してください"),
        "noCamera": _("カメラが見つかりません。下のコードを入れるか、読み取り機を使ってください"),
        "cameraOn": _("カメラで読み取る"),
        "cameraOff": _("カメラを止める"),
    }
