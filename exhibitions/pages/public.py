"""Displays, for anybody who wants to see and try."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.looks import picture_of
from catalog.materials.queries import first_photos
from core.clock import today
from core.web.pages import page
from core.web.values import as_filter
from core.words import Reading
from directory.prefectures import PREFECTURES
from exhibitions.domain import ExhibitionStatus
from exhibitions.looks import KINDS, STATUSES
from exhibitions.pictures.queries import pictures_of
from exhibitions.plain_words import furigana, is_plain
from exhibitions.preparing import venues_of
from exhibitions.queries import ExhibitionFilter, exhibition_for, exhibits_of
from exhibitions.queries import list_exhibitions as listed
from exhibitions.usecases.recording import runs

PageRequest = Request[Actor, Any, Any]
_PAGE = 24
_RECEIVING = (ExhibitionStatus.PLANNED, ExhibitionStatus.OPEN)


@get("/exhibitions", include_in_schema=False)
async def list_exhibitions(request: PageRequest) -> Response[Any]:
    """What can be seen, soonest first."""
    query = request.query_params
    wanted = ExhibitionFilter(
        prefecture=query.get("prefecture", ""), counter_id=as_filter(query.get("counter", ""))
    )
    found = await listed(request.user, wanted, cursor=query.get("cursor"), limit=_PAGE)
    return page(
        request,
        "exhibitions/list.html",
        exhibitions=found.items,
        next_url=f"/exhibitions?prefecture={wanted.prefecture}&cursor={found.next}" if found.next else "",
        wanted=wanted,
        prefectures=PREFECTURES,
        kinds=KINDS,
        statuses=STATUSES,
    )


@get("/exhibitions/{exhibition_id:uuid}", include_in_schema=False)
async def show_exhibition(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """One display and what is on it."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    exhibits = await exhibits_of(exhibition)
    plainly = is_plain(request)
    return page(
        request,
        "exhibitions/plain.html" if plainly else "exhibitions/detail.html",
        exhibition=exhibition,
        exhibits=exhibits,
        furigana=furigana,
        reading=Reading.PLAIN,
        receives=exhibition.status in _RECEIVING and exhibition.end > today(),
        kinds=KINDS,
        statuses=STATUSES,
        picture_of=picture_of,
        photos=await first_photos([one.product_id for one in exhibits]),
        pictures=await pictures_of(exhibition_id),
        venues=await venues_of(exhibition_id),
        may_prepare=runs(request.user, exhibition),
    )


PUBLIC_PAGES: list[ControllerRouterHandler] = [list_exhibitions, show_exhibition]
