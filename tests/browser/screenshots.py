"""Takes the pictures of README and guides into docs/images: `make screenshots`.

They show the demo world as `make run` loads it, today.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser

from tests.app.house import ROOT, House
from tests.browser.asking import product_id
from tests.browser.chromium import a_chromium
from tests.browser.visitor import DESK, PHONE, Visitor

IMAGES = ROOT / "docs" / "images"
LARGEST = 200_000
COLOURS = 128
HEIGHTS = {PHONE: 844, DESK: 860}
Shot = Callable[[Visitor], Awaitable[None]]


async def facility_home(visitor: Visitor) -> None:
    await visitor.opens("/home")


async def facility_product(visitor: Visitor) -> None:
    await visitor.opens(f"/products/{await product_id(visitor, 'HZ-10')}")
    await visitor.page.locator(".month-days .day-free a").nth(7).click()
    await visitor.sees("空いています")
    await visitor.page.locator("#calendar").evaluate("part => part.scrollIntoView()")


async def facility_receives(visitor: Visitor) -> None:
    await visitor.opens("/home")
    await visitor.follows("受け取りを記録する", within="main")


async def counter_desk(visitor: Visitor) -> None:
    await visitor.opens("/desk")


async def counter_board(visitor: Visitor) -> None:
    await visitor.opens("/board")


async def vendor_asked(visitor: Visitor) -> None:
    await visitor.opens("/vendor")
    row = visitor.page.locator("tr", has=visitor.page.get_by_role("link", name="内容を見て承諾")).first
    await row.get_by_role("link").first.click()
    await visitor.sees("貸せるかどうかを返事してください")


async def centre_report(visitor: Visitor) -> None:
    await visitor.opens("/reports/loans")


async def vendor_results(visitor: Visitor) -> None:
    await visitor.opens("/vendor/results")


SHOTS: tuple[tuple[str, int, Shot], ...] = (
    ("facility", PHONE, facility_home),
    ("facility", PHONE, facility_product),
    ("facility", PHONE, facility_receives),
    ("counter", DESK, counter_desk),
    ("counter", DESK, counter_board),
    ("vendor", DESK, vendor_asked),
    ("vendor", DESK, vendor_results),
    ("centre", DESK, centre_report),
)


async def take(browser: Browser, base_url: str, who: str, width: int, shot: Shot) -> Path:
    """One picture: somebody of the demo world goes there and looks at the first screen."""
    context = await browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        reduced_motion="reduce",
    )
    visitor = Visitor(context, await context.new_page(), base_url)
    await visitor.signs_in(f"{who}@demo.example")
    await shot(visitor)
    await visitor.page.evaluate("document.fonts.ready")
    taken = await visitor.page.screenshot(animations="disabled")
    await context.close()
    assert visitor.complaints == []
    return _keep(taken, IMAGES / f"{shot.__name__.replace('_', '-')}.png")


def _keep(taken: bytes, path: Path) -> Path:
    """Pages have few colours: a palette makes the picture a third as large."""
    few = Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    assert path.stat().st_size <= LARGEST, f"{path.name} is too large"
    return path


async def main() -> None:
    """Start a house, take every picture, say where they are."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder) / "data", TAMESHI_DEMO="yes")
        try:
            house.start()
            async with a_chromium() as browser:
                for who, width, shot in SHOTS:
                    path = await take(browser, f"http://localhost:{house.port}", who, width, shot)
                    print(f"{path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")  # noqa: T201  # a command
        finally:
            house.close()


if __name__ == "__main__":
    asyncio.run(main())
