import asyncio
from uuid import UUID

import pytest

from accounts.domain import INVITATION_LASTS, Actor, Role
from accounts.queries import (
    actor_of_api_token,
    actor_of_session,
    invitations_of,
    members_of,
    open_invitation,
    places_of,
)
from accounts.usecases import (
    accept_invitation,
    change_role,
    create_api_token,
    invite_colleague,
    join_organization,
    remove_member,
    sign_in,
    withdraw_invitation,
)
from core import db
from core.clock import frozen, now
from core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from tests.accounts.people import (
    PASSWORD,
    a_person,
    a_seat,
    an_actor,
    an_organization,
    mails_to,
    signed_in,
    token_mailed_to,
)

pytestmark = pytest.mark.usefixtures("people")

NEW = "ren@hikari.example"


def id_of(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


async def an_invitation(actor: Actor, role: Role = Role.MEMBER) -> str:
    await invite_colleague(actor, NEW, role)
    return await token_mailed_to(NEW)


async def test_an_invited_colleague_makes_an_account_joins_and_is_signed_in() -> None:
    admin = await an_actor()
    token = await an_invitation(admin, Role.ADMIN)
    actor = await actor_of_session(await accept_invitation(token, " 高橋 蓮 ", PASSWORD, "en", "Phone"))
    assert actor is not None
    assert (actor.name, actor.organization_id, actor.role, actor.locale) == (
        "高橋 蓮",
        admin.organization_id,
        Role.ADMIN,
        "en",
    )
    assert [member.email for member in await members_of(admin)] == ["mai@hikari.example", NEW]
    assert await sign_in(NEW, PASSWORD, "Firefox")


async def test_the_mail_names_who_invites_where_and_until_when() -> None:
    await invite_colleague(await an_actor(), NEW, Role.MEMBER)
    (mail,) = await mails_to(NEW)
    assert "ひかり苑" in mail["subject"]
    assert "佐藤 舞さんから" in mail["body"]
    assert "/invitations/" in mail["body"]


async def test_an_invitation_is_used_once() -> None:
    token = await an_invitation(await an_actor())
    await accept_invitation(token, "高橋 蓮", PASSWORD, "ja", "Phone")
    with pytest.raises(NotFound, match="invitation-spent"):
        await accept_invitation(token, "別の人", PASSWORD, "ja", "Phone")


async def test_two_who_accept_at_once_make_one_account() -> None:
    token = await an_invitation(await an_actor())
    tries = [accept_invitation(token, "高橋 蓮", PASSWORD, "ja", "Phone") for _ in range(4)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert all(isinstance(answer, str | DomainError) for answer in answers)
    assert await db.fetch_value("SELECT count(*) FROM person WHERE email = $1", NEW) == 1


async def test_an_invitation_ends_after_a_week_when_withdrawn_and_when_sent_anew() -> None:
    admin = await an_actor()
    first = await an_invitation(admin)
    with frozen(now() + INVITATION_LASTS):
        assert await open_invitation(first) is None
    second = await an_invitation(admin)
    assert await open_invitation(first) is None
    (pending,) = await invitations_of(admin)
    await withdraw_invitation(admin, pending.id)
    assert await open_invitation(second) is None
    assert await invitations_of(admin) == []


async def test_somebody_with_an_account_joins_only_as_themselves() -> None:
    token = await an_invitation(await an_actor())
    ren = await an_actor(NEW, await an_organization("みどりの里"))
    with pytest.raises(Conflict, match="sign-in-to-join"):
        await accept_invitation(token, "なりすまし", PASSWORD, "ja", "Phone")
    with pytest.raises(NotAllowed):
        await join_organization(await an_actor("ken@midori.example"), token)
    await join_organization(ren, token)
    assert {place.organization_name for place in await places_of(ren)} == {"みどりの里", "ひかり苑"}


@pytest.mark.parametrize(
    ("email", "role", "fields"),
    [
        ("", "member", {"email": "required"}),
        ("nonsense", "member", {"email": "bad-email"}),
        ("mai@hikari.example", "member", {"email": "already-member"}),
        ("nonsense", "owner", {"email": "bad-email", "role": "unknown"}),
    ],
)
async def test_a_wrong_invitation_names_every_wrong_field(
    email: str, role: str, fields: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as caught:
        await invite_colleague(await an_actor(), email, role)
    assert caught.value.fields == fields


async def test_a_weak_password_or_no_name_leaves_the_invitation_open() -> None:
    token = await an_invitation(await an_actor())
    with pytest.raises(Invalid) as caught:
        await accept_invitation(token, " ", "short", "ja", "Phone")
    assert caught.value.fields == {"name": "required", "password": "password-too-short"}
    assert await open_invitation(token) is not None


async def test_only_admins_invite_remove_and_change_roles() -> None:
    admin = await an_actor()
    member = await an_actor("ken@hikari.example", admin.organization_id, Role.MEMBER)
    for forbidden in (
        invite_colleague(member, NEW, Role.MEMBER),
        change_role(member, id_of(member), Role.ADMIN),
        remove_member(member, id_of(admin)),
        withdraw_invitation(member, id_of(admin)),
    ):
        with pytest.raises(NotAllowed):
            await forbidden


async def test_an_admin_has_no_power_over_people_of_another_organisation() -> None:
    admin, stranger = await an_actor(), await an_actor("ken@midori.example")
    await an_invitation(stranger)
    (foreign,) = await invitations_of(stranger)
    for forbidden in (
        change_role(admin, id_of(stranger), Role.MEMBER),
        remove_member(admin, id_of(stranger)),
        withdraw_invitation(admin, foreign.id),
    ):
        with pytest.raises(NotFound):
            await forbidden


async def test_the_last_admin_can_neither_leave_nor_step_down() -> None:
    admin = await an_actor()
    await an_actor("ken@hikari.example", admin.organization_id, Role.MEMBER)
    with pytest.raises(Conflict, match="last-admin"):
        await remove_member(admin, id_of(admin))
    with pytest.raises(Conflict, match="last-admin"):
        await change_role(admin, id_of(admin), Role.MEMBER)


async def test_two_admins_who_remove_each_other_at_once_leave_one() -> None:
    one = await an_actor()
    other = await an_actor("ken@hikari.example", one.organization_id)
    answers = await asyncio.gather(
        remove_member(one, id_of(other)), remove_member(other, id_of(one)), return_exceptions=True
    )
    assert sum(answer is None for answer in answers) == 1
    sql = "SELECT role FROM membership WHERE organization_id = $1 AND ended_at IS NULL"
    left = await db.fetch(sql, one.organization_id)
    assert [row["role"] for row in left] == ["admin"]


async def test_whoever_is_removed_is_out_at_once_and_may_be_invited_again() -> None:
    admin = await an_actor()
    ken = await an_actor("ken@hikari.example", admin.organization_id)
    token = await create_api_token(ken, "表計算")
    await remove_member(admin, id_of(ken))
    assert await actor_of_api_token(token) is None
    assert await db.fetch_value("SELECT ended_at FROM sign_in WHERE id = $1", ken.sign_in_id) is not None
    await invite_colleague(admin, "ken@hikari.example", Role.MEMBER)
    await join_organization(await signed_in(id_of(ken)), await token_mailed_to("ken@hikari.example"))
    assert {member.role for member in await members_of(admin)} == {Role.ADMIN, Role.MEMBER}


async def test_removal_from_one_organisation_leaves_the_other() -> None:
    admin, person = await an_actor(), await a_person("ken@hikari.example")
    other = await an_organization("みどりの里")
    for organization_id in (admin.organization_id, other):
        assert organization_id is not None
        await a_seat(person, organization_id)
    await remove_member(admin, person)
    assert (await signed_in(person)).organization_id == other
