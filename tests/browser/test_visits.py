"""A visitor with a phone from the display to booked, changed and cancelled; the counter at its desk."""

import re
from urllib.parse import urlsplit

from tests.browser.conftest import LetIn
from tests.browser.mails import link_mailed
from tests.browser.visitor import DESK, PHONE, Album
from tests.notifications.mail_server import Inbox


async def test_a_visitor_books_on_a_phone_and_the_counter_sees_who_comes(
    let_in: LetIn, album: Album, inbox: Inbox
) -> None:
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
    await visitor.opens(
        urlsplit(await link_mailed(inbox, "hanako@visitors.example", "来場予約を確かめて")).path
    )
    await visitor.photographs("visit-to-confirm")
    await visitor.presses("予約を確定する", within="main")
    await visitor.sees("当日の受付")
    await visitor.photographs("visit-own")
    await visitor.follows("日時や人数を変える", within="main")
    await visitor.photographs("visit-change")
    await visitor.follows("やめて戻る", within="main")
    await visitor.follows("予約を取り消す", within="main")
    await visitor.photographs("visit-cancel")
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
