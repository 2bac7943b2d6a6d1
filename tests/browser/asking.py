"""Asking for a robot through the form, for tests that need a loan of their own."""

from datetime import date, timedelta

from tests.browser.visitor import Visitor

PROBLEM = "夜勤のとき、見守りのための訪室が多く、休憩が取れない。"
GOAL = "夜の訪室を1人8回から4回に減らす。"
PLACE = "2階の居室 10床"
CONSENT = "使っていただく人またはご家族の同意を得ました"
FORTNIGHT = 14


async def product_id(visitor: Visitor, words: str) -> str:
    """The id of the product with these words in its name."""
    answer = await visitor.context.request.get(f"{visitor.base_url}/api/v1/products", params={"q": words})
    [found] = [product["id"] for product in (await answer.json())["items"] if words in product["name"]]
    return str(found)


async def opens_request(visitor: Visitor, words: str, start: date) -> None:
    """Open the form for a fortnight's trial."""
    product = await product_id(visitor, words)
    await visitor.opens(f"/loans/new?product={product}&start={start}&days={FORTNIGHT}")


async def fills_in(visitor: Visitor) -> None:
    """Say what every request must say."""
    await visitor.writes("解決したい困りごと", PROBLEM)
    await visitor.writes("めざすこと", GOAL)
    await visitor.writes("使う場所", PLACE)
    if await visitor.page.get_by_label(CONSENT).count():
        await visitor.ticks(CONSENT)


async def sends(visitor: Visitor) -> str:
    """Send the form; the page of the loan."""
    await visitor.presses("この内容で申し込む")
    await visitor.sees("申し込みました")
    return visitor.path


async def asks_for(visitor: Visitor, words: str, start: date) -> str:
    """All of it; the page of the loan."""
    await opens_request(visitor, words, start)
    await fills_in(visitor)
    return await sends(visitor)


def days_ahead(days: int, today: date) -> date:
    """A Monday so far ahead at least; each test asks for days of its own."""
    day = today + timedelta(days=days)
    return day + timedelta(days=-day.weekday() % 7)
