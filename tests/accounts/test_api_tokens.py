import pytest

from accounts.domain import Actor, Via
from accounts.queries import actor_of_api_token, actor_of_session, api_tokens_of
from accounts.usecases import create_api_token, create_api_token_for, revoke_api_token
from core import db
from core.clock import frozen, now
from core.errors import Invalid, NotFound, NotSignedIn
from tests.accounts.people import an_actor

pytestmark = pytest.mark.usefixtures("people")


async def test_a_token_acts_as_its_owner_through_the_api_and_is_no_session() -> None:
    owner = await an_actor()
    token = await create_api_token(owner, "在庫表")
    actor = await actor_of_api_token(token)
    assert actor is not None
    assert (actor.person_id, actor.organization_id, actor.role, actor.via) == (
        owner.person_id,
        owner.organization_id,
        owner.role,
        Via.API,
    )
    assert await actor_of_session(token) is None
    kept = await db.fetch_value("SELECT token_digest FROM api_token WHERE person_id = $1", owner.person_id)
    assert token.encode() not in kept


async def test_its_use_is_noted_now_and_then() -> None:
    owner = await an_actor()
    token = await create_api_token(owner, "在庫表")
    assert (await api_tokens_of(owner))[0].last_used_at is None
    moment = now()
    with frozen(moment):
        await actor_of_api_token(token)
    await actor_of_api_token(token)
    assert (await api_tokens_of(owner))[0].last_used_at == moment


async def test_a_revoked_token_opens_nothing() -> None:
    owner = await an_actor()
    token = await create_api_token(owner, "在庫表")
    (entry,) = await api_tokens_of(owner)
    with pytest.raises(NotFound):
        await revoke_api_token(await an_actor("ken@midori.example"), entry.id)
    await revoke_api_token(owner, entry.id)
    assert await actor_of_api_token(token) is None
    assert await api_tokens_of(owner) == []


async def test_the_command_line_makes_one_by_address() -> None:
    owner = await an_actor()
    actor = await actor_of_api_token(await create_api_token_for("Mai@hikari.example"))
    assert actor is not None
    assert (actor.person_id, actor.organization_id) == (owner.person_id, owner.organization_id)
    with pytest.raises(NotFound):
        await create_api_token_for("nobody@hikari.example")


async def test_a_token_needs_a_name_and_an_owner() -> None:
    with pytest.raises(Invalid):
        await create_api_token(await an_actor(), "  ")
    with pytest.raises(NotSignedIn):
        await create_api_token(Actor.anonymous(), "在庫表")
