"""A display in English and in plain Japanese: written by its counter, read by its visitors."""

from tests.browser.conftest import LetIn
from tests.browser.test_shows import the_display
from tests.browser.visitor import DESK, PHONE, Album

ACCESS = "Five minutes on foot from Oita station"


async def test_a_counter_writes_and_visitors_read_a_display_in_their_language(
    let_in: LetIn, album: Album
) -> None:
    counter = await let_in(DESK, album=album)
    await counter.signs_in("counter@demo.example")
    display = await the_display(counter)
    await counter.opens(f"{display}/edit")
    await counter.sees("英語での案内", "やさしい日本語での案内")
    await counter.writes("交通の案内（英語）", ACCESS)
    await counter.writes("開いている時間（英語）", "x" * 201)
    await counter.sends()
    await counter.photographs("display-form-refused")
    await counter.writes("開いている時間（英語）", "Weekdays 9:00–16:30")
    await counter.sends()
    await counter.sees("保存しました")
    for width in (PHONE, DESK):
        guest = await let_in(width, album=album, locale="en-US")
        await guest.opens(display)
        await guest.sees("Care robots to try", "Weekdays 9:00–16:30", ACCESS)
        await guest.sees_no("平日")
        await guest.photographs("display-english")
        await guest.follows("やさしい", within="main")
        await guest.sees("かいごロボットを ためす", "月よう日から 金よう日")
        await guest.photographs("display-plain")
        await guest.page.locator("main a.button-primary").click()
        await guest.page.wait_for_load_state()
        assert guest.path == f"{display}/visits"
        await guest.photographs("visit-times-plain")
        await guest.page.locator("main ul.plain-list a").last.click()
        await guest.page.wait_for_load_state()
        await guest.photographs("visit-plain")
        await guest.sends()
        await guest.sees("「あなたの 名前（なまえ）」を入力して")
        await guest.photographs("visit-plain-refused")
    form = await let_in(PHONE, album=album)
    await form.signs_in("counter@demo.example")
    await form.opens(f"{display}/edit")
    await form.photographs("display-form")


async def test_what_is_not_translated_is_japanese_and_says_so(let_in: LetIn, album: Album) -> None:
    counter = await let_in(PHONE, album=album)
    await counter.signs_in("counter@demo.example")
    display = await the_display(counter)
    await counter.opens(f"{display}/edit")
    await counter.writes("案内文（英語）", "")
    await counter.sends()
    guest = await let_in(DESK, album=album, locale="en-US")
    await guest.opens(display)
    words = guest.page.locator("main .lead [lang=ja]")
    assert "試せます" in await words.inner_text()
    await guest.photographs("display-half-english")
