"""How long the board takes in Chromium: `python -m tests.browser.measure_board` prints it.

500 units and 13 weeks, from the address to the last bar drawn; nothing is asserted, a machine is what it is.
"""

import asyncio
import statistics
import tempfile
from pathlib import Path

from tests.app.house import House
from tests.browser.chromium import a_chromium
from tests.browser.full_board import VENDOR, fill
from tests.browser.visitor import DESK, HEIGHT, Visitor

UNITS, TIMES = 500, 7
_DRAWN = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    const mark = performance.getEntriesByName("board-drawn")[0];
    const bars = document.querySelectorAll(".tl-bar").length;
    const rows = document.querySelectorAll(".tl-row").length;
    done([mark.startTime, performance.now(), rows, bars]);
})))"""


async def measure(data_dir: Path, base_url: str) -> None:
    """Open the board again and again, and say how long it took."""
    product_id = await fill(data_dir, UNITS)
    async with a_chromium() as browser:
        context = await browser.new_context(viewport={"width": DESK, "height": HEIGHT[DESK]}, locale="ja-JP")
        visitor = Visitor(context, await context.new_page(), base_url)
        await visitor.signs_in(VENDOR)
        drawn, painted, rows, bars = [], [], 0, 0
        for _ in range(TIMES):
            await visitor.opens(f"/board?weeks=13&product={product_id}")
            await visitor.page.wait_for_selector("#timeline[data-ready]")
            at, after, rows, bars = await visitor.page.evaluate(_DRAWN)
            drawn.append(at)
            painted.append(after)
        print(f"{rows} units × 91 days, {bars} bars, {TIMES} visits, from navigation")  # noqa: T201  # a command
        for name, times in (("last bar in the page", drawn), ("painted", painted)):
            print(f"  {name}: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms")  # noqa: T201


def main() -> None:
    """Start a house of its own, measure, and end it."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder) / "data", TAMESHI_DEMO="yes")
        try:
            house.start()
            asyncio.run(measure(house.data_dir, f"http://localhost:{house.port}"))
        finally:
            house.close()


if __name__ == "__main__":
    main()
