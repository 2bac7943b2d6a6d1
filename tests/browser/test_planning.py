"""A display of eight kinds, from the place and the dates to its opening, by its counter and its lenders."""

from datetime import timedelta

from core.clock import today
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album, Visitor

KINDS = 8


async def a_display(counter: Visitor, title: str) -> str:
    """A draft for the days from a far month on; the path of its pages."""
    await counter.opens("/exhibitions/new")
    await counter.writes("展示の名前", title)
    await counter.page.fill("[name=start]", str(today() + timedelta(days=200)))
    await counter.page.fill("[name=last_day]", str(today() + timedelta(days=210)))
    await counter.page.select_option("[name=prefecture]", "大分県")
    await counter.sends()
    await counter.sees("下書きを保存しました")
    return counter.path.removesuffix("/prepare")


async def test_eight_kinds_are_planned_changed_checked_and_asked_for(let_in: LetIn, album: Album) -> None:
    counter = await let_in(DESK, album=album)
    await counter.signs_in("counter@demo.example")
    base = await a_display(counter, "計画してつくる展示")
    await counter.follows("空いている機種から計画する", within="main")
    await counter.sees("まだだれにも依頼していません", f"依頼する機種（{KINDS}）", "見られる項目")
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
    await phone.opens(f"{base}/proposal")
    await phone.photographs("planning-board-phone")
