"""A browser without JavaScript: keeps cookies, fills in the page's own CSRF token."""

import re
from html import unescape

import httpx

_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


def words(answer: httpx.Response) -> str:
    """What a page says, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


async def post(
    client: httpx.AsyncClient, path: str, *, seen: str = "/sign-in", **fields: object
) -> httpx.Response:
    """Post a form with the token of a page `seen` before; its own path, mostly."""
    page = await client.get(seen)
    found = _TOKEN.search(page.text)
    assert found, f"{seen} has no form"
    return await client.post(path, data={"_csrf_token": found[1], **fields})


async def enter(client: httpx.AsyncClient, email: str, password: str) -> httpx.Response:
    """Sign in through the page."""
    answer = await post(client, "/sign-in", email=email, password=password, next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    return answer
