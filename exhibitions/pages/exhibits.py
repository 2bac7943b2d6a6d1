"""What stands on a display: chosen by its counter, answered by its lender, step by step."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.conditions import words
from catalog.conditions.incident_words import STATE
from catalog.domain import CheckMoment
from catalog.foreseen import Foreseen
from catalog.looks import PURPOSE
from catalog.occupancy import UnitTaken
from catalog.pages.asking import Answer, PageRequest, attempt
from core.errors import NotFound
from core.i18n import Text, format_date, lazy
from core.i18n import gettext as _
from core.web.forms import Form, is_only_asked
from core.web.pages import page, see_other
from core.web.values import as_uuid
from directory.kinds import COUNTERS, OrganizationKind
from exhibitions import looks, usecases
from exhibitions.choosing import Showable, showable
from exhibitions.conditions.queries import condition_of
from exhibitions.coverage import codes_of_both
from exhibitions.domain import HANDED_OVER, ExhibitStep
from exhibitions.exhibits import Exhibit, asked_of, exhibit_for, sides
from exhibitions.forms import ExhibitForm, ExhibitSearchForm, ExhibitStepForm
from exhibitions.held_up import held_up
from exhibitions.late import in_the_way
from exhibitions.pages.preparing import ONE, own_exhibition, workshop
from exhibitions.previewing import adding, next_steps_of

EXHIBIT = "/exhibits/{exhibit_id:uuid}"
_DONE = lazy("記録しました。")


def sentence_of(error: UnitTaken) -> str:
    """Why a unit cannot stand on the display: what has it, until when, and what instead."""
    reasons: Any = error.facts.get("reasons") or []
    others: Any = error.facts.get("alternatives") or []
    shown_at: Any = error.facts.get("shown_at") or []
    told = [_("この期間は、貸し出せる個体がありません。")]
    for reason in reasons:
        if reason.purpose and reason.until:
            purpose: Text = PURPOSE[reason.purpose].label
            told.append(
                _("%(purpose)s：%(day)sから空きます。", purpose=purpose, day=format_date(reason.until))
            )
    if shown_at:
        told.append(_("展示している窓口：%(names)s。", names="、".join(shown_at)))
    if others:
        names = "、".join(f"{one['name']}（{one['lender_name']}）" for one in others)
        told.append(_("代わりに選べるもの：%(names)s。", names=names))
    else:
        told.append(_("期間を変えるか、ほかの項目の機種を選んでください。"))
    return "".join(told)


@get(ONE + "/exhibits", include_in_schema=False)
async def choose_exhibit(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """The form for one product more, of those that fit the words searched for."""
    search = ExhibitSearchForm.of_query(request)
    words = search.q.data if search.validate() else ""
    chosen = as_uuid(request.query_params.get("product_id", ""))
    form = ExhibitForm(data={"q": words, "product_id": str(chosen) if chosen else None})
    return await _choose_page(request, exhibition_id, form)


@post(ONE + "/exhibits", include_in_schema=False)
async def add_exhibit(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Put it on the display."""
    form = await ExhibitForm.of(request)
    await _offer(request, exhibition_id, form)
    if await is_only_asked(request):
        foreseen = await attempt_display(form, lambda: adding(request.user, exhibition_id, form.command()))
        return await _choose_page(request, exhibition_id, form, foreseen=foreseen)
    made = await attempt_display(
        form, lambda: usecases.add_exhibit(request.user, exhibition_id, form.command())
    )
    if made is None:
        return await _choose_page(request, exhibition_id, form, status=422)
    said = _("%(name)sを加えました。", name=made.product_name)
    return see_other(workshop(exhibition_id), said)


async def attempt_display(form: Form, order: Callable[[], Awaitable[Answer]]) -> Answer | None:
    """Like `attempt`, with the sentence of a unit that is taken."""

    async def told() -> Answer | None:
        try:
            return await order()
        except UnitTaken as error:
            form.add_mistake(sentence_of(error))
            return None

    return await attempt(form, told)


async def _offer(request: PageRequest, exhibition_id: UUID, form: ExhibitForm) -> Showable:
    """Let the form choose from what fits the words that were searched for."""
    await own_exhibition(request.user, exhibition_id)
    chosen = as_uuid(str(form.product_id.data or ""))
    found = await showable(await codes_of_both(), words=form.q.data or "", chosen=chosen)
    form.product_id.offer([(str(one.id), one.label) for one in found.products])
    return found


async def _choose_page(
    request: PageRequest,
    exhibition_id: UUID,
    form: ExhibitForm,
    *,
    foreseen: Foreseen | None = None,
    status: int = 200,
) -> Response[Any]:
    found = await _offer(request, exhibition_id, form)
    exhibition = await own_exhibition(request.user, exhibition_id)
    search = ExhibitSearchForm(data={"q": form.q.data})
    shown = {"exhibition": exhibition, "form": form, "search": search, "found": found, "foreseen": foreseen}
    return page(request, "exhibitions/choose.html", status=status, **shown)


@get("/exhibits", include_in_schema=False)
async def list_asked(request: PageRequest) -> Response[Any]:
    """What counters ask of the reader for their displays."""
    actor = request.user.one_of(OrganizationKind.VENDOR, *COUNTERS)
    found = await asked_of(actor, cursor=request.query_params.get("cursor"))
    next_url = f"/exhibits?cursor={found.next}" if found.next else ""
    return page(request, "exhibitions/asked.html", exhibits=found.items, next_url=next_url, looks=looks)


@get(EXHIBIT, include_in_schema=False)
async def show_exhibit(request: PageRequest, exhibit_id: FromPath[UUID]) -> Response[Any]:
    """One exhibit, and what the reader may do."""
    exhibit = await exhibit_for(request.user, exhibit_id)
    return await _exhibit_page(request, exhibit, ExhibitStepForm(data={"expected": exhibit.status.value}))


async def _exhibit_page(
    request: PageRequest, exhibit: Exhibit, form: ExhibitStepForm, *, status: int = 200
) -> Response[Any]:
    foreseen = await next_steps_of(request.user, exhibit)
    shown = {"exhibit": exhibit, "form": form, "looks": looks, "foreseen": foreseen}
    shown |= {"late": await in_the_way(request.user, exhibit), "purposes": PURPOSE}
    shown["held_up"] = await held_up(request.user, [exhibit])
    found = await condition_of(exhibit)
    shown |= {"record": found, "labels": words, "incident_look": STATE, "handed_over": HANDED_OVER}
    shown |= {"moments": [one for one in CheckMoment if any(c.check_moment is one for c in found.checks)]}
    return page(request, "exhibitions/exhibit.html", status=status, **shown)


@post(EXHIBIT + "/{step:str}", include_in_schema=False)
async def move_exhibit(
    request: PageRequest, exhibit_id: FromPath[UUID], step: FromPath[str]
) -> Response[Any]:
    """Take a step; a refusal keeps what was typed."""
    if step not in {one.value for one in ExhibitStep}:
        raise NotFound
    exhibit = await exhibit_for(request.user, exhibit_id)
    form = await ExhibitStepForm.of(request)
    moved = await attempt_display(
        form,
        lambda: usecases.move_exhibit(request.user, exhibit_id, ExhibitStep(step), form.command()),
    )
    if moved is None:
        return await _exhibit_page(request, exhibit, form, status=422)
    runs_it = any(side.value == "counter" for side in sides(request.user, exhibit))
    return see_other(workshop(exhibit.exhibition_id) if runs_it else f"/exhibits/{exhibit_id}", _DONE)


EXHIBIT_PAGES: list[ControllerRouterHandler] = [
    choose_exhibit,
    add_exhibit,
    list_asked,
    show_exhibit,
    move_exhibit,
]
