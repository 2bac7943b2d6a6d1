"""Large forms: nobody's is read who may not send it, and what is too much costs no typed word."""

import tracemalloc
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar

from accounts.domain import Actor
from app.templating import csrf_cookie
from catalog.conditions.photos import MOST_PHOTOS
from core.images import LARGEST_FILE
from loans.queries import LoanView
from tests.accounts.browser import words
from tests.factories import Parties, the_parties
from tests.loans.test_photos import a_loan_on_its_way
from tests.loans.visiting import forms_of, visiting

pytestmark = pytest.mark.usefixtures("database", "application")

_PIECE = bytes(1024 * 1024)
_BOUNDARY = "a-boundary-of-this-test"
_HEADERS = {"content-type": f"multipart/form-data; boundary={_BOUNDARY}"}
_FILE = 'Content-Disposition: form-data; name="photos"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'


class Body:
    """A form that is made while it is sent: how much of it was asked for is counted."""

    def __init__(self, fields: Mapping[str, str], *files: int) -> None:
        self.fields = fields
        self.files = files
        self.drawn = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for name, value in self.fields.items():
            yield self._counted(_part(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'))
        for number, size in enumerate(self.files):
            yield self._counted(_part(_FILE.format(name=f"{number}.jpg")))
            for _ in range(size // len(_PIECE)):
                yield self._counted(_PIECE)
        yield self._counted(f"\r\n--{_BOUNDARY}--\r\n".encode())

    def _counted(self, piece: bytes) -> bytes:
        self.drawn += len(piece)
        return piece


def _part(text: str) -> bytes:
    return f"\r\n--{_BOUNDARY}\r\n{text}".encode()


class OnItsWay:
    """A loan whose receipt is to be written down."""

    def __init__(self, parties: Parties, loan: LoanView) -> None:
        self.parties = parties
        self.path = f"/loans/{loan.id}/receive"

    async def fields(self, client: httpx.AsyncClient) -> dict[str, str]:
        """What the page's own form would send."""
        form = forms_of(await client.get(self.path))[self.path]
        return {name: values[0] for name, values in form.items() if name != "photos"}


@pytest_asyncio.fixture
async def on_its_way() -> OnItsWay:
    parties = await the_parties()
    return OnItsWay(parties, await a_loan_on_its_way(parties))


async def post(client: httpx.AsyncClient, path: str, body: Body, **headers: str) -> httpx.Response:
    return await client.post(path, content=cast("Any", body), headers={**_HEADERS, **headers})


async def test_a_stranger_is_sent_to_sign_in_before_a_byte_is_read(
    client: httpx.AsyncClient, on_its_way: OnItsWay
) -> None:
    await client.get("/sign-in")
    body = Body({"_csrf_token": client.cookies[csrf_cookie()]}, *[LARGEST_FILE] * 6)
    answer = await post(client, on_its_way.path, body)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/")
    assert body.drawn == 0


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
    ids=["another-origin", "hidden-origin", "told-by-the-browser"],
)
async def test_another_site_is_refused_before_a_byte_is_read(
    application: Litestar, on_its_way: OnItsWay, headers: Mapping[str, str]
) -> None:
    async with visiting(application, on_its_way.parties.facility) as facility:
        body = Body(await on_its_way.fields(facility), *[LARGEST_FILE] * 6)
        answer = await post(facility, on_its_way.path, body, **headers)
    assert (answer.status_code, body.drawn) == (403, 0)


async def test_a_form_without_the_cookie_of_our_pages_is_refused_before_a_byte_is_read(
    application: Litestar, on_its_way: OnItsWay
) -> None:
    async with visiting(application, on_its_way.parties.facility) as facility:
        answer = await post(facility, on_its_way.path, body := Body({}, *[LARGEST_FILE] * 6))
    assert (answer.status_code, body.drawn) == (403, 0)


async def test_somebody_elses_loan_is_not_found_before_a_byte_is_read(
    application: Litestar, on_its_way: OnItsWay
) -> None:
    other: Actor = (await the_parties()).facility
    async with visiting(application, other) as stranger:
        await stranger.get("/account")
        body = Body({"_csrf_token": stranger.cookies[csrf_cookie()]}, *[LARGEST_FILE] * 6)
        answer = await post(stranger, on_its_way.path, body)
    assert (answer.status_code, body.drawn) == (404, 0)


async def test_a_wrong_token_in_a_form_of_ours_is_refused_whatever_comes_with_it(
    application: Litestar, on_its_way: OnItsWay
) -> None:
    async with visiting(application, on_its_way.parties.facility) as facility:
        fields = {**await on_its_way.fields(facility), "_csrf_token": "made up", "condition": "ok"}
        answer = await post(facility, on_its_way.path, Body(fields, 0), origin="http://test.example")
    assert answer.status_code == 403


async def test_files_too_large_and_too_many_are_named_and_what_was_typed_stays(
    application: Litestar, on_its_way: OnItsWay
) -> None:
    async with visiting(application, on_its_way.parties.facility) as facility:
        typed = {**await on_its_way.fields(facility), "condition": "ok", "note": "箱がつぶれていました"}
        body = Body(typed, *[LARGEST_FILE + 4 * len(_PIECE)] * (MOST_PHOTOS + 4))
        tracemalloc.start()
        answer = await post(facility, on_its_way.path, body, origin="http://test.example")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert answer.status_code == 422
    assert body.drawn > 200 * len(_PIECE)
    assert peak < 64 * len(_PIECE)
    assert "「0.jpg」は20MBを超えています" in words(answer)
    assert f"写真は{MOST_PHOTOS}枚まで" in words(answer)
    assert "箱がつぶれていました" in answer.text


async def test_an_endless_text_and_an_unreadable_form_are_refused(
    application: Litestar, on_its_way: OnItsWay
) -> None:
    async with visiting(application, on_its_way.parties.facility) as facility:
        typed = await on_its_way.fields(facility)
        long = await post(facility, on_its_way.path, Body({**typed, "note": "傷" * 1_000_000}))
        assert long.status_code == 413
        broken = await facility.post(on_its_way.path, content=b"--nothing of it", headers=_HEADERS)
        assert broken.status_code == 400
