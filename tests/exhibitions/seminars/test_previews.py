"""Before a course is called off or a session moves: how many people are written to."""

import httpx
import msgspec
import pytest
from litestar import Litestar

from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from exhibitions.seminars.domain import SeminarStep
from exhibitions.seminars.previewing import PreviewSeminarStep, preview_seminar_step
from exhibitions.seminars.queries import sessions_of
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.exhibitions.seminars.makers import a_confirmed, a_counter, a_seminar, a_session
from tests.loans.test_previews import the_whole_house
from tests.loans.visiting import send, visiting

pytestmark = pytest.mark.usefixtures("database")

_SIGNED_IN = {"sign_in": "whoever looks has signed in"}


async def test_every_page_says_it_before_its_button(application: Litestar) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, session_count=2)
    for _ in range(2):
        await a_confirmed(seminar)
    first, second = await sessions_of(seminar.id)
    before, told = await the_whole_house(), "メールで知らせます（2通）"
    async with visiting(application, counter) as browser:
        own = f"/seminars/{seminar.id}"
        assert told in words(await browser.get(f"{own}/cancel"))
        removing = await browser.get(f"{own}/sessions/{second.id}/remove")
        assert told in words(removing)
        edit = f"{own}/sessions/{first.id}/edit"
        looked = await send(browser, await browser.get(edit), edit, look="1", place="別館")
        assert told in words(looked)
        assert "別館" in looked.text
        assert await the_whole_house() | _SIGNED_IN == before | _SIGNED_IN
        await send(browser, removing, f"{own}/sessions/{second.id}/remove")
        assert "いまは外せません" in words(await browser.get(f"{own}/sessions/{first.id}/remove"))
    assert [one.id for one in await sessions_of(seminar.id)] == [first.id]


async def test_programs_ask_the_same_and_are_refused_alike(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    await a_confirmed(seminar)
    caller = await a_caller(client, counter)
    path = f"/seminars/{seminar.id}/preview"
    asked = {"step": "cancel", "body": {"reason": "台風"}}
    assert (await caller.post(path, asked)).json()["visitors"] == 1
    added = {"step": "add_session", "body": msgspec.to_builtins(a_session(9))}
    assert (await caller.post(path, added)).json()["visitors"] == 1
    for wrong in ({"step": "create"}, {"step": "cancel"}, {"step": "change_session"}, {"step": "?"}):
        assert (await caller.post(path, wrong)).status_code == 422
    (only,) = await sessions_of(seminar.id)
    removed = PreviewSeminarStep(step=SeminarStep.REMOVE_SESSION, session_id=only.id)
    with pytest.raises(Conflict):
        await preview_seminar_step(counter, seminar.id, removed)
    with pytest.raises(NotFound):
        await preview_seminar_step(counter, seminar.id, msgspec.structs.replace(removed, session_id=new_id()))
    with pytest.raises(Invalid):
        await preview_seminar_step(counter, seminar.id, PreviewSeminarStep(step=SeminarStep.CREATE))
