"""Products found by any of their words, the closest first, and narrowed by what they have in common."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from accounts.domain import Actor
from catalog import occupancy
from catalog.domain import Purpose, ShippingPayer
from catalog.queries import ProductFilter, facets_of, list_products
from catalog.search import index_products
from catalog.terms import Days
from core import db
from core.clock import today
from core.secrets import readable_code
from tests.accounts.browser import words
from tests.factories import a_product, the_parties

pytestmark = pytest.mark.usefixtures("database")
ANYONE = Actor.anonymous()


async def _made(**columns: Any) -> str:
    vendor_id = (await the_parties()).vendor.acting_for()
    product_id = await a_product(vendor_id, **columns)
    await index_products([product_id])
    return str(columns["name"])


async def _found(query: str, **narrowed: Any) -> list[str]:
    wanted = ProductFilter(q=query, **narrowed)
    return [product.name for product in (await list_products(ANYONE, wanted, limit=200)).items]


async def test_the_closest_come_first() -> None:
    word = readable_code(6)
    other = await _made(name=f"ベッド {readable_code(4)}", description=f"くわしい説明に{word}がある")
    within = await _made(name=f"見守り {word}")
    begins = await _made(name=f"{word} 見守り")
    assert await _found(word) == [begins, within, other]


async def test_every_word_must_stand_in_it_as_it_is() -> None:
    word = readable_code(6)
    name = await _made(name=f"あいうあえ{word} かいう", outline="離床センサー")
    assert await _found(f"{word} 離床") == [name]
    assert await _found(f"{word} ﾘｼｮｳ") == []
    assert await _found(f"センサ {word}") == [name]
    assert await _found(f"かいうあえ {word}") == []
    assert await _found(f"%{word}_") == []


async def test_pages_go_on_where_the_last_one_ended() -> None:
    word = readable_code(6)
    for number in range(5):
        await _made(name=f"{word} {number}" if number % 2 else f"機 {number} {word}")
    whole = await _found(word)
    seen, cursor = list[str](), None
    while True:
        found = await list_products(ANYONE, ProductFilter(q=word), cursor=cursor, limit=2)
        seen += [product.name for product in found.items]
        cursor = found.next
        if cursor is None:
            break
    assert seen == whole
    assert len(set(seen)) == 5


async def test_the_filters_narrow_and_the_facets_say_by_how_much() -> None:
    word = readable_code(6)
    near = await _made(
        name=f"{word} 近", area="大分県、福岡県", shipping_payer="vendor", item_codes=["MON-F"]
    )
    far = await _made(
        name=f"{word} 遠", area="北海道", shipping_payer="facility", item_codes=["MON-F", "COM"]
    )
    everywhere = await _made(name=f"{word} 全", area="", shipping_payer="facility", item_codes=["COM"])
    assert await _found(word, prefecture="大分県") == [everywhere, near]
    assert await _found(word, payer=ShippingPayer.FACILITY) == [everywhere, far]
    facets = await facets_of(ANYONE, ProductFilter(q=word))
    assert facets.total == 3
    assert {(one.value, one.count) for one in facets.items} == {("MON-F", 2), ("COM", 2)}
    assert {(one.value, one.count) for one in facets.payers} == {("facility", 2), ("vendor", 1)}
    assert [one.count for one in facets.vendors] == [1, 1, 1]


async def test_the_page_offers_to_narrow_further(client: httpx.AsyncClient) -> None:
    word = readable_code(6)
    await _made(name=f"{word} 一", shipping_payer="vendor")
    await _made(name=f"{word} 二", shipping_payer="facility")
    shown = await client.get("/catalogue", params={"q": word})
    assert "2件見つかりました" in words(shown)
    assert "payer=facility" in shown.text
    narrowed = await client.get("/catalogue", params={"q": word, "payer": "facility", "prefecture": "大分県"})
    assert f"{word} 二" in words(narrowed)
    assert f"{word} 一" not in words(narrowed)
    assert (await client.get("/catalogue", params={"q": word, "payer": "nobody"})).status_code == 422


async def test_what_is_free_comes_first_among_what_fits_as_well(client: httpx.AsyncClient) -> None:
    word = readable_code(6)
    start = today() + timedelta(days=60)
    taken = (await the_parties()).product_id
    free, none = (await the_parties()).product_id, (await the_parties(units=0)).product_id
    unit_id = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", taken)
    async with db.transaction():
        days = Days(start - timedelta(days=30), start + timedelta(days=90))
        await occupancy.take(unit_id, days, Purpose.MAINTENANCE, None)
    names = {taken: f"{word} 一", free: f"{word} 二", none: f"ほか {word}"}
    for product_id, name in names.items():
        await db.execute("UPDATE product SET name = $2 WHERE id = $1", product_id, name)
    await index_products(list(names))
    asked = {"q": word, "start": start.isoformat(), "days": "14"}
    shown = await client.get("/catalogue", params=asked)
    assert "その中では空いているものから並べています" in words(shown)
    places = [shown.text.index(f"/products/{one}") for one in (free, taken, none)]
    assert places == sorted(places)
    only = await client.get("/catalogue", params=asked | {"only_free": "on"})
    assert f"/products/{free}" in only.text
    assert f"/products/{taken}" not in only.text
    wrong = await client.get("/catalogue", params={"q": word, "only_free": "on"})
    assert wrong.status_code == 422
    assert "使い始めたい日を入れてください" in words(wrong)
    assert word in wrong.text


async def test_all_text_of_a_product_is_searched() -> None:
    word = readable_code(6)
    name = await _made(
        name=f"機 {readable_code(6)}", lecture=f"担当が{word}を持って来ます", needs_floor="段差なし"
    )
    other = await _made(name=f"機 {readable_code(6)}", needs_floor=f"{word}の上", ccta95_codes=["123009"])
    assert sorted(await _found(word)) == sorted([name, other])
    assert await _found(f"{word} 123009") == [other]
