"""Forms with files: who sends one is asked before its body is read, and a file too many costs no typed word.

Litestar reads a whole form to find the token in it, before any guard is asked. So a form that may be large
passes `UploadDoor` first, which looks at nothing but headers; then the body is read piece by piece, and what
there is no room for is let go as it comes.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException, PermissionDeniedException
from litestar.status_codes import HTTP_413_REQUEST_ENTITY_TOO_LARGE
from litestar.types import ASGIApp, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState
from multipart import MultipartError, MultipartSegment, PushMultipartParser  # type: ignore[import-untyped]

from core.settings import settings

FormFiles = dict[str, list[str | UploadFile]]
AnyRequest = Request[Any, Any, Any]

_MULTIPART = "multipart/form-data"
_OWN = ("same-origin", "none")
_MOST_PARTS = 1000


class Room(NamedTuple):
    """What is kept of a form: `files` files of `largest` bytes, `words` bytes of all else.

    A larger file is cut one byte behind `largest`, one too many is kept without its content: so whoever
    judges them can say so beside everything that was typed. Behind `most` bytes nobody listens any more.
    """

    files: int
    largest: int
    words: int = 1024 * 1024
    most: int = 1024**3


class UploadDoor:
    """A middleware of one handler: `may_send` refuses by raising, before a form with files is read."""

    def __init__(self, app: ASGIApp, room: Room, may_send: Callable[[AnyRequest], Awaitable[object]]) -> None:
        self.app = app
        self.room = room
        self.may_send = may_send

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let other forms pass, which are small; read one with files for whoever may send it."""
        request: AnyRequest = Request(scope)
        kind, options = request.content_type
        if kind == _MULTIPART:
            _must_come_from_here(request)
            await self.may_send(request)
            await self._read_and_go_on(_Reader(options.get("boundary", ""), self.room), scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _read_and_go_on(self, reader: "_Reader", scope: Scope, receive: Receive, send: Send) -> None:
        try:
            form = await reader.read(_pieces(receive, self.room.most))
            ScopeState.from_scope(scope).form = form  # type: ignore[assignment]  # what `Request.form` keeps
            await self.app(scope, receive, send)
        finally:
            await reader.close()


def _must_come_from_here(request: AnyRequest) -> None:
    """A browser says itself that another site sends; the token in the form is compared later all the same."""
    config = request.app.csrf_config
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = (request.headers.get("host"), urlsplit(settings().base_url).netloc)
    is_strange = site not in _OWN if site else origin is not None and urlsplit(origin).netloc not in ours
    if is_strange or (config is not None and config.cookie_name not in request.cookies):
        raise PermissionDeniedException


async def _pieces(receive: Receive, most: int) -> AsyncIterator[bytes]:
    read, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientException(detail="the sender went away")
        read += len(message["body"])
        if read > most:
            raise ClientException(status_code=HTTP_413_REQUEST_ENTITY_TOO_LARGE)
        yield message["body"]
        more = message.get("more_body", False)


class _Reader:
    """Takes a form apart as it comes."""

    def __init__(self, boundary: str, room: Room) -> None:
        self.boundary = boundary.encode()
        self.room = room
        self.form: FormFiles = {}
        self.files = 0
        self.words = 0
        self.name = ""
        self.held: UploadFile | bytearray = bytearray()
        self.opened: list[UploadFile] = []
        self.size = 0

    async def read(self, pieces: AsyncIterator[bytes]) -> FormFiles:
        """The values of each field, in the order they came."""
        try:
            with PushMultipartParser(self.boundary, max_segment_count=_MOST_PARTS) as parser:
                async for piece in pieces:
                    for part in [] if parser.closed or not piece else parser.parse(piece):
                        await self._take(part)
        except (MultipartError, UnicodeDecodeError, ValueError) as error:
            raise ClientException(detail="an unreadable form") from error
        return self.form

    async def close(self) -> None:
        """Let go of the files, also of one that was never sent to its end."""
        for file in self.opened:
            await file.close()

    async def _take(self, part: MultipartSegment | bytearray | None) -> None:
        if isinstance(part, MultipartSegment):
            self._begin(part)
        elif part:
            await self._hold(bytes(part))
        else:
            await self._end()

    def _begin(self, part: MultipartSegment) -> None:
        self.name, self.size, self.held = part.name, 0, bytearray()
        if part.filename:
            self.files += 1
            self.held = UploadFile(part.content_type or "application/octet-stream", part.filename)
            self.opened.append(self.held)

    async def _hold(self, piece: bytes) -> None:
        if isinstance(self.held, UploadFile):
            left = self.room.largest + 1 - self.size if self.files <= self.room.files else 0
            self.size += await self.held.write(piece[:left]) if left > 0 else 0
            return
        self.words += len(piece)
        if self.words > self.room.words:
            raise ClientException(status_code=HTTP_413_REQUEST_ENTITY_TOO_LARGE)
        self.held.extend(piece)

    async def _end(self) -> None:
        if isinstance(self.held, UploadFile):
            await self.held.seek(0)
            value: str | UploadFile = self.held
        else:
            value = self.held.decode()
        self.form.setdefault(self.name, []).append(value)
