"""A house for the browser tests: `tameshi run` with the demo world and a real SMTP server, and a Chromium."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.app.house import House
from tests.browser.chromium import a_chromium
from tests.browser.visitor import HEIGHT, Album, Visitor
from tests.notifications.mail_server import Inbox, mail_server

OUTPUT = Path(__file__).resolve().parents[1] / "output"
LetIn = Callable[..., Awaitable[Visitor]]


@pytest.fixture(scope="session")
def inbox() -> Inbox:
    """What the house has mailed."""
    return Inbox()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, inbox: Inbox) -> Iterator[House]:
    """Everything, as `make run` starts it, with the demo world; its mail goes to `inbox`."""
    folder = tmp_path_factory.mktemp("house")
    with mail_server(inbox) as smtp_url:
        built = House(folder / "data", TAMESHI_DEMO="yes", TAMESHI_SMTP_URL=smtp_url)
        try:
            built.start()
            yield built
        finally:
            built.close()


@pytest.fixture(scope="session")
def base_url(house: House) -> str:
    """The address people type."""
    return f"http://localhost:{house.port}"


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all; each visitor gets a context of their own."""
    async with a_chromium() as started:
        yield started


@pytest.fixture(scope="session")
def album() -> Album:
    """Pictures of what is no station of the walk."""
    return Album(OUTPUT / "others")


@pytest_asyncio.fixture
async def let_in(browser: Browser, base_url: str) -> AsyncIterator[LetIn]:
    """Opens a window for a visitor: `await let_in(width)`; at the end nobody may have met an error."""
    visitors: list[Visitor] = []

    async def open_window(
        width: int, *, album: Album | None = None, locale: str = "ja-JP", javascript: bool = True
    ) -> Visitor:
        context = await browser.new_context(
            viewport={"width": width, "height": HEIGHT[width]},
            locale=locale,
            timezone_id="Asia/Tokyo",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(8_000)
        visitors.append(Visitor(context, await context.new_page(), base_url, album))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        await visitor.context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []
