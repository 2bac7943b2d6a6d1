import asyncio

import pytest

from accounts.domain import PASSWORD_RESET_LASTS
from accounts.queries import actor_of_session, is_open_reset
from accounts.usecases import change_password, request_password_reset, reset_password, sign_in
from core import db
from core.clock import frozen, now
from core.errors import Invalid, NotFound, TooMany
from tests.accounts.people import PASSWORD, a_person, an_actor, mails_to, token_mailed_to
from tests.asking import noted_statements

pytestmark = pytest.mark.usefixtures("people")

EMAIL = "mai@hikari.example"
CHOSEN = "another long sentence"


async def test_a_changed_password_ends_the_other_sign_ins_and_tells_the_owner() -> None:
    actor = await an_actor()
    other = await sign_in(EMAIL, PASSWORD, "Phone")
    await change_password(actor, PASSWORD, CHOSEN)
    assert await actor_of_session(other) is None
    assert await db.fetch_value("SELECT ended_at FROM sign_in WHERE id = $1", actor.sign_in_id) is None
    assert await sign_in(EMAIL, CHOSEN, "Phone")
    assert "パスワードが変わりました" in (await mails_to(EMAIL))[-1]["subject"]


async def test_a_password_is_changed_only_by_whoever_knows_it_and_for_a_good_one() -> None:
    actor = await an_actor()
    with pytest.raises(Invalid) as caught:
        await change_password(actor, "wrong", CHOSEN)
    assert caught.value.fields == {"current": "wrong-password"}
    with pytest.raises(Invalid) as caught:
        await change_password(actor, PASSWORD, "short")
    assert caught.value.fields == {"password": "password-too-short"}
    assert await sign_in(EMAIL, PASSWORD, "Phone")


async def test_guessing_the_present_password_is_stopped() -> None:
    actor = await an_actor()
    for _ in range(10):
        with pytest.raises(Invalid):
            await change_password(actor, "wrong", CHOSEN)
    with pytest.raises(TooMany):
        await change_password(actor, PASSWORD, CHOSEN)


async def test_a_mailed_link_sets_a_new_password_once_and_ends_all_sign_ins() -> None:
    await a_person()
    before = await sign_in(EMAIL, PASSWORD, "Phone")
    await request_password_reset("MAI@hikari.example")
    token = await token_mailed_to(EMAIL)
    await reset_password(token, CHOSEN)
    assert await actor_of_session(before) is None
    assert await sign_in(EMAIL, CHOSEN, "Phone")
    with pytest.raises(NotFound, match="reset-spent"):
        await reset_password(token, "yet another sentence")


async def test_two_who_use_the_link_at_once_set_one_password() -> None:
    await a_person()
    await request_password_reset(EMAIL)
    token = await token_mailed_to(EMAIL)
    answers = await asyncio.gather(
        *(reset_password(token, f"{CHOSEN} {number}") for number in range(3)), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "NotFound", "NotFound"]


async def test_a_link_is_worthless_after_an_hour_and_after_the_password_was_changed() -> None:
    actor = await an_actor()
    await request_password_reset(EMAIL)
    token = await token_mailed_to(EMAIL)
    with frozen(now() + PASSWORD_RESET_LASTS):
        assert not await is_open_reset(token)
    assert await is_open_reset(token)
    await change_password(actor, PASSWORD, CHOSEN)
    assert not await is_open_reset(token)


async def test_a_weak_password_leaves_the_link_open() -> None:
    await a_person()
    await request_password_reset(EMAIL)
    token = await token_mailed_to(EMAIL)
    with pytest.raises(Invalid):
        await reset_password(token, "short")
    assert await is_open_reset(token)


async def test_asking_for_an_unknown_address_answers_the_same_and_mails_nobody() -> None:
    await request_password_reset("nobody@hikari.example")
    assert await mails_to("nobody@hikari.example") == []


async def test_asking_for_a_known_address_costs_no_more_than_for_an_unknown_one() -> None:
    await a_person()
    asked = []
    for email in (EMAIL, "nobody@hikari.example"):
        async with noted_statements() as seen:
            await request_password_reset(email)
        asked.append(seen)
    assert asked[0] == asked[1]


async def test_nobody_is_flooded_with_reset_mails() -> None:
    await a_person()
    for _ in range(3):
        await request_password_reset(EMAIL)
    with pytest.raises(TooMany):
        await request_password_reset(EMAIL)
    assert len(await mails_to(EMAIL)) == 3
