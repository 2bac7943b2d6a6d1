"""まとめた申込: what became of a request, and the steps that its loans take together."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from accounts.domain import Actor
from catalog.occupancy import UnitTaken
from core.i18n import LazyText, lazy
from core.web.forms import is_only_asked, words_for
from core.web.pages import page, see_other
from loans import labels
from loans.bundles.forms import BundleReasonForm
from loans.bundles.previewing import preview_bundle
from loans.bundles.queries import BundleView, bundle_for
from loans.bundles.steps import cancel_bundle, confirm_bundle, decline_bundle, propose_bundle
from loans.commands import GiveReason
from loans.domain import StepName
from loans.pages import views
from loans.pages.previews import ANY_REASON
from loans.pages.ways import PageRequest
from loans.queries import LoanView


class WholeStep(NamedTuple):
    """A step that the loans of a bundle take together; `fewest`: for less there is the page of the loan."""

    name: StepName
    take: Callable[[Actor, UUID, GiveReason], Awaitable[BundleView]]
    done: LazyText
    asks_reason: bool = True
    fewest: int = 1


def _without_reason(
    take: Callable[[Actor, UUID], Awaitable[BundleView]],
) -> Callable[[Actor, UUID, GiveReason], Awaitable[BundleView]]:
    return lambda actor, bundle_id, _: take(actor, bundle_id)


STEPS: tuple[WholeStep, ...] = (
    WholeStep(
        StepName.PROPOSE,
        _without_reason(propose_bundle),
        lazy("まとめて打診しました。返事が来たらお知らせします。"),
        asks_reason=False,
    ),
    WholeStep(
        StepName.CONFIRM,
        _without_reason(confirm_bundle),
        lazy("まとめて承諾しました。事業所と相談窓口に知らせました。"),
        asks_reason=False,
        fewest=2,
    ),
    WholeStep(
        StepName.DECLINE,
        decline_bundle,
        lazy("まとめて断りました。押さえた日は空きました。"),
        fewest=2,
    ),
    WholeStep(StepName.CANCEL, cancel_bundle, lazy("まとめて取り消しました。押さえた日は空きました。")),
)


def bundle_path(bundle_id: UUID) -> str:
    """The page of a bundle."""
    return f"/bundles/{bundle_id}"


@get("/bundles/{bundle_id:uuid}", include_in_schema=False)
async def show_bundle(request: PageRequest, bundle_id: FromPath[UUID]) -> Response[Any]:
    """What became of a request: product by product, held or refused with what instead."""
    return await _bundle_page(request, bundle_id)


async def _bundle_page(
    request: PageRequest,
    bundle_id: UUID,
    *,
    status: int = 200,
    sent: tuple[StepName, BundleReasonForm] | None = None,
    **more: object,
) -> Response[Any]:
    """The bundle with the steps that its reader may take; `sent` is the one that was tried."""
    bundle = await bundle_for(request.user, bundle_id)
    open_to = {step.name.value: _open_to(bundle, step) for step in STEPS}
    forms = {step.name.value: _form(step.name, sent) for step in STEPS if step.asks_reason}
    shown: dict[str, object] = {"taken": None, "preview": None, "tried": sent[0] if sent else None, **more}
    return page(
        request,
        "loans/bundles/bundle.html",
        status=status,
        bundle=bundle,
        open_to=open_to,
        forms=forms,
        form=sent[1] if sent else BundleReasonForm(),
        views=views,
        labels=labels,
        words_for=words_for,
        **shown,
    )


def _open_to(bundle: BundleView, step: WholeStep) -> list[LoanView]:
    """The loans that would take the step; none where they are too few for it."""
    loans = [loan for loan in bundle.loans if step.name in loan.next_steps]
    return loans if len(loans) >= step.fewest else []


def _form(step: StepName, sent: tuple[StepName, BundleReasonForm] | None) -> BundleReasonForm:
    """The form of a step; several of them stand on one page."""
    form = sent[1] if sent and sent[0] is step else BundleReasonForm()
    form.reason.id = f"{step.value}-reason"
    return form


async def _take(request: PageRequest, bundle_id: UUID, step: WholeStep) -> Response[Any]:
    form = await BundleReasonForm.of(request)
    sent = (step.name, form)
    form.reason.id = f"{step.name.value}-reason"
    is_asked = await is_only_asked(request)
    if step.asks_reason and not is_asked and not form.validate():
        return await _bundle_page(request, bundle_id, status=422, sent=sent)
    reason = GiveReason(reason=form.reason.data or (ANY_REASON if is_asked else ""))
    try:
        if is_asked:
            actor = request.user
            preview = await preview_bundle(actor, bundle_id, lambda: step.take(actor, bundle_id, reason))
            return await _bundle_page(request, bundle_id, sent=sent, preview=preview)
        await step.take(request.user, bundle_id, reason)
    except UnitTaken as error:
        return await _bundle_page(request, bundle_id, status=409, sent=sent, taken=error.facts)
    return see_other(bundle_path(bundle_id), step.done)


def _handler(step: WholeStep) -> HTTPRouteHandler:
    @post(
        f"/bundles/{{bundle_id:uuid}}/{step.name.value}",
        include_in_schema=False,
        name=f"bundle-{step.name.value}",
    )
    async def take(request: PageRequest, bundle_id: FromPath[UUID]) -> Response[Any]:
        return await _take(request, bundle_id, step)

    return take


STEP_PAGES = [show_bundle, *(_handler(step) for step in STEPS)]
