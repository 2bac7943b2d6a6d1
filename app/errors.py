"""Where errors get a status and words: the only room that knows 409 and the reader's language.

A caller of the API gets `application/problem+json`, a browser a page, htmx a fragment of one.
"""

import re
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import asyncpg
import structlog
from litestar import Request, Response
from litestar.exceptions import ClientException, HTTPException, ValidationException
from litestar.response import Template
from litestar.types import ExceptionHandlersMap

from app.prose import FIELD_WORDS, TITLES, WORDS
from core.errors import (
    Conflict,
    DomainError,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TooMany,
)
from core.i18n import LazyText, format_date, gettext
from core.secrets import without_tokens
from core.web.forms import install_field_words
from core.web.pages import is_fragment
from core.web.problems import PROBLEM_JSON, Problem, install_renderer

log = structlog.get_logger(__name__)

AnyRequest = Request[Any, Any, Any]

STATUSES: Mapping[type[DomainError], int] = {
    NotFound: 404,
    NotSignedIn: 401,
    NotAllowed: 403,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}
_HTTP_CODES = {
    400: "malformed",
    401: "not-signed-in",
    403: "form-refused",  # the framework's only 403: its token against foreign forms is missing
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
    429: "too-many",
}
_MISSING = re.compile(r"missing required field `([^`]+)`")


# What decoders raise for a body that nobody can read: nested too deeply, or not UTF-8.
UNREADABLE = (RecursionError, UnicodeDecodeError)
# What counting days raises when it would go past the year 9999.
_BEYOND_CALENDAR = "date value out of range"


def status_of(error: DomainError) -> int:
    """The HTTP status that a domain error is answered with."""
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 400)


def words_of(code: str, facts: Mapping[str, object] | None = None) -> str:
    """The sentence for an error code in the reader's language, its facts filled in where they are known."""
    words = WORDS.get(code)
    if words is None:
        return gettext("この操作はできませんでした。画面を読み込み直して、もう一度お試しください。")
    return filled_in(words, facts or {})


def filled_in(words: LazyText, facts: Mapping[str, object]) -> str:
    """`words` with `facts`; a fact that is missing leaves the sentence readable."""
    text = str(words)
    return text % _Facts(facts) if "%(" in text else text


class _Facts(dict[str, object]):
    def __getitem__(self, key: str) -> object:
        fact = super().__getitem__(key)
        return format_date(fact) if isinstance(fact, date) else fact

    def __missing__(self, key: str) -> str:
        return "―"


def problem(error: DomainError) -> Problem:
    """The problem document of a domain error."""
    status = status_of(error)
    fields = error.fields if isinstance(error, Invalid) else {}
    return Problem(
        status=status,
        code=error.reason,
        title=str(TITLES[status]),
        detail=words_of(error.reason, error.facts),
        fields=fields,
        facts=error.facts,
    )


install_renderer(problem)


def field_words(code: str, facts: Mapping[str, object] | None = None) -> str:
    """The sentence beside a field for an error code."""
    words = FIELD_WORDS.get(code) or WORDS.get(code)
    return filled_in(words, facts or {}) if words else gettext("入力を確かめてください。")


install_field_words(field_words)


def is_api(request: AnyRequest) -> bool:
    """Whether a program asks, not a browser."""
    return request.url.path.startswith("/api/")


def answer(request: AnyRequest, document: Problem) -> Response[Any]:
    """`document` in the form that the asker understands."""
    if is_api(request):
        headers = {"WWW-Authenticate": "Bearer"} if document.status == HTTPStatus.UNAUTHORIZED else None
        return Response(document, status_code=document.status, media_type=PROBLEM_JSON, headers=headers)
    if document.status == HTTPStatus.UNAUTHORIZED:
        return _to_sign_in(request)
    template = "errors/fragment.html" if is_fragment(request) else "errors/error.html"
    context = {"problem": document, "actor": request.scope.get("user"), "field_words": field_words}
    return Template(template, context=context, status_code=document.status)


def _to_sign_in(request: AnyRequest) -> Response[Any]:
    path = request.url.path if request.method == "GET" else "/"
    target = f"/sign-in?next={quote(path)}"
    if request.headers.get("hx-request") == "true":
        return Response("", status_code=401, media_type="text/html", headers={"HX-Redirect": target})
    return Response("", status_code=303, headers={"Location": target})


def handle_domain_error(request: AnyRequest, error: DomainError) -> Response[Any]:
    """A refusal by the rules of the domain."""
    response = answer(request, problem(error))
    if isinstance(error, TooMany) and "retry_after" in error.facts:
        response.headers["Retry-After"] = str(error.facts["retry_after"])
    return response


def handle_http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """A refusal by the framework: unknown path, wrong method, malformed body."""
    status, fields = error.status_code, {}
    if isinstance(error, ValidationException):
        fields = _fields_of(error)
        status = 422 if fields else 400
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return handle_failure(request, error)
    code = _HTTP_CODES.get(status, "malformed")
    title = str(TITLES.get(status, TITLES[400]))
    response = answer(
        request, Problem(status=status, code=code, title=title, detail=words_of(code), fields=fields)
    )
    if status == HTTPStatus.METHOD_NOT_ALLOWED and error.headers:
        response.headers.update(error.headers)
    return response


def _fields_of(error: ValidationException) -> dict[str, str]:
    extra = error.extra if isinstance(error.extra, list) else []
    return dict(_field_of(item) for item in extra if isinstance(item, dict) and item.get("key"))


def _field_of(item: Mapping[str, object]) -> tuple[str, str]:
    """Which field is wrong and how; a missing one is named itself, not the object that lacks it."""
    within = str(item["key"])
    missing = _MISSING.search(str(item.get("message", "")))
    if missing is None:
        return ("body" if within == "data" else within), "wrong-type"
    return (missing[1] if within == "data" else f"{within}.{missing[1]}"), "required"


def handle_failure(request: AnyRequest, error: Exception) -> Response[Any]:
    """A mistake of ours: logged with its trace, told without detail; or what no check could foresee."""
    if isinstance(error, asyncpg.DataError):  # a value PostgreSQL cannot hold, such as a NUL character
        _note_unreadable(request, error)
        return handle_domain_error(request, Invalid(code="malformed-text"))
    if isinstance(error, UNREADABLE):
        _note_unreadable(request, error)
        return handle_http_error(request, ClientException())
    if isinstance(error, OverflowError) and str(error) == _BEYOND_CALENDAR:
        _note_unreadable(request, error)
        return handle_domain_error(request, Invalid(code="beyond-calendar"))
    log.error("failure", path=without_tokens(request.url.path), method=request.method, exc_info=error)
    return answer(
        request, Problem(status=500, code="failure", title=str(TITLES[500]), detail=words_of("failure"))
    )


def _note_unreadable(request: AnyRequest, error: Exception) -> None:
    # Without what was sent; the kind alone tells whether it was ours to prevent.
    log.warning(
        "unreadable",
        path=without_tokens(request.url.path),
        method=request.method,
        error=type(error).__name__,
    )


HANDLERS: ExceptionHandlersMap = {
    DomainError: handle_domain_error,
    HTTPException: handle_http_error,
    Exception: handle_failure,
}
