"""Looking at one page after the other as one person, on a phone and on a desk."""

from collections.abc import Mapping, Sequence

from tests.browser.accessibility import faults, too_wide
from tests.browser.every_page.addresses import Address
from tests.browser.japanese import japanese_left
from tests.browser.visitor import DESK, HEIGHT, PHONE, Visitor

# How a page is built, without its words and its navigation: what is built alike is judged alike. Rows of a
# table that are built alike count once.
_BUILD = """() => {
    const values = new Set(["class", "role", "type", "lang", "aria-current", "aria-hidden"]);
    const named = (one) => one.getAttributeNames().sort()
        .map((name) => (values.has(name) ? `${name}=${one.getAttribute(name)}` : name));
    const build = (node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? "words" : "";
        if (node.nodeType !== Node.ELEMENT_NODE || node.matches("body > header, script")) return "";
        return `${node.tagName}[${named(node)}](${[...new Set([...node.childNodes].map(build))].join()})`;
    };
    return build(document.body);
}"""
Judged = set[tuple[int, str]]


class Looker:
    """Somebody with one window; `judged` are the builds that axe-core has seen, by width.

    `written` is what people wrote: with it the pages must speak English, and are looked at on a phone alone.
    """

    def __init__(self, visitor: Visitor, judged: Judged, written: list[str] | None = None) -> None:
        self.visitor, self.judged, self.written = visitor, judged, written
        self.language = "ja" if written is None else "en"
        self.found: list[str] = []

    async def looks_at(self, who: str, world: Mapping[str, str], addresses: Sequence[Address]) -> list[str]:
        """All that is wrong with these pages."""
        if who != "anyone":
            await self.visitor.signs_in(f"{who}@demo.example")
            await self._chooses_language()
        for address in addresses:
            await self._looks(f"{who} {address.route}", address.path(world))
        return self.found

    async def _chooses_language(self) -> None:
        """Whatever the last visitor with this account chose."""
        if await self._language() != self.language:
            await self.visitor.presses({"ja": "日本語", "en": "English"}[self.language])

    async def _language(self) -> str | None:
        return await self.visitor.page.locator("html").get_attribute("lang")

    async def _looks(self, name: str, path: str) -> None:
        status = await self.visitor.opens(path)
        if status != 200:
            self.found.append(f"{name} answers {status}")
            return
        await self._sees(name, PHONE)
        if self.written is None:
            await self._sees(name, DESK)
            await self._turns(PHONE)
        else:
            spoken = await self._language()
            self.found += [f"{name} speaks {spoken}"] if spoken != self.language else []
            left = await japanese_left(self.visitor.page, self.written)
            self.found += [f"{name} speaks Japanese: {text}" for text in left]

    async def _sees(self, name: str, width: int) -> None:
        await self._turns(width)
        page = self.visitor.page
        build = (width, await page.evaluate(_BUILD))
        wrong = await (too_wide if build in self.judged else faults)(page)
        self.found += [f"{name} at {width}: {fault}" for fault in wrong]
        self.judged.add(build)

    async def _turns(self, width: int) -> None:
        await self.visitor.page.set_viewport_size({"width": width, "height": HEIGHT[width]})
