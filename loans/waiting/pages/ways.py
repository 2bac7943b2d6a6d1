"""Where the pages of the waitlist are: paths said once."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request

from accounts.domain import Actor

PageRequest = Request[Actor, Any, Any]

WAITLIST = "/waitlist"
JOIN = "/waitlist/new"


def entry_path(entry_id: UUID, step: str = "") -> str:
    """The page of a wish, or of a step of it."""
    return f"{WAITLIST}/{entry_id}/{step}".rstrip("/")


def join_path(**asked: object) -> str:
    """The page on which one joins, for what is `asked`."""
    given = {name: str(value) for name, value in asked.items() if value}
    return f"{JOIN}?{urlencode(given)}" if given else JOIN
