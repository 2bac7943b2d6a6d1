"""The door of a seminar in a browser: tickets scanned by two phones without network, counted once."""

from tests.app.house import House
from tests.browser.conftest import LetIn
from tests.browser.test_scanning import figure, kept_for_later, scans
from tests.browser.test_seminars import the_session_runs
from tests.browser.visitor import DESK, PHONE, Album, Visitor

PAGE = "/scan/seminars"
TITLE = "はじめての介護ロボット研修（デモ）"


async def _ready(counter: Visitor) -> None:
    await counter.opens(PAGE)
    await counter.page.locator("#scan[data-ready]").wait_for(state="attached")


async def _two_with_places(counter: Visitor) -> tuple[str, list[str]]:
    """The path of a seminar, and the numbers of two for whom the counter applied by telephone."""
    await counter.opens("/seminars")
    await counter.follows(TITLE, within="main")
    base = counter.path
    for name in ("入口 一郎", "入口 二葉"):
        await counter.opens(f"{base}/apply")
        await counter.writes("お名前", name)
        await counter.page.select_option("select[name=audience]", "public")
        await counter.sends()
    await counter.opens(f"{base}/applications")
    rows = counter.page.locator("main tr").filter(has_text="入口")
    return base, [await rows.nth(at).locator("small.muted").first.inner_text() for at in range(2)]


async def test_tickets_scanned_without_network_by_two_phones_count_once(
    house: House, let_in: LetIn, album: Album
) -> None:
    counter, other = await let_in(PHONE, album=album), await let_in(PHONE)
    for phone in (counter, other):
        await phone.signs_in("counter@demo.example")
    base, numbers = await _two_with_places(counter)
    await the_session_runs(house, TITLE, -20, 40)
    for phone in (counter, other):
        await _ready(phone)
        await kept_for_later(phone)
        await phone.context.set_offline(True)
    await counter.photographs("seminar-entrance-phone-offline")
    await scans(counter.page, f"{counter.base_url}/seminar-tickets/{numbers[0]}")
    await scans(counter.page, "NOTICKET")
    await figure(counter.page, "waiting", 2)
    await counter.page.close()
    counter.page = await counter.context.new_page()
    await counter.page.goto(counter.base_url + PAGE)
    await counter.sees("つながっていません")
    await scans(counter.page, numbers[1])
    await figure(counter.page, "waiting", 3)
    await scans(other.page, numbers[0])
    await figure(other.page, "waiting", 1)
    await other.context.set_offline(False)
    await figure(other.page, "done", 1)
    await counter.context.set_offline(False)
    await figure(counter.page, "done", 1)
    await figure(counter.page, "refused", 2)
    await counter.sees("もう出席になっています")
    await counter.photographs("seminar-entrance-phone")
    await counter.page.goto(f"{counter.base_url}{PAGE}/refused")
    await counter.sees("NOTICKET")
    await counter.photographs("seminar-entrance-refused-phone")
    await counter.presses("済みにする", within="main")
    await counter.sees("済みにしました")
    await counter.opens(f"{base}/attendance")
    present = counter.page.locator("main tbody tr").filter(has_text="入口")
    assert [("出席" in text) for text in await present.all_inner_texts()] == [True, True]


async def test_the_door_at_a_desk(let_in: LetIn, album: Album) -> None:
    counter = await let_in(DESK, album=album)
    await counter.signs_in("counter@demo.example")
    await _ready(counter)
    await scans(counter.page, "NOTICKE2")
    await figure(counter.page, "refused", 1)
    await counter.photographs("seminar-entrance-desk")


async def test_the_door_works_without_a_script(let_in: LetIn) -> None:
    counter = await let_in(PHONE, javascript=False)
    await counter.signs_in("counter@demo.example")
    await counter.opens(PAGE)
    await counter.writes("受講番号", "NOSUCHCODE")
    await counter.sends()
    await counter.sees("この受講番号の人はいません")
