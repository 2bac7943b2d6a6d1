"""Units as those who answer for them see them: their whole life, in a browser."""

import pytest

from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_the_whole_life_of_a_unit_is_on_its_page(let_in: LetIn, album: Album, width: int) -> None:
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens("/units")
    await vendor.page.locator("main tbody th a").last.click()
    await vendor.sees("これまでのできごと", "登録しました")
    await vendor.photographs("vendor-unit-life")
    await vendor.page.get_by_label("種類").select_option("loan")
    await vendor.presses("絞る", within="#life")
    await vendor.sees_no("登録しました")
    await vendor.photographs("vendor-unit-life-of-loans")
    await vendor.opens(f"{vendor.path}?month=1999-01")
    await vendor.sees("2026-11のように、年と月を入れてください。")
    await vendor.photographs("vendor-unit-life-wrong-month")
