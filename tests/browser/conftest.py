"""A house for the browser tests: `tameshi run` with the demo world and a real SMTP server, and a Chromium."""

import shutil
import subprocess
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
def demo_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a house that filled itself with the demo world and has ended in peace."""
    data_dir = tmp_path_factory.mktemp("demo") / "data"
    built = House(data_dir, TAMESHI_DEMO="yes")
    try:
        built.start()
        built.stop()
    finally:
        built.close()
    return data_dir


@pytest.fixture(scope="module")
def inbox() -> Inbox:
    """What the house has mailed."""
    return Inbox()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, demo_world: Path, inbox: Inbox) -> Iterator[House]:
    """Everything, as `make run` starts it, with the demo world; its mail goes to `inbox`.

    Each file of tests has a copy of its own: what one uses up or leaves behind no other meets.
    """
    data_dir = tmp_path_factory.mktemp("house") / "data"
    # With the owners: PostgreSQL opens only what belongs to the user it runs as.
    subprocess.run(["/bin/cp", "-pR", str(demo_world), str(data_dir)], check=True)
    with mail_server(inbox) as smtp_url:
        built = House(data_dir, TAMESHI_DEMO="yes", TAMESHI_SMTP_URL=smtp_url)
        try:
            built.start()
            yield built
        finally:
            built.close()
            shutil.rmtree(data_dir, ignore_errors=True)


@pytest.fixture(scope="module")
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
