"""Answering with a kept file: streamed, for its reader alone, and never taken for anything else."""

from urllib.parse import quote

from litestar.response import Stream

from core.files import open_file

# Whatever a file says of itself, a browser runs nothing of it.
_CONFINED = "default-src 'none'; sandbox"


async def file_answer(name: str, shown_as: str) -> Stream:
    """The kept file `name`, called `shown_as` where it is saved; the caller has judged who may see it."""
    kept = await open_file(name)
    headers = {
        "Content-Length": str(kept.size),
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(shown_as, safe='')}",
        "Content-Security-Policy": _CONFINED,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Stream(kept.pieces, media_type=kept.media_type, headers=headers)
