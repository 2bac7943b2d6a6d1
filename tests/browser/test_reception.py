"""The counter's entrance in a browser: codes typed by a scanner, without network, and by name."""

from tests.browser.conftest import LetIn
from tests.browser.test_scanning import figure, kept_for_later, scans
from tests.browser.visitor import DESK, PHONE, Album, Visitor

PAGE = "/scan/visits"


async def _ready(counter: Visitor) -> None:
    await counter.signs_in("counter@demo.example")
    await counter.opens(PAGE)
    await counter.page.locator("#scan[data-ready]").wait_for(state="attached")


async def test_codes_scanned_without_network_are_sent_later(let_in: LetIn, album: Album) -> None:
    counter = await let_in(PHONE, album=album)
    await _ready(counter)
    await counter.photographs("reception-phone")
    await kept_for_later(counter)
    await counter.context.set_offline(True)
    await scans(counter.page, "NOVISIT2")
    await figure(counter.page, "waiting", 1)
    await counter.page.close()
    counter.page = await counter.context.new_page()
    await counter.page.goto(counter.base_url + PAGE)
    await counter.sees("つながっていません")
    await scans(counter.page, "NOVISIT3")
    await figure(counter.page, "waiting", 2)
    await counter.photographs("reception-phone-offline")
    await counter.context.set_offline(False)
    await figure(counter.page, "refused", 2)
    await counter.page.goto(f"{counter.base_url}{PAGE}/refused")
    await counter.sees("NOVISIT2", "NOVISIT3", "この窓口の展示にありません")
    await counter.photographs("reception-refused-phone")
    await counter.presses("済みにする", within="main")
    await counter.sees("済みにしました")


async def test_the_desk_at_the_entrance(let_in: LetIn, album: Album) -> None:
    counter = await let_in(DESK, album=album)
    await _ready(counter)
    await scans(counter.page, "NOVISIT4")
    await figure(counter.page, "refused", 1)
    await counter.photographs("reception-desk")
    await counter.opens("/exhibitions")
    await counter.page.locator("main .card a").first.click()
    await counter.follows("来場者", within="main")
    await counter.writes("お名前、団体、予約番号で探す", "だれもいない")
    await counter.presses("探す", within="main")
    await counter.photographs("reception-by-name")
    await counter.follows("予約のない方を受け付ける", within="main")
    await counter.photographs("reception-walk-in")
