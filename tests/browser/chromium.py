"""The Chromium of this machine, without a window."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

from tests.browser.ensure_chromium import find_chromium

_ARGUMENTS = (
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


@asynccontextmanager
async def a_chromium(*further: str) -> AsyncIterator[Browser]:
    """A running browser for the length of the block; `further` are arguments of the command."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=[*_ARGUMENTS, *further], headless=True
        )
        try:
            yield browser
        finally:
            await browser.close()
