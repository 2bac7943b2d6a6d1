"""Somebody in front of a browser: does what people do, sees what people see."""

import re
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Response, expect

from fixtures.demo.accounts import DEMO_PASSWORD
from tests.browser.accessibility import faults

PHONE, DESK = 390, 1280
HEIGHT = {PHONE: 844, DESK: 900}
# The browser says this of every 4xx; whether that was right is the test's business.
_REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


class Album:
    """A folder of numbered screenshots."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()

    def next_path(self, name: str) -> Path:
        """Where the next picture goes."""
        return self.folder / f"{next(self._numbers):02d}-{name}.png"


class Visitor:
    """A browser window of one's own; `complaints` gathers what no visitor should ever meet."""

    def __init__(
        self, context: BrowserContext, page: Page, base_url: str, album: Album | None = None
    ) -> None:
        self.context = context
        self.page = page
        self.base_url = base_url
        self.album = album
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._look)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _REFUSAL.match(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _look(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")

    @property
    def path(self) -> str:
        """Where the visitor is, without host and query."""
        return urlsplit(self.page.url).path

    async def opens(self, path: str) -> int:
        """Go to `path`, or to a whole address as it stands in a mail; the status of the answer."""
        response = await self.page.goto(path if "://" in path else self.base_url + path)
        assert response is not None
        return response.status

    async def signs_in(self, email: str, password: str = DEMO_PASSWORD) -> None:
        """Through the form, wherever the visitor is sent to it from."""
        if self.path != "/sign-in":
            await self.opens("/sign-in")
        await self.page.locator("input[name=email]").fill(email)
        await self.page.locator("input[name=password]").fill(password)
        await self.sends()
        await self.page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in")

    async def follows(self, link: str, within: str = "body") -> None:
        """Press the link that says so; the first one where several do."""
        await self.page.locator(within).get_by_role("link", name=link).first.click()
        await self.page.wait_for_load_state()

    async def presses(self, button: str, within: str = "body") -> None:
        """Press the button that says so, and wait for what it brings."""
        await self.page.locator(within).get_by_role("button", name=button).first.click()
        await self.page.wait_for_load_state()

    async def sends(self) -> None:
        """Press the button of the form on this page, and wait for what it brings."""
        await self.page.locator("main form.form button[type=submit]").last.click()
        await self.page.wait_for_load_state()

    def field(self, label: str) -> Locator:
        """The field whose label begins so."""
        return self.page.get_by_label(re.compile("^" + re.escape(label))).first

    async def writes(self, label: str, text: str) -> None:
        """Fill in the field whose label begins so."""
        await self.field(label).fill(text)

    async def chooses(self, question: str, answer: str) -> None:
        """Tick the answer to a question of several choices."""
        group = self.page.get_by_role("radiogroup", name=re.compile("^" + re.escape(question)))
        await group.locator(".choice, .scale-step", has=self.page.get_by_text(answer, exact=True)).click()

    async def ticks(self, label: str) -> None:
        """Tick one box."""
        await self.page.locator(".choice", has=self.page.get_by_text(label, exact=True)).click()

    async def sees(self, *texts: str) -> None:
        """Wait until the main part of the page says all of `texts`."""
        for text in texts:
            await expect(self.page.locator("main")).to_contain_text(text)

    async def sees_no(self, *texts: str) -> None:
        """The main part of the page says none of `texts`."""
        for text in texts:
            await expect(self.page.locator("main")).not_to_contain_text(text)

    async def photographs(self, name: str) -> None:
        """Take the whole page into the album, and complain about what axe-core finds on it."""
        await self.page.evaluate("document.fonts.ready")
        self.complaints += [f"{name} ({self.path}): {fault}" for fault in await faults(self.page)]
        if self.album is not None:
            await take_whole_page(self.page, self.album.next_path(name))


async def take_whole_page(page: Page, path: Path) -> None:
    """A picture in a window as high as the page, so that what sticks to an edge does so in the picture."""
    usual = page.viewport_size
    assert usual is not None
    height: int = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": usual["width"], "height": max(height, usual["height"])})
    await page.screenshot(path=path, animations="disabled")
    await page.set_viewport_size(usual)
