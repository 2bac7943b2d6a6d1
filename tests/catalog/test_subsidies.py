"""補助金: data with year, prefecture, source and day; beside the products they may serve."""

from datetime import timedelta

import httpx
import msgspec
import pytest
from litestar import Litestar

from accounts.domain import Actor
from catalog.subsidies.queries import subsidies, subsidies_for, subsidy_for
from catalog.subsidies.usecases import SubsidyText, change_subsidy, create_subsidy
from core import db
from core.calendar import fiscal_year
from core.clock import today
from core.errors import Invalid, NotAllowed
from core.ids import new_id
from core.secrets import readable_code
from directory.kinds import OrganizationKind
from fixtures.reference import load_subsidies, load_taxonomy
from tests.accounts.browser import words
from tests.factories import an_actor, an_organization, the_parties
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("own_database")


def a_text(**fields: object) -> SubsidyText:
    given: dict[str, object] = {
        "fiscal_year": fiscal_year(today()),
        "name": f"導入の補助 {readable_code(6)}",
        "source": "県の要綱",
        "checked_on": today(),
    }
    return SubsidyText(**(given | fields))  # type: ignore[arg-type]


@pytest.fixture
async def centre() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.CENTRE))


async def a_counter_of(*prefectures: str) -> Actor:
    counter = await an_organization(OrganizationKind.COUNTER)
    for prefecture in prefectures:
        sql = "INSERT INTO counter_area (id, counter_id, prefecture) VALUES ($1, $2, $3)"
        await db.execute(sql, new_id(), counter, prefecture)
    return await an_actor(counter)


async def test_what_may_apply_follows_item_prefecture_and_year(centre: Actor) -> None:
    await load_taxonomy()
    name = f"移乗の補助 {readable_code(6)}"
    year = fiscal_year(today())
    for given in (
        {"fiscal_year": year - 1, "amount": "古い額"},
        {"fiscal_year": year, "amount": "新しい額"},
    ):
        await create_subsidy(centre, a_text(name=name, item_codes=["TRF-W"], prefecture="徳島県", **given))
    found = [one for one in await subsidies_for(["TRF-W", "OPS"], "徳島県") if one.name == name]
    assert [(one.amount, one.is_past) for one in found] == [("新しい額", False)]
    assert name not in [one.name for one in await subsidies_for(["MON-F"], "徳島県")]
    assert name not in [one.name for one in await subsidies_for(["TRF-W"], "香川県")]
    assert name not in [one.name for one in await subsidies_for(["TRF-W"], "")]


async def test_a_hidden_one_is_shown_to_nobody_but_who_keeps_it(
    centre: Actor, client: httpx.AsyncClient
) -> None:
    made = await create_subsidy(centre, a_text())
    assert made.name in words(await client.get("/subsidies"))
    await change_subsidy(centre, made.id, a_text(name=made.name, is_hidden=True))
    assert made.name not in words(await client.get("/subsidies"))
    assert made.id not in [one.id for one in await subsidies()]
    assert made.id in [one.id for one in await subsidies(hidden=True)]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": " "}, {"name": "required"}),
        ({"source": ""}, {"source": "required"}),
        ({"name": "あ" * 101}, {"name": "text-too-long"}),
        ({"source_url": "javascript:alert(1)"}, {"source_url": "address-shape"}),
        ({"source_url": "https://["}, {"source_url": "address-shape"}),
        ({"fiscal_year": 1999}, {"fiscal_year": "out-of-range"}),
        ({"item_codes": ["NO-SUCH"]}, {"item_codes": "unknown"}),
        ({"checked_on": today() + timedelta(days=1)}, {"checked_on": "in-future"}),
    ],
)
async def test_what_cannot_be_is_refused(
    centre: Actor, changes: dict[str, object], wrong: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        await create_subsidy(centre, msgspec.structs.replace(a_text(), **changes))
    assert refused.value.fields == wrong


async def test_a_counter_keeps_those_of_its_prefectures_alone(centre: Actor) -> None:
    counter = await a_counter_of("高知県")
    own = await create_subsidy(counter, a_text(prefecture="高知県"))
    for prefecture in ("", "愛媛県"):
        with pytest.raises(Invalid) as refused:
            await create_subsidy(counter, a_text(prefecture=prefecture))
        assert refused.value.fields == {"prefecture": "not-your-prefecture"}
    nations = await create_subsidy(centre, a_text())
    with pytest.raises(NotAllowed):
        await change_subsidy(counter, nations.id, a_text(prefecture="高知県"))
    changed = await change_subsidy(counter, own.id, a_text(prefecture="高知県", amount="30万円"))
    assert (changed.amount, changed.changed_by_name) == ("30万円", counter.name)
    parties = await the_parties()
    for stranger in (parties.facility, parties.vendor, await a_counter_of()):
        with pytest.raises(NotAllowed):
            await create_subsidy(stranger, a_text(prefecture="高知県"))


async def test_the_page_keeps_what_was_typed_and_the_product_shows_it(
    application: Litestar, centre: Actor
) -> None:
    await load_taxonomy()
    parties = await the_parties()
    name = f"見守りの補助 {readable_code(6)}"
    async with visiting(application, centre) as visitor:
        blank = await visitor.get("/subsidies/new")
        thin = await send(visitor, blank, "/subsidies/new", name=name, source="")
        assert thin.status_code == 422
        assert f'value="{name}"' in thin.text
        given = {"name": name, "source": "県の要綱", "amount": "1台30万円まで", "rate": "2分の1"}
        kept = await follow(visitor, await send(visitor, thin, "/subsidies/new", **given))
        assert name in kept.text
        await db.execute(
            "UPDATE subsidy SET fiscal_year = fiscal_year + 1 WHERE name = $1", name
        )  # before all others that other tests made
        product = words(await visitor.get(f"/products/{parties.product_id}"))
    assert name in product
    assert "1台30万円まで" in product
    assert "県の要綱" in product


async def test_an_english_page_says_what_there_is_in_japanese_only(
    application: Litestar, centre: Actor, client: httpx.AsyncClient
) -> None:
    name, english = f"補助 {readable_code(6)}", f"Aid {readable_code(6)}"
    made = await create_subsidy(centre, a_text(name=name))
    read = {"Accept-Language": "en"}
    told = "Parts that nobody has put into English yet are in Japanese."
    only = await client.get("/subsidies", headers=read)
    assert f'<span lang="ja">{name}</span>' in only.text
    assert told in _card(only.text, name)
    async with visiting(application, centre) as visitor:
        form = await visitor.get(f"/subsidies/{made.id}")
        sent = await send(
            visitor, form, f"/subsidies/{made.id}", name_en=english, source_en="The prefecture's rules"
        )
        await follow(visitor, sent)
    both = (await client.get("/subsidies", headers=read)).text
    assert told not in _card(both, english)
    assert name not in both
    assert english not in (await client.get("/subsidies")).text


def _card(page: str, name: str) -> str:
    return page[page.index(name) :].split("</section>", maxsplit=1)[0]


async def test_what_the_ministry_told_is_loaded_once_and_never_over_what_people_wrote() -> None:
    await load_taxonomy()
    await load_subsidies()
    told = [
        one for one in await subsidies(fiscal_year=2023, hidden=True) if "介護ロボット導入支援" in one.name
    ]
    assert [one.amount for one in told if "移乗支援・入浴支援" in one.name] == ["1機器あたり上限100万円"]
    await db.execute("UPDATE subsidy SET amount = '書き直した額' WHERE id = $1", told[0].id)
    await load_subsidies()
    assert (await subsidy_for(told[0].id)).amount == "書き直した額"
    again = [
        one for one in await subsidies(fiscal_year=2023, hidden=True) if "介護ロボット導入支援" in one.name
    ]
    assert len(again) == len(told)
