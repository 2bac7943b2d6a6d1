"""What the pages of accounts share: who asks from where, and forms whose order may be refused."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from litestar import Request

from accounts.domain import Actor
from core.errors import Conflict, Invalid, TooMany
from core.web.forms import Form

PageRequest = Request[Actor, Any, Any]
Answer = TypeVar("Answer")


def agent_of(request: PageRequest) -> str:
    """What the browser calls itself."""
    return request.headers.get("user-agent", "")


def address_of(request: PageRequest) -> str:
    """The network address the request came from."""
    return request.client.host if request.client else ""


async def attempt(form: Form, order: Callable[[], Awaitable[Answer]]) -> Answer | None:
    """Give the order when the form is filled in well; a refusal becomes `form.mistakes`."""
    if not form.validate():
        return None
    try:
        return await order()
    except Invalid as error:
        form.refuse(error)
    except (TooMany, Conflict) as error:
        form.refuse(Invalid({}, error.reason, **error.facts))
    return None
