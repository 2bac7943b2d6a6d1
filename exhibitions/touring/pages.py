"""A tour on pages: its legs for those who plan it, the list of a day for whoever drives."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.pages.asking import PageRequest, attempt, pdf
from core.clock import today
from core.errors import DomainError, Invalid
from core.i18n import gettext as _
from core.web.forms import words_for
from core.web.pages import page, see_other
from core.web.problems import problem_of
from core.web.values import as_day, as_filter
from exhibitions.domain import UNDER_WAY, TourMove
from exhibitions.pages.preparing import ONE, own_exhibition
from exhibitions.touring.documents import handover_pdf
from exhibitions.touring.forms import LegForm, TickForm
from exhibitions.touring.moving import MoveOnTour, move_on_tour
from exhibitions.touring.planning import change_leg, plan_tour
from exhibitions.touring.queries import Leg, leg_of, legs_of, legs_on

TOUR = ONE + "/tour"
_LEG = TOUR + "/{leg_id:uuid}"


@get(TOUR, include_in_schema=False)
async def show_tour(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """The legs, who drives, how far each is."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    legs = await legs_of(exhibition_id)
    may_change = exhibition.status in UNDER_WAY and exhibition.kind == "touring"
    return page(
        request, "exhibitions/touring/tour.html", exhibition=exhibition, legs=legs, may_change=may_change
    )


@post(TOUR, include_in_schema=False)
async def lay_tour(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Lay the legs of a show whose venues were entered earlier."""
    legs = await plan_tour(request.user, exhibition_id)
    if not legs:
        said = _("会場がまだありません。先に会場を足してください。")
        return see_other(f"/exhibitions/{exhibition_id}/venues", said, tone="attention")
    return see_other(f"/exhibitions/{exhibition_id}/tour", _("移動の計画をつくりました。"))


@get(_LEG, include_in_schema=False)
async def ask_leg(
    request: PageRequest, exhibition_id: FromPath[UUID], leg_id: FromPath[UUID]
) -> Response[Any]:
    """The form with what is known."""
    return await _leg_page(request, exhibition_id, leg_id, None)


@post(_LEG, include_in_schema=False)
async def write_leg(
    request: PageRequest, exhibition_id: FromPath[UUID], leg_id: FromPath[UUID]
) -> Response[Any]:
    """Change it."""
    form = await LegForm.of(request)
    if await attempt(form, lambda: change_leg(request.user, exhibition_id, leg_id, form.command())) is None:
        return await _leg_page(request, exhibition_id, leg_id, form)
    return see_other(f"/exhibitions/{exhibition_id}/tour", _("移動の計画を保存しました。"))


async def _leg_page(
    request: PageRequest, exhibition_id: UUID, leg_id: UUID, form: LegForm | None
) -> Response[Any]:
    exhibition = await own_exhibition(request.user, exhibition_id)
    leg = await leg_of(exhibition_id, leg_id)
    status = 422 if form else 200
    shown = {"exhibition": exhibition, "leg": leg, "form": form or LegForm.showing(leg)}
    return page(request, "exhibitions/touring/leg.html", status=status, **shown)


@get(ONE + "/handover", include_in_schema=False)
async def show_handover(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """What to load where and whom to call, on one day; to be ticked off by scanning."""
    return await _handover_page(request, exhibition_id, TickForm())


async def _handover_page(
    request: PageRequest, exhibition_id: UUID, form: TickForm, *, leg_id: UUID | None = None
) -> Response[Any]:
    exhibition = await own_exhibition(request.user, exhibition_id)
    legs = await legs_of(exhibition_id)
    leg = next((one for one in legs if one.id == leg_id), None)
    day = _day(request, legs, leg)
    return page(
        request,
        "exhibitions/touring/handover.html",
        exhibition=exhibition,
        day=day,
        legs=legs_on(legs, day),
        days=sorted({one.departs_on for one in legs} | {one.arrives_on for one in legs}),
        form=form,
        wrong_leg=leg_id,
        moves=TourMove,
        status=422 if form.mistakes else 200,
    )


def _day(request: PageRequest, legs: list[Leg], leg: Leg | None = None) -> date:
    """The day asked for, else today where something is driven, else the next one."""
    asked = as_day(request.query_params.get("day"))
    if asked is not None:
        return asked
    if leg is not None:
        return max(leg.departs_on, min(today(), leg.arrives_on))
    coming = [max(one.departs_on, today()) for one in legs if one.arrives_on >= today()]
    return min(coming, default=today())


@get(ONE + "/handover/paper", include_in_schema=False)
async def print_handover(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[bytes]:
    """The list of a day on paper."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    legs = await legs_of(exhibition_id)
    day = _day(request, legs)
    document = handover_pdf(exhibition, legs_on(legs, day), day)
    return pdf(document, f"handover-{day.isoformat()}.pdf")


@post(_LEG + "/moves", include_in_schema=False)
async def tick(request: PageRequest, exhibition_id: FromPath[UUID], leg_id: FromPath[UUID]) -> Response[Any]:
    """積んだ・下ろした: by the label in hand, or by the button beside the robot."""
    sent = await request.form()
    form = await TickForm.of(request)
    command = _command(str(sent.get("exhibit", "")), str(sent.get("move", "")), form)
    try:
        leg = await move_on_tour(request.user, exhibition_id, leg_id, command)
    except Invalid as error:
        for code in error.fields.values():
            form.add_mistake(words_for(code, error.facts), "tag")
        return await _handover_page(request, exhibition_id, form, leg_id=leg_id)
    except DomainError as error:
        if error.code in ("not-found", "not-allowed", "not-signed-in"):
            raise
        form.add_mistake(problem_of(error).detail, "tag")
        return await _handover_page(request, exhibition_id, form, leg_id=leg_id)
    said = _(
        "記録しました。積み込み%(loaded)s台、荷下ろし%(unloaded)s台です。",
        loaded=leg.loaded,
        unloaded=leg.unloaded,
    )
    back = f"/exhibitions/{exhibition_id}/handover?day={_day(request, [leg], leg).isoformat()}"
    return see_other(back, said)


def _command(exhibit: str, move: str, form: TickForm) -> MoveOnTour:
    exhibit_id = as_filter(exhibit)
    known = {one.value for one in TourMove}
    return MoveOnTour(
        exhibit_id=exhibit_id,
        tag="" if exhibit_id else (form.tag.data or "").strip(),
        move=TourMove(move) if move in known else None,
    )


PAGES: list[ControllerRouterHandler] = [
    show_tour,
    lay_tour,
    ask_leg,
    write_leg,
    show_handover,
    print_handover,
    tick,
]
