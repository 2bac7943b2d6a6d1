"""Displays for tests."""

from datetime import date, timedelta
from uuid import UUID

import httpx
from litestar.middleware.csrf import generate_csrf_token

from accounts.domain import Actor
from app.templating import csrf_cookie
from core import db
from core.clock import now, today
from core.ids import new_id
from core.settings import settings
from tests.asking import signed_in


async def a_browser(client: httpx.AsyncClient, actor: Actor) -> httpx.AsyncClient:
    """The browser of this person, with the token that forms carry."""
    return _with_token(await signed_in(client, actor))


def a_strangers_browser(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """The browser of somebody without an account."""
    return _with_token(client)


def _with_token(browser: httpx.AsyncClient) -> httpx.AsyncClient:
    token = generate_csrf_token(settings().secret_key)
    browser.cookies.set(csrf_cookie(), token)
    browser.headers["x-csrftoken"] = token
    return browser


async def a_display(
    counter_id: UUID, *, start: date | None = None, days: int = 30, **columns: object
) -> UUID:
    """An open display of the counter, from today on unless told otherwise."""
    start = start or today()
    fields: dict[str, object] = {
        "id": new_id(),
        "counter_id": counter_id,
        "title": "ロボット体験展示",
        "kind": "permanent",
        "status": "open",
        "prefecture": "大分県",
        "starts_on": start,
        "ends_on": start + timedelta(days=days),
        "created_at": now(),
    } | columns
    holes = ", ".join(f"${position}" for position in range(1, len(fields) + 1))
    await db.execute(
        f"INSERT INTO exhibition ({', '.join(fields)}) VALUES ({holes})",  # noqa: S608
        *fields.values(),
    )
    return UUID(str(fields["id"]))


async def an_exhibit(
    exhibition_id: UUID, product_id: UUID, lender_id: UUID | None = None, position: int = 1
) -> UUID:
    """The product stands on the display."""
    exhibit_id = new_id()
    await db.execute(
        "INSERT INTO exhibit (id, exhibition_id, product_id, lender_id, position, status, created_at)"
        " VALUES ($1, $2, $3, $4, $5, 'on_show', $6)",
        exhibit_id,
        exhibition_id,
        product_id,
        lender_id,
        position,
        now(),
    )
    return exhibit_id
