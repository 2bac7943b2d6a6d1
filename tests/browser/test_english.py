"""A carer who reads English finds no Japanese in the facility's pages but names and what people wrote."""

import pytest

from tests.app.house import House
from tests.browser.asking import product_id
from tests.browser.conftest import LetIn
from tests.browser.japanese import japanese_left, written_by_people
from tests.browser.visitor import PHONE, Album, Visitor

CARER = "facility.carer@demo.example"
# The pages themselves are looked at in test_every_page.py.
OPEN_TO_ALL = ("/products?q=sleep", "/nowhere")
OF_A_FACILITY = ("/home", "/loans")
# Whatever step a loan has come to: its page says in English what is to be done, or why not now.
OF_A_LOAN = (
    "",
    "/cancel",
    "/receive",
    "/send-back",
    "/extend",
    "/results/before",
    "/results/mid",
    "/results/after",
)
LINKS = "links => links.map(link => link.pathname).filter(path => /^.loans.[0-9a-f-]{36}$/.test(path))"


@pytest.fixture
async def carer(let_in: LetIn, album: Album) -> Visitor:
    """Somebody whose browser asks for English."""
    return await let_in(PHONE, album=album, locale="en-GB")


async def speaks_english(carer: Visitor, path: str, written: list[str]) -> None:
    await carer.opens(path)
    assert await carer.page.locator("html").get_attribute("lang") == "en"
    assert await japanese_left(carer.page, written) == [], path


async def test_the_pages_open_to_all_speak_english(carer: Visitor, house: House) -> None:
    written = await written_by_people(house)
    for path in (*OPEN_TO_ALL, f"/products/{await product_id(carer, 'HZ-10')}"):
        await speaks_english(carer, path, written)


async def test_the_pages_of_a_facility_speak_english(carer: Visitor, house: House) -> None:
    await carer.signs_in(CARER)
    await carer.opens("/loans")
    loans: list[str] = await carer.page.locator("main a").evaluate_all(LINKS)
    assert len(loans) >= 4
    request_form = f"/loans/new?product={await product_id(carer, 'HZ-10')}"
    written = await written_by_people(house)
    for path in (*OF_A_FACILITY, request_form, *(loan + step for loan in loans for step in OF_A_LOAN)):
        await speaks_english(carer, path, written)
        if path in ("/home", "/loans"):
            await carer.sees("Hoshizora monitoring HZ-10")
        if path in ("/home", request_form, loans[0]):
            await carer.photographs("english")


async def test_refusals_speak_english(carer: Visitor, house: House) -> None:
    await carer.signs_in(CARER)
    await carer.opens(f"/loans/new?product={await product_id(carer, 'HZ-10')}")
    await carer.sends()
    await carer.sees("Correct 4 entries")
    assert await japanese_left(carer.page, await written_by_people(house)) == []
    await carer.photographs("english-refusal")
