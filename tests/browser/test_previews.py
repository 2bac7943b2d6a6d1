"""What a step changes, shown before its button: readable and accessible on a phone and on a desk."""

import pytest

from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_a_lender_sees_what_an_exchange_changes_before_it_is_made(
    let_in: LetIn, album: Album, width: int
) -> None:
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens("/vendor")
    await vendor.photographs(f"vendor-desk-{width}")
    await vendor.page.locator("#to_ship tbody th a").first.click()
    await vendor.follows("個体を交換する", within="main")
    await vendor.photographs(f"vendor-exchange-{width}")
    await vendor.sees("変わることを確かめる")


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_a_counter_sees_what_cancelling_frees(let_in: LetIn, album: Album, width: int) -> None:
    counter = await let_in(width, album=album)
    await counter.signs_in("counter@demo.example")
    await counter.opens("/desk")
    await counter.photographs(f"counter-desk-{width}")
    await counter.page.locator("#new tbody th a").first.click()
    await counter.follows("取り消す", within="main")
    await counter.sees("この操作で変わること", "が空きます")
    await counter.photographs(f"counter-cancel-{width}")


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_a_lender_offers_other_units_and_sees_what_that_changes(
    let_in: LetIn, album: Album, width: int
) -> None:
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens("/vendor")
    await vendor.page.locator("#asked tbody th a").first.click()
    await vendor.follows("別の日程を提案する", within="main")
    await vendor.sees("提案する個体", "いまの個体")
    free = vendor.page.locator(".choice", has_text="申し込まれた日に空いています")
    await free.locator("label").first.click()
    await vendor.sees("この操作で変わること", "を押さえます")
    await vendor.photographs(f"vendor-offer-{width}")
