"""The first administrator of an organisation."""

from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest

from accounts.domain import INVITATION_LASTS, Role
from accounts.queries import actor_of_session, is_open_reset
from accounts.usecases import appoint_administrator, reset_password, sign_in
from core import db
from core.clock import frozen, now
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from directory.kinds import OrganizationKind
from directory.usecases import NewOrganization, create_organization, organization_called
from tests.asking import a_bearer
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("people")

PASSWORD = "見守りと移乗と入浴の日"


def an_address() -> str:
    return f"{new_id()}@people.example"


async def test_somebody_new_chooses_a_password_by_the_link_once_and_is_an_administrator() -> None:
    vendor_id, email = await an_organization(OrganizationKind.VENDOR), an_address()
    token = await appoint_administrator(vendor_id, email, "鈴木 一郎")
    assert token is not None
    assert await is_open_reset(token)
    await reset_password(token, PASSWORD)
    with pytest.raises(NotFound):
        await reset_password(token, PASSWORD)
    actor = await actor_of_session(await sign_in(email, PASSWORD, "Firefox"))
    assert actor is not None
    assert (actor.organization_id, actor.role, actor.name) == (vendor_id, Role.ADMIN, "鈴木 一郎")


async def test_the_link_lasts_a_week() -> None:
    vendor_id = await an_organization(OrganizationKind.VENDOR)
    token = await appoint_administrator(vendor_id, an_address(), "鈴木 一郎")
    assert token is not None
    with frozen(now() + INVITATION_LASTS - timedelta(minutes=1)):
        assert await is_open_reset(token)
    with frozen(now() + INVITATION_LASTS):
        assert not await is_open_reset(token)


async def test_who_has_a_password_keeps_it_and_gets_no_link() -> None:
    facility_id, email = await an_organization(OrganizationKind.FACILITY), an_address()
    first = await appoint_administrator(facility_id, email, "佐藤 舞")
    await reset_password(first or "", PASSWORD)
    other_id = await an_organization(OrganizationKind.FACILITY)
    assert await appoint_administrator(other_id, email) is None
    assert await sign_in(email, PASSWORD, "Firefox")
    sql = "SELECT count(*) FROM membership m JOIN person p ON p.id = m.person_id WHERE email = $1"
    assert await db.fetch_value(sql, email) == 2


async def test_a_member_becomes_an_administrator_and_who_left_comes_back() -> None:
    facility_id = await an_organization(OrganizationKind.FACILITY)
    member = await an_actor(facility_id)
    email = await db.fetch_value("SELECT email FROM person WHERE id = $1", member.person_id)
    await db.execute("UPDATE membership SET ended_at = $2 WHERE person_id = $1", member.person_id, now())
    await appoint_administrator(facility_id, email.upper())
    row = await db.fetch_row("SELECT role, ended_at FROM membership WHERE person_id = $1", member.person_id)
    assert row is not None
    assert (row["role"], row["ended_at"]) == ("admin", None)


async def test_nobody_without_a_name_or_address_and_nobody_shut_out_is_appointed() -> None:
    facility_id = await an_organization(OrganizationKind.FACILITY)
    for email, name in ((an_address(), ""), ("suzuki", "鈴木"), ("", "鈴木")):
        with pytest.raises(Invalid):
            await appoint_administrator(facility_id, email, name)
    gone = await an_actor(facility_id)
    email = await db.fetch_value(
        "UPDATE person SET disabled_at = $2 WHERE id = $1 RETURNING email", gone.person_id, now()
    )
    with pytest.raises(Conflict):
        await appoint_administrator(facility_id, email)


async def test_an_organisation_answers_to_its_code_its_id_and_its_office_number() -> None:
    number = f"44{str(new_id().int)[-8:]}"
    home = await an_organization(OrganizationKind.FACILITY, office_number=number, service_code="510")
    day = await an_organization(OrganizationKind.FACILITY, office_number=number, service_code="150")
    code = f"v-{new_id()}"
    made = await create_organization(NewOrganization(kind=OrganizationKind.VENDOR, name="会社", code=code))
    assert await organization_called(code) == made
    assert await organization_called(str(made).upper()) == made
    assert await organization_called(f"{number}-510") == home
    assert await organization_called(f"{number}-150") == day
    with pytest.raises(Conflict):
        await organization_called(number)
    for unknown in ("", "x", f"{number}-999", "'; DROP TABLE loan;--"):
        with pytest.raises(NotFound):
            await organization_called(unknown)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (NewOrganization(kind=OrganizationKind.VENDOR, name=" "), "name"),
        (NewOrganization(kind=OrganizationKind.FACILITY, name="ひかり苑"), "prefecture"),
        (NewOrganization(kind=OrganizationKind.COUNTER, name="窓口", prefecture="Oita"), "prefecture"),
        (NewOrganization(kind=OrganizationKind.VENDOR, name="会社", areas=["大分県"]), "areas"),
        (
            NewOrganization(kind=OrganizationKind.COUNTER, name="窓", prefecture="大分県", areas="x"),
            "areas",
        ),
    ],
)
async def test_an_organisation_that_nobody_could_find_is_not_made(
    wanted: NewOrganization, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await create_organization(wanted)
    assert set(refused.value.fields) == {field}


async def test_a_new_vendor_is_found_by_its_name(client: httpx.AsyncClient) -> None:
    name = f"みらい介護機器{str(new_id())[-6:]}"
    await create_organization(NewOrganization(kind=OrganizationKind.VENDOR, name=name))
    actor = await an_actor(await an_organization(OrganizationKind.CENTRE))
    found = await client.get(f"/api/v1/organizations?q={quote(name)}", headers=await a_bearer(actor))
    assert [one["name"] for one in found.json()["items"]] == [name]
