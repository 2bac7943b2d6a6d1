"""The calendar feed itself: whoever knows the address reads it, clients ask again and again."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from core.errors import NotFound
from notifications.calendars import calendar_of, etag_of
from notifications.queries import feed_owner

SUFFIX = ".ics"
HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex",
    "Content-Disposition": 'inline; filename="tameshi.ics"',
}


@get("/calendars/{file:str}", include_in_schema=False)
async def calendar_feed(request: Request[Any, Any, Any], file: FromPath[str]) -> Response[bytes]:
    """The feed behind a secret address; 304 when the client has it already."""
    if not file.endswith(SUFFIX):
        raise NotFound
    owner = await feed_owner(file.removesuffix(SUFFIX))
    etag = await etag_of(owner)
    headers = HEADERS | {"ETag": etag}
    if is_known(etag, request.headers.get("if-none-match", "")):
        return Response(b"", status_code=304, headers=headers)
    body = await calendar_of(owner, etag)
    return Response(body, media_type="text/calendar", headers=headers)


def is_known(etag: str, if_none_match: str) -> bool:
    """Whether the client named `etag`; proxies that compress may have made it weak (`W/`)."""
    named = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return etag in named or "*" in named
