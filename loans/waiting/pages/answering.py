"""The steps of a wish: take the days on offer, pass, wait no more; and what a counter does to the queue."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from accounts.domain import Actor
from catalog.foreseen import Foreseen
from core.errors import Conflict, IllegalStep, Invalid, NotAllowed
from core.i18n import LazyText, _, lazy
from core.web.forms import is_only_asked
from core.web.pages import page, see_other
from directory.queries import advice_place
from loans import labels
from loans.pages.ways import loan_path
from loans.waiting import looks, usecases
from loans.waiting.domain import WaitingStep
from loans.waiting.forms import AcceptForm, LeaveForm, RefuseForm, SkipForm
from loans.waiting.pages.ways import PageRequest, entry_path
from loans.waiting.previewing import ANYTHING, enough, foresee_step
from loans.waiting.queries import EntryView, entry_for

_GONE = lazy("いまは、この手順に進めません。いまの状態を確かめてください。")


class StepPage(msgspec.Struct, frozen=True):
    """A step that asks something: its form, its use case, and what is said before and after it."""

    step: WaitingStep
    form: type[Any]
    take: Callable[[Actor, UUID, Any], Awaitable[object]]
    explanation: LazyText
    done: LazyText
    is_final: bool = False


_PAGES: Mapping[str, StepPage] = {
    "refuse": StepPage(
        WaitingStep.REFUSE,
        RefuseForm,
        usecases.refuse_waitlist_offer,
        lazy("押さえてある日は、次にお待ちの事業所に回ります。"),
        lazy("今回は見送りました。"),
    ),
    "leave": StepPage(
        WaitingStep.LEAVE,
        LeaveForm,
        usecases.leave_waitlist,
        lazy("順番はなくなります。押さえてある日があれば、次にお待ちの事業所に回ります。"),
        lazy("待つのをやめました。"),
        is_final=True,
    ),
    "skip": StepPage(
        WaitingStep.SKIP,
        SkipForm,
        usecases.skip_entry,
        lazy(
            "順番に戻すまで、この事業所には空きを案内しません。押さえてある日があれば、次の事業所に回ります。"
        ),
        lazy("順番を飛ばしました。"),
    ),
}


@get("/waitlist/{entry_id:uuid}/accept", include_in_schema=False)
async def show_accept(request: PageRequest, entry_id: FromPath[UUID]) -> Response[Any]:
    """The request form for the days on offer; nothing happens before it is sent."""
    entry = await entry_for(request.user, entry_id)
    if entry.offer is None or entry.offer.is_over:
        return _gone(entry_id)
    form = AcceptForm(
        data={
            "problem": entry.problem,
            "goal": entry.goal,
            "place_of_use": entry.place_of_use,
            "contact_name": entry.contact_name,
            "contact_phone": entry.contact_phone,
            "wishes": entry.note,
        }
    )
    form.fit(needs_consent=entry.offer.needs_consent)
    return await _accept_page(request, entry, form)


@post("/waitlist/{entry_id:uuid}/accept", include_in_schema=False)
async def accept(request: PageRequest, entry_id: FromPath[UUID]) -> Response[Any]:
    """Ask for the days on offer; or show the form again with everything that was typed."""
    entry = await entry_for(request.user, entry_id)
    if entry.offer is None:
        return _gone(entry_id)
    form = await AcceptForm.of(request)
    form.fit(needs_consent=entry.offer.needs_consent)
    if not form.validate():
        return await _accept_page(request, entry, form, status=422)
    try:
        loan = await usecases.accept_waitlist_offer(request.user, entry_id, form.command())
    except Invalid as error:
        form.refuse(error)
        return await _accept_page(request, entry, form, status=422)
    except Conflict:
        return _gone(entry_id)
    return see_other(loan_path(loan.id), _("申し込みました。番号は %(number)s です。", number=loan.number))


async def _accept_page(
    request: PageRequest, entry: EntryView, form: AcceptForm, *, status: int = 200
) -> Response[Any]:
    command = enough(entry, form.command())
    foreseen = await _foreseen(
        request,
        entry,
        WaitingStep.ACCEPT,
        lambda actor, entry_id: usecases.accept_waitlist_offer(actor, entry_id, command),
    )
    counter = await advice_place(entry.counter_id) if status != HTTPStatus.OK else None
    who_may = counter if form.barred else None
    form.settle_exception()
    shown = {"entry": entry, "offer": entry.offer, "form": form, "looks": looks, "labels": labels}
    return page(
        request,
        "loans/waiting/accept.html",
        status=status,
        who_may=who_may,
        counter=counter,
        foreseen=foreseen,
        **shown,
    )


@get(
    ["/waitlist/{entry_id:uuid}/refuse", "/waitlist/{entry_id:uuid}/leave", "/waitlist/{entry_id:uuid}/skip"],
    include_in_schema=False,
)
async def show_step(request: PageRequest, entry_id: FromPath[UUID]) -> Response[Any]:
    """What a step asks."""
    step = _step_of(request)
    entry = await entry_for(request.user, entry_id)
    _check_whose(request.user, step)
    if step.step not in entry.next_steps:
        return _gone(entry_id)
    return await _step_page(request, entry, step, step.form())


@post(
    ["/waitlist/{entry_id:uuid}/refuse", "/waitlist/{entry_id:uuid}/leave", "/waitlist/{entry_id:uuid}/skip"],
    include_in_schema=False,
)
async def take_step(request: PageRequest, entry_id: FromPath[UUID]) -> Response[Any]:
    """Take it; or show the form again."""
    step = _step_of(request)
    entry = await entry_for(request.user, entry_id)
    _check_whose(request.user, step)
    form = await step.form.of(request)
    if await is_only_asked(request):
        return await _step_page(request, entry, step, form)
    if not form.validate():
        return await _step_page(request, entry, step, form, status=422)
    try:
        await step.take(request.user, entry_id, form.command())
    except IllegalStep:
        return _gone(entry_id)
    return see_other(entry_path(entry_id), step.done)


def _step_of(request: PageRequest) -> StepPage:
    return _PAGES[request.url.path.rsplit("/", 1)[-1]]


def _check_whose(actor: Actor, step: StepPage) -> None:
    if step.step is WaitingStep.SKIP and actor.is_facility:
        raise NotAllowed("step-not-yours")


async def _step_page(
    request: PageRequest, entry: EntryView, step: StepPage, form: Any, *, status: int = 200
) -> Response[Any]:
    command = form.command()
    command = msgspec.structs.replace(command, reason=command.reason or ANYTHING)
    foreseen = await _foreseen(
        request, entry, step.step, lambda actor, entry_id: step.take(actor, entry_id, command)
    )
    shown = {"entry": entry, "step": step, "form": form, "title": looks.STEP[step.step].label, "looks": looks}
    return page(
        request, "loans/waiting/step.html", status=status, **shown, path=entry_path, foreseen=foreseen
    )


async def _foreseen(
    request: PageRequest,
    entry: EntryView,
    step: WaitingStep,
    take: Callable[[Actor, UUID], Awaitable[object]],
) -> Foreseen | None:
    """What the step would change; None where it would be refused as it stands."""
    try:
        return await foresee_step(request.user, entry.id, step, lambda: take(request.user, entry.id))
    except (Conflict, Invalid):
        return None


@post("/waitlist/{entry_id:uuid}/wait-again", include_in_schema=False)
async def wait_again(request: PageRequest, entry_id: FromPath[UUID]) -> Response[Any]:
    """まだ待っています: one press."""
    try:
        await usecases.wait_again(request.user, entry_id)
    except IllegalStep:
        return _gone(entry_id)
    return see_other(entry_path(entry_id), _("もとの順番に戻りました。"))


@post("/waitlist/{entry_id:uuid}/put-back", include_in_schema=False)
async def put_back(request: PageRequest, entry_id: FromPath[UUID]) -> Response[Any]:
    """A wish that was passed over takes its turn again."""
    try:
        await usecases.put_back(request.user, entry_id)
    except IllegalStep:
        return _gone(entry_id)
    return see_other(entry_path(entry_id), _("もとの順番に戻しました。"))


def _gone(entry_id: UUID) -> Response[Any]:
    return see_other(entry_path(entry_id), _GONE, "attention")


PAGES = [show_accept, accept, show_step, take_step, wait_again, put_back]
