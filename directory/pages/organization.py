"""What is known of an organisation, beside what is published, and how to put it right."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.errors import Invalid
from core.i18n import gettext as _
from core.web.pages import page, see_other
from directory.editing import Known, change_organization, changes_of, known_organization, must_be_open
from directory.forms import DetailsForm
from directory.postal import place_of, tidy_postal_code
from directory.services import service_name

PageRequest = Request[Actor, Any, Any]


async def _shown(
    request: PageRequest, known: Known, form: DetailsForm, status: int = 200, told: str = ""
) -> Response[Any]:
    return page(
        request,
        "directory/organization.html",
        status=status,
        party=known,
        service=service_name(known.service_code) if known.service_code else "",
        form=form,
        changes=await changes_of(request.user, known.id),
        told=told,
        labels={field.name: field.label.text for field in form}
        | {"merged": _("統合"), "closing_days": _("休業日"), "closed_weekdays": _("毎週の休み")},
        may_merge=request.user.is_centre or request.user.is_counter,
        action=_path(request.user, known.id),
    )


def _path(actor: Actor, organization_id: UUID) -> str:
    is_own = organization_id == actor.organization_id
    return "/organization" if is_own else f"/organizations/{organization_id}"


async def _show(request: PageRequest, organization_id: UUID) -> Response[Any]:
    known = await known_organization(request.user, organization_id)
    return await _shown(request, known, DetailsForm(data=msgspec.structs.asdict(known.details)))


async def _change(request: PageRequest, organization_id: UUID) -> Response[Any]:
    known = await known_organization(request.user, organization_id)
    must_be_open(known)
    form = await DetailsForm.of(request)
    if "fill" in await request.form():
        return await _filled(request, known, form)
    if form.validate():
        try:
            await change_organization(request.user, organization_id, form.details())
        except Invalid as error:
            form.refuse(error)
    if form.mistakes:
        return await _shown(request, known, form, status=422)
    return see_other(_path(request.user, organization_id), said=_("保存しました。"))


async def _filled(request: PageRequest, known: Known, form: DetailsForm) -> Response[Any]:
    """The form with the address that its postal code stands for; nothing is kept yet."""
    code = tidy_postal_code(form.postal_code.data or "")
    place = place_of(code)
    if place is None:
        form.add_mistake(_("この郵便番号の住所は見つかりません。住所を入力してください。"), "postal_code")
        return await _shown(request, known, form, status=422)
    values = msgspec.structs.asdict(form.details()) | {"postal_code": code, "address": place.address}
    told = _("住所を入れました。番地を続けて入力し、保存してください。")
    return await _shown(request, known, DetailsForm(data=values), told=told)


@get("/organization", include_in_schema=False)
async def show_own_organization(request: PageRequest) -> Response[Any]:
    """The organisation acted for."""
    return await _show(request, request.user.acting_for())


@post("/organization", include_in_schema=False)
async def change_own_organization(request: PageRequest) -> Response[Any]:
    """Put it right, or fill in the address of a postal code."""
    return await _change(request, request.user.acting_for())


@get("/organizations/{organization_id:uuid}", include_in_schema=False)
async def show_organization(request: PageRequest, organization_id: FromPath[UUID]) -> Response[Any]:
    """A facility, to the counter that serves it; any party, to the centre."""
    return await _show(request, organization_id)


@post("/organizations/{organization_id:uuid}", include_in_schema=False)
async def change_other_organization(request: PageRequest, organization_id: FromPath[UUID]) -> Response[Any]:
    """Put it right, or fill in the address of a postal code."""
    return await _change(request, organization_id)


PAGES: list[ControllerRouterHandler] = [
    show_own_organization,
    change_own_organization,
    show_organization,
    change_other_organization,
]
