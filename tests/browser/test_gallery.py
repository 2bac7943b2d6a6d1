"""The components in a real browser: on a phone and a desk, under the strict policy, judged by axe-core."""

import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.async_api import Browser

from app.gallery import write
from app.threshold import CONTENT_SECURITY_POLICY
from tests.browser.accessibility import faults

PAGES = ("ja-facility", "en-counter", "ja-anyone", "en-error-404", "ja-error-500")
WATCH_SUBMITS = """
window.sent = []
addEventListener("submit", (event) => { sent.push(event.defaultPrevented); event.preventDefault() })
"""
WIDTHS = (390, 1280)


class Quiet(SimpleHTTPRequestHandler):
    """Serves the gallery as the product serves its pages."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the drawn gallery."""
    folder = tmp_path_factory.mktemp("gallery")
    write(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Quiet(*given, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("width", WIDTHS)
async def test_every_component_is_accessible_and_fits_the_screen(
    gallery: str, browser: Browser, width: int
) -> None:
    said: list[str] = []
    page = await browser.new_page(viewport={"width": width, "height": 844})
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for name in PAGES:
        await page.goto(f"{gallery}/{name}.html", wait_until="load")
        said += [f"{name}: {fault}" for fault in await faults(page)]
    await page.close()
    assert said == []


async def test_a_long_text_counts_what_is_left_and_a_second_press_sends_nothing(
    gallery: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await page.goto(f"{gallery}/ja-facility.html", wait_until="load")
    await page.fill("#problem", "あ" * 401)
    assert await page.inner_text("[data-counter=problem]") == "1文字多すぎます"
    await page.evaluate(WATCH_SUBMITS)
    for _ in range(2):
        await page.click(".form .button-primary")
    assert await page.evaluate("sent") == [False, True]
    await page.close()
