"""A touring show over three venues, on the desk of those who plan it and on the phone of whoever drives."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg

from app.launcher.folder import DataFolder
from core.clock import today
from tests.app.house import House
from tests.browser.conftest import LetIn
from tests.browser.handing_over import arrive
from tests.browser.spare_unit import add_unit
from tests.browser.visitor import DESK, PHONE, Album, Visitor

VENUES = (("中津会場", 1, 3), ("日田会場", 5, 7), ("佐伯会場", 8, 9))
DAYS_BETWEEN = (4, 3, 3)


async def a_touring_show(
    counter: Visitor, title: str = "三会場の巡回展", venues: Sequence[tuple[str, int, int]] = VENUES
) -> str:
    """A show from today on, with these venues and their first and last days; the path of its pages."""
    await counter.opens("/exhibitions/new")
    await counter.writes("展示の名前", title)
    await counter.page.locator(".choice", has=counter.page.get_by_text("いくつかの会場を回ります。")).click()
    await counter.page.fill("[name=start]", str(today()))
    await counter.page.fill("[name=last_day]", str(today() + timedelta(days=12)))
    await counter.page.select_option("[name=prefecture]", "大分県")
    await counter.sends()
    base = counter.path.removesuffix("/prepare")
    await counter.opens(f"{base}/venues")
    for name, first, last in venues:
        await counter.writes("会場の名前", name)
        await counter.page.fill("[name=start]", str(today() + timedelta(days=first)))
        await counter.page.fill("[name=last_day]", str(today() + timedelta(days=last)))
        await counter.writes("住所", f"大分県 {name} 1-1")
        await counter.sends()
        await counter.sees("会場を足しました")
    return base


async def its_own_unit_comes(counter: Visitor, base: str) -> None:
    """A unit of the counter's own, which needs no answer, is put on the show and has come."""
    await counter.opens(f"{base}/proposal?kinds=1&chosen=1")
    own = counter.page.locator("#more option", has_text="この窓口")
    await counter.page.select_option("#more", await own.first.get_attribute("value"))
    await counter.presses("変えた内容を見る", within="main")
    await counter.presses("依頼する相手を確かめる", within="main")
    await counter.sees("返事は要りません")
    await counter.presses("まとめて依頼する", within="main")
    link = counter.page.locator("main tbody th a[href^='/exhibits/']").first
    await arrive(counter, [await link.get_attribute("href") or ""])
    await counter.opens(f"{base}/prepare")
    for step in ("予定として公開する", "開催を始める"):
        await counter.follows(step, within="main")
        await counter.presses(step, within="main")
    await counter.sees("展示中")


async def days_pass(house: House, show: str, days: int) -> None:
    """The show is so many days further on: all its days are so much earlier."""
    running = DataFolder(house.data_dir).running()
    assert running is not None
    connection = await asyncpg.connect(running.database_url)
    show_id = UUID(show.rsplit("/", 1)[-1])
    columns = {
        "exhibition_leg": ("departs_on", "arrives_on"),
        "exhibition_venue": ("starts_on", "ends_on"),
        "exhibition": ("starts_on", "ends_on"),
    }
    try:
        for table, (first, last) in columns.items():
            its = "id" if table == "exhibition" else "exhibition_id"
            sql = (
                f"UPDATE {table} SET {first} = {first} - $2::int, {last} = {last} - $2::int WHERE {its} = $1"  # noqa: S608
            )
            await connection.execute(sql, show_id, days)
    finally:
        await connection.close()


async def counts_who_came(counter: Visitor, show: str) -> None:
    """The visitors of each venue, counted by hand when it is over."""
    await counter.opens(f"{show}/prepare")
    for place in range(len(VENUES)):
        await counter.page.locator("main a[href$='/attendance']").nth(place).click()
        await counter.writes("来場者の数", str(20 + place))
        await counter.sends()
    await counter.sees(*(f"{20 + place}人" for place in range(len(VENUES))))
    await counter.photographs("tour-counted")


async def drives(driver: Visitor, show: str, code: str) -> None:
    """Today's way: loaded and unloaded by the label."""
    await driver.opens(f"{show}/handover")
    for told in ("積み込み1台、荷下ろし0台", "積み込み1台、荷下ろし1台"):
        await driver.writes("ラベルのコード", code)
        await driver.presses("記録する", within="main")
        await driver.sees(told)


async def test_a_show_travels_over_three_venues_and_its_driver_ticks_by_label(
    let_in: LetIn, album: Album, house: House
) -> None:
    await add_unit(house.data_dir, "counter@demo.example", "TOUR-1")
    counter = await let_in(DESK, album=album)
    await counter.signs_in("counter@demo.example")
    base = await a_touring_show(counter)
    await its_own_unit_comes(counter, base)
    await counter.opens(f"{base}/tour")
    await counter.sees(*(name for name, _, _ in VENUES), "運ぶ人の一覧を開く")
    await counter.photographs("tour")
    await counter.follows("変える", within="main tbody")
    await counter.writes("運ぶ人の電話", "090-0000-0000")
    await counter.writes("着いた先で連絡する人", "会場の 受付さん")
    await counter.photographs("tour-leg")
    await counter.sends()
    await counter.sees("移動の計画を保存しました", "会場の 受付さん")
    driver = await let_in(PHONE, album=album)
    await driver.signs_in("counter@demo.example")
    await driver.opens(f"{base}/handover")
    await driver.sees("積む所", "中津会場", "会場の 受付さん")
    await driver.photographs("tour-handover")
    words = await driver.page.locator("main .card p.muted").first.inner_text()
    code = words.partition("ラベル ")[2].split()[0]
    await drives(driver, base, code)
    await driver.writes("ラベルのコード", "まちがい")
    await driver.presses("記録する", within="main")
    await driver.photographs("tour-handover-wrong")
    await driver.opens(f"{base}/tour")
    await driver.sees("1台・1台／1台")
    await driver.photographs("tour-phone")
    await counter.opens(base)
    await counter.sees(*(name for name, _, _ in VENUES))
    for days in DAYS_BETWEEN:
        await days_pass(house, base, days)
        await drives(driver, base, code)
    await driver.opens(f"{base}/tour")
    assert await driver.page.get_by_text("1台・1台／1台").count() == len(VENUES) + 1
    await counts_who_came(counter, base)
