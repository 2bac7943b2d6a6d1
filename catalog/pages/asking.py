"""What the catalogue's pages share: who asks, and forms whose order may be refused."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote, urlencode
from uuid import UUID

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


def for_borrowers(actor: Actor, path: str) -> str:
    """The address, for those who borrow: not vendors and the centre; strangers sign in on the way."""
    if actor.is_signed_in and not (actor.is_facility or actor.is_counter):
        return ""
    return path if actor.is_signed_in else f"/sign-in?next={quote(path, safe='')}"


def ask_url(
    actor: Actor,
    product_id: UUID,
    start: date | None,
    days: int,
    *,
    quantity: int = 1,
    counter_id: UUID | None = None,
) -> str:
    """Where the product is asked for, with days, quantity and counter; empty for those who do not borrow."""
    query: dict[str, object] = {"product": product_id}
    if start:
        query |= {"start": start, "days": days}
    if quantity > 1:
        query["quantity"] = quantity
    if counter_id is not None and not actor.is_counter:
        query["counter"] = counter_id
    return for_borrowers(actor, f"/loans/new?{urlencode(query)}")
