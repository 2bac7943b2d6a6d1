"""Files that people bring: kept by what they contain, in the data folder or in S3-compatible storage.

A name is the digest of the content, so that the same file is kept once and a kept file never changes. A
name opens nothing by itself: whoever answers with a file has asked first whether its reader may see what
it belongs to.


Storage is asked in threads of ours: its own ones may still hold on to the interpreter when a command ends.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import msgspec
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from core.errors import NotFound
from core.settings import Settings, settings

FileStore = LocalStore | S3Store
# What is kept, and how its name ends.
KINDS: Mapping[str, str] = {"image/jpeg": "jpg", "application/pdf": "pdf"}
_KIND_OF = {ending: kind for kind, ending in KINDS.items()}
_NAME = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})\.([a-z]+)")
_PROBE = "probe"

# What storage raises when it is away or refuses: a full disk, a wrong key, no network.
FileStorageError = BaseError


class KeptFile(msgspec.Struct, frozen=True):
    """A file that is open: its kind, its size, and its content piece by piece."""

    name: str
    media_type: str
    size: int
    pieces: AsyncIterator[bytes]


class _Open(NamedTuple):
    place: tuple[str, Path]
    store: FileStore


_open: list[_Open] = []


def is_outside(given: Settings) -> bool:
    """Whether files are kept in storage of its own, which has its own copies, not in the data folder."""
    return bool(given.files_url)


def place_of(given: Settings) -> str:
    """Where files are kept, without the key that opens it."""
    if not is_outside(given):
        return str(_folder(given))
    parts = urlsplit(given.files_url)
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _folder(given: Settings) -> Path:
    return given.data_dir / "files"


def _store() -> FileStore:
    given = settings()
    place = (given.files_url, given.data_dir)
    if not _open or _open[0].place != place:
        _open[:] = [_Open(place, _opened(given))]
    return _open[0].store


def _opened(given: Settings) -> FileStore:
    if is_outside(given):
        return _bucket(urlsplit(given.files_url))
    folder = _folder(given)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(folder)


def _bucket(parts: SplitResult) -> S3Store:
    """The store at `s3://KEY:SECRET@host/bucket/prefix?region=…`; `s3+http` speaks without encryption."""
    is_plain = parts.scheme == "s3+http"
    bucket, _, prefix = parts.path.strip("/").partition("/")
    host = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    return S3Store(
        bucket,
        prefix=prefix or None,
        endpoint=f"{'http' if is_plain else 'https'}://{host}",
        access_key_id=unquote(parts.username or ""),
        secret_access_key=unquote(parts.password or ""),
        region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
        virtual_hosted_style_request=False,
        client_options={"allow_http": is_plain, "timeout": "30s"},
    )


def name_of(content: bytes, media_type: str) -> str:
    """The name under which `content` is kept."""
    digest = hashlib.sha256(content).hexdigest()
    return f"{digest[:2]}/{digest}.{KINDS[media_type]}"


def is_name(text: str) -> bool:
    """Whether `text` can be the name of a kept file."""
    found = _NAME.fullmatch(text)
    return found is not None and found[3] in _KIND_OF


async def keep(content: bytes, media_type: str) -> str:
    """Keep `content`, whole or not at all; its name. Kept again, it is as young as if it were new."""
    name = name_of(content, media_type)
    await asyncio.to_thread(_store().put, name, content)
    return name


async def open_file(name: str) -> KeptFile:
    """The kept file of that name, to be read once; `NotFound` when there is none."""
    found = _NAME.fullmatch(name)
    if found is None or found[3] not in _KIND_OF:
        raise NotFound
    try:
        result = await asyncio.to_thread(_store().get, name)
    except FileNotFoundError as error:
        raise NotFound from error
    return KeptFile(name, _KIND_OF[found[3]], result.meta["size"], _pieces(iter(result.stream())))


async def _pieces(stream: Iterator[Any]) -> AsyncIterator[bytes]:
    while (piece := await asyncio.to_thread(next, stream, None)) is not None:
        yield bytes(piece)


async def content_of(name: str) -> bytes:
    """The whole content of a kept file; `NotFound` when there is none."""
    return b"".join([piece async for piece in (await open_file(name)).pieces])


async def discard(name: str, *, older_than: datetime) -> bool:
    """Remove a file that nothing belongs to any more, unless it was kept again since `older_than`."""

    def remove() -> bool:
        if _store().head(name)["last_modified"] >= older_than:
            return False
        _store().delete(name)
        return True

    try:
        return await asyncio.to_thread(remove)
    except FileNotFoundError:
        return False


async def kept_names() -> list[str]:
    """The names of all kept files, in order."""

    def listed() -> list[str]:
        return sorted(meta["path"] for batch in _store().list() for meta in batch if is_name(meta["path"]))

    return await asyncio.to_thread(listed)


async def try_out() -> None:
    """Write, read and remove a probe; raises `FileStorageError` or `OSError` where that does not work."""

    def tried() -> None:
        _store().put(_PROBE, b"probe")
        _store().get(_PROBE).bytes()
        _store().delete(_PROBE)

    await asyncio.to_thread(tried)
