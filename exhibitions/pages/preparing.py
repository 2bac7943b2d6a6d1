"""Preparing a display: made, changed, planned, opened, closed, called off by its counter."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.pages.asking import PageRequest, attempt
from core.errors import Conflict, NotAllowed
from core.i18n import LazyText, Text, lazy
from core.i18n import gettext as _
from core.web.look import Happening
from core.web.pages import page, see_other
from core.web.problems import problem_of
from directory.kinds import COUNTERS
from exhibitions import looks, usecases
from exhibitions.coverage import coverage_of
from exhibitions.domain import (
    ExhibitionKind,
    ExhibitionStep,
    ExhibitStatus,
    exhibition_steps,
)
from exhibitions.exhibits import exhibits_on
from exhibitions.forms import IN_ENGLISH, IN_PLAIN_WORDS, CancelForm, ExhibitionForm, said_of
from exhibitions.held_up import held_up
from exhibitions.preparing import Event, history_of, team_of, venues_of
from exhibitions.previewing import calling_off
from exhibitions.queries import ExhibitionView, exhibition_for
from exhibitions.usecases.recording import runs

ONE = "/exhibitions/{exhibition_id:uuid}"
# What is said once a step is taken.
DONE: dict[ExhibitionStep, LazyText] = {
    ExhibitionStep.PLAN: lazy("予定として公開しました。"),
    ExhibitionStep.OPEN: lazy("開催を始めました。"),
    ExhibitionStep.CLOSE: lazy("展示を終えました。機器の返却を記録してください。"),
    ExhibitionStep.CANCEL: lazy("展示を中止しました。"),
}


async def own_exhibition(actor: Actor, exhibition_id: UUID) -> ExhibitionView:
    """A display that the reader prepares."""
    exhibition = await exhibition_for(actor.signed_in(), exhibition_id)
    if not runs(actor, exhibition):
        raise NotAllowed
    return exhibition


def workshop(exhibition_id: UUID) -> str:
    """Where a display is prepared."""
    return f"/exhibitions/{exhibition_id}/prepare"


@get("/exhibitions/new", include_in_schema=False)
async def new_exhibition(request: PageRequest) -> Response[Any]:
    """The form for a new display."""
    request.user.one_of(*COUNTERS)
    return _form_page(request, ExhibitionForm(data={"kind": ExhibitionKind.PERMANENT}))


@post("/exhibitions/new", include_in_schema=False)
async def create_exhibition(request: PageRequest) -> Response[Any]:
    """Make a draft."""
    request.user.one_of(*COUNTERS)
    form = await ExhibitionForm.of(request)
    made = await attempt(form, lambda: usecases.create_exhibition(request.user, form.as_new()))
    if made is None:
        return _form_page(request, form, status=422)
    return see_other(workshop(made.id), _("下書きを保存しました。公開するまで、この窓口だけが見られます。"))


@get(ONE + "/edit", include_in_schema=False)
async def edit_exhibition(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """The form with what is known."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    return _form_page(request, ExhibitionForm.showing(exhibition), exhibition)


@post(ONE + "/edit", include_in_schema=False)
async def change_exhibition(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Change it."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    form = await ExhibitionForm.of(request)

    async def now() -> dict[str, object]:
        return said_of(await own_exhibition(request.user, exhibition_id))

    async def change() -> ExhibitionView:
        return await usecases.change_exhibition(request.user, exhibition_id, form.as_change(), seen=form.mark)

    changed = await attempt(form, lambda: form.meant(change, now))
    if changed is None:
        return _form_page(request, form, exhibition, status=422)
    return see_other(workshop(exhibition_id), _("保存しました。"))


def _form_page(
    request: PageRequest, form: ExhibitionForm, exhibition: ExhibitionView | None = None, *, status: int = 200
) -> Response[Any]:
    languages = {"in_english": IN_ENGLISH, "in_plain_words": IN_PLAIN_WORDS}
    shown = {"form": form, "exhibition": exhibition, **languages}
    return page(request, "exhibitions/form.html", status=status, **shown)


@get(ONE + "/prepare", include_in_schema=False)
async def show_workshop(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Everything about one display for those who prepare it, and the next step."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    exhibits = await exhibits_on(request.user, exhibition_id)
    version = TaxonomyVersion.asked(request.query_params.get("taxonomy"))
    return page(
        request,
        "exhibitions/prepare.html",
        exhibition=exhibition,
        steps=exhibition_steps(exhibition.status),
        venues=await venues_of(exhibition_id),
        team=await team_of(exhibition_id),
        history=lines_of(await history_of(exhibition_id)),
        looks=looks,
        exhibits=exhibits,
        held_up=await held_up(request.user, exhibits),
        to_ask=sum(one.status in (ExhibitStatus.WISHED, ExhibitStatus.DECLINED) for one in exhibits),
        coverage=await coverage_of(exhibits, version),
    )


@get(ONE + "/cancel", include_in_schema=False)
async def ask_to_cancel(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Asks why; nothing happens before it is sent."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    form = CancelForm(data={"expected": exhibition.status.value})
    return await _cancel_page(request, exhibition, form)


async def _cancel_page(
    request: PageRequest, exhibition: ExhibitionView, form: CancelForm, *, status: int = 200
) -> Response[Any]:
    foreseen = await calling_off(request.user, exhibition.id)
    shown = {"exhibition": exhibition, "form": form, "foreseen": foreseen}
    return page(request, "exhibitions/cancel.html", status=status, **shown)


@post(ONE + "/cancel", include_in_schema=False)
async def cancel_exhibition(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Call it off."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    form, step = await CancelForm.of(request), ExhibitionStep.CANCEL
    moved = await attempt(
        form, lambda: usecases.move_exhibition(request.user, exhibition_id, step, form.command())
    )
    if moved is None:
        return await _cancel_page(request, exhibition, form, status=422)
    return see_other(workshop(exhibition_id), DONE[step])


@post(ONE + "/discard", include_in_schema=False)
async def discard_exhibition(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Discard a draft; what somebody relies on is refused with what can be done."""
    await own_exhibition(request.user, exhibition_id)
    try:
        await usecases.discard_exhibition(request.user, exhibition_id, _("下書きを捨てました。"))
    except Conflict as error:
        return see_other(workshop(exhibition_id), problem_of(error).detail, tone="attention")
    return see_other("/exhibitions", _("下書きを捨てました。"))


def lines_of(events: Sequence[Event]) -> list[Happening]:
    """A history as lines."""
    return [
        Happening(
            at=event.at,
            title=looks.HAPPENED.get(event.step, event.step),
            who=" ".join(filter(None, (event.organization_name, event.person_name))),
            text=_about(event),
        )
        for event in events
    ]


def _about(event: Event) -> Text:
    told = [event.product_name, *map(event.facts.get, ("name", "carrier", "tracking_number", "reason"))]
    return " ".join(str(one) for one in told if one)


PREPARING_PAGES: list[ControllerRouterHandler] = [
    new_exhibition,
    create_exhibition,
    edit_exhibition,
    change_exhibition,
    show_workshop,
    ask_to_cancel,
    cancel_exhibition,
    discard_exhibition,
]
