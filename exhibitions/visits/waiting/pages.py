"""Waiting for a full time, and taking what is offered."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.errors import Conflict, Invalid, TooMany
from core.i18n import gettext as _
from core.web.pages import page, see_other
from exhibitions.queries import ExhibitionView, exhibition_for
from exhibitions.visits import plain
from exhibitions.visits.booking import confirm_visit
from exhibitions.visits.domain import IN_QUEUE
from exhibitions.visits.forms import ReserveForm
from exhibitions.visits.pages import back, choose_again, chosen_slot, fit_reserve, fresh_form
from exhibitions.visits.queries import SlotView, plan_of, visit_behind
from exhibitions.visits.waiting.joining import confirm_wait, join_queue
from exhibitions.visits.waiting.offering import accept_offer

PageRequest = Request[Actor, Any, Any]
_WAIT = "/exhibitions/{exhibition_id:uuid}/visits/wait"


async def _wait_page(
    request: PageRequest, exhibition: ExhibitionView, slot: SlotView, form: ReserveForm, status: int = 200
) -> Response[Any]:
    return page(
        request,
        "exhibitions/visits/plain_form.html" if plain.is_plain(request) else "exhibitions/visits/wait.html",
        status=status,
        exhibition=exhibition,
        slot=slot,
        form=form,
        plan=await plan_of(exhibition.id),
        waits=True,
        **plain.words_for(request),
    )


@get(_WAIT, include_in_schema=False)
async def show_wait(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """The form for one full time."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    slot = await chosen_slot(request, exhibition, request.query_params.get("slot", ""))
    if slot is None:
        return choose_again(request, exhibition_id)
    form = fresh_form(request, slot)
    await fit_reserve(request, exhibition, form, needs_email=True)
    return await _wait_page(request, exhibition, slot, form)


@post(_WAIT, include_in_schema=False)
async def wait(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Wait for it; a mail follows."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    form = await ReserveForm.of(request)
    slot = await chosen_slot(request, exhibition, form.slot_id.data or "")
    if slot is None:
        return choose_again(request, exhibition_id)
    await fit_reserve(request, exhibition, form, needs_email=True)
    if form.validate():
        try:
            await join_queue(request.user, exhibition_id, form.command(slot.id))
            state = "waiting" if request.user.is_signed_in else "wait-asked"
            reading = plain.tail_of(request, "&")
            return see_other(f"/exhibitions/{exhibition_id}/visits/thanks?state={state}{reading}")
        except Invalid as error:
            form.refuse(error)
        except (Conflict, TooMany) as error:
            form.refuse(Invalid({}, error.reason, **error.facts))
    return await _wait_page(request, exhibition, slot, form, 422)


@post("/visits/{token:str}/confirm", include_in_schema=False)
async def confirm(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """The mail was read: the visit is booked, or the party in the queue."""
    visit = await visit_behind(token)
    if visit.state in IN_QUEUE:
        await confirm_wait(token)
        told = _("キャンセル待ちに入りました。空きが出たら、メールでお知らせします。")
        return back(request, token, told, "{席|せき}が {空|あ}いたら、メールで {知|し}らせます。")
    await confirm_visit(token)
    return back(request, token, _("予約を確定しました。"), "{予約|よやく}が {決|き}まりました。")


@post("/visits/{token:str}/accept", include_in_schema=False)
async def accept(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Take what is offered."""
    await accept_offer(token)
    return back(request, token, _("予約を確定しました。"), "{予約|よやく}が {決|き}まりました。")


PAGES: list[ControllerRouterHandler] = [show_wait, wait, confirm, accept]
