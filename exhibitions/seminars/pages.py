"""Courses for anybody who wants to learn."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.web.pages import page
from directory.prefectures import PREFECTURES
from exhibitions.seminars import looks, plain
from exhibitions.seminars.domain import Audience
from exhibitions.seminars.queries import SeminarFilter, list_seminars, runs, seminar_for, sessions_of

PageRequest = Request[Actor, Any, Any]
_PAGE = 24


@get("/seminars", include_in_schema=False)
async def show_seminars(request: PageRequest) -> Response[Any]:
    """What can be learned, soonest first."""
    query = request.query_params
    known = {one.value: one for one in Audience}
    wanted = SeminarFilter(
        prefecture=query.get("prefecture", ""),
        audience=known.get(query.get("audience", "")),
        past=query.get("past", "") == "1",
    )
    found = await list_seminars(wanted, cursor=query.get("cursor"), limit=_PAGE)
    kept = f"prefecture={wanted.prefecture}&audience={wanted.audience or ''}&past={1 if wanted.past else ''}"
    return page(
        request,
        "exhibitions/seminars/list.html",
        seminars=found.items,
        next_url=f"/seminars?{kept}&cursor={found.next}" if found.next else "",
        wanted=wanted,
        prefectures=PREFECTURES,
        looks=looks,
    )


@get("/seminars/{seminar_id:uuid}", include_in_schema=False)
async def show_seminar(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """One course: what, when, for whom, and how to apply."""
    is_plain = plain.is_plain(request)
    seminar = await seminar_for(request.user, seminar_id)
    return page(
        request,
        "exhibitions/seminars/plain.html" if is_plain else "exhibitions/seminars/detail.html",
        seminar=seminar,
        sessions=await sessions_of(seminar_id),
        looks=looks,
        plain=plain,
        may_run=runs(request.user, seminar),
    )


PAGES: list[ControllerRouterHandler] = [show_seminars, show_seminar]
