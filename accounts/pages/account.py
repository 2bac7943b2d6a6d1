"""A person's own account: settings, password, signed-in devices, API tokens."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from accounts import queries, usecases
from accounts.devices import device_name
from accounts.forms import ApiTokenForm, ChangePasswordForm, ProfileForm
from accounts.pages.asking import PageRequest, attempt
from core.errors import NotFound
from core.i18n import gettext as _
from core.i18n import use_locale
from core.web.forms import Form
from core.web.languages import remember_language
from core.web.pages import page, see_other


async def _account(request: PageRequest, form: Form | None = None) -> Response[Any]:
    profile = await queries.profile_of(request.user)
    shown = form or ProfileForm(
        data={"name": profile.name, "locale": profile.locale, "date_style": profile.date_style}
    )
    places = await queries.places_of(request.user)
    status = 200 if form is None else 422
    return page(request, "accounts/account.html", status=status, form=shown, profile=profile, places=places)


@get("/account", include_in_schema=False)
async def show_account(request: PageRequest) -> Response[Any]:
    """Name, language, dates, organisations, and the way to the rest."""
    return await _account(request)


@post("/account", include_in_schema=False)
async def change_profile(request: PageRequest) -> Response[Any]:
    """Keep the settings."""
    form = await ProfileForm.of(request)
    name, locale, style = form.name.data or "", form.locale.data or "", form.date_style.data or ""
    await attempt(form, lambda: usecases.change_profile(request.user, name, locale, style))
    if form.mistakes:
        return await _account(request, form)
    with use_locale(locale):
        answer = see_other("/account", said=_("設定を保存しました。"))
    remember_language(answer, locale)
    return answer


@post("/account/organization", include_in_schema=False)
async def switch_organization(request: PageRequest) -> Response[Any]:
    """Act for another of one's organisations."""
    sent = await request.form()
    try:
        organization_id = UUID(str(sent.get("organization_id", "")))
    except ValueError:
        raise NotFound from None
    await usecases.switch_organization(request.user, organization_id)
    return see_other("/", said=_("組織を切り替えました。"))


@get("/account/password", include_in_schema=False)
async def show_password(request: PageRequest) -> Response[Any]:
    """The form to change one's password."""
    await queries.profile_of(request.user)
    return page(request, "accounts/password.html", form=ChangePasswordForm())


@post("/account/password", include_in_schema=False)
async def change_password(request: PageRequest) -> Response[Any]:
    """Change it; the other devices are signed out."""
    form = await ChangePasswordForm.of(request)
    current, chosen = form.current.data or "", form.password.data or ""
    await attempt(form, lambda: usecases.change_password(request.user, current, chosen))
    if form.mistakes:
        return page(request, "accounts/password.html", form=form, status=422)
    return see_other("/account", said=_("パスワードを変えました。ほかの端末からはサインアウトしました。"))


@get("/account/devices", include_in_schema=False)
async def show_devices(request: PageRequest) -> Response[Any]:
    """Where the person is signed in."""
    browsers = await queries.browsers_of(request.user)
    return page(request, "accounts/devices.html", browsers=browsers, device_name=device_name)


@post("/account/devices/{sign_in_id:uuid}/end", include_in_schema=False)
async def end_device(request: PageRequest, sign_in_id: FromPath[UUID]) -> Response[Any]:
    """Sign one device out."""
    await usecases.end_sign_in(request.user, sign_in_id)
    return see_other("/account/devices", said=_("その端末からサインアウトしました。"))


async def _api_tokens(
    request: PageRequest, form: Form, status: int = 200, made: str | None = None
) -> Response[Any]:
    tokens = await queries.api_tokens_of(request.user)
    answer = page(request, "accounts/api_tokens.html", status=status, form=form, tokens=tokens, made=made)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@get("/account/api-tokens", include_in_schema=False)
async def show_api_tokens(request: PageRequest) -> Response[Any]:
    """The person's API tokens, and the form for a new one."""
    return await _api_tokens(request, ApiTokenForm())


@post("/account/api-tokens", include_in_schema=False)
async def create_api_token(request: PageRequest) -> Response[Any]:
    """Make a token and show it, this once."""
    form = await ApiTokenForm.of(request)
    made = await attempt(form, lambda: usecases.create_api_token(request.user, form.name.data or ""))
    if made is None:
        return await _api_tokens(request, form, status=422)
    return await _api_tokens(request, ApiTokenForm(), made=made)


@post("/account/api-tokens/{token_id:uuid}/revoke", include_in_schema=False)
async def revoke_api_token(request: PageRequest, token_id: FromPath[UUID]) -> Response[Any]:
    """Let a token open nothing any more."""
    await usecases.revoke_api_token(request.user, token_id)
    return see_other("/account/api-tokens", said=_("トークンを使えなくしました。"))


PAGES = [
    show_account,
    change_profile,
    switch_organization,
    show_password,
    change_password,
    show_devices,
    end_device,
    show_api_tokens,
    create_api_token,
    revoke_api_token,
]
