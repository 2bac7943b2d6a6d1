"""Pages for visitors: choose a time, say who comes, and everything behind the link in the mail."""

from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.documents import qr_picture
from catalog.domain import TaxonomyVersion
from catalog.queries.taxonomy import taxonomy_of
from core.clock import today
from core.errors import Conflict, Invalid, TooMany
from core.i18n import current_locale
from core.i18n import gettext as _
from core.settings import settings
from core.web.forms import Form
from core.web.pages import page, see_other
from exhibitions.queries import ExhibitionView, exhibition_for
from exhibitions.questionnaires.asking import questions_of
from exhibitions.questionnaires.replying import has_replied
from exhibitions.visits import arriving, booking, changing, plain
from exhibitions.visits.commands import CheckInVisit
from exhibitions.visits.domain import IN_QUEUE, Language, VisitState
from exhibitions.visits.forms import ChangeForm, ReserveForm
from exhibitions.visits.labels import interests_in_words, needs_in_words
from exhibitions.visits.looks import CLOSED, LANGUAGES, STATES
from exhibitions.visits.queries import (
    SlotView,
    VisitView,
    list_slots,
    may_receive,
    plan_of,
    visit_behind,
    waiting_before,
)

PageRequest = Request[Actor, Any, Any]
_SPAN = timedelta(days=14)
_THANKED = (VisitState.ASKED.value, VisitState.BOOKED.value, VisitState.WAITING.value, "wait-asked")
_SLOTS = "/exhibitions/{exhibition_id:uuid}/visits"


@get(_SLOTS, include_in_schema=False)
async def show_slots(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Two weeks of times, free and full."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    try:
        weeks = max(int(request.query_params.get("page", "0")), 0)
    except ValueError:
        weeks = 0
    first = today() + _SPAN * min(weeks, 26)
    slots = await list_slots(request.user, exhibition.id, first=first, end=first + _SPAN)
    days = [(day, list(found)) for day, found in groupby(slots, key=lambda one: one.day)]
    return page(
        request,
        "exhibitions/visits/plain_slots.html" if plain.is_plain(request) else "exhibitions/visits/slots.html",
        exhibition=exhibition,
        plan=await plan_of(exhibition.id),
        days=days,
        first=first,
        end=first + _SPAN,
        number=weeks,
        closed=CLOSED,
        may_receive=may_receive(request.user, exhibition),
        **plain.words_for(request),
    )


@get(_SLOTS + "/new", include_in_schema=False)
async def show_reserve(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """The form for one time."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    slot = await chosen_slot(request, exhibition, request.query_params.get("slot", ""))
    if slot is None:
        return choose_again(request, exhibition_id)
    form = fresh_form(request, slot)
    await fit_reserve(request, exhibition, form)
    return await _reserve_page(request, exhibition, slot, form)


def fresh_form(request: PageRequest, slot: SlotView) -> ReserveForm:
    """For one, in the language in which the page is read."""
    language = Language.EASY_JAPANESE.value if plain.is_plain(request) else current_locale.get()
    return ReserveForm(data={"slot_id": str(slot.id), "party_size": 1, "language": language})


def choose_again(request: PageRequest, exhibition_id: UUID) -> Response[Any]:
    """Back to the times: the one asked for is not there."""
    said = plain.said(request, _("日時を選んでください。"), "{時間|じかん}を {選|えら}んで ください。")
    return see_other(f"/exhibitions/{exhibition_id}/visits{plain.tail_of(request)}", said, "attention")


async def chosen_slot(request: PageRequest, exhibition: ExhibitionView, text: str) -> SlotView | None:
    """The slot with this id, as its reader may see it."""
    slots = await list_slots(request.user, exhibition.id, end=exhibition.end)
    return next((one for one in slots if str(one.id) == text), None)


async def fit_reserve(
    request: PageRequest, exhibition: ExhibitionView, form: ReserveForm, *, needs_email: bool = False
) -> None:
    """Offer what can be chosen, and ask this reader only what is not known."""
    items = (await taxonomy_of(TaxonomyVersion.Y2025)).items
    receiving = may_receive(request.user, exhibition)
    form.fit(items, is_known=request.user.is_signed_in, is_receiving=receiving, needs_email=needs_email)
    if plain.is_plain(request):
        plain.say_plainly(form)


async def _reserve_page(
    request: PageRequest, exhibition: ExhibitionView, slot: SlotView, form: ReserveForm, status: int = 200
) -> Response[Any]:
    return page(
        request,
        f"exhibitions/visits/{'plain_form' if plain.is_plain(request) else 'reserve'}.html",
        status=status,
        exhibition=exhibition,
        slot=slot,
        form=form,
        plan=await plan_of(exhibition.id),
        closed=CLOSED,
        waits=False,
        may_receive=may_receive(request.user, exhibition),
        **plain.words_for(request),
    )


@post(_SLOTS + "/new", include_in_schema=False)
async def reserve(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Take the places; a mail follows."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    form = await ReserveForm.of(request)
    slot = await chosen_slot(request, exhibition, form.slot_id.data or "")
    if slot is None:
        return choose_again(request, exhibition_id)
    await fit_reserve(request, exhibition, form)
    visit = await _attempted(form, request.user, exhibition_id, slot.id)
    if visit is None:
        return await _again(request, exhibition, slot.id, form)
    if may_receive(request.user, exhibition):
        said = _("予約しました。予約番号は%(number)sです。", number=visit.number)
        return see_other(f"/exhibitions/{exhibition_id}/visitors?day={visit.day}", said)
    reading = plain.tail_of(request, "&")
    return see_other(f"/exhibitions/{exhibition_id}/visits/thanks?state={visit.state.value}{reading}")


async def _again(
    request: PageRequest, exhibition: ExhibitionView, slot_id: UUID, form: ReserveForm
) -> Response[Any]:
    """The form with its mistakes, and the slot as it stands now."""
    slot = await chosen_slot(request, exhibition, str(slot_id))
    if slot is None:
        raise Conflict("slot-closed", phone=exhibition.counter_phone)
    return await _reserve_page(request, exhibition, slot, form, 422)


async def _attempted(form: ReserveForm, actor: Actor, exhibition_id: UUID, slot_id: UUID) -> VisitView | None:
    if not form.validate():
        return None
    try:
        return await booking.reserve_visit(actor, exhibition_id, form.command(slot_id))
    except Invalid as error:
        form.refuse(error)
    except (Conflict, TooMany) as error:
        form.refuse(Invalid({}, error.reason, **error.facts))
    return None


@get(_SLOTS + "/qr.svg", include_in_schema=False)
async def show_booking_code(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[str]:
    """The code on posters and leaflets: it leads to the times of this display."""
    await exhibition_for(request.user, exhibition_id)
    address = f"{settings().base_url}/exhibitions/{exhibition_id}/visits"
    return Response(qr_picture(address), media_type="image/svg+xml")


@get(_SLOTS + "/thanks", include_in_schema=False)
async def show_thanks(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """What happens next: read the mail, or come."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    state = request.query_params.get("state", "")
    state = state if state in _THANKED else VisitState.ASKED.value
    words = plain.words_for(request)
    return page(request, "exhibitions/visits/thanks.html", exhibition=exhibition, state=state, **words)


async def _own_page(request: PageRequest, visit: VisitView, token: str) -> Response[Any]:
    return page(
        request,
        "exhibitions/visits/plain_own.html" if plain.is_plain(request) else "exhibitions/visits/own.html",
        visit=visit,
        token=token,
        is_day=visit.day == today(),
        states=STATES,
        languages=LANGUAGES,
        interests=await interests_in_words(visit),
        needs=needs_in_words(visit),
        may_reply=await _may_reply(visit),
        before=await waiting_before(visit) if visit.state is VisitState.WAITING else 0,
        **plain.words_for(request),
    )


async def _may_reply(visit: VisitView) -> bool:
    has_come = visit.state in (VisitState.ARRIVED, VisitState.LEFT)
    return has_come and bool(await questions_of(visit.counter_id)) and not await has_replied(visit)


@get("/visits/{token:str}", include_in_schema=False)
async def show_visit(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """A visit, for whoever has its link. Looking changes nothing."""
    return await _own_page(request, await visit_behind(token), token)


@get("/visits/{token:str}/change", include_in_schema=False)
async def show_change(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Another time or size."""
    visit = await _open_visit(token)
    form = ChangeForm(data={"slot_id": str(visit.slot_id), "party_size": visit.party_size})
    return await _change_page(request, visit, token, form)


async def _open_visit(token: str) -> VisitView:
    visit = await visit_behind(token)
    if not visit.is_open:
        raise Conflict("visit-not-open", phone=visit.counter_phone)
    return visit


async def _change_page(
    request: PageRequest, visit: VisitView, token: str, form: ChangeForm, status: int = 200
) -> Response[Any]:
    await _offer(request, form, visit)
    shown = {"visit": visit, "token": token, "form": form, **plain.words_for(request)}
    return page(request, "exhibitions/visits/change.html", status=status, **shown)


async def _offer(request: PageRequest, form: ChangeForm, visit: VisitView) -> None:
    form.fit(await list_slots(Actor.anonymous(), visit.exhibition_id), visit.slot_id)
    if plain.is_plain(request):
        plain.say_plainly(form)


@post("/visits/{token:str}/change", include_in_schema=False)
async def change(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Move, if there is room; else what was booked is kept."""
    visit = await _open_visit(token)
    form = await ChangeForm.of(request)
    await _offer(request, form, visit)
    if form.validate():
        try:
            await changing.change_visit(token, form.command())
            return back(request, token, _("予約を変更しました。"), "{予約|よやく}を {変|か}えました。")
        except (Invalid, Conflict) as error:
            _refuse(form, error)
    return await _change_page(request, visit, token, form, 422)


def back(request: PageRequest, token: str, usual: str, easy: str) -> Response[Any]:
    """To the page of the visit, with what has been done."""
    return see_other(f"/visits/{token}{plain.tail_of(request)}", plain.said(request, usual, easy))


def _refuse(form: Form, error: Invalid | Conflict) -> None:
    form.refuse(error if isinstance(error, Invalid) else Invalid({}, error.reason, **error.facts))


@get("/visits/{token:str}/cancel", include_in_schema=False)
async def show_cancel(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Look once more before it is off."""
    visit = await visit_behind(token)
    if not visit.is_open and visit.state not in IN_QUEUE:
        raise Conflict("visit-not-open", phone=visit.counter_phone)
    words = plain.words_for(request)
    return page(request, "exhibitions/visits/cancel.html", visit=visit, token=token, **words)


@post("/visits/{token:str}/cancel", include_in_schema=False)
async def cancel(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """The party does not come."""
    waited = (await visit_behind(token)).state in IN_QUEUE
    await changing.cancel_visit(token)
    if waited:
        return back(request, token, _("キャンセル待ちをやめました。"), "{待|ま}つのを やめました。")
    return back(request, token, _("予約を取り消しました。"), "{予約|よやく}を やめました。")


@get("/visits/{token:str}/qr.svg", include_in_schema=False)
async def show_code(token: FromPath[str]) -> Response[str]:
    """The code to show at the entrance: it leads to this visit."""
    await visit_behind(token)
    return Response(qr_picture(f"{settings().base_url}/visits/{token}"), media_type="image/svg+xml")


@post("/visits/{token:str}/arrive", include_in_schema=False)
async def say_arrived(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Here we are: said by the party's own phone, or by the counter that has scanned its code."""
    visit = await visit_behind(token)
    if visit.counter_id == request.user.organization_id:
        await arriving.check_in(request.user, visit.exhibition_id, CheckInVisit(token=token))
    else:
        await arriving.arrive(token)
    return back(request, token, _("受付をしました。ようこそ。"), "{来|き}て くれて、ありがとうございます。")


PAGES: list[ControllerRouterHandler] = [
    show_slots,
    show_reserve,
    reserve,
    show_booking_code,
    show_thanks,
    show_visit,
    show_change,
    change,
    show_cancel,
    cancel,
    show_code,
    say_arrived,
]
