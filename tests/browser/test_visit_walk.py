"""A visitor with a phone from the code on a leaflet to booked, changed, received and asked."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import asyncpg
from playwright.async_api import Page, expect

from app.launcher.folder import DataFolder
from core.clock import local_day, now
from tests.app.house import House
from tests.browser.conftest import LetIn
from tests.browser.mails import link_mailed
from tests.browser.test_scanning import figure, scans
from tests.browser.visitor import DESK, PHONE, Album, Visitor
from tests.notifications.mail_server import Inbox

VISITOR = "ichiro@visitors.example"
# The counter's own reader of codes reads the picture that people are shown.
_READ = """async (address) => {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 600;
    const brush = canvas.getContext("2d");
    brush.fillStyle = "white";
    brush.fillRect(0, 0, 600, 600);
    brush.drawImage(picture, 50, 50, 500, 500);
    const { readerOf } = await import("/static/js/scan-camera.js");
    const root = document.getElementById("scan").dataset;
    const reader = await readerOf({ script: root.script, wasm: root.wasm });
    const [code] = await reader.detect(brush.getImageData(0, 0, 600, 600));
    return code.rawValue;
}"""
_SLOT = """
INSERT INTO visit_slot (id, exhibition_id, day, starts_at, ends_at, capacity_people, capacity_groups)
SELECT gen_random_uuid(), p.exhibition_id, $1, $2, $3, 10, 3 FROM visit_plan p
"""


async def a_slot_that_begins_soon(house: House) -> None:
    """Whatever the hour: a time for visitors in twenty minutes, to be booked until it begins."""
    running = DataFolder(house.data_dir).running()
    assert running is not None
    connection = await asyncpg.connect(running.database_url)
    start = now() + timedelta(minutes=20)
    try:
        await connection.execute("UPDATE visit_plan SET lead_hours = 0, laid_at = $1", now())
        await connection.execute(_SLOT, local_day(start), start, start + timedelta(hours=1))
    finally:
        await connection.close()


async def read_code(scanner: Page, address: str) -> str:
    """What a camera reads from the code at `address`."""
    code: str = await scanner.evaluate(_READ, address)
    return code


async def _opens_the_entrance(counter: Visitor) -> None:
    await counter.opens("/scan/visits")
    await expect(counter.page.locator("#scan[data-ready]")).to_be_attached()


async def _prepares(counter: Visitor) -> str:
    """Put questions in; the address of the code for leaflets."""
    await counter.signs_in("counter@demo.example")
    await counter.opens("/questionnaire")
    await counter.photographs("questionnaire-empty")
    await counter.presses("見本の質問を入れる", within="main")
    await counter.sees("展示は役に立ちましたか")
    await counter.photographs("questionnaire")
    await counter.follows("質問を加える", within="main")
    await counter.photographs("questionnaire-new")
    await counter.opens("/exhibitions")
    await counter.page.locator("main .card a").first.click()
    await counter.follows("来場枠", within="main")
    await counter.photographs("visit-plan-with-code")
    source = await counter.page.get_by_alt_text("来場予約のQRコード").get_attribute("src")
    assert source
    return source


async def _books(visitor: Visitor, inbox: Inbox, address: str) -> str:
    """From the code to booked; the path behind the link in the mail."""
    await visitor.opens(address)
    await visitor.page.locator("main table a").first.click()
    await visitor.writes("代表の方のお名前", "来場 一郎")
    await visitor.writes("メールアドレス", VISITOR)
    await visitor.sends()
    own = urlsplit(await link_mailed(inbox, VISITOR, "来場予約を確かめて")).path
    await visitor.opens(own)
    await visitor.presses("予約を確定する", within="main")
    await visitor.sees("当日の受付")
    return own


async def test_a_visitor_comes_by_a_code_and_is_asked_afterwards(
    house: House, let_in: LetIn, album: Album, inbox: Inbox
) -> None:
    await a_slot_that_begins_soon(house)
    counter, visitor = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    leaflet = await _prepares(counter)
    await _opens_the_entrance(counter)
    own = await _books(visitor, inbox, await read_code(counter.page, leaflet))
    await visitor.follows("日時や人数を変える", within="main")
    await visitor.writes("人数", "2")
    await visitor.sends()
    await visitor.sees("予約を変更しました", "2人")
    await visitor.photographs("visit-today")
    shown = await read_code(counter.page, f"{own}/qr.svg")
    await scans(counter.page, shown)
    await figure(counter.page, "done", 1)
    await counter.sees("受付をしました", "2人")
    await counter.photographs("reception-done")
    await visitor.opens(own)
    await visitor.photographs("visit-received")
    await _answers(visitor)
    await _reads_the_answers(counter)


async def _answers(visitor: Visitor) -> None:
    await visitor.follows("アンケートに答える", within="main")
    await visitor.photographs("questions")
    await visitor.sends()
    await visitor.sees("何か1つ")
    await visitor.photographs("questions-refused")
    await visitor.chooses("展示は役に立ちましたか", "5")
    await visitor.chooses("説明は分かりやすかったですか", "はい")
    await visitor.chooses("このあと、連絡を望みますか", "試しに借りたい")
    await visitor.ticks("上の内容に同意します")
    await visitor.sends()
    await visitor.sees("ありがとうございました")
    await visitor.photographs("questions-thanks")


async def _reads_the_answers(counter: Visitor) -> None:
    await counter.opens("/questionnaire/results?apart=item")
    await counter.sees("回答は1件")
    await counter.photographs("questionnaire-results")
    await counter.opens("/reports/visits?group=place")
    await counter.sees("来場者（人）", "介護ロボット体験展示")
    await counter.photographs("report-of-visits")
    await counter.opens("/leads")
    await counter.sees("来場 一郎", "試しに借りたい", VISITOR)
    await counter.photographs("leads")
    await counter.opens("/desk")
    await counter.follows("連絡先を見る", within="main")
    assert re.search("/leads$", counter.page.url)
    await counter.presses("連絡済みにする", within="main")
    await counter.sees("連絡済みにしました", "連絡を待っている方はいません")
    await counter.photographs("leads-empty")
