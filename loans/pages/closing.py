"""休業日: the page on which an organisation says when it is closed, with the loans that would meet it."""

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from core.errors import Invalid, NotAllowed
from core.i18n import _
from core.web.months import SUNDAY_FIRST
from core.web.pages import page, see_other
from directory import closures
from directory.closing_meets import Met, met_on
from directory.closures import Closures, closures_of
from loans.closing import Meetings, loans_meeting
from loans.forms.closing import ClosingForm, OpeningForm, WeekdaysForm
from loans.pages.ways import PageRequest

CLOSING_DAYS = "/organization/closing-days"


@get(CLOSING_DAYS, include_in_schema=False)
async def show_closing_days(request: PageRequest) -> Response[Any]:
    """The closing days of one's own organisation; its administrators may change them."""
    return await _shown(request, await closures_of(request.user))


@post(CLOSING_DAYS, include_in_schema=False)
async def close(request: PageRequest) -> Response[Any]:
    """Close on a day or several; first say which coming loans begin or end on them."""
    known, form = await _administered(request), await ClosingForm.of(request)
    if not form.validate():
        return await _shown(request, known, closing=form, status=422)
    stretch = form.stretch()
    try:
        closures.check_stretch(known, stretch)
        meetings = await loans_meeting(request.user, stretch.days)
        others = await met_on(request.user.acting_for(), stretch.days)
        if (meetings.count or others) and form.confirmed.data != form.key:
            return await _shown(request, known, closing=form, meetings=meetings, others=others)
        await closures.close_on(request.user, stretch)
    except Invalid as error:
        form.refuse(error)
        return await _shown(request, known, closing=form, status=422)
    return see_other(CLOSING_DAYS, _("休業日を入れました。"))


@post(CLOSING_DAYS + "/weekly", include_in_schema=False)
async def close_weekly(request: PageRequest) -> Response[Any]:
    """Close on days of every week; first say which coming loans begin or end on newly closed ones."""
    known, form = await _administered(request), await WeekdaysForm.of(request)
    form.fit(is_facility=known.is_facility)
    if not form.validate():
        return await _shown(request, known, weekly=form, status=422)
    try:
        closures.check_weekdays(known, form.chosen())
        newly = set(form.chosen()) - known.weekdays
        meetings = await loans_meeting(request.user, weekdays=newly)
        others = await met_on(request.user.acting_for(), weekdays=newly)
        if (meetings.count or others) and form.confirmed.data != form.key:
            return await _shown(request, known, weekly=form, meetings=meetings, others=others)
        await closures.close_weekly(request.user, form.chosen())
    except Invalid as error:
        form.refuse(error)
        return await _shown(request, known, weekly=form, status=422)
    return see_other(CLOSING_DAYS, _("毎週の休みを変えました。"))


@post(CLOSING_DAYS + "/open", include_in_schema=False)
async def open_again(request: PageRequest) -> Response[Any]:
    """Be open on these days again."""
    await _administered(request)
    stretch = (await OpeningForm.of(request)).stretch()
    if stretch is None:
        return see_other(CLOSING_DAYS)
    await closures.open_on(request.user, stretch)
    return see_other(CLOSING_DAYS, _("休業日を取り消しました。"))


async def _administered(request: PageRequest) -> Closures:
    known = await closures_of(request.user)
    if not known.may_change:
        raise NotAllowed("not-admin")
    return known


async def _shown(
    request: PageRequest,
    known: Closures,
    *,
    closing: ClosingForm | None = None,
    weekly: WeekdaysForm | None = None,
    meetings: Meetings | None = None,
    others: Sequence[Met] = (),
    status: int = 200,
) -> Response[Any]:
    """The page; with `meetings` it asks once more before it closes what the form says."""
    weekly_form = weekly or WeekdaysForm.showing(known.weekdays)
    weekly_form.fit(is_facility=known.is_facility)
    return page(
        request,
        "loans/closing_days.html",
        status=status,
        closures=known,
        closing=closing or ClosingForm(),
        weekly=weekly_form,
        is_closing=closing is not None,
        meetings=meetings,
        others=others,
        weekdays=[*SUNDAY_FIRST[1:], SUNDAY_FIRST[0]],
    )


PAGES: list[HTTPRouteHandler] = [show_closing_days, close, close_weekly, open_again]
