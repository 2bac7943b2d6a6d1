"""The two versions of the taxonomy: switched everywhere, and shown side by side."""

import httpx
import pytest
import pytest_asyncio

from catalog.domain import TaxonomyVersion
from catalog.queries import taxonomy_of
from catalog.queries.crosswalk import crosswalk
from core.i18n import use_locale
from fixtures.reference import load_problems, load_taxonomy
from tests.accounts.browser import words
from tests.factories import a_product, the_parties


@pytest_asyncio.fixture(scope="module", autouse=True)
async def _reference(own_database: str) -> None:
    """Both taxonomies and the problems, and no item that other tests added."""
    assert own_database
    await load_taxonomy()
    await load_problems()


async def test_all_items_of_2017_go_on_in_2025_and_three_are_new() -> None:
    pairs = await crosswalk()
    assert sum(pair.old is not None for pair in pairs) == 13
    assert all(pair.new is not None for pair in pairs)
    assert [pair.code for pair in pairs if pair.old is None] == ["TRN", "NUT", "DEM"]
    assert [pair.code for pair in pairs if pair.is_renamed] == ["TOI-P", "MON-F", "MON-H", "COM"]
    assert {pair.code for pair in pairs if pair.points} == {"TRF-N", "MOB-O", "TOI-P", "MON-H", "COM"}


async def test_the_crosswalk_is_a_page(client: httpx.AsyncClient) -> None:
    shown = await client.get("/taxonomy")
    assert "排泄支援・トイレ誘導（排泄予測）" in words(shown)
    assert "排泄支援・排泄予測・検知" in words(shown)
    assert "2025年版で加わりました" in words(shown)


async def test_an_item_shows_its_definition_its_points_and_its_other_name(client: httpx.AsyncClient) -> None:
    new = words(await client.get("/catalogue?item=TOI-P&taxonomy=2025"))
    assert "着け外しがかんたん" in new
    assert "2017年版では「排泄支援・トイレ誘導（排泄予測）」" in new
    old = words(await client.get("/catalogue?item=TOI-P&taxonomy=2017"))
    assert "2025年版では「排泄支援・排泄予測・検知」" in old
    same = words(await client.get("/catalogue?item=TRF-N&taxonomy=2017"))
    assert "ロボット技術を用いて介助者による抱え上げ動作のパワーアシストを行う非装着型の機器" in same
    assert "つり下げ式の移動用リフトは含まない" in same


@pytest.mark.parametrize("path", ["/find/dates", "/find/robot"])
async def test_the_version_is_chosen_where_days_are_looked_for(client: httpx.AsyncClient, path: str) -> None:
    new = await client.get(path)
    assert 'value="TRN"' in new.text
    old = await client.get(f"{path}?taxonomy=2017&quantity=2")
    assert old.status_code == 200
    assert 'value="TRN"' not in old.text
    assert f"{path}?quantity=2&amp;taxonomy=2025" in old.text


async def test_a_product_says_under_which_names_its_items_go(client: httpx.AsyncClient) -> None:
    product_id = await a_product((await the_parties()).vendor.acting_for(), item_codes=["TOI-P", "TRN"])
    shown = words(await client.get(f"/products/{product_id}"))
    assert "排泄支援・排泄予測・検知" in shown
    assert "2017年版では「排泄支援・トイレ誘導（排泄予測）」" in shown
    assert "2025年版で加わりました" in shown


async def test_a_problem_leads_to_its_items(client: httpx.AsyncClient) -> None:
    shown = await client.get("/catalogue?problem=night-watch")
    assert "役に立つかもしれない項目" in words(shown)
    assert "/catalogue?item=MON-F" in shown.text


async def test_the_catalogue_opens_on_the_version_in_force_and_keeps_another_one_chosen(
    client: httpx.AsyncClient,
) -> None:
    assert 'taxonomy=2025" aria-current' in (await client.get("/catalogue")).text
    assert 'taxonomy=2025" aria-current' in (await client.get("/catalogue?taxonomy=1999")).text
    old = await client.get("/catalogue?taxonomy=2017")
    assert 'taxonomy=2017" aria-current' in old.text
    assert '<input type="hidden" name="taxonomy" value="2017">' in old.text
    found = await client.get("/catalogue", params={"taxonomy": "2017", "q": "見守り"})
    assert 'href="/catalogue?taxonomy=2017"' in found.text


async def test_an_item_that_a_version_has_not_is_shown_all_the_same(client: httpx.AsyncClient) -> None:
    shown = await client.get("/catalogue?item=TRN&taxonomy=2017")
    assert shown.status_code == 200
    assert "2025年版で加わりました" in words(shown)


async def test_every_definition_is_there_in_english_and_said_to_be_a_translation(
    client: httpx.AsyncClient,
) -> None:
    with use_locale("en"):
        for version in TaxonomyVersion:
            for item in (await taxonomy_of(version)).items:
                assert item.definition.isascii(), item
    shown = words(await client.get("/catalogue?item=NUT", headers={"Accept-Language": "en"}))
    assert "meals and nutrition of older people" in shown
    assert "(our working translation)" in shown
