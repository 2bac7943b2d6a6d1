"""PDF that people send: taken apart and written anew, without what runs, opens, carries or tells.

A PDF may hold programs, other files, and streams that unpack to gigabytes. It is read in a process of its own
with little memory and little time; whatever ends that process is refused, and this one goes on.
"""

import asyncio
import io
import resource
import sys
from pathlib import Path
from typing import NamedTuple

from core.errors import Invalid

LARGEST_PAPER = 10 * 1024 * 1024
MOST_PAGES = 100
_MEMORY, _SECONDS, _PATIENCE = 512 * 1024 * 1024, 10, 20.0
_AT_ONCE = asyncio.Semaphore(2)
_UNREADABLE, _LOCKED, _TOO_LONG = 3, 4, 5
_CODES = {_UNREADABLE: "paper-unreadable", _LOCKED: "paper-locked", _TOO_LONG: "paper-too-long"}
# What makes a reader act by itself, carries other files along, or tells who wrote it where.
_OF_DOCUMENT = ("/OpenAction", "/AA", "/AcroForm", "/Metadata", "/PieceInfo", "/Collection", "/AF", "/Perms")
_OF_NAMES = ("/JavaScript", "/EmbeddedFiles", "/XFAResources")
_OF_PAGE = ("/AA", "/Metadata", "/PieceInfo", "/AF")
_LINK, _ADDRESS = "/Link", "/URI"


class Paper(NamedTuple):
    """A PDF written anew, and how many pages it has."""

    content: bytes
    pages: int


async def paper_from(content: bytes) -> Paper:
    """The paper in `content`; two at once at most.

    Raises `Invalid` with `paper-too-large`, `paper-unreadable`, `paper-locked` or `paper-too-long`.
    """
    if len(content) > LARGEST_PAPER:
        raise Invalid(code="paper-too-large", most=LARGEST_PAPER // 1024**2)
    if not content.lstrip()[:5] == b"%PDF-":
        raise Invalid(code="paper-unreadable")
    async with _AT_ONCE:
        status, written = await _in_a_process(content)
    if status or not written:
        raise Invalid(code=_CODES.get(status, "paper-unreadable"), most=MOST_PAGES)
    pages, _, clean = written.partition(b"\n")
    return Paper(clean, int(pages))


async def _in_a_process(content: bytes) -> tuple[int, bytes]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "core.papers"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=Path(__file__).parents[1],
    )
    try:
        written, _ = await asyncio.wait_for(process.communicate(content), _PATIENCE)
    except TimeoutError:
        return _UNREADABLE, b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, written


def rewritten(content: bytes) -> Paper:
    """As `paper_from`, here and without limits; raises the library's errors."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as paper:
        if len(paper.pages) > MOST_PAGES:
            sys.exit(_TOO_LONG)
        _strip(paper.Root, _OF_DOCUMENT)
        if "/Names" in paper.Root:
            _strip(paper.Root.Names, _OF_NAMES)
        for page in paper.pages:
            _strip(page.obj, _OF_PAGE)
            _keep_links_only(page.obj)
        if "/Info" in paper.trailer:
            del paper.trailer["/Info"]
        written = io.BytesIO()
        paper.remove_unreferenced_resources()
        paper.save(written, linearize=True, deterministic_id=True)
        return Paper(written.getvalue(), len(paper.pages))


def _strip(found: "object", names: tuple[str, ...]) -> None:
    for name in names:
        if name in found:  # type: ignore[operator]  # a dictionary of the library
            del found[name]  # type: ignore[attr-defined]


def _keep_links_only(page: "object") -> None:
    """Of all that lies on a page links stay, and only those that lead to an address or within the paper."""
    import pikepdf

    if "/Annots" not in page:  # type: ignore[operator]  # a dictionary of the library
        return
    kept = []
    for one in page.Annots:  # type: ignore[attr-defined]
        is_link = one.get("/Subtype") == _LINK
        action = one.get("/A")
        if is_link and (action is None or action.get("/S") in (_ADDRESS, "/GoTo")) and "/AA" not in one:
            if action is not None and "/Next" in action:
                del action["/Next"]
            kept.append(one)
    page.Annots = pikepdf.Array(kept)  # type: ignore[attr-defined]


def _main() -> None:
    import pikepdf

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        paper = rewritten(sys.stdin.buffer.read())
    except pikepdf.PasswordError:
        sys.exit(_LOCKED)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, MemoryError, AttributeError):
        sys.exit(_UNREADABLE)
    sys.stdout.buffer.write(b"%d\n" % paper.pages + paper.content)


if __name__ == "__main__":
    _main()
