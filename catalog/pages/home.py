"""The front door."""

from typing import Any

from litestar import Request, Response, get

from accounts.domain import Actor
from catalog import queries
from catalog.looks import picture_of
from core.web.pages import page, see_other

HOME = "/home"
_PROBLEMS_SHOWN = 6


@get("/", include_in_schema=False)
async def welcome(request: Request[Actor, Any, Any]) -> Response[Any]:
    """What the house is for, and the ways in; people who signed in have a home of their own."""
    if request.user.is_signed_in:
        return see_other(HOME)
    problems = await queries.problems()
    return page(
        request,
        "catalog/welcome.html",
        problems=problems[:_PROBLEMS_SHOWN],
        abundance=await queries.abundance(),
        picture_of=picture_of,
    )
