"""The page on which a counter sees its rules, what they mean today, and who changed them when."""

from typing import Any

from litestar import Response, get, post
from litestar.types import ControllerRouterHandler

from catalog.pages.asking import PageRequest, attempt
from catalog.policies.changing import KnownPolicy, change_policy, policy_changes, policy_of
from catalog.policies.form import PolicyForm
from catalog.policies.words import examples
from core.clock import now, today
from core.errors import NotAllowed
from core.i18n import gettext as _
from core.web.pages import page, see_other

POLICY = "/organization/policy"


@get(POLICY, include_in_schema=False)
async def show_policy(request: PageRequest) -> Response[Any]:
    """The rules of one's own counter; its administrators may change them."""
    known = await policy_of(request.user)
    return await _shown(request, known, PolicyForm.showing(known.rules, known.version))


@post(POLICY, include_in_schema=False)
async def change(request: PageRequest) -> Response[Any]:
    """Keep the new rules, or show the form again with everything that was typed."""
    known = await policy_of(request.user)
    if not known.may_change:
        raise NotAllowed("not-admin")
    form = await PolicyForm.of(request)
    kept = await attempt(form, lambda: change_policy(request.user, form.rules(), form.version.data or ""))
    if kept is None:
        return await _shown(request, known, form, status=422)
    return see_other(POLICY, _("運用ルールを変えました。これからの申込に使われます。"))


async def _shown(
    request: PageRequest, known: KnownPolicy, form: PolicyForm, status: int = 200
) -> Response[Any]:
    return page(
        request,
        "catalog/policy.html",
        status=status,
        policy=known,
        form=form,
        examples=examples(known.rules, known.working, now(), today()),
        changes=await policy_changes(request.user),
    )


POLICY_PAGES: list[ControllerRouterHandler] = [show_policy, change]
