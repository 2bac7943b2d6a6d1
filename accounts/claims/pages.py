"""Pages of claims: for anybody whose office is in the directory, and for the counter that confirms."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.claims import usecases
from accounts.claims.forms import ClaimForm, RefuseForm
from accounts.claims.queries import offices_numbered, open_claim, waiting_claims
from accounts.pages.asking import PageRequest, address_of, attempt
from core.errors import Invalid, NotFound
from core.i18n import current_locale
from core.i18n import gettext as _
from core.web.pages import page, see_other


async def _form(request: PageRequest) -> ClaimForm:
    """What was sent, with the services that the number typed has."""
    form = await ClaimForm.of(request)
    offices = await offices_numbered(form.office_number.data or "")
    form.service_code.offer([(one.service_code, one.service) for one in offices] if len(offices) > 1 else [])
    return form


@get("/claim", include_in_schema=False)
async def show_claim(request: PageRequest) -> Response[Any]:
    """The form by which an office finds its people."""
    return page(request, "accounts/claim.html", form=ClaimForm())


@post("/claim", include_in_schema=False)
async def claim(request: PageRequest) -> Response[Any]:
    """Write the claim down and mail a link."""
    form = await _form(request)
    wanted = usecases.Claim(
        office_number=form.office_number.data or "",
        service_code=form.service_code.data or "",
        name=form.name.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
    )
    locale = current_locale.get()
    office = await attempt(form, lambda: usecases.claim_office(wanted, locale, address_of(request)))
    if office is None:
        return page(request, "accounts/claim.html", form=form, status=422)
    return page(request, "accounts/claimed.html", office=office, email=wanted.email)


@get("/claim/{token:str}", include_in_schema=False)
async def show_confirmation(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Looking spends nothing: the button below does."""
    found = await open_claim(token)
    if found is None:
        raise NotFound("claim-spent")
    return page(request, "accounts/claim_confirm.html", claim=found, token=token)


@post("/claim/{token:str}", include_in_schema=False)
async def confirm(request: PageRequest, token: FromPath[str]) -> Response[Any]:  # noqa: ARG001  # litestar names it
    """The address is theirs."""
    await usecases.confirm_address(token)
    return see_other("/", said=_("メールアドレスを確かめました。相談窓口からのお知らせをお待ちください。"))


async def _claims(
    request: PageRequest, form: RefuseForm | None = None, refused_id: UUID | None = None
) -> Response[Any]:
    shown = {"claims": await waiting_claims(request.user), "form": form, "refused_id": refused_id}
    return page(request, "accounts/claims.html", status=422 if form else 200, **shown)


@get("/claims", include_in_schema=False)
async def show_claims(request: PageRequest) -> Response[Any]:
    """The claims that wait for this counter."""
    return await _claims(request)


@post("/claims/{claim_id:uuid}/accept", include_in_schema=False)
async def accept(request: PageRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Invite whoever claimed."""
    email = await usecases.accept_claim(request.user, claim_id)
    return see_other("/claims", said=_("%(email)sに招待のメールを送りました。", email=email))


@post("/claims/{claim_id:uuid}/refuse", include_in_schema=False)
async def refuse(request: PageRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Say no, with a reason."""
    form = await RefuseForm.of(request)
    form.validate()
    try:
        await usecases.refuse_claim(request.user, claim_id, form.reason.data or "")
    except Invalid as error:
        if not form.mistakes:
            form.refuse(error)
        return await _claims(request, form, claim_id)
    return see_other("/claims", said=_("見送りました。理由をメールで知らせます。"))


PAGES: list[ControllerRouterHandler] = [
    show_claim,
    claim,
    show_confirmation,
    confirm,
    show_claims,
    accept,
    refuse,
]
