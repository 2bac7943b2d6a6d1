"""Before a step of a display or of what stands on it: which days change and who hears of it."""

from datetime import timedelta

import httpx
import pytest

from core import db
from core.clock import frozen, now, today
from core.errors import IllegalStep, NotAllowed
from exhibitions.commands import AddExhibit, MoveExhibition
from exhibitions.domain import ExhibitionStatus, ExhibitionStep, ExhibitStatus, ExhibitStep
from exhibitions.exhibits import exhibit_for
from exhibitions.previewing import adding, calling_off, foresee_exhibition, next_steps_of
from exhibitions.queries import exhibition_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import IN_A_MONTH, a_draft, move
from tests.exhibitions.test_exhibits import add, spoken_for, step
from tests.factories import the_parties
from tests.loans.test_previews import the_whole_house

pytestmark = pytest.mark.usefixtures("database")


async def test_each_step_of_an_exhibit_says_what_it_frees_and_whom_it_tells(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    as_lender = await exhibit_for(parties.vendor, asked.id)
    foreseen = await next_steps_of(parties.vendor, as_lender)
    assert set(foreseen) == {ExhibitStep.CONFIRM, ExhibitStep.DECLINE}
    (freed,) = foreseen[ExhibitStep.DECLINE].days
    (held,) = await spoken_for(asked)
    assert (freed.becomes, freed.start, freed.end) == ("freed", held.start, held.end)
    assert [one.name for one in foreseen[ExhibitStep.CONFIRM].told] == [asked.counter_name]
    said = words(await (await a_browser(client, parties.vendor)).get(f"/exhibits/{asked.id}"))
    assert "展示への貸出が断られました" in said
    assert "が空きます" in said
    assert (await exhibit_for(parties.counter, asked.id)).status is ExhibitStatus.ASKED
    assert await spoken_for(asked) == [held]


async def test_calling_a_display_off_says_first_whose_units_come_free(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    await step(parties.vendor, asked, "confirm")
    foreseen = await calling_off(parties.counter, display.id)
    assert [change.becomes for change in foreseen.days] == ["freed"]
    vendor = await db.fetch_value(
        "SELECT name FROM organization WHERE id = $1", parties.vendor.organization_id
    )
    assert [one.name for one in foreseen.told] == [vendor]
    page = await (await a_browser(client, parties.counter)).get(f"/exhibitions/{display.id}/cancel")
    assert f"{vendor}に知らせます" in words(page)
    assert (await exhibition_for(parties.counter, display.id)).status is ExhibitionStatus.DRAFT


async def test_a_step_that_would_be_refused_is_not_foreseen() -> None:
    parties = await the_parties()
    first, second = await a_draft(parties.counter), await a_draft(parties.counter)
    await add(parties.counter, first, parties.product_id)
    wished = await add(parties.counter, second, parties.product_id, ask=False)
    foreseen = await next_steps_of(parties.counter, wished)
    assert ExhibitStep.ASK not in foreseen  # the only unit stands elsewhere on these days
    assert foreseen[ExhibitStep.WITHDRAW].changes_nothing


async def test_closing_says_first_whose_days_come_free_and_changes_nothing(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    await move(parties.counter, display, "plan")
    with frozen(now() + IN_A_MONTH):
        browser = await a_browser(client, parties.counter)
        await move(parties.counter, display, "open")
        before = await the_whole_house()
        closing = MoveExhibition()
        foreseen = await foresee_exhibition(parties.counter, display.id, ExhibitionStep.CLOSE, closing)
        page = await browser.get(f"/exhibitions/{display.id}/close")
        assert await the_whole_house() == before
        assert [change.becomes for change in foreseen.days] == ["freed"]
        assert [one.name for one in foreseen.told] == [asked.lender_name]
        assert f"{asked.lender_name}に知らせます" in words(page)
        done = await browser.post(f"/exhibitions/{display.id}/close", data={"expected": "open"})
        assert done.status_code == 303
    assert (await exhibition_for(parties.counter, display.id)).status is ExhibitionStatus.CLOSED


async def test_planning_and_opening_are_looked_at_first_and_refused_in_words(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    path = f"/exhibitions/{display.id}"
    browser = await a_browser(client, parties.counter)
    assert f"{path}/plan" in (await browser.get(f"{path}/prepare")).text
    plan = await browser.get(f"{path}/plan")
    assert "だれでもこの展示を見つけられます" in plan.text
    assert "ほかの人の予定は変わりません" in plan.text
    assert (await exhibition_for(parties.counter, display.id)).status is ExhibitionStatus.DRAFT
    await browser.post(f"{path}/plan", data={"expected": "draft"})
    for answer in (await browser.get(f"{path}/open"), await browser.post(f"{path}/open", data={})):
        assert answer.status_code == 409
        assert "準備の画面に戻る" in answer.text
    with pytest.raises(NotAllowed):
        await foresee_exhibition(parties.vendor, display.id, ExhibitionStep.CANCEL, MoveExhibition())
    with pytest.raises(IllegalStep):
        await foresee_exhibition(parties.counter, display.id, ExhibitionStep.CLOSE, MoveExhibition())


async def test_asking_all_lenders_says_first_whom_for_what_and_what_nobody_can_give(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    wished = await add(parties.counter, display, parties.product_id, ask=False)
    await add(parties.counter, display, parties.product_id, ask=False)  # there is one unit only
    browser = await a_browser(client, parties.counter)
    path = f"/exhibitions/{display.id}/ask"
    before = await the_whole_house()
    page = await browser.get(path)
    assert await the_whole_house() == before
    assert "まだだれにも依頼していません" in page.text
    assert "を押さえます" in page.text
    assert "依頼できない機種があります" in page.text
    assert (await browser.post(path, data={})).status_code == 303
    assert (await exhibit_for(parties.counter, wished.id)).status is ExhibitStatus.ASKED
    nothing = await browser.get(path)
    assert "依頼できる機種がありません" in nothing.text


async def test_one_product_more_is_looked_at_with_what_was_typed(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    foreseen = await adding(parties.counter, display.id, AddExhibit(product_id=parties.product_id))
    assert [change.becomes for change in foreseen.days] == ["taken"]
    assert len(foreseen.told) == 1
    browser = await a_browser(client, parties.counter)
    path = f"/exhibitions/{display.id}/exhibits"
    given = {"product_id": str(parties.product_id), "caption": "握ると鳴きます", "look": "1"}
    looked = await browser.post(path, data=given)
    assert (looked.status_code, "握ると鳴きます" in looked.text) == (200, True)
    assert "を押さえます" in looked.text
    assert (await exhibition_for(parties.counter, display.id)).exhibit_count == 0


async def test_programs_ask_the_same(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    caller = await a_caller(client, parties.counter)
    withdrawn = (await caller.post(f"/exhibits/{asked.id}/preview", {"step": "withdraw"})).json()
    assert [change["becomes"] for change in withdrawn["days"]] == ["freed"]
    refused = await caller.post(f"/exhibits/{asked.id}/preview", {"step": "show"})
    assert (refused.status_code, refused.json()["code"]) == (409, "exhibit-step")
    path = f"/exhibitions/{display.id}/preview"
    answer = (await caller.post(path, {"step": "cancel", "body": {"reason": "会場が使えない"}})).json()
    assert [change["becomes"] for change in answer["days"]] == ["freed"]
    assert (await caller.post(path, {"step": "cancel"})).status_code == 422


async def test_days_that_are_over_come_free_for_nobody() -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter, start=today(), end=today() + IN_A_MONTH)
    asked = await add(parties.counter, display, parties.product_id)
    with frozen(now() + timedelta(days=10)):
        foreseen = await next_steps_of(parties.counter, await exhibit_for(parties.counter, asked.id))
        (freed,) = foreseen[ExhibitStep.WITHDRAW].days
        assert freed.start == today()
