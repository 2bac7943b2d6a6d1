"""The board as a page, and what its timeline asks for: pieces of units, moves, days of maintenance."""

from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Template

from accounts.domain import Actor
from catalog.maintenance import PlanMaintenance, end_maintenance, plan_maintenance
from core.errors import DomainError
from core.i18n import format_period
from core.web.pages import page
from loans.board.bars import SIGNS
from loans.board.forms import BoardFilter
from loans.board.moving import Move, foresee, move
from loans.board.queries import ON_A_PAGE, USUAL_WEEKS, board, choices
from loans.board.refusals import Refusal, refusal_of
from loans.board.view import drawn, turns, usual_start
from loans.desks.addresses import following

PageRequest = Request[Actor, Any, Any]
Cursor = FromQuery[str | None]


@get("/board", include_in_schema=False)
async def unit_board(
    request: PageRequest, cursor: Cursor = None, view: FromQuery[str] = "", filters: FromQuery[str] = ""
) -> Template:
    """Units by days: who has which unit when. The timeline fetches its units itself, the table has them.

    What there is to narrow it to is read once somebody opens the filters, or has narrowed it already.
    """
    form = BoardFilter.of_query(request, start=usual_start(), weeks=str(USUAL_WEEKS))
    if is_offered := form.is_narrowed or bool(filters):
        form.offer(await choices(request.user, everything=form.wants_everything))
    status = 200 if form.validate() else 422
    question, is_table = form.question(usual_start()), view == "table"
    form.show(question)
    found = await board(request.user, question, cursor=cursor, limit=ON_A_PAGE if is_table else 1)
    shown = {"form": form, "found": found, "drawn": drawn(found), "signs": SIGNS, "is_table": is_table}
    shown["is_offered"] = is_offered
    ways = {"turns": turns(request, question), "following": following(request, found)}
    told = {"days_shown": format_period(question.start, question.end)}
    return page(request, "loans/board/board.html", status=status, **shown, **ways, **told)


async def _answer(request: PageRequest, taken: Awaitable[object]) -> Response[Refusal | None]:
    """Nothing when it is done, else why not and what instead, in words."""
    try:
        await taken
    except DomainError as error:
        return _refused(request, error)
    return Response(None, status_code=200)


def _refused(request: PageRequest, error: DomainError) -> Response[Any]:
    """For the timeline's script, which says who it is; anybody else gets the page that they would expect."""
    if request.headers.get("x-board") != "timeline":
        raise error
    refusal = refusal_of(error)
    return Response(refusal, status_code=refusal.status, media_type="application/json")


@post("/board/moves", include_in_schema=False, status_code=200)
async def move_bar(request: PageRequest, data: JSONBody[Move]) -> Response[Refusal | None]:
    """Move or stretch a bar."""
    return await _answer(request, move(request.user, data))


@post("/board/moves/preview", include_in_schema=False, status_code=200)
async def preview_move(request: PageRequest, data: JSONBody[Move]) -> Response[Refusal | list[str]]:
    """Who would be told, or why it cannot be."""
    try:
        return Response(await foresee(request.user, data))
    except DomainError as error:
        return _refused(request, error)


@post("/board/units/{unit_id:uuid}/maintenance", include_in_schema=False, status_code=200)
async def plan(
    request: PageRequest, unit_id: FromPath[UUID], data: JSONBody[PlanMaintenance]
) -> Response[Refusal | None]:
    """Keep days of a unit for maintenance."""
    return await _answer(request, plan_maintenance(request.user, unit_id, data))


@post("/board/maintenance/{occupancy_id:uuid}/end", include_in_schema=False, status_code=200)
async def end(request: PageRequest, occupancy_id: FromPath[UUID]) -> Response[Refusal | None]:
    """The unit is fit again."""
    return await _answer(request, end_maintenance(request.user, occupancy_id))


PAGES = (unit_board, move_bar, preview_move, plan, end)
