"""Material for those who have a place, at its time; the questionnaire once after the end, and its results."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from python_calamine import load_workbook

from accounts.domain import Actor
from core import db
from core.clock import frozen, now, today
from core.errors import Conflict, Invalid, NotFound
from exhibitions.questionnaires.asking import AskQuestion
from exhibitions.questionnaires.domain import MOST_QUESTIONS, QuestionKind
from exhibitions.seminars import planning
from exhibitions.seminars.applying.queries import application_of
from exhibitions.seminars.asking.questions import (
    ask_question,
    ask_the_usual,
    questions_of,
    results_of,
    retire_question,
)
from exhibitions.seminars.asking.replying import ask_participants, erase_old_words, reply, still_to_answer
from exhibitions.seminars.attending.recording import record_attendance
from exhibitions.seminars.commands import CopySeminar
from exhibitions.seminars.domain import MaterialStage
from exhibitions.seminars.materials.keeping import AddMaterial, add_material, materials_of, remove_material
from exhibitions.seminars.queries import SeminarView, seminar_for, sessions_of
from tests.exhibitions.makers import a_browser
from tests.exhibitions.seminars.makers import a_confirmed, a_counter, a_seminar, an_asked, mails_to
from tests.papers import a_pdf

pytestmark = pytest.mark.usefixtures("application")
NOBODY = Actor.anonymous()


@contextmanager
def after(seminar: SeminarView, **later: int) -> Iterator[None]:
    assert seminar.last_at is not None
    with frozen(seminar.last_at + timedelta(**(later or {"minutes": 5}))):
        yield


async def an_attended(counter: Actor, seminar: SeminarView) -> tuple[Any, str]:
    """Somebody with a place who was at the first session."""
    applied, token = await a_confirmed(seminar)
    session = (await sessions_of(seminar.id))[0]
    with frozen(session.start):
        await record_attendance(counter, seminar.id, session.id, applied.participants[0].number)
    return applied, token


async def test_material_is_read_by_those_who_have_a_place_and_at_its_time(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    before = await add_material(
        counter,
        seminar.id,
        AddMaterial(stage=MaterialStage.BEFORE, title="予習", content=a_pdf(harmful=True)),
    )
    later = await add_material(
        counter, seminar.id, AddMaterial(stage=MaterialStage.AFTER, title="まとめ", content=a_pdf())
    )
    _applied, token = await a_confirmed(seminar)
    _asked, without = await an_asked(seminar)
    own = f"/seminar-applications/{token}"
    read = await client.get(f"{own}/material/{before.id}")
    assert (read.status_code, read.content[:5], b"JavaScript" in read.content) == (200, b"%PDF-", False)
    assert (await client.get(f"{own}/material/{later.id}")).status_code == 404
    assert "まとめ" not in (await client.get(own)).text
    assert (await client.get(f"/seminar-applications/{without}/material/{before.id}")).status_code == 404
    assert (await client.get(f"/seminars/{seminar.id}/material/{before.id}")).status_code == 303
    with after(seminar):
        assert (await client.get(f"{own}/material/{later.id}")).status_code == 200
        assert "まとめ" in (await client.get(own)).text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": ""}, {"title": "required"}),
        ({"title": "x" * 201}, {"title": "too-long"}),
        ({"content": b""}, {"file": "file-or-link"}),
        ({"link": "https://video.example/1"}, {"link": "file-or-link"}),
        ({"content": b"", "link": "javascript:1"}, {"link": "no-web-address"}),
        ({"content": b"MZ not a paper"}, {"file": "paper-unreadable"}),
        ({"content": b"%PDF-1.7 broken"}, {"file": "paper-unreadable"}),
        ({"content": b"%PDF-" + b"x" * (10 * 1024 * 1024)}, {"file": "paper-too-large"}),
    ],
)
async def test_material_that_is_none_is_refused(fields: dict[str, Any], wrong: dict[str, str]) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    given: dict[str, Any] = {"stage": MaterialStage.BEFORE, "title": "資料", "content": a_pdf(), **fields}
    with pytest.raises(Invalid) as refusal:
        await add_material(counter, seminar.id, AddMaterial(**given))
    assert refusal.value.fields == wrong


async def test_a_counter_puts_material_there_on_its_page(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    browser = await a_browser(client, counter)
    path = f"/seminars/{seminar.id}/material"
    file = {"file": ("a.pdf", a_pdf(), "application/pdf")}
    wrong = await browser.post(path, data={"title": "", "stage": "before"}, files=file)
    assert wrong.status_code == 422
    kept = await browser.post(path, data={"title": "配布資料", "stage": "after"}, files=file)
    assert kept.status_code == 303
    linked = await browser.post(path, data={"title": "動画", "stage": "before", "link": "https://v.example/"})
    assert linked.status_code == 303
    assert "配布資料" in (await browser.get(path)).text
    paper = next(one for one in await materials_of(seminar.id) if one.file_name)
    assert (await browser.get(f"{path}/{paper.id}")).content[:5] == b"%PDF-"
    assert (await browser.post(f"{path}/{paper.id}/remove")).status_code == 303
    assert [one.title for one in await materials_of(seminar.id)] == ["動画"]
    with pytest.raises(NotFound):
        await remove_material(await a_counter(), seminar.id, paper.id)


async def test_who_was_there_is_asked_once_after_the_end_and_answers_once() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    await ask_the_usual(counter, seminar.id)
    scale, yes, words = await questions_of(seminar.id)
    applied, _token = await an_attended(counter, seminar)
    absent, _t = await a_confirmed(seminar)
    person = applied.participants[0].id
    with pytest.raises(Conflict):
        await reply(applied, person, {scale.id: 5})
    with after(seminar):
        await ask_participants()
        await ask_participants()
        seminar = await seminar_for(counter, seminar.id)
        assert [one.id for one in await still_to_answer(applied, seminar)] == [person]
        assert await still_to_answer(absent, seminar) == []
        with pytest.raises(Invalid) as wrong:
            await reply(applied, person, {scale.id: 6, words.id: "x" * 201})
        assert set(wrong.value.fields) == {f"q-{scale.id}", f"q-{words.id}"}
        with pytest.raises(Invalid):
            await reply(applied, person, {})
        await reply(applied, person, {scale.id: 4, yes.id: 1, words.id: " 夜の見守り "})
        with pytest.raises(Conflict):
            await reply(applied, person, {scale.id: 1})
    asked = [mail for mail in await mails_to(applied.email) if "アンケート" in mail]
    results = await results_of(counter, seminar.id)
    assert (len(asked), [one.counts for one in results]) == (1, [[0, 0, 0, 1, 0], [0, 1], []])
    assert (results[0].mean, results[2].words) == (4, ["夜の見守り"])
    with frozen(now() + timedelta(days=400)):
        await erase_old_words()
    assert (await results_of(counter, seminar.id))[2].words == []


async def test_questions_are_few_make_sense_and_go_with_a_copy() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    with pytest.raises(Invalid):
        await ask_question(counter, seminar.id, AskQuestion(kind=QuestionKind.CHOICE, label="どれ"))
    for at in range(MOST_QUESTIONS):
        await ask_question(counter, seminar.id, AskQuestion(kind=QuestionKind.YES_NO, label=f"問{at}"))
    with pytest.raises(Conflict):
        await ask_question(counter, seminar.id, AskQuestion(kind=QuestionKind.YES_NO, label="多すぎ"))
    with pytest.raises(Conflict):
        await ask_the_usual(counter, seminar.id)
    first = (await questions_of(seminar.id))[0]
    await retire_question(counter, seminar.id, first.id)
    copy = await planning.copy_seminar(counter, seminar.id, CopySeminar(first_day=today()))
    assert [one.label for one in await questions_of(copy.id)] == [
        f"問{at}" for at in range(1, MOST_QUESTIONS)
    ]


async def test_the_questionnaire_is_made_and_answered_on_pages(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    applied, token = await an_attended(counter, seminar)
    browser = await a_browser(client, counter)
    path = f"/seminars/{seminar.id}/questions"
    assert "質問はまだありません" in (await browser.get(path)).text
    assert (await browser.post(path, data={"kind": "choice", "label": ""})).status_code == 422
    made = {"kind": "choice", "label": "どこで知りましたか", "choices": "窓口\n職場"}
    assert (await browser.post(path, data=made)).status_code == 303
    assert (await browser.post(f"{path}/usual")).status_code == 409
    [question] = await questions_of(seminar.id)
    number = applied.participants[0].number
    own = f"/seminar-applications/{token}/questions/{number}"
    assert (await client.get(own)).status_code == 409
    with after(seminar):
        assert "アンケートに答える" in (await client.get(f"/seminar-applications/{token}")).text
        assert "どこで知りましたか" in (await client.get(own)).text
        assert (await browser.post(own, data={})).status_code == 422
        assert (await browser.post(own, data={f"q-{question.id}": "1"})).status_code == 303
        assert "アンケートに答える" not in (await client.get(f"/seminar-applications/{token}")).text
        assert "回答は1件です" in (await browser.get(path)).text
        taken = await browser.get(f"{path}/answers.xlsx")
        book = load_workbook(io.BytesIO(taken.content))
        replies, added_up = (book.get_sheet_by_name(name).to_python() for name in ("回答", "全体"))
        assert replies == [["日付", "どこで知りましたか"], [today(), "職場"]]
        assert added_up[1:] == [
            ["どこで知りましたか", "窓口", 0, 1, ""],
            ["どこで知りましたか", "職場", 1, 1, ""],
        ]
    assert (await browser.post(f"{path}/{question.id}/retire")).status_code == 303
    assert (await application_of(applied.id)).has_place
    assert await db.fetch_value("SELECT count(*) FROM seminar_reply WHERE seminar_id = $1", seminar.id) == 1
    stranger = await a_browser(client, await a_counter())
    assert (await stranger.get(f"{path}/answers.xlsx")).status_code in (403, 404)
