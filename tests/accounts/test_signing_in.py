import time

import pytest

from accounts.domain import SEEN_EVERY, SIGN_IN_LASTS, Actor
from accounts.limits import WRONG_PASSWORDS_FROM_ADDRESS, limiter
from accounts.passwords import NOBODYS, needs_rehash
from accounts.queries import actor_of_session, browsers_of
from accounts.usecases import end_sign_in, sign_in, sign_out, sign_out_everywhere, switch_organization
from core import db
from core.clock import frozen, now
from core.errors import Invalid, NotFound, TooMany
from directory.kinds import OrganizationKind
from tests.accounts.people import PASSWORD, a_person, a_seat, an_actor, an_organization, signed_in

pytestmark = pytest.mark.usefixtures("people")

EMAIL = "mai@hikari.example"


async def wrong(email: str, *, typed: str = "not the password", address: str = "") -> Invalid:
    with pytest.raises(Invalid) as caught:
        await sign_in(email, typed, "Firefox", address)
    return caught.value


async def test_the_right_password_opens_a_sign_in_for_the_persons_organisation() -> None:
    person = await a_person()
    facility = await an_organization()
    await a_seat(person, facility)
    actor = await actor_of_session(await sign_in("Mai@Hikari.example ", PASSWORD, "Firefox"))
    assert actor is not None
    assert (actor.person_id, actor.organization_id, actor.kind) == (
        person,
        facility,
        OrganizationKind.FACILITY,
    )
    assert (actor.name, actor.organization_name, actor.is_admin) == ("佐藤 舞", "ひかり苑", False)


async def test_the_token_is_fresh_at_every_sign_in_and_the_database_keeps_only_its_digest() -> None:
    person = await a_person()
    first, second = [await sign_in(EMAIL, PASSWORD, "Firefox") for _ in range(2)]
    assert first != second
    assert len(first) >= 43  # 256 bits in base 64
    kept = [
        row["token_digest"]
        for row in await db.fetch("SELECT token_digest FROM sign_in WHERE person_id = $1", person)
    ]
    assert not any(first.encode() in digest or second.encode() in digest for digest in kept)


async def test_signing_in_again_ends_what_the_browser_brought() -> None:
    await a_person()
    old = await sign_in(EMAIL, PASSWORD, "Firefox")
    await sign_in(EMAIL, PASSWORD, "Firefox", replaces=await actor_of_session(old))
    assert await actor_of_session(old) is None


async def test_an_unknown_person_and_a_wrong_password_get_the_same_answer() -> None:
    await a_person()
    known, unknown = await wrong(EMAIL), await wrong("nobody@hikari.example")
    assert (known.reason, known.fields, known.facts) == (unknown.reason, unknown.fields, unknown.facts)


async def test_an_unknown_person_costs_as_much_computing_as_a_wrong_password() -> None:
    await a_person()
    assert not needs_rehash(NOBODYS)

    async def cost(email: str) -> float:
        before = time.process_time()
        await wrong(email)
        return time.process_time() - before

    await cost("warm@hikari.example")
    known = min([await cost(EMAIL) for _ in range(3)])
    unknown = min([await cost("nobody@hikari.example") for _ in range(3)])
    assert 0.5 < unknown / known < 2


async def test_somebody_disabled_cannot_sign_in_and_is_out_at_once() -> None:
    actor = await an_actor()
    token = await sign_in(EMAIL, PASSWORD, "Firefox")
    await db.execute("UPDATE person SET disabled_at = $1 WHERE id = $2", now(), actor.person_id)
    assert await actor_of_session(token) is None
    assert (await wrong(EMAIL, typed=PASSWORD)).reason == "wrong-credentials"


async def test_after_ten_wrong_passwords_even_the_right_one_must_wait() -> None:
    await a_person()
    for _ in range(10):
        await wrong(EMAIL)
    with pytest.raises(TooMany) as caught:
        await sign_in(EMAIL, PASSWORD, "Firefox")
    wait = caught.value.facts["retry_after"]
    assert isinstance(wait, int)
    assert 0 < wait <= 600


async def test_the_right_password_gives_all_tries_back() -> None:
    await a_person()
    for _ in range(3):
        for _ in range(4):
            await wrong(EMAIL)
        assert await sign_in(EMAIL, PASSWORD, "Firefox")


async def test_an_address_that_guesses_many_peoples_passwords_is_stopped() -> None:
    await a_person()
    for _ in range(WRONG_PASSWORDS_FROM_ADDRESS.amount - 1):
        await limiter().count(WRONG_PASSWORDS_FROM_ADDRESS, "192.0.2.7")
    await wrong("nobody@hikari.example", address="192.0.2.7")
    with pytest.raises(TooMany):
        await sign_in(EMAIL, PASSWORD, "Firefox", "192.0.2.7")
    assert await sign_in(EMAIL, PASSWORD, "Firefox", "192.0.2.8")


async def test_signing_out_ends_this_browser_only() -> None:
    actor = await an_actor()
    other = await signed_in(actor.person_id)  # type: ignore[arg-type]  # an actor made from a person
    await sign_out(actor)
    assert [browser.id for browser in await browsers_of(other)] == [other.sign_in_id]


async def test_signing_out_everywhere_ends_all_of_ones_own_and_nobody_elses() -> None:
    actor = await an_actor()
    token = await sign_in(EMAIL, PASSWORD, "Firefox")
    stranger = await an_actor("ken@midori.example")
    assert await sign_out_everywhere(actor) == 2
    assert await actor_of_session(token) is None
    assert len(await browsers_of(stranger)) == 1


async def test_one_browser_can_be_ended_but_not_a_strangers() -> None:
    actor, stranger = await an_actor(), await an_actor("ken@midori.example")
    with pytest.raises(NotFound):
        await end_sign_in(actor, stranger.sign_in_id)  # type: ignore[arg-type]  # a signed-in actor has one
    await end_sign_in(actor, actor.sign_in_id)  # type: ignore[arg-type]  # as above
    assert await browsers_of(actor) == []


async def test_a_browser_that_is_not_used_must_sign_in_again() -> None:
    await a_person()
    token = await sign_in(EMAIL, PASSWORD, "Firefox")
    with frozen(now() + SIGN_IN_LASTS):
        assert await actor_of_session(token) is None


async def test_being_seen_is_noted_only_now_and_then_and_prolongs_the_sign_in() -> None:
    person = await a_person()
    token = await sign_in(EMAIL, PASSWORD, "Firefox")
    sql = "SELECT last_seen_at, expires_at FROM sign_in WHERE person_id = $1"
    first = await db.fetch_row(sql, person)
    await actor_of_session(token)
    assert await db.fetch_row(sql, person) == first
    with frozen(now() + 2 * SEEN_EVERY):
        await actor_of_session(token)
        later = await db.fetch_row(sql, person)
        assert later is not None
        assert (later["last_seen_at"], later["expires_at"]) == (now(), now() + SIGN_IN_LASTS)


async def test_one_can_act_for_another_of_ones_organisations_and_is_back_there_next_time() -> None:
    actor = await an_actor()
    second = await an_organization("みどりの里")
    await a_seat(actor.person_id, second)  # type: ignore[arg-type]  # an actor made from a person
    token = await sign_in(EMAIL, PASSWORD, "Firefox")
    browser = await actor_of_session(token)
    assert browser is not None
    await switch_organization(browser, second)
    for open_token in (token, await sign_in(EMAIL, PASSWORD, "Phone")):
        found = await actor_of_session(open_token)
        assert found is not None
        assert found.organization_id == second


async def test_one_cannot_act_for_an_organisation_one_does_not_belong_to() -> None:
    actor = await an_actor()
    with pytest.raises(NotFound):
        await switch_organization(actor, await an_organization("よその施設"))


async def test_a_person_without_an_organisation_can_sign_in_but_acts_for_none() -> None:
    await a_person()
    actor = await actor_of_session(await sign_in(EMAIL, PASSWORD, "Firefox"))
    assert actor is not None
    assert (actor.organization_id, actor.kind, actor.is_admin) == (None, None, False)


async def test_an_invented_token_is_nobody() -> None:
    assert await actor_of_session("invented") is None
    assert not Actor.anonymous().is_signed_in
