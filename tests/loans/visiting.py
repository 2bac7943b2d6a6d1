"""A browser without JavaScript that visits loan pages as somebody: fills in the page's own forms."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from typing import Any, cast

import httpx
from litestar import Litestar

from accounts.domain import Actor
from tests.asking import signed_in


@asynccontextmanager
async def visiting(application: Litestar, actor: Actor) -> AsyncIterator[httpx.AsyncClient]:
    """A browser signed in as `actor`."""
    transport = httpx.ASGITransport(app=cast("Any", application), raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://test.example") as client:
        yield await signed_in(client, actor)


class _Forms(HTMLParser):
    """Every form of a page: its action, and what its fields would send untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, list[str]]] = {}
        self._current: dict[str, list[str]] | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._current = self.forms.setdefault(given.get("action") or "", {})
        elif self._current is None:
            return
        elif tag == "textarea":
            self._area = name
            self._current[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given and self._select:
            self._current[self._select] = [given.get("value") or ""]
        elif tag == "input" and _is_sent(given):
            self._current.setdefault(name, []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._area is not None and self._current is not None:
            self._current[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._current = None
        elif tag == "textarea":
            if self._current is not None and self._area is not None:
                self._current[self._area][0] = self._current[self._area][0].removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None


def _is_sent(given: Mapping[str, str | None]) -> bool:
    if not given.get("name"):
        return False
    return given.get("type") not in ("checkbox", "radio") or "checked" in given


def forms_of(answer: httpx.Response) -> dict[str, dict[str, list[str]]]:
    """The forms of a page by their action."""
    reader = _Forms()
    reader.feed(answer.text)
    return reader.forms


async def send(
    client: httpx.AsyncClient, seen: httpx.Response, action: str, **changes: object
) -> httpx.Response:
    """Send the form `action` of a page that was seen, some fields filled in anew."""
    fields: dict[str, Any] = {**forms_of(seen)[action], **changes}
    return await client.post(
        action, data={name: value for name, value in fields.items() if value is not None}
    )


async def follow(client: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    """Where a redirect leads."""
    assert answer.status_code == 303, answer.text
    return await client.get(answer.headers["location"])
