"""What the catalogue's pages share: who asks, and forms whose order may be refused."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from litestar import Request, Response

from accounts.domain import Actor
from core.errors import Conflict, Invalid
from core.web.forms import Form

PageRequest = Request[Actor, Any, Any]
Answer = TypeVar("Answer")


async def attempt(form: Form, order: Callable[[], Awaitable[Answer]]) -> Answer | None:
    """Give the order when the form is filled in well; a refusal becomes `form.mistakes`."""
    if not form.validate():
        return None
    try:
        return await order()
    except Invalid as error:
        form.refuse(error)
    except Conflict as error:
        form.refuse(Invalid({}, error.reason, **error.facts))
    return None


def pdf(document: bytes, name: str = "labels.pdf") -> Response[bytes]:
    """A PDF that the browser shows."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(document, media_type="application/pdf", headers=headers)
