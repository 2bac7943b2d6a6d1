"""Steps of a display that others notice: what they change for whom stands on a page before the button."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.foreseen import Foreseen
from catalog.pages.asking import PageRequest
from core.errors import Conflict
from core.i18n import LazyText, lazy
from core.i18n import gettext as _
from core.web.pages import page, see_other
from core.web.problems import problem_of
from exhibitions import looks, usecases
from exhibitions.commands import MoveExhibition
from exhibitions.domain import ExhibitionStatus, ExhibitionStep, ExhibitStatus
from exhibitions.exhibits import exhibits_on
from exhibitions.pages.preparing import DONE, ONE, own_exhibition, workshop
from exhibitions.previewing import asking_all, foresee_exhibition
from exhibitions.queries import ExhibitionView

_EXPLAINED: dict[ExhibitionStep, LazyText] = {
    ExhibitionStep.PLAN: lazy("公開すると、だれでもこの展示を見つけられます。"),
    ExhibitionStep.OPEN: lazy("開催中として公開し、搬入の済んだ機器を展示中にします。"),
    ExhibitionStep.CLOSE: lazy(
        "まだ発送していない機器の日程は、すぐに空きます。発送した機器の日程は、帰り道と点検のあとが空きます。"
        "返却を記録するまでは預かったままです。"
    ),
}
_UNASKED = (ExhibitStatus.WISHED, ExhibitStatus.DECLINED)


@get([ONE + "/plan", ONE + "/open", ONE + "/close"], include_in_schema=False)
async def show_move(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """What the step changes; nothing happens before the button is pressed."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    step = _step_of(request)
    try:
        command = MoveExhibition(expected=exhibition.status)
        foreseen = await foresee_exhibition(request.user, exhibition_id, step, command)
    except Conflict as error:
        return _move_page(request, exhibition, step, refused=error)
    return _move_page(request, exhibition, step, foreseen)


@post([ONE + "/plan", ONE + "/open", ONE + "/close"], include_in_schema=False)
async def move(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Take the step; why it cannot be taken stands on its page."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    step = _step_of(request)
    sent = (await request.form()).get("expected", "")
    expected = ExhibitionStatus(sent) if sent in {one.value for one in ExhibitionStatus} else None
    try:
        await usecases.move_exhibition(request.user, exhibition_id, step, MoveExhibition(expected=expected))
    except Conflict as error:
        return _move_page(request, exhibition, step, refused=error)
    return see_other(workshop(exhibition_id), DONE[step])


def _step_of(request: PageRequest) -> ExhibitionStep:
    return ExhibitionStep(request.url.path.rsplit("/", 1)[1])


def _move_page(
    request: PageRequest,
    exhibition: ExhibitionView,
    step: ExhibitionStep,
    foreseen: Foreseen | None = None,
    refused: Conflict | None = None,
) -> Response[Any]:
    shown = {"exhibition": exhibition, "step": step, "title": looks.MOVES[step], "text": _EXPLAINED[step]}
    problem = problem_of(refused) if refused else None
    status = problem.status if problem else 200
    return page(request, "exhibitions/move.html", status=status, foreseen=foreseen, problem=problem, **shown)


@get(ONE + "/ask", include_in_schema=False)
async def show_asking(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Who will be asked for what; nobody has been asked yet."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    wished = [one for one in await exhibits_on(request.user, exhibition_id) if one.status in _UNASKED]
    asking = await asking_all(request.user, exhibition_id, wished)
    return page(request, "exhibitions/ask.html", exhibition=exhibition, asking=asking)


@post(ONE + "/ask", include_in_schema=False)
async def ask_all(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Ask all lenders at once."""
    asked = await usecases.ask_all(request.user, exhibition_id)
    if not asked:
        said = _("依頼できる機器がありませんでした。空いていない機種は、代わりの機種に替えてください。")
        return see_other(workshop(exhibition_id), said, tone="attention")
    return see_other(workshop(exhibition_id), _("%(count)s台を依頼しました。", count=len(asked)))


MOVING_PAGES: list[ControllerRouterHandler] = [show_move, move, show_asking, ask_all]
