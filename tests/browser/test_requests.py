"""Several products at once, the same again, paper typed in, and units that come back one by one."""

from datetime import date, timedelta

import pytest

from core.clock import today
from tests.browser.asking import GOAL, PLACE, PROBLEM, asks_for, days_ahead, product_id
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album, Visitor

CONSENT = "使っていただく人またはご家族の同意を得ました"


async def _fills_in_basket(visitor: Visitor, start: date) -> None:
    await visitor.writes("試用を始める日", start.isoformat())
    await visitor.writes("試用の最後の日", (start + timedelta(days=13)).isoformat())
    await visitor.writes("使う場所", PLACE)
    for words, label in ((PROBLEM, "解決したい困りごと"), (GOAL, "めざすこと")):
        for area in await visitor.page.get_by_label(label).all():
            await area.fill(words)
    for box in await visitor.page.locator("input[name$=-consent]").all():
        await box.check(force=True)


@pytest.mark.parametrize(("width", "ahead"), [(PHONE, 150), (DESK, 190)])
async def test_several_products_are_asked_for_at_once(
    let_in: LetIn, album: Album, width: int, ahead: int
) -> None:
    visitor = await let_in(width, album=album)
    await visitor.signs_in("facility@demo.example")
    await visitor.opens("/basket")
    await visitor.photographs("basket-empty")
    await visitor.opens("/catalogue?q=見守り")
    await visitor.photographs("found-with-basket")
    for words in ("HZ-10", "U-20"):
        await visitor.opens(f"/products/{await product_id(visitor, words)}")
        await visitor.presses("申込にまとめる", within="main")
        await visitor.sees("まとめて申し込む")
    await _fills_in_basket(visitor, days_ahead(ahead, today()))
    amounts = await visitor.page.locator("input[name$=-quantity]").all()
    await amounts[1].fill("4")
    await visitor.presses("保存して、空きを確かめる")
    await visitor.sees("保存しました", "台空いています", "このままでは借りられません")
    await visitor.photographs("basket-preview")
    for box in await visitor.page.locator("input[name$=-consent]").all():
        await box.check(force=True)
    await (await visitor.page.locator("input[name$=-quantity]").all())[0].fill("0")
    await visitor.presses("2機種を申し込む")
    await visitor.sees("を直してください")
    await visitor.photographs("basket-mistakes")
    await (await visitor.page.locator("input[name$=-quantity]").all())[0].fill("1")
    await visitor.chooses("全部そろわないとき", "一つでも欠けたら、どれも申し込まない")
    await visitor.presses("2機種を申し込む")
    await visitor.sees("どの機種も押さえていません")
    await visitor.photographs("basket-refused")
    await visitor.chooses("全部そろわないとき", "借りられるものだけ借りる")
    await visitor.presses("2機種を申し込む")
    await visitor.sees("押さえた機種", "借りられなかった機種", "納品書")
    await visitor.photographs("bundle")
    await visitor.opens("/basket")
    await visitor.presses("を取り出す", within="main")
    await visitor.sees("まだ何も入っていません")


async def test_an_ended_loan_is_asked_for_again(let_in: LetIn, album: Album) -> None:
    visitor = await let_in(PHONE, album=album)
    await visitor.signs_in("facility@demo.example")
    path = await asks_for(visitor, "HZ-10", days_ahead(230, today()))
    await visitor.opens(f"{path}/cancel")
    await visitor.writes("理由", "日程が合わなくなりました。")
    await visitor.presses("取り消す", within="main")
    await visitor.follows("同じ内容でもう一度", within="main")
    await visitor.sees("前の申込の内容を写しました")
    await visitor.photographs("repeat")
    await visitor.ticks(CONSENT)
    await visitor.presses("この内容で申し込む")
    await visitor.sees("もとの申込")
    await visitor.photographs("repeated")


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_paper_is_typed_in_and_its_units_come_back_one_by_one(
    let_in: LetIn, album: Album, width: int
) -> None:
    counter = await let_in(width, album=album)
    await counter.signs_in("counter@demo.example")
    await counter.opens("/loans/past")
    await counter.photographs("past-choose")
    await counter.opens("/loans/past?facility_words=別府")
    await counter.page.locator("#facilities a").first.click()
    await counter.page.wait_for_load_state()
    product = await product_id(counter, "HZ-10")
    await counter.opens(f"{counter.page.url}&product={product}")
    await counter.photographs("past-form")
    await counter.chooses("申込を受けた方法", "ファクス")
    asked = today() - timedelta(days=3)
    for label in ("申込を受けた日", "事業所に届いた日"):
        await counter.writes(label, asked.isoformat())
    await counter.writes("台数", "2")
    await counter.presses("この内容で記録する")
    await counter.sees("約束した最後の日を入れてください")
    await counter.photographs("past-mistake")
    await counter.writes("約束した最後の日", (today() + timedelta(days=9)).isoformat())
    await counter.presses("この内容で記録する")
    await counter.sees("紙の記録を入力しました", "後から記録")
    await counter.photographs("past-loan")
    path = counter.path
    await counter.opens(f"{path}/send-back")
    await counter.photographs("send-back-some")
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens(f"{path}/take-back")
    await vendor.page.locator("select[name$='-state']").first.select_option("later")
    await vendor.page.locator("select[name$='-state']").last.select_option("ok")
    await vendor.photographs("take-back-some")
    await vendor.presses("返却を受け入れる", within="main form")
    await vendor.sees("2台中1台返却済み")
    await vendor.photographs("some-are-back")
    await vendor.opens(f"{path}/take-back")
    await vendor.page.locator("select[name$='-state']").select_option("ok")
    await vendor.presses("返却を受け入れる", within="main form")
    await vendor.sees("返却済み")
