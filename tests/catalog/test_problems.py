"""The ways in by problem, as the centre keeps them."""

import msgspec
import pytest
from litestar import Litestar

from accounts.domain import Actor
from catalog.problems.usecases import ProblemText, change_problem, create_problem
from catalog.queries import problem_of, problems
from core.errors import Invalid, NotAllowed, NotFound
from directory.kinds import OrganizationKind
from tests.accounts.browser import post, words
from tests.factories import an_actor, an_organization, the_parties
from tests.loans.visiting import visiting

pytestmark = pytest.mark.usefixtures("database")
TEXT = ProblemText(title_ja="夜の見回り", title_en="Rounds at night", item_codes=["MON-F"], position=999)


@pytest.fixture
async def centre() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.CENTRE))


async def test_a_problem_is_added_changed_and_hidden(centre: Actor) -> None:
    code = await create_problem(centre, TEXT)
    assert (await problem_of(code)).title == "夜の見回り"
    changed = await change_problem(centre, code, msgspec.structs.replace(TEXT, item_codes=["COM", "MON-F"]))
    assert changed.item_codes == ["COM", "MON-F"]
    await change_problem(centre, code, msgspec.structs.replace(TEXT, is_hidden=True))
    assert code not in [one.code for one in await problems()]
    assert code in [one.code for one in await problems(hidden=True)]
    with pytest.raises(NotFound):
        await problem_of(code)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title_ja": " "}, {"title_ja": "required"}),
        ({"title_en": "x" * 61}, {"title_en": "too-long"}),
        ({"explanation_ja": "x" * 301}, {"explanation_ja": "too-long"}),
        ({"item_codes": []}, {"item_codes": "required"}),
        ({"item_codes": ["NO-SUCH"]}, {"item_codes": "unknown"}),
        ({"position": 1000}, {"position": "out-of-range"}),
    ],
)
async def test_what_cannot_be_is_refused(
    centre: Actor, changes: dict[str, object], wrong: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        await create_problem(centre, msgspec.structs.replace(TEXT, **changes))
    assert refused.value.fields == wrong


async def test_only_the_centre_keeps_them(centre: Actor) -> None:
    code = await create_problem(centre, msgspec.structs.replace(TEXT, is_hidden=True))
    parties = await the_parties()
    for actor in (parties.facility, parties.counter, parties.vendor):
        with pytest.raises(NotAllowed):
            await create_problem(actor, TEXT)
        with pytest.raises(NotAllowed):
            await change_problem(actor, code, TEXT)
    with pytest.raises(NotFound):
        await change_problem(centre, "no-such", TEXT)


async def test_the_pages_keep_what_was_typed(application: Litestar, centre: Actor) -> None:
    new = "/centre/problems/new"
    async with visiting(application, centre) as browser:
        wrong = await post(browser, new, seen=new, title_ja="夜勤の負担", position="1")
        assert wrong.status_code == 422
        assert "夜勤の負担" in wrong.text
        given = {
            "title_ja": "夜勤の負担",
            "title_en": "Night shifts",
            "item_codes": "MON-F",
            "position": "998",
        }
        done = await post(browser, new, seen=new, **given, is_hidden="on")
        assert done.status_code == 303
        listed = await browser.get("/centre/problems")
        assert "夜勤の負担" in words(listed)
        assert "隠しています" in words(listed)
        code = next(one.code for one in await problems(hidden=True) if one.title_ja == "夜勤の負担")
        path = f"/centre/problems/{code}"
        assert (
            await post(browser, path, seen=path, **given | {"title_ja": ""}, is_hidden="on")
        ).status_code == 422
        kept = await post(browser, path, seen=path, **given | {"position": "997"}, is_hidden="on")
        assert kept.status_code == 303
