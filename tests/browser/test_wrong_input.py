"""What people meet when something is wrong: it is said, nothing typed is lost, and a way on is offered."""

from datetime import timedelta
from uuid import uuid4

from playwright.async_api import expect

from core.clock import today
from tests.browser.asking import GOAL, PROBLEM, asks_for, days_ahead, fills_in, opens_request
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album, Visitor

REASON = "この時期は、ほかの事業所の予約で手一杯です。"
SCARCE = "U-20"  # there are three


async def test_the_slower_of_two_counters_sees_what_changed_and_keeps_what_was_typed(
    let_in: LetIn, album: Album
) -> None:
    facility, quick, slow = await let_in(PHONE), await let_in(DESK), await let_in(DESK, album=album)
    await facility.signs_in("facility@demo.example")
    await quick.signs_in("counter@demo.example")
    await slow.signs_in("counter.colleague@demo.example")
    path = await asks_for(facility, SCARCE, days_ahead(60, today()))
    await slow.opens(f"{path}/decline")
    await slow.writes("理由", REASON)
    await quick.opens(path)
    await quick.presses("貸主に打診する", within="main")
    await slow.presses("断る", within="main")
    await slow.sees("状態が変わっています", "貸主に打診しました", "入力した内容は残っています")
    await expect(slow.field("理由")).to_have_value(REASON)
    await slow.photographs("somebody-was-quicker")
    await slow.presses("断る", within="main")
    await slow.sees("断りました")


async def test_taken_days_are_told_with_a_way_out_of_one_click(let_in: LetIn, album: Album) -> None:
    quick, slow = await let_in(PHONE), await let_in(PHONE, album=album)
    start = days_ahead(120, today())
    await quick.signs_in("facility@demo.example")
    await slow.signs_in("facility.kanagawa@demo.example")
    for visitor in (quick, slow):
        await opens_request(visitor, SCARCE, start)
        await visitor.sees("3台空いています")
        await fills_in(visitor)
    await quick.writes("台数", "3")
    await quick.presses("この内容で申し込む")
    await quick.sees("申し込みました")
    await slow.presses("この内容で申し込む")
    await slow.sees("その日は埋まりました", "ほかの申込で仮押さえ中", "から空きます", "いちばん近い空きの日")
    await expect(slow.field("解決したい困りごと")).to_have_value(PROBLEM)
    await slow.photographs("taken-days")
    await slow.presses("この日に変えて申し込む")
    await slow.sees("申し込みました", "相談窓口の返事を待っています")


async def test_each_mistake_stands_beside_its_field_and_the_rest_stays(let_in: LetIn, album: Album) -> None:
    visitor = await let_in(PHONE, album=album)
    await visitor.signs_in("facility@demo.example")
    start = days_ahead(180, today())
    await opens_request(visitor, SCARCE, start)
    await visitor.writes("めざすこと", GOAL)
    await visitor.writes("試用の最後の日", (start - timedelta(days=2)).isoformat())
    await visitor.presses("この内容で申し込む")
    await expect(visitor.page.locator(".mistakes")).to_be_focused()
    for label in ("試用の最後の日", "解決したい困りごと", "使う場所"):
        field = visitor.field(label)
        await expect(field).to_have_attribute("aria-invalid", "true")
        about = await field.get_attribute("aria-describedby")
        assert about is not None
        await expect(visitor.page.locator(f"#{about.split()[-1]}")).to_be_visible()
    await expect(visitor.field("めざすこと")).to_have_value(GOAL)
    await expect(visitor.field("試用を始める日")).to_have_value(start.isoformat())
    await visitor.photographs("mistakes")
    await visitor.page.locator(".mistakes a").first.click()
    await expect(visitor.page.locator("[aria-invalid=true]").first).to_be_focused()


async def test_what_does_not_exist_is_said_in_the_readers_language_with_a_way_back(
    let_in: LetIn, album: Album
) -> None:
    japanese, english = await let_in(PHONE, album=album), await let_in(DESK, album=album, locale="en-GB")
    await _meets_nothing(japanese, "facility@demo.example", "見つかりません", "機種を探す")
    await _meets_nothing(english, "facility.carer@demo.example", "Not found", "Find a product")


async def _meets_nothing(visitor: Visitor, email: str, said: str, way: str) -> None:
    assert await visitor.opens("/nowhere") == 404
    await visitor.sees(said)
    await visitor.photographs("not-found")
    await expect(visitor.page.locator("main").get_by_role("link").first).to_be_visible()
    await visitor.signs_in(email)
    assert await visitor.opens(f"/loans/{uuid4()}") == 404
    await visitor.sees(said)
    await visitor.follows(way, within="main")
    assert visitor.path == "/products"
    await visitor.sees_no(said)
