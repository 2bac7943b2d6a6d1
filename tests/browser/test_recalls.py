"""A lender calls a unit back, with another one in its place or without: the facility sees what it can do."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.app.house import House
from tests.browser.conftest import LetIn
from tests.browser.late_loan import a_late_loan, end_late_loans
from tests.browser.visitor import DESK, PHONE, Album


@pytest_asyncio.fixture(scope="module", autouse=True)
async def nothing_left(house: House) -> AsyncIterator[None]:
    """What is late here is in nobody's way afterwards."""
    yield
    await end_late_loans(house.data_dir)


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_a_unit_is_called_back_and_the_facility_goes_on_with_another(
    let_in: LetIn, album: Album, house: House, width: int
) -> None:
    loan = await a_late_loan(house.data_dir, later=12)
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens(f"{loan}/recall")
    await vendor.writes("呼び戻す理由", "部品の点検のため")
    await vendor.photographs(f"vendor-recall-{width}")
    await vendor.sends()
    await vendor.sees("呼び戻しを記録しました", "事業所の返事を待っています")
    facility = await let_in(width, album=album)
    await facility.signs_in("facility@demo.example")
    await facility.opens(loan)
    await facility.sees("代わりの個体で続けられます")
    await facility.photographs(f"facility-recalled-{width}")
    await facility.opens(f"{loan}/refuse-replacement")
    await facility.sees("部品の点検のため")
    await facility.photographs(f"facility-refuses-replacement-{width}")
    await facility.opens(loan)
    await facility.presses("代わりの個体で続ける")
    await facility.sees("代わりの個体で続けます")
    await vendor.opens(loan)
    await vendor.sees("替えた個体が戻りました")
    await vendor.photographs(f"vendor-exchanged-unit-comes-home-{width}")


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_without_another_unit_the_facility_is_led_to_a_new_request(
    let_in: LetIn, album: Album, house: House, width: int
) -> None:
    loan = await a_late_loan(house.data_dir, later=12)
    vendor = await let_in(width, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens(f"{loan}/recall")
    await vendor.writes("呼び戻す理由", "部品の点検のため")
    await vendor.sends()
    facility = await let_in(width, album=album)
    await facility.signs_in("facility@demo.example")
    await facility.opens(f"{loan}/refuse-replacement")
    await facility.sends()
    await facility.sees("返したあとに借りられるもの")
    await facility.photographs(f"facility-after-recall-{width}")
    await facility.follows("を申し込む", within="main")
    await facility.sees("この内容で申し込む")
