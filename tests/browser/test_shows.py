"""A display from outside: its pictures, the wish to try what stands there, and waiting for a full time."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.launcher.folder import DataFolder
from core.clock import local_day, now
from tests.app.house import House
from tests.browser.conftest import LetIn
from tests.browser.mails import link_mailed
from tests.browser.test_photos import a_file
from tests.browser.visitor import DESK, PHONE, Album, Visitor
from tests.notifications.mail_server import Inbox
from tests.photos import a_heic, a_jpeg

_SLOT = """
INSERT INTO visit_slot (id, exhibition_id, day, starts_at, ends_at, capacity_people, capacity_groups,
    taken_people, taken_groups)
SELECT $1, p.exhibition_id, $2, $3, $4, 4, 4, 4, 1 FROM visit_plan p LIMIT 1 RETURNING exhibition_id
"""


async def the_display(counter: Visitor) -> str:
    """Where a display of the demo world is shown to everybody."""
    await counter.opens("/exhibitions")
    await counter.page.locator("main .card a").first.click()
    await counter.page.wait_for_load_state()
    return counter.path


async def test_a_display_shows_its_venue_and_its_robots(let_in: LetIn, album: Album) -> None:
    counter, anyone = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    await counter.signs_in("counter@demo.example")
    display = await the_display(counter)
    await counter.opens(f"{display}/pictures")
    await counter.sees("写真はまだありません")
    await counter.photographs("display-pictures-empty")
    for name, content in (("entrance.heic", a_heic(1600, 1200)), ("room.jpg", a_jpeg(1200, 1600))):
        await counter.field("写真のファイル").set_input_files(a_file(name, "image/heic", content))
        await counter.writes("何が写っているか", f"会場の様子 {name}")
        await counter.sends()
        await counter.sees("写真を加えました")
    await counter.field("写真のファイル").set_input_files(a_file("no.jpg", "image/jpeg", b"no photo"))
    await counter.writes("何が写っているか", "読めないもの")
    await counter.sends()
    await counter.sees("写真として読めません")
    await counter.photographs("display-pictures-refused")
    await anyone.opens(display)
    assert await anyone.page.locator("ul.pictures img").count() == 2
    await anyone.photographs("display-with-pictures")
    await counter.opens(display)
    await counter.photographs("display-with-pictures-desk")
    await counter.opens(f"{display}/pictures")
    await counter.follows("説明を直す", within="main")
    await counter.photographs("display-picture-words")


async def code_of_an_exhibit(counter: Visitor) -> str:
    """What the first exhibit's code says."""
    display = await the_display(counter)
    await counter.opens(f"{display}/captions")
    address = await counter.page.locator("main tbody a[href^='/e/']").first.get_attribute("href")
    assert address
    return address


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_a_visitor_without_an_account_asks_to_try_and_the_counter_makes_it_a_request(
    let_in: LetIn, album: Album, width: int
) -> None:
    counter, visitor = await let_in(width, album=album), await let_in(width, album=album)
    await counter.signs_in("counter@demo.example")
    code = await code_of_an_exhibit(counter)
    for language in ("en", "plain", "ja"):
        await visitor.opens(f"{code}?lang={language}")
        await visitor.photographs(f"exhibit-{language}")
        await visitor.page.locator("main .next-step a.button-primary").click()
        await visitor.page.wait_for_load_state()
        assert urlsplit(visitor.page.url).path == f"{code}/want"
        await visitor.photographs(f"exhibit-want-{language}")
    name = f"来場 {width}"
    await visitor.writes("お名前", name)
    await visitor.sends()
    await visitor.sees("都道府県を選んでください", "同意の内容を読んで")
    await visitor.photographs("exhibit-want-refused")
    await visitor.writes("施設・事業所の名前", "ひだまり苑")
    await visitor.field("施設のある都道府県").select_option("大分県")
    await visitor.writes("電話番号", "097-555-1234")
    await visitor.ticks("上の内容に同意します")
    await visitor.sends()
    await visitor.sees("相談を受け付けました", "から連絡します")
    await visitor.photographs("exhibit-want-sent")
    await counter.opens("/leads")
    await counter.sees(name, "展示品のQRコード")
    await counter.photographs("leads")
    await counter.page.locator("main tr", has_text=name).get_by_role("link", name="貸出の申込を登録").click()
    await counter.sees("相談からの申込", name)
    await counter.photographs("request-from-a-lead")


async def a_full_time(house: House) -> tuple[UUID, UUID]:
    """A time in three days that is taken to the last place: its display, and it."""
    running = DataFolder(house.data_dir).running()
    assert running is not None
    connection = await asyncpg.connect(running.database_url)
    start, slot = now() + timedelta(days=3), uuid4()
    try:
        await connection.execute("UPDATE visit_plan SET lead_hours = 0, laid_at = $1", now())
        until = start + timedelta(hours=1)
        return await connection.fetchval(_SLOT, slot, local_day(start), start, until), slot
    finally:
        await connection.close()


async def test_a_visitor_waits_for_a_full_time_confirms_by_mail_and_stops(
    house: House, let_in: LetIn, album: Album, inbox: Inbox
) -> None:
    display, slot = await a_full_time(house)
    visitor, email = await let_in(PHONE, album=album), "machi@visitors.example"
    await visitor.opens(f"/exhibitions/{display}/visits")
    await visitor.photographs("visit-times-full")
    await visitor.opens(f"/exhibitions/{display}/visits/wait?slot={slot}")
    await visitor.photographs("visit-wait")
    await visitor.writes("代表の方のお名前", "来場 待子")
    await visitor.writes("人数", "9")
    await visitor.writes("メールアドレス", email)
    await visitor.sends()
    await visitor.sees("人まで")
    await visitor.photographs("visit-wait-refused")
    await visitor.writes("人数", "2")
    await visitor.sends()
    await visitor.sees("まだ終わっていません")
    own = urlsplit(await link_mailed(inbox, email, "キャンセル待ちを確かめて")).path
    await visitor.opens(own)
    await visitor.sees("まだキャンセル待ちに入っていません")
    await visitor.photographs("visit-wait-to-confirm")
    await visitor.presses("キャンセル待ちに入る", within="main")
    await visitor.sees("キャンセル待ちです", "前に待っている組: 0")
    await visitor.photographs("visit-waiting")
    await visitor.follows("キャンセル待ちをやめる", within="main")
    await visitor.photographs("visit-wait-stop")
    await visitor.presses("やめる", within="main")
    await visitor.sees("取り消されました")
