"""The page on which a counter sees its rules, what they mean today, and who changed them when."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.pages.asking import PageRequest, attempt
from catalog.policies.changing import (
    KnownPolicy,
    change_policy,
    counters_with_policies,
    policy_changes,
    policy_of,
)
from catalog.policies.form import PolicyForm
from catalog.policies.words import examples
from core.clock import now, today
from core.errors import NotAllowed
from core.i18n import gettext as _
from core.web.pages import page, see_other

POLICY, POLICIES = "/organization/policy", "/centre/policies"


@get(POLICY, include_in_schema=False)
async def show_policy(request: PageRequest) -> Response[Any]:
    """The rules of one's own counter; its administrators may change them."""
    return await _first_shown(request, None)


@post(POLICY, include_in_schema=False)
async def change(request: PageRequest) -> Response[Any]:
    """Keep the new rules, or show the form again with everything that was typed."""
    return await _changed(request, None)


@get(POLICIES, include_in_schema=False)
async def list_counters(request: PageRequest) -> Response[Any]:
    """Every counter, for the centre: whose rules it may look at and change."""
    counters = await counters_with_policies(request.user.signed_in())
    return page(request, "catalog/policies.html", counters=counters)


@get(POLICIES + "/{counter_id:uuid}", include_in_schema=False)
async def show_policy_of(request: PageRequest, counter_id: FromPath[UUID]) -> Response[Any]:
    """The rules of a counter, as the centre sees them."""
    return await _first_shown(request, counter_id)


@post(POLICIES + "/{counter_id:uuid}", include_in_schema=False)
async def change_of(request: PageRequest, counter_id: FromPath[UUID]) -> Response[Any]:
    """The centre changes them; the counter is told."""
    return await _changed(request, counter_id)


async def _first_shown(request: PageRequest, counter_id: UUID | None) -> Response[Any]:
    known = await policy_of(request.user.signed_in(), counter_id)
    return await _shown(request, known, PolicyForm.showing(known.rules, known.version), counter_id)


async def _changed(request: PageRequest, counter_id: UUID | None) -> Response[Any]:
    known = await policy_of(request.user.signed_in(), counter_id)
    if not known.may_change:
        raise NotAllowed("not-admin")
    form = await PolicyForm.of(request)
    order = partial(change_policy, request.user, counter_id=counter_id)
    kept = await attempt(form, lambda: order(form.rules(), form.version.data or ""))
    if kept is None:
        return await _shown(request, known, form, counter_id, status=422)
    return see_other(path_of(counter_id), _("運用ルールを変えました。これからの申込に使われます。"))


def path_of(counter_id: UUID | None) -> str:
    """The page of one's own rules, or that of a counter for the centre."""
    return f"{POLICIES}/{counter_id}" if counter_id else POLICY


async def _shown(
    request: PageRequest,
    known: KnownPolicy,
    form: PolicyForm,
    counter_id: UUID | None,
    *,
    status: int = 200,
) -> Response[Any]:
    return page(
        request,
        "catalog/policy.html",
        status=status,
        policy=known,
        path=path_of(counter_id),
        is_others=counter_id is not None and request.user.is_centre,
        form=form,
        examples=examples(known.rules, known.working, now(), today()),
        changes=await policy_changes(request.user, counter_id=counter_id),
    )


POLICY_PAGES: list[ControllerRouterHandler] = [
    show_policy,
    change,
    list_counters,
    show_policy_of,
    change_of,
]
