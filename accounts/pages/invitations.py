"""Where the link in an invitation leads: looking spends nothing, joining spends it."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from accounts import queries, usecases
from accounts.forms import JoinForm
from accounts.middleware import remember_sign_in
from accounts.pages.asking import PageRequest, agent_of, attempt
from accounts.queries import OpenInvitation
from core.errors import NotFound
from core.i18n import current_locale
from core.i18n import gettext as _
from core.web.forms import Form
from core.web.languages import remember_language
from core.web.pages import page, see_other


async def _invitation(token: str) -> OpenInvitation:
    invitation = await queries.open_invitation(token)
    if invitation is None:
        raise NotFound("invitation-spent")
    return invitation


def _shown(
    request: PageRequest, invitation: OpenInvitation, token: str, form: Form, status: int = 200
) -> Response[Any]:
    is_theirs = invitation.is_known and request.user.person_id == invitation.person_id
    context = {"invitation": invitation, "token": token, "form": form, "is_theirs": is_theirs}
    return page(request, "accounts/invitation.html", status=status, **context)


@get("/invitations/{token:str}", include_in_schema=False)
async def show_invitation(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Who invites where, and the form or button that joins."""
    return _shown(request, await _invitation(token), token, JoinForm())


@post("/invitations/{token:str}", include_in_schema=False)
async def accept_invitation(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Join: as oneself when one has an account, else with a new one."""
    invitation = await _invitation(token)
    said = _("%(organization)sに参加しました。", organization=invitation.organization_name)
    if invitation.is_known:
        await usecases.join_organization(request.user, token)
        return see_other("/", said=said)
    form, locale = await JoinForm.of(request), current_locale.get()
    name, password = form.name.data or "", form.password.data or ""
    joined = await attempt(
        form, lambda: usecases.accept_invitation(token, name, password, locale, agent_of(request))
    )
    if joined is None:
        return _shown(request, invitation, token, form, status=422)
    await usecases.sign_out(request.user)  # whoever used this browser before
    answer = see_other("/", said=said)
    remember_sign_in(answer, joined)
    remember_language(answer, locale)
    return answer


PAGES = [show_invitation, accept_invitation]
