"""The people of an organisation: who they are, what they may do, who is invited."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from accounts import queries, usecases
from accounts.forms import InviteForm, RoleForm
from accounts.looks import ROLE_LOOKS
from accounts.pages.asking import PageRequest, attempt
from accounts.queries import Member
from core.errors import NotAllowed, NotFound
from core.i18n import gettext as _
from core.web.forms import Form
from core.web.pages import page, see_other

PEOPLE = "/organization/people"


async def _people(request: PageRequest, form: Form, status: int = 200) -> Response[Any]:
    return page(
        request,
        "accounts/people.html",
        status=status,
        form=form,
        members=await queries.members_of(request.user),
        invitations=await queries.invitations_of(request.user),
        looks=ROLE_LOOKS,
    )


@get(PEOPLE, include_in_schema=False)
async def show_people(request: PageRequest) -> Response[Any]:
    """Members, open invitations, and for admins the form to invite."""
    return await _people(request, InviteForm())


@post(PEOPLE, include_in_schema=False)
async def invite(request: PageRequest) -> Response[Any]:
    """Mail an invitation."""
    _admin(request)
    form = await InviteForm.of(request)
    email, role = form.email.data or "", form.role.data or ""
    await attempt(form, lambda: usecases.invite_colleague(request.user, email, role))
    if form.mistakes:
        return await _people(request, form, status=422)
    return see_other(PEOPLE, said=_("%(email)sに招待のメールを送りました。", email=email))


@post(PEOPLE + "/invitations/{invitation_id:uuid}/withdraw", include_in_schema=False)
async def withdraw(request: PageRequest, invitation_id: FromPath[UUID]) -> Response[Any]:
    """Make a mailed invitation worthless."""
    await usecases.withdraw_invitation(request.user, invitation_id)
    return see_other(PEOPLE, said=_("招待を取り消しました。"))


def _admin(request: PageRequest) -> None:
    if not request.user.is_admin:
        raise NotAllowed("not-admin")


async def _member(request: PageRequest, person_id: UUID) -> Member:
    for member in await queries.members_of(request.user):
        if member.person_id == person_id:
            _admin(request)
            return member
    raise NotFound


@get(PEOPLE + "/{person_id:uuid}", include_in_schema=False)
async def show_member(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """One colleague: change the role, or remove them after a second look."""
    member = await _member(request, person_id)
    form = RoleForm(data={"role": member.role.value})
    return page(request, "accounts/member.html", form=form, member=member)


@post(PEOPLE + "/{person_id:uuid}/role", include_in_schema=False)
async def change_role(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """Make a colleague admin or member."""
    member = await _member(request, person_id)
    form = await RoleForm.of(request)
    await attempt(form, lambda: usecases.change_role(request.user, person_id, form.role.data or ""))
    if form.mistakes:
        return page(request, "accounts/member.html", form=form, member=member, status=422)
    return see_other(PEOPLE, said=_("%(name)sさんの役割を変えました。", name=member.name))


@post(PEOPLE + "/{person_id:uuid}/remove", include_in_schema=False)
async def remove(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """Remove a colleague; they are signed out at once."""
    member = await _member(request, person_id)
    await usecases.remove_member(request.user, person_id)
    if person_id == request.user.person_id:
        return see_other("/sign-in", said=_("組織から外れました。"))
    return see_other(PEOPLE, said=_("%(name)sさんを組織から外しました。", name=member.name))


PAGES = [show_people, invite, withdraw, show_member, change_role, remove]
