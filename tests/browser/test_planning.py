"""A display of eight kinds, from the place and the dates to its opening, by its counter and its lenders."""

from datetime import timedelta

from core.clock import today
from tests.browser.conftest import LetIn
from tests.browser.handing_over import arrive
from tests.browser.visitor import DESK, PHONE, Album, Visitor

KINDS = 8


async def a_display(counter: Visitor, title: str) -> str:
    """A draft for ten days from today on; the path of its pages."""
    await counter.opens("/exhibitions/new")
    await counter.writes("展示の名前", title)
    await counter.page.fill("[name=start]", str(today()))
    await counter.page.fill("[name=last_day]", str(today() + timedelta(days=10)))
    await counter.page.select_option("[name=prefecture]", "大分県")
    await counter.sends()
    await counter.sees("下書きを保存しました")
    return counter.path.removesuffix("/prepare")


async def presses_on_each(visitor: Visitor, exhibits: list[str], button: str) -> None:
    """Press this button on the page of every exhibit that has it."""
    for path in exhibits:
        await visitor.opens(path)
        if await visitor.page.get_by_role("button", name=button).count():
            await visitor.presses(button, within="main")


async def test_eight_kinds_go_from_the_plan_to_the_opening(let_in: LetIn, album: Album) -> None:
    counter = await let_in(DESK, album=album)
    await counter.signs_in("counter@demo.example")
    base = await a_display(counter, "計画してつくる展示")
    await counter.follows("空いている機種から計画する", within="main")
    await counter.sees("まだだれにも依頼していません", f"依頼する機種（{KINDS}）", "年版で見られる項目")
    await counter.photographs("planning-board")
    last = counter.page.locator(f"#pick-{KINDS}")
    await last.select_option("")
    await counter.presses("変えた内容を見る", within="main")
    await counter.sees(f"依頼する機種（{KINDS - 1}）", "この画面で選びました")
    more = counter.page.locator("#more option[value]:not([value=''])")
    await counter.page.select_option("#more", await more.first.get_attribute("value"))
    await counter.presses("変えた内容を見る", within="main")
    await counter.sees(f"依頼する機種（{KINDS}）")
    await counter.presses("依頼する相手を確かめる", within="main")
    await counter.sees("ここに並ぶ全員に一度に依頼します")
    await counter.photographs("planning-check")
    await counter.presses("まとめて依頼する", within="main")
    await counter.sees("台をまとめて依頼しました")
    phone = await let_in(PHONE, album=album)
    await phone.signs_in("counter@demo.example")
    await phone.opens(f"{base}/proposal?kinds=11")
    await phone.photographs("planning-board-phone")
    links = counter.page.locator("main tbody th a[href^='/exhibits/']")
    exhibits = [await link.get_attribute("href") or "" for link in await links.all()]
    assert len(exhibits) == KINDS
    centre = await let_in(DESK, album=album)  # steps in for lenders that have no account here
    await centre.signs_in("centre@demo.example")
    await presses_on_each(centre, exhibits, "展示への貸出を承諾する")
    await arrive(counter, exhibits)
    await counter.opens(f"{base}/prepare")
    for step in ("予定として公開する", "開催を始める"):
        await counter.follows(step, within="main")
        await counter.presses(step, within="main")
    await counter.sees("開催を始めました")
    await counter.photographs("planning-opened")
    anybody = await let_in(PHONE, album=album)
    await anybody.opens(base)
    await anybody.sees("開催中", "見て、触れる機種")
    assert await anybody.page.locator("main article.product").count() == KINDS


async def test_what_stands_there_is_explained_on_paper_and_on_phones(let_in: LetIn, album: Album) -> None:
    counter = await let_in(DESK, album=album)
    await counter.signs_in("counter@demo.example")
    await counter.opens("/exhibitions?prefecture=大分県")
    await counter.page.locator("main .card a").first.click()
    await counter.follows("準備の画面へ", within="main")
    await counter.follows("説明とQRコード", within="main")
    await counter.photographs("captions")
    await counter.follows("説明を書く", within="main")
    await counter.photographs("caption-form")
    await counter.page.fill("[name=caption_plain]", "人（ひと）が 立（た）つのを たすけます。")
    await counter.sends()
    await counter.sees("説明を保存しました", "あり")
    link = await counter.page.locator("main tbody th a").first.get_attribute("href")
    assert link is not None
    for width in (PHONE, DESK):
        visitor = await let_in(width, album=album)
        await visitor.opens(link)
        await visitor.sees("借りて試してみたい")
        await visitor.photographs("caption-visitor")
        await visitor.follows("やさしい日本語", within="main")
        await visitor.sees("たすけます")
        await visitor.photographs("caption-visitor-plain")
        await visitor.follows("English", within="main")
        await visitor.sees("I want to try it")
        await visitor.photographs("caption-visitor-english")
    await counter.page.reload()
    await counter.sees("2回")


async def test_an_exhibit_is_lent_from_the_show_with_something_in_its_place(
    let_in: LetIn, album: Album
) -> None:
    counter = await let_in(DESK, album=album)
    await counter.signs_in("counter@demo.example")
    await counter.opens("/exhibitions?prefecture=大分県")
    await counter.follows("介護ロボット体験展示", within="main")
    await counter.follows("準備の画面へ", within="main")
    await counter.page.locator("main tbody th a[href^='/exhibits/']").nth(1).click()
    path = counter.path
    await counter.follows("説明と並べ方を変える", within="main")
    await counter.ticks("展示の途中でも、代わりの機器があれば貸し出してよい")
    await counter.sends()
    await counter.opens(path)
    await counter.follows("展示から貸し出す", within="main")
    await counter.sees("代わりに並べるもの", "代わりを置かない")
    await counter.photographs("lend-from-show")
    phone = await let_in(PHONE, album=album)
    await phone.signs_in("counter@demo.example")
    await phone.opens(f"{path}/lend")
    await phone.photographs("lend-from-show-phone")
    await counter.sends()
    assert counter.path == "/loans/new"
    await counter.opens(path)
    await counter.sees("から展示を離れて貸し出します")
