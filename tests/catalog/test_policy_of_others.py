"""The centre sees and changes the rules of every counter; programs do as pages; others are told nothing."""

import httpx
import pytest
from litestar import Litestar

import catalog.policies.notices  # noqa: F401  # registers what it handles
from accounts.domain import Actor, Role
from catalog.policies.changing import change_policy, policy_changes, policy_of
from core import db
from core.errors import Invalid, NotAllowed, NotFound, StaleState
from core.ids import new_id
from directory.kinds import OrganizationKind
from tests.callers import a_caller
from tests.catalog.test_policy_page import POLICY, rules
from tests.factories import Parties, an_actor, an_organization, the_parties
from tests.loans.letters import deliver_everything
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("own_database")


async def the_centre(role: Role = Role.ADMIN) -> Actor:
    return await an_actor(await an_organization(OrganizationKind.CENTRE), role=role)


def path_of(parties: Parties) -> str:
    return f"/centre/policies/{parties.counter.organization_id}"


async def letters(actor: Actor) -> list[tuple[str, str]]:
    await deliver_everything()
    address = await db.fetch_value("SELECT email FROM person WHERE id = $1", actor.person_id)
    sql = (
        "SELECT subject, body FROM caught_mail WHERE recipient = $1 AND body LIKE '%運用ルール%' ORDER BY id"
    )
    return [(row["subject"], row["body"]) for row in await db.fetch(sql, address)]


async def test_the_centre_changes_a_counters_rules_and_the_counter_is_told(application: Litestar) -> None:
    parties, centre = await the_parties(), await the_centre()
    path = path_of(parties)
    async with visiting(application, centre) as browser:
        assert path in (await browser.get("/centre/policies")).text
        page = await browser.get(path)
        assert "窓口に代わって変えられます" in page.text
        wrong = await send(browser, page, path, waitlist_lapses="0")
        assert wrong.status_code == 422
        assert forms_of(wrong)[path]["waitlist_lapses"] == ["0"]
        seen = await follow(browser, await send(browser, page, path, waitlist_lapses="3", notice_days="7"))
        assert "返事がないまま過ぎたら順番から外すまでの回数: 2回 → 3回" in seen.text
        assert centre.name in seen.text
    counter_id = parties.counter.organization_id
    known = await policy_of(centre, counter_id)
    assert (known.rules.waitlist_lapses, known.rules.notice_days) == (3, 7)
    (change,) = await policy_changes(parties.counter)
    assert (change.person_name, change.organization_name[:6]) == ("", "centre")
    ((subject, body),) = await letters(parties.counter)
    assert subject == "運用ルールが変わりました"
    assert "申込の締切: 0日前 → 7日前" in body
    async with visiting(application, parties.counter) as counter:
        assert change.organization_name in (await counter.get(POLICY)).text


async def test_a_counter_that_changes_its_own_rules_gets_no_mail() -> None:
    parties = await the_parties()
    chief = await an_actor(parties.counter.acting_for(), role=Role.ADMIN)
    await change_policy(chief, rules(waitlist_wishes=5), counter_id=chief.organization_id)
    assert await letters(chief) == []
    (change,) = await policy_changes(parties.counter)
    assert (change.person_name, change.facts) == (chief.name, {"waitlist_wishes": (10, 5)})


async def test_others_rules_are_as_if_they_were_not_there(application: Litestar) -> None:
    parties, other = await the_parties(), await the_parties()
    chief = await an_actor(other.counter.acting_for(), role=Role.ADMIN)
    counter_id = parties.counter.organization_id
    for actor in (chief, other.counter, parties.facility, parties.vendor):
        for ask in (policy_of(actor, counter_id), change_policy(actor, rules(), counter_id=counter_id)):
            with pytest.raises(NotFound):
                await ask
        async with visiting(application, actor) as browser:
            assert (await browser.get(path_of(parties))).status_code == 404
            assert (await browser.get("/centre/policies")).status_code == 403
    centre = await the_centre()
    for unknown in (new_id(), parties.facility.organization_id):
        with pytest.raises(NotFound):
            await policy_of(centre, unknown)
    member = await the_centre(Role.MEMBER)
    with pytest.raises(NotAllowed):
        await change_policy(member, rules(), counter_id=counter_id)
    async with visiting(application, member) as browser:
        page = await browser.get(path_of(parties))
        assert "変えられるのは、管理者です" in page.text


async def test_limits_of_the_waitlist_have_bounds_and_a_slow_centre_is_told() -> None:
    parties, centre = await the_parties(), await the_centre()
    counter_id = parties.counter.organization_id
    for field, value in (("waitlist_wishes", 0), ("waitlist_wishes", 1001), ("waitlist_lapses", 21)):
        with pytest.raises(Invalid) as wrong:
            await change_policy(centre, rules(**{field: value}), counter_id=counter_id)
        assert wrong.value.fields == {field: "out-of-range"}
    version = (await policy_of(centre, counter_id)).version
    await change_policy(centre, rules(notice_days=1), version, counter_id=counter_id)
    with pytest.raises(StaleState):
        await change_policy(centre, rules(notice_days=2), version, counter_id=counter_id)


async def test_programs_read_and_change_rules(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    chief = await an_actor(parties.counter.acting_for(), role=Role.ADMIN)
    counter = await a_caller(client, chief)
    path = f"/counters/{parties.counter.organization_id}/policy"
    read = (await counter.get(path)).json()
    assert (read["rules"]["waitlist_wishes"], read["rules"]["waitlist_lapses"]) == (10, 2)
    done = await counter.patch(path, {"waitlist_wishes": 4, "max_loans_per_year": 6})
    assert done.status_code == 200, done.text
    assert done.json()["rules"] == read["rules"] | {"waitlist_wishes": 4, "max_loans_per_year": 6}
    assert (await counter.patch(path, {"max_loans_per_year": None})).json()["rules"][
        "max_loans_per_year"
    ] is None
    stale = await counter.patch(path, {"waitlist_wishes": 3, "version": read["version"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "policy-changed")
    wrong = await counter.patch(path, {"waitlist_lapses": 99})
    assert (wrong.status_code, wrong.json()["fields"]) == (422, {"waitlist_lapses": "out-of-range"})
    assert (await counter.patch(path, {"waitlist_lapses": "viele"})).status_code == 422
    changes = (await counter.get(f"{path}/changes")).json()["items"]
    assert set(changes[-1]["facts"]) == {"max_loans_per_year", "waitlist_wishes"}
    member = await a_caller(client, parties.counter)
    assert (await member.get(path)).status_code == 200
    assert (await member.patch(path, {"notice_days": 1})).status_code == 403
    stranger = await a_caller(client, (await the_parties()).counter)
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.patch(path, {"notice_days": 1})).status_code == 404
    assert (await stranger.get(f"{path}/changes")).status_code == 404
