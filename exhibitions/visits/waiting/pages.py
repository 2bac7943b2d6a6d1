"""Waiting for a full time, and taking what is offered."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.errors import Conflict, Invalid, TooMany
from core.i18n import current_locale
from core.i18n import gettext as _
from core.web.pages import page, see_other
from exhibitions.queries import ExhibitionView, exhibition_for
from exhibitions.visits.booking import confirm_visit
from exhibitions.visits.domain import IN_QUEUE
from exhibitions.visits.forms import ReserveForm
from exhibitions.visits.pages import chosen_slot, fit_reserve
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
        "exhibitions/visits/wait.html",
        status=status,
        exhibition=exhibition,
        slot=slot,
        form=form,
        plan=await plan_of(exhibition.id),
    )


def _choose(exhibition_id: UUID) -> Response[Any]:
    return see_other(f"/exhibitions/{exhibition_id}/visits", _("日時を選んでください。"), "attention")


@get(_WAIT, include_in_schema=False)
async def show_wait(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """The form for one full time."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    slot = await chosen_slot(request, exhibition, request.query_params.get("slot", ""))
    if slot is None:
        return _choose(exhibition_id)
    form = ReserveForm(data={"slot_id": str(slot.id), "party_size": 1, "language": current_locale.get()})
    await fit_reserve(request, exhibition, form, needs_email=True)
    return await _wait_page(request, exhibition, slot, form)


@post(_WAIT, include_in_schema=False)
async def wait(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Wait for it; a mail follows."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    form = await ReserveForm.of(request)
    slot = await chosen_slot(request, exhibition, form.slot_id.data or "")
    if slot is None:
        return _choose(exhibition_id)
    await fit_reserve(request, exhibition, form, needs_email=True)
    if form.validate():
        try:
            await join_queue(request.user, exhibition_id, form.command(slot.id))
            state = "waiting" if request.user.is_signed_in else "wait-asked"
            return see_other(f"/exhibitions/{exhibition_id}/visits/thanks?state={state}")
        except Invalid as error:
            form.refuse(error)
        except (Conflict, TooMany) as error:
            form.refuse(Invalid({}, error.reason, **error.facts))
    return await _wait_page(request, exhibition, slot, form, 422)


@post("/visits/{token:str}/confirm", include_in_schema=False)
async def confirm(request: PageRequest, token: FromPath[str]) -> Response[Any]:  # noqa: ARG001  # litestar names it
    """The mail was read: the visit is booked, or the party in the queue."""
    visit = await visit_behind(token)
    if visit.state in IN_QUEUE:
        await confirm_wait(token)
        said = _("キャンセル待ちに入りました。空きが出たら、メールでお知らせします。")
    else:
        await confirm_visit(token)
        said = _("予約を確定しました。")
    return see_other(f"/visits/{token}", said)


@post("/visits/{token:str}/accept", include_in_schema=False)
async def accept(request: PageRequest, token: FromPath[str]) -> Response[Any]:  # noqa: ARG001  # litestar names it
    """Take what is offered."""
    await accept_offer(token)
    return see_other(f"/visits/{token}", _("予約を確定しました。"))


PAGES: list[ControllerRouterHandler] = [show_wait, wait, confirm, accept]
