"""A visitor with a phone from the display to booked, changed and cancelled; the counter at its desk."""

import re

from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album


async def test_a_visitor_books_on_a_phone_and_the_counter_sees_who_comes(let_in: LetIn, album: Album) -> None:
    visitor, counter = await let_in(PHONE, album=album), await let_in(DESK, album=album)
    await visitor.opens("/exhibitions")
    await visitor.page.locator("main .card a").first.click()
    await visitor.follows("来場を予約する", within="main")
    await visitor.photographs("visit-slots")
    exhibition = re.search(r"/exhibitions/[^/]+", visitor.page.url)
    assert exhibition
    await visitor.page.locator("main table a").last.click()
    await visitor.photographs("visit-reserve")
    await visitor.sends()
    await visitor.photographs("visit-reserve-refused")
    await visitor.writes("代表の方のお名前", "来場 花子")
    await visitor.writes("メールアドレス", "hanako@visitors.example")
    await visitor.sends()
    await visitor.sees("確かめのメールを送りました")
    await visitor.photographs("visit-thanks")
    await counter.signs_in("counter@demo.example")
    for path in ("visit-plan", "visitors"):
        await counter.opens(f"{exhibition[0]}/{path}")
        await counter.photographs(f"counter-{path}")
    await counter.page.locator("main nav .chips a").last.click()
    await counter.sees("来場 花子")
    await counter.photographs("counter-visitors-of-a-day")
    await counter.follows("取り消す", within="main")
    await counter.photographs("counter-visit-cancel")
    for kind in ("settings", "rules", "extra-days", "closed-days"):
        await counter.opens(f"{exhibition[0]}/visit-plan/{kind}")
        await counter.photographs(f"counter-visit-{kind}")
