"""Fills a running house of the demo world with one of each thing that an address can name.

`TAMESHI_DATABASE_URL=… python -m tests.browser.every_page.furnishing` prints name → value as JSON.
"""

import asyncio
import json
import sys

import exhibitions.introductions
import exhibitions.seminars.introductions  # noqa: F401  # both are told of what happens below
from core import db
from core.settings import settings
from tests.browser.every_page.cast import the_cast
from tests.browser.every_page.with_loans import with_loans
from tests.browser.every_page.with_people import with_people
from tests.browser.every_page.with_robots import with_robots
from tests.browser.every_page.with_seminars import with_seminars
from tests.browser.every_page.with_shows import with_shows

PARTS = (with_robots, with_loans, with_shows, with_seminars, with_people)


async def furnish() -> dict[str, str]:
    """One of each, through the steps that people take; what addresses call them."""
    db.configure(settings().database_url)
    async with db.pool(), db.transaction():
        cast = await the_cast()
        found: dict[str, object] = {}
        for part in PARTS:
            found |= await part(cast)
    missing = [name for name, value in found.items() if value is None]
    assert missing == [], "the demo world has none of these any more"
    return {name: str(value) for name, value in found.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(furnish())))
