"""A search with days looks through all that fits, however many products there are."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from accounts.domain import Actor
from catalog import occupancy
from catalog.domain import ProductStatus, Purpose
from catalog.free_search import PORTION, FreeSearch
from catalog.queries import ProductFilter
from catalog.search import index_products
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Invalid
from core.ids import new_id
from core.secrets import readable_code
from tests.accounts.browser import words
from tests.factories import the_parties

pytestmark = pytest.mark.usefixtures("database")

START = today() + timedelta(days=60)
_COPY = """
INSERT INTO product (id, vendor_id, name, item_codes, status, created_at, updated_at)
SELECT new.id, p.vendor_id, $3 || ' ' || lpad(new.place::text, 4, '0'), p.item_codes, 'public', now(), now()
FROM unnest($2::uuid[]) WITH ORDINALITY AS new (id, place), product p WHERE p.id = $1
"""
_UNIT = "UPDATE unit SET product_id = $2 WHERE id = $1"


async def many_products(count: int, units_of: list[int]) -> tuple[str, list[UUID]]:
    """So many products of one name, those of `units_of` with a unit each; the name, and all of them."""
    parties, word = await the_parties(units=len(units_of)), readable_code(8)
    products = [new_id() for _ in range(count)]
    await db.execute(_COPY, parties.product_id, products, word)
    units = await db.fetch("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    for unit, place in zip(units, units_of, strict=True):
        await db.execute(_UNIT, unit["id"], products[place])
    await index_products(products)
    return word, products


def asking(word: str, *, only_free: bool) -> FreeSearch:
    wanted = ProductFilter(q=word, status=ProductStatus.PUBLIC)
    return FreeSearch(actor=Actor.anonymous(), wanted=wanted, start=START, days=14, only_free=only_free)


async def all_pages(asked: FreeSearch, size: int) -> list[list[UUID]]:
    pages, cursor = [], None
    while True:
        found = await asked.page(cursor, size)
        pages.append([product.id for product in found.products])
        if (cursor := found.next) is None:
            return pages


async def test_what_is_free_is_found_however_far_down_it_stands() -> None:
    places = [3, PORTION - 1, PORTION, PORTION + 40]
    word, products = await many_products(PORTION + 50, places)
    free = [products[place] for place in places]
    assert await all_pages(asking(word, only_free=True), 3) == [free[:3], free[3:]]
    found = await asking(word, only_free=True).page(None, 24)
    assert (found.next, found.judged) == (None, PORTION + 50)
    assert [len(found.free[one].reasons) for one in free] == [0, 0, 0, 0]


async def test_each_product_is_shown_once_the_free_ones_of_a_portion_first() -> None:
    places = [5, 100, PORTION + 9]
    word, products = await many_products(PORTION + 30, places)
    shown = [one for page in await all_pages(asking(word, only_free=False), 100) for one in page]
    assert sorted(shown) == sorted(products)
    assert shown[:3] == [products[5], products[100], products[0]]
    assert shown[PORTION] == products[PORTION + 9]


async def test_the_page_says_how_far_it_has_looked(client: httpx.AsyncClient) -> None:
    word, products = await many_products(PORTION * 4 + 5, [PORTION * 4 + 2])
    asked = {"q": word, "start": START.isoformat(), "days": "14", "only_free": "on"}
    first = await client.get("/catalogue", params=asked)
    assert f"ここまでの{PORTION * 4}件には、空いている機種がありません" in words(first)
    further = await client.get("/catalogue", params=asked | {"cursor": "4.0"})
    assert f"/products/{products[-3]}" in further.text
    assert "件目までの空きを調べました" in words(further)
    unsorted = await client.get("/catalogue", params={name: asked[name] for name in ("q", "start", "days")})
    assert f"空きは{PORTION}件ずつ調べ" in words(unsorted)


@pytest.mark.parametrize("cursor", ["1", "a.b", "-1.0", "1.2.3", "0.9999999", "１.0"])
async def test_a_place_that_no_page_named_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        await asking("x", only_free=False).page(cursor, 24)


async def test_what_somebody_has_on_those_days_is_not_free() -> None:
    word, products = await many_products(3, [0, 1])
    unit_id = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", products[0])
    async with db.transaction():
        days = Days(START - timedelta(days=10), START + timedelta(days=30))
        await occupancy.take(unit_id, days, Purpose.MAINTENANCE, None)
    assert await all_pages(asking(word, only_free=True), 24) == [[products[1]]]
    found = await asking(word, only_free=False).page(None, 24)
    assert found.free[products[0]].next_free_start is not None
