"""A counter's questions, what visitors answer, what comes of it, and what is erased."""

from datetime import timedelta
from uuid import UUID

import httpx
import msgspec
import pytest

from accounts.domain import Via
from core import db
from core.clock import frozen, now, today
from core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from core.ids import new_id
from directory.desks import waiting_on_desk
from directory.kinds import OrganizationKind
from exhibitions.queries import exhibition_for
from exhibitions.questionnaires.asking import (
    AskQuestion,
    ask_earlier,
    ask_question,
    ask_the_usual,
    questions_of,
    retire_question,
)
from exhibitions.questionnaires.domain import Question, QuestionKind, Wish
from exhibitions.questionnaires.erasing import erase_old_words_and_leads
from exhibitions.questionnaires.inviting import ask_visitors_afterwards
from exhibitions.questionnaires.leads import handle_lead, list_leads
from exhibitions.questionnaires.replying import Contact, Reply, reply_to
from exhibitions.questionnaires.results import ToldApart, results_for
from exhibitions.visits.arriving import arrive
from exhibitions.visits.booking import confirm_visit
from exhibitions.visits.queries import VisitView, visit_behind
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser, an_exhibit
from tests.exhibitions.visits.makers import Show, a_show, an_asked_visit, mails_to
from tests.factories import a_product, an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")

SCALE, CHOICE, WORDS = QuestionKind.SCALE, QuestionKind.CHOICE, QuestionKind.WORDS


async def a_show_that_asks() -> tuple[Show, list[Question]]:
    """A display whose counter asks on a scale, for a choice and for words."""
    show = await a_show()
    await ask_question(show.counter, AskQuestion(kind=SCALE, label="役に立ったか"))
    await ask_question(show.counter, AskQuestion(kind=CHOICE, label="立場", choices=["職員", "家族"]))
    await ask_question(show.counter, AskQuestion(kind=WORDS, label="ひとこと"))
    return show, await questions_of(show.counter.acting_for())


async def a_visit_made(show: Show) -> tuple[VisitView, str]:
    """A visit that has come, and its link."""
    visit, token = await an_asked_visit(show)
    await confirm_visit(token)
    with frozen(visit.start):
        return await arrive(token), token


def a_reply(questions: list[Question], **fields: object) -> Reply:
    answers: dict[UUID, int | str] = {questions[0].id: 4, questions[1].id: 1, questions[2].id: "軽かった"}
    return Reply(**{"key": new_id().hex, "answers": answers, **fields})  # type: ignore[arg-type]


def a_contact(**fields: object) -> Contact:
    known = {"wish": Wish.LOAN, "name": "来場 三郎", "phone": "03-5550-9999", "consents": True}
    return Contact(**{**known, **fields})  # type: ignore[arg-type]


async def test_a_counter_asks_up_to_eight_questions_in_its_order() -> None:
    show, questions = await a_show_that_asks()
    await ask_earlier(show.counter, questions[2].id)
    assert [one.label for one in await questions_of(show.counter.acting_for())] == [
        "役に立ったか",
        "ひとこと",
        "立場",
    ]
    with pytest.raises(Conflict):
        await ask_the_usual(show.counter)
    for number in range(5):
        await ask_question(show.counter, AskQuestion(kind=SCALE, label=f"質問{number}"))
    with pytest.raises(Conflict) as refusal:
        await ask_question(show.counter, AskQuestion(kind=SCALE, label="九つ目"))
    assert refusal.value.reason == "too-many-questions"
    await retire_question(show.counter, questions[0].id)
    assert len(await questions_of(show.counter.acting_for())) == 7


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (AskQuestion(kind=SCALE, label=" "), {"label": "required"}),
        (AskQuestion(kind=SCALE, label="長" * 101), {"label": "too-long-for-a-line"}),
        (AskQuestion(kind=CHOICE, label="選ぶ", choices=["一つ"]), {"choices": "choices-needed"}),
        (AskQuestion(kind=CHOICE, label="選ぶ", choices=["同じ", "同じ"]), {"choices": "choices-needed"}),
        (
            AskQuestion(kind=CHOICE, label="選ぶ", choices=["一", "二"], choices_en=["one"]),
            {"choices_en": "choices-differ"},
        ),
    ],
)
async def test_a_question_that_cannot_be_asked_is_refused(
    command: AskQuestion, fields: dict[str, str]
) -> None:
    show = await a_show()
    with pytest.raises(Invalid) as wrong:
        await ask_question(show.counter, command)
    assert wrong.value.fields == fields


async def test_questions_of_another_counter_are_not_there() -> None:
    _show, questions = await a_show_that_asks()
    other = await an_actor(await an_organization(OrganizationKind.COUNTER))
    for order in (retire_question, ask_earlier):
        with pytest.raises(NotFound):
            await order(other, questions[0].id)
    with pytest.raises(NotAllowed):
        await ask_question(
            await an_actor(await an_organization(OrganizationKind.VENDOR)),
            AskQuestion(kind=SCALE, label="質問"),
        )
    assert (await results_for(other, today(), today() + timedelta(days=9))).questions == []


async def test_a_visit_is_asked_once_afterwards_and_answers_once() -> None:
    show, questions = await a_show_that_asks()
    visit, _token = await a_visit_made(show)
    with frozen(visit.end + timedelta(minutes=1)):
        await ask_visitors_afterwards()
        await ask_visitors_afterwards()
        mails = [body for body in await mails_to(visit.email) if "/questions" in body]
        assert len(mails) == 1
        link = mails[0].split("/visits/")[1].split("/questions")[0]
        assert (await visit_behind(link)).id == visit.id
        exhibition = await exhibition_for(show.counter, show.id)
        assert await reply_to(exhibition, a_reply(questions), visit)
        assert not await reply_to(exhibition, a_reply(questions), visit)
        found = await results_for(show.counter, visit.day, visit.day + timedelta(days=1))
    assert (found.replies, [one.groups[0].counts for one in found.questions[:2]]) == (
        1,
        [[0, 0, 0, 1, 0], [0, 1]],
    )
    assert (found.questions[0].groups[0].mean, found.questions[2].words) == (4.0, ["軽かった"])


async def test_results_are_told_apart_by_item_and_by_product() -> None:
    show, questions = await a_show_that_asks()
    product = await a_product(await an_organization(OrganizationKind.VENDOR), item_codes=["MON-F"])
    await an_exhibit(show.id, product)
    exhibition = await exhibition_for(show.counter, show.id)
    for _visitor in range(2):
        await reply_to(exhibition, a_reply(questions, product_ids=[product]))
    await reply_to(exhibition, a_reply(questions))
    days = (today(), today() + timedelta(days=1))
    by_item = await results_for(show.counter, *days, apart=ToldApart.ITEM)
    assert [(one.key, one.total) for one in by_item.questions[0].groups] == [("", 3), ("MON-F", 2)]
    by_product = await results_for(show.counter, *days, apart=ToldApart.PRODUCT, exhibition_id=show.id)
    assert [(one.key, one.total) for one in by_product.questions[0].groups] == [("", 3), (str(product), 2)]
    assert by_product.products[0][1] == 2


async def test_what_cannot_be_an_answer_is_refused() -> None:
    show, questions = await a_show_that_asks()
    exhibition = await exhibition_for(show.counter, show.id)
    scale, choice, words = (one.id for one in questions)
    wrong_replies: dict[str, dict[str, object]] = {
        f"q-{scale}": {"answers": {scale: 6}},
        f"q-{choice}": {"answers": {choice: 2}},
        f"q-{words}": {"answers": {words: "長" * 201}},
        "product_ids": {"product_ids": [new_id()]},
        "consents": {"contact": a_contact(consents=False)},
        "email": {"contact": a_contact(phone="")},
        "name": {"contact": a_contact(name=" ")},
        "product_id": {"contact": a_contact(product_id=new_id())},
    }
    for field, fields in wrong_replies.items():
        with pytest.raises(Invalid) as wrong:
            await reply_to(exhibition, a_reply(questions, **fields))
        assert list(wrong.value.fields) == [field]
    with pytest.raises(Invalid) as empty:
        await reply_to(exhibition, Reply(key="k"))
    assert empty.value.reason == "reply-empty"
    before, _token = await an_asked_visit(show)
    with pytest.raises(DomainError) as early:
        await reply_to(exhibition, a_reply(questions), before)
    assert early.value.reason == "visit-not-yet"


async def test_who_wants_to_be_called_is_listed_with_consent_until_called() -> None:
    show, questions = await a_show_that_asks()
    exhibition = await exhibition_for(show.counter, show.id)
    await reply_to(exhibition, a_reply(questions, contact=a_contact()))
    [lead] = (await list_leads(show.counter)).items
    assert (lead.name, lead.wish, exhibition.counter_name in lead.consent_text) == (
        "来場 三郎",
        Wish.LOAN,
        True,
    )
    assert "/leads" in {word.href for word in await waiting_on_desk(show.counter.acting_for())}
    other = await an_actor(await an_organization(OrganizationKind.COUNTER))
    with pytest.raises(NotFound):
        await handle_lead(other, lead.id, "")
    await handle_lead(show.counter, lead.id, "電話で相談")
    assert (await list_leads(show.counter)).items == []
    assert (await list_leads(show.counter, handled=True)).items[0].handled_note == "電話で相談"


async def test_leads_and_words_go_when_the_counters_period_is_over_and_numbers_stay() -> None:
    show, questions = await a_show_that_asks()
    exhibition = await exhibition_for(show.counter, show.id)
    await reply_to(exhibition, a_reply(questions, contact=a_contact()))
    days = (today(), today() + timedelta(days=1))
    for later, left in ((364, 1), (366, 0)):
        with frozen(now() + timedelta(days=later)):
            await erase_old_words_and_leads()
        assert len((await list_leads(show.counter)).items) == left
    found = await results_for(show.counter, *days)
    assert (found.questions[0].groups[0].total, found.questions[2].words) == (1, [])
    assert await db.fetch_value("SELECT count(*) FROM visit_reply WHERE exhibition_id = $1", show.id) == 1


async def test_the_pages_of_visitor_and_counter(client: httpx.AsyncClient) -> None:
    show, questions = await a_show_that_asks()
    visit, token = await a_visit_made(show)
    visitor = await a_browser(client, show.counter)
    with frozen(visit.start + timedelta(minutes=30)):
        assert "アンケートに答える" in (await visitor.get(f"/visits/{token}")).text
        form = await visitor.get(f"/visits/{token}/questions")
        assert ("役に立ったか" in form.text, visit.name in form.text) == (True, True)
        empty = await visitor.post(f"/visits/{token}/questions", data={"key": "k"})
        assert (empty.status_code, "何か1つ" in empty.text) == (422, True)
        sent = {"key": "k", f"q-{questions[0].id}": "5", "wish": "consultation", "name": "三郎"}
        refused = await visitor.post(f"/visits/{token}/questions", data=sent)
        assert ("同意の内容を読んで" in refused.text, "電話番号のどちらか" in refused.text) == (True, True)
        agreed = {**sent, "email": "saburo@visitors.example", "consents": "true"}
        done = await visitor.post(f"/visits/{token}/questions", data=agreed)
        assert done.headers["location"].endswith("/questions/thanks")
        assert (await visitor.get(f"/visits/{token}/questions")).status_code == 303
        spot = await visitor.get(f"/exhibitions/{show.id}/questions")
        assert spot.status_code == 200
        assert (await visitor.get(f"/exhibitions/{show.id}/questions/qr.svg")).status_code == 200
        for path, words in (
            ("/questionnaire", "役に立ったか"),
            ("/questionnaire/results?apart=item", "回答は1件"),
            ("/leads", "三郎"),
            ("/questionnaire/new", "答え方"),
        ):
            assert words in (await visitor.get(path)).text, path
        given = {"kind": "choice", "label": "どこから", "choices": "県内\n県外"}
        assert (await visitor.post("/questionnaire/new", data=given)).status_code == 303
        wrong = await visitor.post("/questionnaire/new", data={**given, "choices": "県内"})
        assert (wrong.status_code, "1行に1つ" in wrong.text) == (422, True)


async def test_programs_ask_answer_and_count(client: httpx.AsyncClient) -> None:
    show, _ = await a_show_that_asks()
    stranger, path = await a_caller(client, None), f"/exhibitions/{show.id}/questionnaire"
    counter = await a_caller(client, msgspec.structs.replace(show.counter, via=Via.API))
    asked = (await stranger.get(path)).json()
    scale, choice, words = [one["id"] for one in asked["items"]]
    assert "同意します" in asked["consent"]
    reply = {"key": new_id().hex, "answers": {scale: 5, choice: 0, words: "よかった"}}
    first, again = await stranger.post(path, reply), await stranger.post(path, reply)
    assert (first.status_code, first.json(), again.json()) == (201, {"is_new": True}, {"is_new": False})
    wrong = await stranger.post(path, {"key": new_id().hex, "answers": {scale: 6}})
    assert wrong.status_code == 422
    assert f"q-{scale}" in wrong.text
    nameless = {"key": new_id().hex, "answers": {}, "contact": {"wish": "loan", "phone": "097-555-0000"}}
    assert (await stranger.post(path, nameless)).status_code == 422
    days = {"from": str(today()), "to": str(today() + timedelta(days=1))}
    report = (await counter.get("/reports/questionnaires", **days)).json()
    assert report["results"]["replies"] == 1
    assert report["results"]["questions"][0]["groups"][0]["mean"] == 5
    own = await counter.get("/reports/questionnaires", exhibition_id=str(show.id), **days)
    assert own.json()["results"]["replies"] == 1
    unknown = await counter.get("/reports/questionnaires", exhibition_id=str(new_id()), **days)
    assert unknown.status_code == 404
    assert (await stranger.get("/reports/questionnaires")).status_code == 401
