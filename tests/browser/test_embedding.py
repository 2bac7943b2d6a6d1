"""A counter's own web page with our frame in it: the list is there, as high as it needs to be."""

from playwright.async_api import expect

from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album

_PAGE = """<!doctype html><html lang="ja"><head><title>窓口</title></head><body><h1>窓口</h1>
<script src="{base}/static/js/embed.js" data-counter="{counter}" data-lang="{lang}" async></script>
</body></html>"""


async def test_the_frame_stands_on_another_page_in_both_languages(let_in: LetIn, album: Album) -> None:
    counter = await let_in(DESK, album=album)
    await counter.opens("/exhibitions")
    await counter.page.locator("main .card a").first.click()
    await counter.page.wait_for_load_state()
    answer = await counter.context.request.get(
        f"{counter.base_url}/api/v1/exhibitions/{counter.page.url.rsplit('/', 1)[-1]}"
    )
    counter_id = (await answer.json())["counter_id"]
    for lang, words in (("ja", ("空き", "研修会", "残り")), ("en", ("places", "Seminars"))):
        guest = await let_in(PHONE, album=album)
        await guest.opens(f"/embed/{counter_id}?lang={lang}")
        await guest.photographs(f"embedded-{lang}")
        html = _PAGE.format(base=guest.base_url, counter=counter_id, lang=lang)
        await guest.page.set_content(html)
        frame = guest.page.frame_locator("iframe")
        await expect(frame.get_by_role("link").first).to_be_visible()
        for word in words:
            await expect(frame.locator("main")).to_contain_text(word)
