"""The scan page in a browser: a scanner that types, the network cut, the page closed and opened again."""

from random import Random

from playwright.async_api import Page, Route, expect

from core.ids import new_id
from tests.browser.asking import product_id
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album, Visitor

TYPED_QUICKLY = 1  # milliseconds between two signs, as such scanners do


async def scans(page: Page, code: str) -> None:
    """A scanner that types: no field is chosen."""
    await page.keyboard.type(code, delay=TYPED_QUICKLY)
    await page.keyboard.press("Enter")


async def figure(page: Page, state: str, count: int) -> None:
    await expect(page.locator(f"[data-count-{state}]")).to_have_text(str(count), timeout=30_000)


async def ready(visitor: Visitor) -> None:
    await visitor.opens("/scan")
    await expect(visitor.page.locator("#scan[data-ready]")).to_be_attached()


async def kept_for_later(visitor: Visitor) -> None:
    """The service worker has kept the page."""
    await visitor.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


async def codes_of(vendor: Visitor, product: str) -> list[str]:
    """The codes below the pictures of a product's labels."""
    await vendor.opens(f"/vendor/products/{await product_id(vendor, product)}/units")
    pages = await vendor.page.locator("main a[href^='/units/']").evaluate_all("all => all.map(a => a.href)")
    codes = []
    for address in [one for one in dict.fromkeys(pages) if "labels" not in one and "tags" not in one]:
        await vendor.opens(address)
        code = vendor.page.locator("main .tag-code")
        if await code.count():
            codes.append(await code.first.inner_text())
    return codes


async def test_fifty_labels_are_scanned_without_touching_the_screen(let_in: LetIn, album: Album) -> None:
    vendor = await let_in(DESK, album=album)
    await vendor.signs_in("vendor@demo.example")
    codes = await codes_of(vendor, "HZ-10")
    await ready(vendor)
    await vendor.ticks("所在を確かめる")
    for number in range(50 - len(codes)):
        await scans(vendor.page, f"NONE{number:04}")
    for code in codes:
        await scans(vendor.page, code)
    await figure(vendor.page, "refused", 50 - len(codes))
    await figure(vendor.page, "done", len(codes))
    await scans(vendor.page, "TWICE001")
    await figure(vendor.page, "refused", 51 - len(codes))
    await vendor.photographs("scan-desk")
    await vendor.follows("記録できなかった読み取り", within="main")
    await vendor.sees("NONE0000", "登録されていません")
    await vendor.photographs("scan-refused-desk")
    await vendor.presses("済みにする", within="main")
    await vendor.sees("済みにしました")


async def test_the_same_label_within_three_seconds_counts_once(let_in: LetIn, album: Album) -> None:
    facility = await let_in(PHONE, album=album)
    await facility.signs_in("facility@demo.example")
    await ready(facility)
    await scans(facility.page, "SAMELABEL")
    await figure(facility.page, "refused", 1)
    await facility.page.evaluate("new Promise(done => setTimeout(done, 500))")
    await scans(facility.page, "SAMELABEL")
    await facility.sees("同じラベルです")
    await facility.photographs("scan-phone")
    await figure(facility.page, "refused", 1)


async def test_scans_without_network_survive_closing_the_page_and_are_sent_later(
    let_in: LetIn, album: Album
) -> None:
    facility = await let_in(PHONE, album=album)
    await facility.signs_in("facility@demo.example")
    await ready(facility)
    await kept_for_later(facility)
    await facility.context.set_offline(True)
    codes = [new_id().hex[-12:].upper() for _ in range(12)]
    for code in codes[:6]:
        await scans(facility.page, code)
    await figure(facility.page, "waiting", 6)
    await facility.page.close()
    facility.page = await facility.context.new_page()
    await facility.page.goto(f"{facility.base_url}/scan")
    await facility.sees("つながっていません")
    await figure(facility.page, "waiting", 6)
    for code in codes[6:]:
        await scans(facility.page, code)
    await figure(facility.page, "waiting", 12)
    await facility.photographs("scan-phone-offline")
    await facility.context.set_offline(False)
    await figure(facility.page, "refused", 12)
    await figure(facility.page, "waiting", 0)
    await facility.page.goto(f"{facility.base_url}/scan/refused")
    for code in codes:
        assert await facility.page.locator("main th").filter(has_text=code).count() == 1
    await facility.photographs("scan-refused-phone")


# A scanner that types five hundred codes: faster than the keyboard of the test, by the same events.
TYPES = """codes => {
    for (const code of codes)
        for (const key of [...code, "Enter"])
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}"""


# The same into the field of the carrier, which is still chosen: its text grows with each key.
# The moments of the keys are a scanner's, however long this machine takes.
TYPES_INTO = """([field, code]) => {
    for (const [at, key] of [...code, "Enter"].entries()) {
        const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
        Object.defineProperty(event, "timeStamp", { value: 1e6 + 10 * at });
        field.dispatchEvent(event);
        if (key !== "Enter") field.value += key;
    }
}"""


async def test_a_label_read_while_the_carrier_is_still_chosen_is_a_label_and_no_carrier(
    let_in: LetIn,
) -> None:
    vendor = await let_in(PHONE)
    await vendor.signs_in("vendor@demo.example")
    await ready(vendor)
    await vendor.ticks("発送する")
    await vendor.writes("運送会社", "見本運輸")
    carrier = await vendor.field("運送会社").element_handle()
    await vendor.page.evaluate(TYPES_INTO, [carrier, new_id().hex[-12:].upper()])
    await figure(vendor.page, "refused", 1)
    await expect(vendor.field("運送会社")).to_have_value("見本運輸")


async def sent_twice(route: Route) -> None:
    """The network delivers the same batch again, and only then answers."""
    await route.fetch()
    await route.fulfill(response=await route.fetch())


async def to_be_settled(visitor: Visitor) -> int:
    answer = await visitor.context.request.get(f"{visitor.base_url}/scan/standing")
    return int((await answer.json())["refused"])


async def test_two_phones_without_network_and_a_thousand_scans_lose_nothing_and_count_nothing_twice(
    let_in: LetIn,
) -> None:
    dice = Random(4)  # noqa: S311  # the same order in each run
    phones = [await let_in(PHONE), await let_in(PHONE)]
    for phone in phones:
        await phone.signs_in("vendor@demo.example")
    known = await codes_of(phones[0], "HZ-10")
    before = await to_be_settled(phones[0])
    for phone in phones:
        await ready(phone)
        await phone.ticks("所在を確かめる")
        await phone.context.set_offline(True)
        codes = [*known, *(new_id().hex[-12:].upper() for _ in range(500 - len(known)))]
        await phone.page.evaluate(TYPES, dice.sample(codes, 500))
        await figure(phone.page, "waiting", 500)
        await phone.context.route("**/scan/records", sent_twice)
    for phone in reversed(phones):
        await phone.context.set_offline(False)
    for phone in phones:
        await figure(phone.page, "done", len(known))
        await figure(phone.page, "refused", 500 - len(known))
        await figure(phone.page, "waiting", 0)
        refused = 2 * (500 - len(known))
    assert await to_be_settled(phones[0]) - before == refused


async def test_our_own_reader_of_pictures_runs_under_the_pages_policy(let_in: LetIn) -> None:
    vendor = await let_in(PHONE)
    await vendor.signs_in("vendor@demo.example")
    await ready(vendor)
    read = await vendor.page.evaluate(
        """async () => {
            const { readerOf } = await import("/static/js/scan-camera.js");
            const root = document.getElementById("scan").dataset;
            const reader = await readerOf({ script: root.script, wasm: root.wasm });
            return (await reader.detect(new ImageData(64, 64))).length;
        }"""
    )
    assert read == 0


async def test_the_page_works_without_a_script(let_in: LetIn) -> None:
    facility = await let_in(PHONE, javascript=False)
    await facility.signs_in("facility@demo.example")
    await facility.opens("/scan")
    await facility.writes("ラベルのコード", "NOSUCHCODE")
    await facility.sends()
    await facility.sees("このタグは登録されていません")
