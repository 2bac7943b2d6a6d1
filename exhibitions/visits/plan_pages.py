"""Pages for the counter: when visitors are received, and who comes."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.pages.asking import attempt
from core.clock import today
from core.errors import NotFound
from core.i18n import LazyText, lazy
from core.i18n import gettext as _
from core.settings import settings
from core.web.forms import Form, is_only_asked
from core.web.months import SUNDAY_FIRST
from core.web.pages import page, see_other
from core.web.values import as_day
from exhibitions.visits import arriving, changing, planning
from exhibitions.visits.commands import CheckInVisit
from exhibitions.visits.foreseeing import Replanned, foresee_times
from exhibitions.visits.forms import CancelForm, ClosedDayForm, ExtraForm, PlanForm, RuleForm
from exhibitions.visits.labels import item_names, needs_in_words
from exhibitions.visits.looks import LANGUAGES, STATES
from exhibitions.visits.queries import (
    closed_days_of,
    days_with_visitors,
    named,
    plan_of,
    received_by,
    rules_of,
    visit_received_by,
    visitors_on,
)
from exhibitions.visits.reception.forms import FindForm

PageRequest = Request[Actor, Any, Any]
_PLAN = "/exhibitions/{exhibition_id:uuid}/visit-plan"
_VISITORS = "/exhibitions/{exhibition_id:uuid}/visitors"
SETTINGS, RULE, EXTRA, CLOSED_DAY = "settings", "rules", "extra-days", "closed-days"
_WEEKDAYS = [*SUNDAY_FIRST[1:], SUNDAY_FIRST[0]]
_TITLES: dict[str, LazyText] = {
    SETTINGS: lazy("予約の決まりを変える"),
    RULE: lazy("繰り返しの枠を作る"),
    EXTRA: lazy("1日だけの枠を作る"),
    CLOSED_DAY: lazy("来場を受けない日を入れる"),
}
_LEADS: dict[str, LazyText] = {
    SETTINGS: lazy("もう受けた予約は変わりません。"),
    RULE: lazy("土曜日、日曜日、祝日、年末年始と、窓口の休業日には、枠はできません。"),
    EXTRA: lazy("その日は、繰り返しの枠の代わりに、この枠になります。休みの日でも開きます。"),
    CLOSED_DAY: lazy(
        "その日の枠はなくなります。予約が入っている日は、理由を書くと予約を取り消し、一人ずつに知らせます。"
    ),
}


@get(_PLAN, include_in_schema=False)
async def show_plan(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """When visitors are received."""
    exhibition = await received_by(request.user, exhibition_id)
    rules = await rules_of(exhibition_id)
    return page(
        request,
        "exhibitions/visits/plan.html",
        exhibition=exhibition,
        plan=await plan_of(exhibition_id),
        rules=[rule for rule in rules if not rule.is_extra],
        extras=[rule for rule in rules if rule.is_extra],
        closed_days=await closed_days_of(exhibition_id),
        weekdays=_WEEKDAYS,
        base_url=settings().base_url,
    )


async def _form_page(
    request: PageRequest,
    exhibition_id: UUID,
    kind: str,
    form: Form,
    status: int = 200,
    *,
    replanned: Replanned | None = None,
) -> Response[Any]:
    return page(
        request,
        "exhibitions/visits/plan_form.html",
        status=status,
        exhibition=await received_by(request.user, exhibition_id),
        form=form,
        kind=kind,
        title=_TITLES[kind],
        lead=_LEADS[kind],
        replanned=replanned,
        states=STATES,
    )


async def _sent(
    request: PageRequest,
    exhibition_id: UUID,
    kind: str,
    form: Form,
    order: Callable[[], Awaitable[object]],
) -> Response[Any]:
    """Give the order if the form is filled in well, or look at what it would change."""
    await received_by(request.user, exhibition_id)
    if await is_only_asked(request):
        seen = await attempt(form, lambda: foresee_times(exhibition_id, order))
        return await _form_page(request, exhibition_id, kind, form, replanned=seen)

    async def done() -> bool:
        await order()
        return True

    if await attempt(form, done):
        return see_other(f"/exhibitions/{exhibition_id}/visit-plan", _("保存しました。"))
    return await _form_page(request, exhibition_id, kind, form, 422)


@get(_PLAN + "/settings", include_in_schema=False)
async def show_settings(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """What holds for all visits."""
    form = PlanForm.showing(await plan_of(exhibition_id))
    return await _form_page(request, exhibition_id, SETTINGS, form)


@post(_PLAN + "/settings", include_in_schema=False)
async def set_plan(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Keep what holds for all visits."""
    form = await PlanForm.of(request)
    return await _sent(
        request,
        exhibition_id,
        SETTINGS,
        form,
        lambda: planning.set_plan(request.user, exhibition_id, form.command()),
    )


@get(_PLAN + "/rules", include_in_schema=False)
async def show_rule(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Times that repeat."""
    exhibition = await received_by(request.user, exhibition_id)
    form = RuleForm(data={"first_on": max(exhibition.start, today())})
    return await _form_page(request, exhibition_id, RULE, form)


@post(_PLAN + "/rules", include_in_schema=False)
async def add_rule(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Open times that repeat."""
    form = await RuleForm.of(request)
    return await _sent(
        request,
        exhibition_id,
        RULE,
        form,
        lambda: planning.add_rule(request.user, exhibition_id, form.command()),
    )


@get(_PLAN + "/rules/{rule_id:uuid}/end", include_in_schema=False)
async def show_end(
    request: PageRequest, exhibition_id: FromPath[UUID], rule_id: FromPath[UUID]
) -> Response[Any]:
    """Which times go, and whose bookings stay; nothing happens before the button is pressed."""
    exhibition = await received_by(request.user, exhibition_id)
    found = [rule for rule in await rules_of(exhibition_id) if rule.id == rule_id]
    if not found:
        raise NotFound
    replanned = await foresee_times(
        exhibition_id, lambda: planning.end_rule(request.user, exhibition_id, rule_id)
    )
    return page(
        request,
        "exhibitions/visits/end_rule.html",
        exhibition=exhibition,
        rule=found[0],
        replanned=replanned,
        states=STATES,
        weekdays=_WEEKDAYS,
    )


@post(_PLAN + "/rules/{rule_id:uuid}/end", include_in_schema=False)
async def end_rule(
    request: PageRequest, exhibition_id: FromPath[UUID], rule_id: FromPath[UUID]
) -> Response[Any]:
    """Open no more of these times."""
    await planning.end_rule(request.user, exhibition_id, rule_id)
    return see_other(
        f"/exhibitions/{exhibition_id}/visit-plan", _("枠をやめました。もう受けた予約は残っています。")
    )


@get(_PLAN + "/extra-days", include_in_schema=False)
async def show_extra(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Times of one day."""
    return await _form_page(request, exhibition_id, EXTRA, ExtraForm())


@post(_PLAN + "/extra-days", include_in_schema=False)
async def add_extra(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Open times on one day."""
    form = await ExtraForm.of(request)
    return await _sent(
        request,
        exhibition_id,
        EXTRA,
        form,
        lambda: planning.add_rule(request.user, exhibition_id, form.command()),
    )


@get(_PLAN + "/closed-days", include_in_schema=False)
async def show_closed_day(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """A day without visitors."""
    return await _form_page(request, exhibition_id, CLOSED_DAY, ClosedDayForm())


@post(_PLAN + "/closed-days", include_in_schema=False)
async def close_day(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Receive nobody on a day."""
    form = await ClosedDayForm.of(request)
    return await _sent(
        request,
        exhibition_id,
        CLOSED_DAY,
        form,
        lambda: planning.close_day(request.user, exhibition_id, form.command()),
    )


@post(_PLAN + "/closed-days/open", include_in_schema=False)
async def open_day(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Receive visitors again on a day."""
    await received_by(request.user, exhibition_id)
    form = await ClosedDayForm.of(request)
    if not form.validate() or form.day.data is None:
        return see_other(f"/exhibitions/{exhibition_id}/visit-plan")
    await planning.open_day(request.user, exhibition_id, form.day.data)
    return see_other(f"/exhibitions/{exhibition_id}/visit-plan", _("来場を受ける日に戻しました。"))


@get(_VISITORS, include_in_schema=False)
async def show_visitors(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Who comes on a day."""
    exhibition = await received_by(request.user, exhibition_id)
    day = as_day(request.query_params.get("day")) or today()
    find = FindForm.of_query(request)
    wanted = (find.q.data or "") if find.validate() else ""
    return page(
        request,
        "exhibitions/visits/visitors.html",
        exhibition=exhibition,
        day=day,
        find=find,
        visits=named(wanted, await visitors_on(request.user, exhibition_id, day)),
        in_room=await arriving.people_in_room(exhibition_id),
        days=await days_with_visitors(exhibition_id),
        states=STATES,
        languages=LANGUAGES,
        needs_in_words=needs_in_words,
        items=await item_names(),
    )


@get(_VISITORS + "/{visit_id:uuid}/cancel", include_in_schema=False)
async def show_cancel(
    request: PageRequest, exhibition_id: FromPath[UUID], visit_id: FromPath[UUID]
) -> Response[Any]:
    """Say why a visit is called off."""
    return await _cancel_page(request, exhibition_id, visit_id, CancelForm())


async def _cancel_page(
    request: PageRequest, exhibition_id: UUID, visit_id: UUID, form: CancelForm, status: int = 200
) -> Response[Any]:
    visit = await visit_received_by(request.user, exhibition_id, visit_id)
    return page(
        request, "exhibitions/visits/call_off.html", status=status, visit=visit, form=form, states=STATES
    )


@post(_VISITORS + "/{visit_id:uuid}/cancel", include_in_schema=False)
async def cancel(
    request: PageRequest, exhibition_id: FromPath[UUID], visit_id: FromPath[UUID]
) -> Response[Any]:
    """Call a visit off; its party is told why."""
    form = await CancelForm.of(request)
    if not form.validate():
        return await _cancel_page(request, exhibition_id, visit_id, form, 422)
    visit = await changing.cancel_for(request.user, exhibition_id, visit_id, form.reason.data or "")
    said = _("予約を取り消しました。理由をメールで知らせます。")
    return see_other(f"/exhibitions/{exhibition_id}/visitors?day={visit.day}", said)


@post(_VISITORS + "/{visit_id:uuid}/arrive", include_in_schema=False)
async def check_in(
    request: PageRequest, exhibition_id: FromPath[UUID], visit_id: FromPath[UUID]
) -> Response[Any]:
    """Receive a party by its name on the list."""
    visit = await arriving.check_in(request.user, exhibition_id, CheckInVisit(visit_id=visit_id))
    return see_other(f"/exhibitions/{exhibition_id}/visitors?day={visit.day}", _("受付をしました。"))


@post(_VISITORS + "/{visit_id:uuid}/leave", include_in_schema=False)
async def check_out(
    request: PageRequest, exhibition_id: FromPath[UUID], visit_id: FromPath[UUID]
) -> Response[Any]:
    """A party has left."""
    visit = await arriving.check_out(request.user, exhibition_id, visit_id)
    return see_other(f"/exhibitions/{exhibition_id}/visitors?day={visit.day}", _("退場を記録しました。"))


PAGES: list[ControllerRouterHandler] = [
    show_plan,
    show_settings,
    set_plan,
    show_rule,
    add_rule,
    show_end,
    end_rule,
    show_extra,
    add_extra,
    show_closed_day,
    close_day,
    open_day,
    show_visitors,
    show_cancel,
    cancel,
    check_in,
    check_out,
]
