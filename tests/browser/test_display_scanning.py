"""Units of a touring display are scanned without network: sent, received, driven, sent home, taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
from playwright.async_api import expect

from core.clock import now, today
from tests.app.house import House
from tests.browser.asking import product_id
from tests.browser.conftest import LetIn
from tests.browser.spare_unit import add_unit
from tests.browser.test_scanning import figure, kept_for_later, ready, scans
from tests.browser.test_touring import a_touring_show, days_pass
from tests.browser.visitor import DESK, PHONE, Album, Visitor

PRODUCT = "HZ-10"
VENUE = "山の上の会場"
EARLIER = timedelta(minutes=5)
A_MINUTE = timedelta(minutes=1)
_LABEL = """
WITH own AS (SELECT unit_id FROM exhibit WHERE id = $1), made AS (
    INSERT INTO tag (id, token, code, unit_id, created_at)
    SELECT gen_random_uuid(), replace(gen_random_uuid()::text, '-', ''), 'SHOW' || right(unit_id::text, 4),
        unit_id, now()
    FROM own WHERE NOT EXISTS (SELECT FROM tag t WHERE t.unit_id = own.unit_id AND t.retired_at IS NULL)
    RETURNING code
)
SELECT code FROM made UNION ALL SELECT t.code FROM tag t JOIN own USING (unit_id) WHERE t.retired_at IS NULL
"""
_OF_NO_DISPLAY = "SELECT t.code FROM unit u JOIN tag t ON t.unit_id = u.id WHERE u.serial_number = 'SPARE-1'"


async def asked_of_the_house(house: House, sql: str, *given: object) -> str:
    connection = await asyncpg.connect(host=str(house.data_dir / "run"), user="tameshi", database="tameshi")
    try:
        return str(await connection.fetchval(sql, *given))
    finally:
        await connection.close()


async def a_show_in_the_hills(counter: Visitor) -> str:
    """A touring show from today on, which two units of the vendor are asked for; the path of its pages."""
    base = await a_touring_show(counter, "電波のない巡回展", [(VENUE, 1, 7)])
    await counter.opens(f"{base}/tour")
    await counter.follows("変える", within="main tbody")
    await counter.page.fill("[name=arrives_on]", str(today() + timedelta(days=1)))
    await counter.sends()
    await counter.sees("移動の計画を保存しました")
    for _ in range(2):
        await counter.opens(f"{base}/exhibits?product_id={await product_id(counter, PRODUCT)}")
        await counter.presses("加える", within="main")
        await counter.sees("を加えました")
    return base


async def agreed(lender: Visitor, counter: Visitor, base: str) -> list[str]:
    """The paths of what stands on the show once its lender has agreed, and the show is told of."""
    links = counter.page.locator("main tbody th a[href^='/exhibits/']")
    exhibits = [await link.get_attribute("href") or "" for link in await links.all()]
    for path in exhibits:
        await lender.opens(path)
        await lender.presses("展示への貸出を承諾する", within="main")
    await counter.opens(f"{base}/prepare")
    await counter.follows("予定として公開する", within="main")
    await counter.presses("予定として公開する", within="main")
    return exhibits


async def scanned(visitor: Visitor, action: str, codes: Sequence[str], at: datetime | None = None) -> None:
    """One after another, a second apart where the telephone's clock says `at`."""
    await visitor.ticks(action)
    for number, code in enumerate(codes):
        if at is not None:
            await visitor.page.clock.set_fixed_time(at + timedelta(seconds=number))
        await scans(visitor.page, code)


async def is_sent(visitor: Visitor, *, done: int, refused: int = 0) -> None:
    """There is network again: what was kept leaves by itself; the page counts all that it ever sent."""
    await visitor.context.set_offline(False)
    await figure(visitor.page, "done", done)
    await figure(visitor.page, "refused", refused)
    await figure(visitor.page, "waiting", 0)


async def walks_out(visitor: Visitor) -> None:
    """The page is open, and there is no network any more."""
    await ready(visitor)
    await kept_for_later(visitor)
    await visitor.context.set_offline(True)


async def comes_back_later(visitor: Visitor, *, waiting: int) -> None:
    """The page says that it has kept so many, is closed, and opened again: still without network."""
    await figure(visitor.page, "waiting", waiting)
    await visitor.page.close()
    visitor.page = await visitor.context.new_page()
    await visitor.page.goto(f"{visitor.base_url}/scan")
    await visitor.sees("つながっていません")


async def is_sent_without_network(lender: Visitor, codes: Sequence[str], spare: str) -> None:
    await walks_out(lender)
    for page, (code, wrong) in enumerate(((codes[0], "NOSUCHLABEL"), (codes[1], spare)), start=1):
        await lender.ticks("発送する")
        await lender.writes("運送会社", "見本運輸")
        await lender.page.keyboard.press("Enter")
        await scans(lender.page, code)
        await scans(lender.page, wrong)
        await figure(lender.page, "waiting", 2 * page)
        if page == 1:
            await comes_back_later(lender, waiting=2)
    await lender.photographs("display-scans-kept")
    await is_sent(lender, done=2, refused=2)
    await lender.opens("/scan/refused")
    for said, reason in (
        ("NOSUCHLABEL", "登録されていません"),
        ("SPARE-1", "いま動いている貸出や展示はありません"),
    ):
        await expect(lender.page.locator("main tr", has_text=said).first).to_contain_text(reason)
    await lender.photographs("display-scans-refused")


async def is_driven_without_network(phone: Visitor, codes: Sequence[str]) -> None:
    """Received, and loaded where the lorry leaves; unloaded where it comes to, a while later."""
    await walks_out(phone)
    came = now() - EARLIER
    await scanned(phone, "受け取る", codes, came)
    await scanned(phone, "展示に置く", codes, came + A_MINUTE)
    await comes_back_later(phone, waiting=4)
    await scanned(phone, "展示に置く", codes, came + 3 * A_MINUTE)
    await figure(phone.page, "waiting", 6)
    await is_sent(phone, done=6)


async def goes_home_without_network(phone: Visitor, lender: Visitor, codes: Sequence[str]) -> None:
    await walks_out(phone)
    await scanned(phone, "きれいにして返送する", codes)
    await comes_back_later(phone, waiting=2)
    await is_sent(phone, done=8)
    await walks_out(lender)
    await scanned(lender, "返却を受け入れる", codes)
    await comes_back_later(lender, waiting=2)
    await is_sent(lender, done=4, refused=2)


async def test_a_tour_is_scanned_where_there_is_no_network(let_in: LetIn, album: Album, house: House) -> None:
    for serial in ("SHOW-1", "SHOW-2"):
        await add_unit(house.data_dir, "vendor@demo.example", serial, f"%{PRODUCT}%")
    desk, lender, phone = (
        await let_in(DESK, album=album),
        await let_in(PHONE, album=album),
        await let_in(PHONE),
    )
    for visitor, who in ((desk, "counter"), (lender, "vendor"), (phone, "counter")):
        await visitor.signs_in(f"{who}@demo.example")
    base = await a_show_in_the_hills(desk)
    exhibits = await agreed(lender, desk, base)
    await add_unit(house.data_dir, "vendor@demo.example", "SPARE-1", f"%{PRODUCT}%")
    spare = await asked_of_the_house(house, _OF_NO_DISPLAY)
    codes = [await asked_of_the_house(house, _LABEL, UUID(path.rsplit("/", 1)[-1])) for path in exhibits]
    await is_sent_without_network(lender, codes, spare)
    for path in exhibits:
        await desk.opens(path)
        await desk.sees("発送済み", "見本運輸")
    await days_pass(house, base, 1)  # the way began yesterday and ends today
    await is_driven_without_network(phone, codes)
    await desk.opens(f"{base}/tour")
    await desk.sees("2台・2台／2台")
    await desk.photographs("display-scans-tour")
    await goes_home_without_network(phone, lender, codes)
    for path in exhibits:
        await desk.opens(path)
        await desk.sees("返却済み")
