"""Signing in and out, the way back in without a password, and the language of a browser."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from accounts import queries, usecases
from accounts.forms import NewPasswordForm, ResetRequestForm, SignInForm
from accounts.middleware import forget_sign_in, remember_sign_in
from accounts.pages.asking import PageRequest, address_of, agent_of, attempt
from core.errors import NotFound
from core.i18n import gettext as _
from core.web.languages import remember_language
from core.web.pages import local_path, page, see_other


@get("/sign-in", include_in_schema=False)
async def show_sign_in(request: PageRequest, next: FromQuery[str] = "/") -> Response[Any]:  # noqa: A002
    """The form; whoever has signed in already goes on."""
    if request.user.is_signed_in:
        return see_other(local_path(next))
    return page(request, "accounts/sign_in.html", form=SignInForm(data={"next": local_path(next)}))


@post("/sign-in", include_in_schema=False)
async def sign_in(request: PageRequest) -> Response[Any]:
    """A fresh sign-in, and on to where the person wanted to go."""
    form = await SignInForm.of(request)
    email, password = form.email.data or "", form.password.data or ""
    asked_by = (agent_of(request), address_of(request), request.user)
    token = await attempt(form, lambda: usecases.sign_in(email, password, *asked_by))
    if token is None:
        return page(request, "accounts/sign_in.html", form=form, status=422)
    answer = see_other(local_path(form.next.data))
    remember_sign_in(answer, token)
    return answer


@post("/sign-out", include_in_schema=False)
async def sign_out(request: PageRequest) -> Response[Any]:
    """End this browser's sign-in."""
    await usecases.sign_out(request.user)
    answer = see_other("/sign-in", said=_("サインアウトしました。"))
    forget_sign_in(answer)
    return answer


@post("/sign-out-everywhere", include_in_schema=False)
async def sign_out_everywhere(request: PageRequest) -> Response[Any]:
    """End all sign-ins of this person, this one too."""
    await usecases.sign_out_everywhere(request.user)
    answer = see_other("/sign-in", said=_("すべての端末からサインアウトしました。"))
    forget_sign_in(answer)
    return answer


@post("/language", include_in_schema=False)
async def change_language(request: PageRequest) -> Response[Any]:
    """Speak another language from now on, and stay on the same page."""
    sent = await request.form()
    locale = str(sent.get("locale", ""))
    await usecases.change_language(request.user, locale)
    answer = see_other(local_path(str(sent.get("next", "/"))))
    remember_language(answer, locale)
    return answer


@get("/password-reset", include_in_schema=False)
async def show_reset_request(request: PageRequest) -> Response[Any]:
    """The form that asks for a mail."""
    return page(request, "accounts/reset_request.html", form=ResetRequestForm(), sent_to="")


@post("/password-reset", include_in_schema=False)
async def request_reset(request: PageRequest) -> Response[Any]:
    """Send the mail if there is somebody to send it to; the answer is the same for everybody."""
    form = await ResetRequestForm.of(request)
    email = form.email.data or ""
    await attempt(form, lambda: usecases.request_password_reset(email, address_of(request)))
    shown = {"form": form, "sent_to": "" if form.mistakes else email}
    return page(request, "accounts/reset_request.html", status=422 if form.mistakes else 200, **shown)


@get("/password-reset/{token:str}", include_in_schema=False)
async def show_reset(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """The form for a new password; looking at it spends nothing."""
    if not await queries.is_open_reset(token):
        raise NotFound("reset-spent")
    return page(request, "accounts/reset.html", form=NewPasswordForm(), token=token)


@post("/password-reset/{token:str}", include_in_schema=False)
async def reset(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Set the password and spend the link."""
    form = await NewPasswordForm.of(request)
    await attempt(form, lambda: usecases.reset_password(token, form.password.data or ""))
    if form.mistakes:
        return page(request, "accounts/reset.html", form=form, token=token, status=422)
    answer = see_other(
        "/sign-in", said=_("パスワードを変えました。新しいパスワードでサインインしてください。")
    )
    forget_sign_in(answer)
    return answer


PAGES = [
    show_sign_in,
    sign_in,
    sign_out,
    sign_out_everywhere,
    change_language,
    show_reset_request,
    request_reset,
    show_reset,
    reset,
]
