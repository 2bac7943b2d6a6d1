"""A client without manners: whatever bytes a server would let through reach the application as they are."""

import asyncio
import json
from collections.abc import Iterator, MutableMapping
from typing import Any, NamedTuple, cast
from urllib.parse import unquote

from litestar import Litestar

PATIENCE = 10.0
_PIECE = 65536


class Shot(NamedTuple):
    """One request, byte by byte."""

    method: str
    path: str
    query: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""

    def told(self) -> str:
        """What was sent, short enough to be read in a report."""
        sent = [f"{name!r}: {value[:120]!r}" for name, value in self.headers]
        return f"{self.method} {self.path}?{self.query[:300]!r}\n{sent}\n{self.body[:1500]!r}"


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


async def fire(application: Litestar, shot: Shot) -> Reply:
    """Send it; the answer, or a failure of the test when none comes within `PATIENCE` seconds."""
    pieces = _pieces(shot.body)
    status, headers, body = 0, {}, bytearray()

    async def receive() -> MutableMapping[str, Any]:
        piece, more = next(pieces, (b"", False))
        return {"type": "http.request", "body": piece, "more_body": more}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers.update({name.decode().lower(): value.decode() for name, value in message["headers"]})
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    async with asyncio.timeout(PATIENCE):
        await application(cast("Any", _scope(shot)), cast("Any", receive), cast("Any", send))
    return Reply(status, headers, bytes(body))


def _pieces(body: bytes) -> Iterator[tuple[bytes, bool]]:
    for start in range(0, len(body), _PIECE):
        yield body[start : start + _PIECE], start + _PIECE < len(body)


def _scope(shot: Shot) -> dict[str, Any]:
    """As uvicorn makes it of a request line and headers."""
    named = {name for name, _ in shot.headers}
    headers = [*shot.headers]
    headers += [] if b"host" in named else [(b"host", b"test.example")]
    headers += [(b"content-length", str(len(shot.body)).encode())] if shot.body else []
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": shot.method,
        "scheme": "http",
        "path": unquote(shot.path),
        "raw_path": shot.path.encode("ascii"),
        "root_path": "",
        "query_string": shot.query,
        "headers": headers,
        "client": ("192.0.2.1", 40000),
        "server": ("127.0.0.1", 8000),
        "state": {},
        "extensions": {},
    }
