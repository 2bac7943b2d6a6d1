"""A display from the first idea to its opening, by those who make it and those who lend for it."""

from datetime import timedelta

from core.clock import today
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album, Visitor


async def a_draft(counter: Visitor) -> None:
    await counter.opens("/exhibitions/new")
    await counter.photographs("display-new")
    page = counter.page
    await page.fill("[name=title]", "冬の体験展示")
    await page.fill("[name=start]", str(today() + timedelta(days=150)))
    await page.fill("[name=last_day]", str(today() + timedelta(days=170)))
    await page.click("main form button")
    await counter.sees("下書きを保存しました", "機種を加える")


async def test_a_display_is_prepared_and_published(let_in: LetIn, album: Album) -> None:
    counter = await let_in(DESK, album=album)
    await counter.signs_in("counter@demo.example")
    await a_draft(counter)
    await counter.photographs("display-empty")
    await counter.follows("機種を加える", within="main")
    await counter.photographs("display-choose")
    choices = counter.page.locator("[name=product_id] option[value]:not([value=''])")
    await counter.page.select_option("[name=product_id]", await choices.first.get_attribute("value"))
    await counter.presses("加える", within="main")
    await counter.sees("を加えました", "重点分野の項目")
    await counter.photographs("display-filled")
    path = counter.path
    await counter.page.locator("main tbody th a").first.click()
    await counter.photographs("display-exhibit")
    for tail in ("edit", "team", "venues", "ask", "cancel"):
        await counter.opens(f"{path.removesuffix('/prepare')}/{tail}")
        await counter.photographs(f"display-{tail}")
    await counter.opens(path)
    await counter.follows("予定として公開する", within="main")
    await counter.photographs("display-plan")
    await counter.presses("予定として公開する", within="main")
    await counter.sees("予定として公開しました")
    phone = await let_in(PHONE, album=album)
    await phone.signs_in("counter@demo.example")
    await phone.opens(path)
    await phone.photographs("display-phone")
    await phone.opens(path.removesuffix("/prepare"))
    await phone.photographs("display-public")
