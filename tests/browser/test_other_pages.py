"""The pages beside the walk, each as its reader sees it: accessible, and as wide as the screen."""

import pytest

from tests.browser.asking import product_id
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album

ANYONE = ("/", "/products?view=all", "/counters", "/exhibitions", "/t", "/password-reset", "/claim")
FACILITY = ("/loans", "/documents", "/counter", "/account", "/feeds", "/organization")
COUNTER = (
    "/desk/facilities",
    "/loans/new",
    "/board",
    "/loans?state=overdue",
    "/organization/people",
    "/claims",
)
VENDOR = ("/vendor/products", "/vendor/products/new", "/units", "/vendor/results", "/board")
CENTRE = ("/centre", "/reports/loans", "/loans", "/board")


@pytest.mark.parametrize(
    ("who", "width", "paths"),
    [
        ("", PHONE, ANYONE),
        ("", DESK, ANYONE),
        ("facility", PHONE, FACILITY),
        ("counter", DESK, COUNTER),
        ("vendor", DESK, VENDOR),
        ("vendor", PHONE, ("/vendor", "/units")),
        ("counter", PHONE, ("/desk", "/board", "/claims")),
        ("facility", DESK, ("/organization",)),
        ("centre", DESK, CENTRE),
    ],
    ids=lambda value: str(value) if isinstance(value, str | int) else "",
)
async def test_a_page_is_fit_for_its_readers(
    let_in: LetIn, album: Album, who: str, width: int, paths: tuple[str, ...]
) -> None:
    visitor = await let_in(width, album=album)
    if who:
        await visitor.signs_in(f"{who}@demo.example")
    for path in paths:
        assert await visitor.opens(path) == 200, path
        await visitor.photographs(f"{who or 'anyone'}-{path.strip('/').replace('/', '-').partition('?')[0]}")


async def test_the_page_behind_a_tag_and_its_unit_are_fit_for_their_readers(
    let_in: LetIn, album: Album
) -> None:
    vendor, stranger = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    await vendor.signs_in("vendor@demo.example")
    await vendor.opens(f"/vendor/products/{await product_id(vendor, 'HZ-10')}/units")
    await vendor.photographs("vendor-units-of-a-product")
    await vendor.page.locator("main a[href^='/units/']").first.click()
    await vendor.sees("QRタグ")
    await vendor.photographs("vendor-unit")
    tag = await vendor.page.locator("main a[href*='/t/']").first.get_attribute("href")
    assert tag is not None
    for visitor in (vendor, stranger):
        await visitor.opens(tag)
        await visitor.photographs("tag")
