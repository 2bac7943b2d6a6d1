"""Finding organisations by whatever somebody on the telephone says."""

import unicodedata
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.domain import Actor
from core import db
from core.text import Words, normalise
from directory.finding import Reach, findable, first_found, index_organizations
from directory.kinds import OrganizationKind
from directory.queries import OrganizationFilter, list_organizations
from loans.asking import find_facilities
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def centre() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.CENTRE))


async def _found(actor: Actor, query: str) -> list[UUID]:
    return [one.id for one in (await list_organizations(actor, OrganizationFilter(q=query))).items]


@pytest.mark.parametrize(
    "query",
    [
        "ひばりが丘ケアセンター",
        "ヒバリガオカ",
        "ひはﾞりヶ",
        "雲雀",
        "雲",
        "0977-12-3456",
        "０９７７ １２３４５６",
        "12-3456",
        "4471900021",
        "大分県 別府市",
        "別府 雲雀",
        "石垣1丁目2-3",
        "雲雀会",
    ],
)
async def test_any_part_of_what_is_known_finds_it(centre: Actor, query: str) -> None:
    known = await db.fetch_value("SELECT id FROM organization WHERE office_number = '4471900021'")
    if known is None:
        known = await an_organization(
            OrganizationKind.FACILITY,
            name="雲雀ヶ丘ケアセンター",
            name_kana="ヒバリガオカケアセンター",
            corporation_name="社会福祉法人雲雀会",
            office_number="4471900021",
            service_code="510",
            city="別府市",
            address="大分県別府市石垣１丁目２−３",
            phone="0977-12-3456",
        )
    is_there = query not in ("ひばりが丘ケアセンター", "ひはﾞりヶ")
    assert (known in await _found(centre, query)) is is_there
    assert (known in [one.id for one in await find_facilities(centre, query)]) is is_there


async def test_a_word_is_not_made_of_the_ends_of_two_fields(centre: Actor) -> None:
    one = await an_organization(OrganizationKind.FACILITY, name="やまびこの郷", corporation_name="うみどり会")
    assert one in await _found(centre, "やまびこの郷")
    assert one not in await _found(centre, "郷うみ")


async def test_what_only_shares_its_pairs_is_not_found(centre: Actor) -> None:
    one = await an_organization(OrganizationKind.FACILITY, name="あいうあえ かいう")
    assert one not in await _found(centre, "かいうあえ")


@pytest.mark.parametrize("query", ["%", "_", "\\", "100%", "a_b", "'; --"])
async def test_signs_of_the_database_are_only_signs(centre: Actor, query: str) -> None:
    one = await an_organization(OrganizationKind.FACILITY, name=f"記号{query}の家")
    other = await an_organization(OrganizationKind.FACILITY, name="記号なしの家")
    found = await _found(centre, f"記号{query}")
    assert one in found or not normalise(query)
    assert (other in found) is False


async def test_whose_name_begins_so_comes_first(centre: Actor) -> None:
    await an_organization(OrganizationKind.FACILITY, name="あかり館", corporation_name="ともしび舎会")
    begins = await an_organization(OrganizationKind.FACILITY, name="ともしび舎のケア")
    found = [one.id for one in await find_facilities(centre, "ともしび舎")]
    assert found[0] == begins
    assert len(found) == 2


async def test_nothing_asked_for_is_nothing_found(centre: Actor) -> None:
    assert await find_facilities(centre, " 　-") == []


async def test_everybody_is_made_findable_once() -> None:
    one = await an_organization(OrganizationKind.FACILITY, name="まだ探せない家")
    await db.execute("UPDATE organization SET search_text = '' WHERE id = $1", one)
    assert await index_organizations() >= 1
    assert await index_organizations() == 0


@given(st.text(max_size=40))
@example("H¨")  # the space in this sign is left out, and what is left belongs to the letter
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=40), st.integers(0, 40), st.integers(1, 12))
@example("H¨", 0, 1)
def test_every_part_of_a_name_is_within_what_is_kept(name: str, start: int, length: int) -> None:
    part = name[start : start + length]
    kept, search = findable(name), Words.of(part)
    if any(sign.isspace() for sign in unicodedata.normalize("NFKC", part)):
        return  # several words, each found by itself
    assert set(search.terms) <= set(kept.terms) or normalise(part) not in normalise(name)
    assert all(normalise(part) in kept.text for _ in search.patterns) or normalise(part) not in normalise(
        name
    )


@pytest.mark.parametrize(
    "reach",
    [Reach(), Reach(few=2, near=1_000_000), Reach(few=2, near=2), Reach(few=2, near=2, many=2)],
    ids=["few", "met early", "together further on", "too many for everything"],
)
async def test_however_a_search_goes_about_it_finds_the_same_in_the_same_order(reach: Reach) -> None:
    alike = sorted([await an_organization(OrganizationKind.FACILITY, name=f"藤袴の家{n}") for n in range(7)])
    await an_organization(OrganizationKind.FACILITY, name="藤の家")
    kept = ["o.kind = $1", "o.id >= $2"]
    for count in (3, 7, 20):
        found = await first_found(kept, ["facility", alike[0]], Words.of("藤袴 家"), count, reach)
        assert found == alike[:count]
