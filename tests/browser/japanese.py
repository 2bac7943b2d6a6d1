"""Finding Japanese on a page that should speak English; what people wrote may stand there."""

import re

import asyncpg
from playwright.async_api import Page

from app.launcher.folder import DataFolder
from tests.app.house import House

_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー一-龠々]+")
# What is shown or read out; a part that says itself that it is Japanese is right to be.
_TEXTS = """() => {
    const others = "[lang=ja], script, style, noscript, textarea";
    const own = (node) => node.parentElement?.closest(others) === null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [document.title];
    while (walker.nextNode()) if (own(walker.currentNode)) texts.push(walker.currentNode.data);
    for (const name of ["aria-label", "alt", "title", "placeholder", "abbr"])
        document.querySelectorAll(`[${name}]`).forEach((one) => texts.push(one.getAttribute(name)));
    return texts.filter((text) => text.trim());
}"""
# So named in every language.
_LANGUAGES = ["やさしい日本語", "日本語", "中文"]
# These hold the interface's own words in both languages.
_OURS = ("taxonomy_item", "taxonomy_field", "problem", "outbox", "caught_mail")
# These hold pairs of letters to be searched for: without them half of any Japanese word would be left.
_COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND data_type = ANY($1) AND table_name <> ALL($2)
  AND column_name NOT IN ('search_terms', 'search_text')
"""
_VALUES = {
    "text": 'SELECT DISTINCT "{column}" FROM "{table}"',
    "character varying": 'SELECT DISTINCT "{column}" FROM "{table}"',
    "ARRAY": 'SELECT DISTINCT unnest("{column}")::text FROM "{table}"',
    "jsonb": """SELECT DISTINCT part #>> '{{}}' FROM "{table}", jsonb_path_query("{column}", '$.**') part
        WHERE jsonb_typeof(part) = 'string'""",
}


async def written_by_people(house: House) -> list[str]:
    """Every Japanese text in the database, the longest first."""
    running = DataFolder(house.data_dir).running()
    assert running is not None
    connection = await asyncpg.connect(running.database_url)
    found: set[str] = set()
    try:
        for table, column, kind in await connection.fetch(_COLUMNS, list(_VALUES), _OURS):
            rows = await connection.fetch(_VALUES[kind].format(table=table, column=column))
            texts = [row[0] for row in rows if row[0] and _JAPANESE.search(row[0])]
            found.update(text.strip() for text in texts)
            found.update(line.strip() for text in texts for line in text.splitlines())  # shown in one line
    finally:
        await connection.close()
    return sorted((text for text in found if len(text) > 1), key=len, reverse=True)


async def japanese_left(page: Page, written: list[str]) -> list[str]:
    """The interface's own words on this page that are still Japanese."""
    texts: list[str] = await page.evaluate(_TEXTS)
    left = "\n".join(texts)
    for text in _LANGUAGES + written:
        left = left.replace(text, "")
    return sorted(set(_JAPANESE.findall(left)))
