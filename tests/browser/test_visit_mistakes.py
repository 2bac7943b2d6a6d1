"""Wrong input about displays and visits: refused on the page, with the reason and what can be done."""

from datetime import timedelta

from core.clock import today
from tests.browser.conftest import LetIn
from tests.browser.test_shows import the_display
from tests.browser.visitor import DESK, PHONE, Album, Visitor


async def _opens_no_times_in_the_past(counter: Visitor, display: str) -> None:
    await counter.opens(f"{display}/visit-plan/extra-days")
    await counter.page.fill("[name=first_on]", str(today() - timedelta(days=1)))
    await counter.page.evaluate("document.querySelector('main form.form').noValidate = true")
    await counter.sends()
    await counter.sees("以降の日にしてください")
    await counter.photographs("mistake-past-day")


async def _books_with_too_many(visitor: Visitor, display: str) -> str:
    """Refused with eleven, booked with three; which day it is."""
    await visitor.opens(f"{display}/visits")
    await visitor.page.locator("main table a").last.click()
    await visitor.writes("代表の方のお名前", "来場 三郎")
    await visitor.writes("メールアドレス", "saburo@visitors.example")
    await visitor.writes("人数", "11")
    await visitor.sends()
    await visitor.sees("1組は10人までです", "分けて予約するか", "097-574-4571")
    await visitor.photographs("mistake-too-many")
    assert await visitor.field("代表の方のお名前").input_value() == "来場 三郎"
    await visitor.writes("人数", "3")
    await visitor.sends()
    await visitor.sees("確かめのメールを送りました")
    return visitor.path


async def _cannot_close_what_is_expected(counter: Visitor, display: str) -> None:
    await counter.opens(f"{display}/prepare")
    await counter.follows("展示を終える", within="main")
    await counter.photographs("mistake-close-before")
    if await counter.page.get_by_role("button", name="展示を終える").count():
        await counter.presses("展示を終える", within="main")
    await counter.sees("来場の予約")
    await counter.photographs("mistake-close-refused")


async def _calls_off_with_a_reason_alone(counter: Visitor, display: str) -> None:
    await counter.opens(f"{display}/cancel")
    await counter.page.evaluate("document.querySelector('main form.form').noValidate = true")
    await counter.sends()
    await counter.photographs("mistake-cancel-without-reason")
    await counter.writes("中止の理由", "台風")
    await counter.sends()
    await counter.sees("展示を中止しました")
    await counter.photographs("display-called-off")


async def test_wrong_input_about_visits_is_refused_with_what_can_be_done(let_in: LetIn, album: Album) -> None:
    counter, visitor = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    await counter.signs_in("counter@demo.example")
    display = await the_display(counter)
    await _opens_no_times_in_the_past(counter, display)
    await _books_with_too_many(visitor, display)
    await _cannot_close_what_is_expected(counter, display)
    await _calls_off_with_a_reason_alone(counter, display)
    await visitor.opens(display)
    await visitor.sees("この展示は中止になりました")
    await visitor.opens(f"{display}/visits")
    await visitor.sees("来場の予約は受けていません", "ほかの展示を見る")
    await visitor.photographs("visits-of-a-display-called-off")
