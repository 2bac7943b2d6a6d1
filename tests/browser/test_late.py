"""A unit is late and needed next: lender and counter each see what they can do about it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from core.clock import today
from tests.app.house import House
from tests.browser.conftest import LetIn
from tests.browser.late_loan import a_late_loan, end_late_loans
from tests.browser.visitor import DESK, PHONE, Album


@pytest_asyncio.fixture(scope="module", autouse=True)
async def nothing_left(house: House) -> AsyncIterator[None]:
    """What is late here is in nobody's way afterwards."""
    yield
    await end_late_loans(house.data_dir)


@pytest_asyncio.fixture(scope="module")
async def late(house: House) -> str:
    """The path of a late loan whose unit is needed in a few days."""
    return await a_late_loan(house.data_dir)


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_a_lender_sees_what_a_swap_changes_before_it_is_made(
    let_in: LetIn, album: Album, late: str, width: int
) -> None:
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens("/vendor")
    await vendor.sees("次の予定")
    await vendor.photographs(f"vendor-desk-late-{width}")
    await vendor.opens(late)
    await vendor.sees("返却の遅れで影響を受ける予定", "この操作で変わること", "個体 N-0002に替える")
    await vendor.photographs(f"vendor-late-{width}")
    await vendor.page.locator("#late a[href^='/loans/']").first.click()
    await vendor.sees("まだ戻っていません", "この操作で変わること", "個体 N-0002に替える")
    await vendor.photographs(f"vendor-held-up-{width}")


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_a_counter_sees_who_is_touched_and_whom_to_call(
    let_in: LetIn, album: Album, late: str, width: int
) -> None:
    counter = await let_in(width, album=album)
    await counter.signs_in("counter@demo.example")
    await counter.opens("/desk")
    await counter.sees("次の予定")
    await counter.photographs(f"counter-desk-late-{width}")
    await counter.opens(late)
    await counter.sees("個体 N-0002が同じ日に空いています")
    await counter.photographs(f"counter-late-{width}")
    await counter.page.locator("#late a[href^='/loans/']").first.click()
    await counter.sees("まだ戻っていません", "個体を替えられるのは貸主です")
    await counter.photographs(f"counter-held-up-{width}")
    await counter.opens(late)
    await counter.follows("別の日程にする", within="#late")
    await counter.photographs(f"counter-late-other-days-{width}")


async def test_the_swap_is_one_press_and_needs_no_javascript(let_in: LetIn, late: str) -> None:
    vendor = await let_in(PHONE, javascript=False)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens(late)
    await vendor.presses("個体 N-0002に替える")
    await vendor.sees("個体の交換を記録しました")


@pytest_asyncio.fixture(scope="module")
async def needed(house: House) -> str:
    """The path of a loan that ends soon and whose unit is needed three weeks later."""
    return await a_late_loan(house.data_dir, later=12)


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_a_refused_extension_says_what_can_be_had(
    let_in: LetIn, album: Album, needed: str, width: int
) -> None:
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens(f"{needed}/extend")
    await vendor.writes("いつまで使うか", str(today() + timedelta(days=22)))
    await vendor.sends()
    await vendor.sees("いまの個体で延ばせるのは", "ほかの個体なら、希望の日まで使えます")
    await vendor.photographs(f"vendor-refused-extension-{width}")
    await vendor.presses("までに変える")
    await vendor.sees_no("いまの個体で延ばせるのは")
