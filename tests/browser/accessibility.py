"""What axe-core and a ruler find wrong with a page."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

_AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is right is not told in full: on a long page that takes longer than to find out.
_RUN = "(rules) => axe.run({runOnly: rules, resultTypes: ['violations']})"
_OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


async def faults(page: Page) -> list[str]:
    """Each broken rule with an element that breaks it, and how much the page is wider than the screen."""
    await page.evaluate(_AXE.read_text(encoding="utf-8"))
    report: dict[str, Any] = await page.evaluate(_RUN, _RULES)
    found = [f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in report["violations"]]
    return found + await too_wide(page)


async def too_wide(page: Page) -> list[str]:
    """How much the page is wider than the screen, if it is."""
    overflow = await page.evaluate(_OVERFLOW)
    return [f"{overflow}px too wide"] if overflow > 0 else []
