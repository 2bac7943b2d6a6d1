"""An office of the open data finds its people: claimed by number, shown by mail, decided by its counter."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from accounts.claims.queries import waiting_claims
from accounts.claims.usecases import Claim, accept_claim, claim_office, confirm_address, refuse_claim
from accounts.domain import Actor
from core import db
from core.clock import frozen, now
from core.errors import Invalid, NotAllowed, NotFound, TooMany
from core.ids import new_id
from directory.domain import passes_office_check
from directory.kinds import OrganizationKind
from tests.accounts.browser import post, words
from tests.accounts.people import PASSWORD
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("forgotten")
EMAIL = "mai@claims.example"


@pytest_asyncio.fixture
async def forgotten(database: str) -> AsyncIterator[None]:
    """Nobody has the address of these tests, and no mail went to it."""
    assert database
    yield
    await db.execute("DELETE FROM outbox WHERE payload->>'recipient' ~ '@claims.example$'")
    await db.execute("UPDATE person SET email = id || '@gone.example' WHERE email ~ '@claims.example$'")


class _Office:
    """A facility with a number, its counter, and another counter."""

    def __init__(self, number: str, facility_id: UUID, counter: Actor, stranger: Actor) -> None:
        self.number, self.facility_id, self.counter, self.stranger = number, facility_id, counter, stranger

    def claim(self, **changes: str) -> Claim:
        given = {"office_number": self.number, "name": "真衣", "email": EMAIL, "phone": "097-555-1234"}
        return Claim(**given | changes)


@pytest_asyncio.fixture
async def office(database: str) -> _Office:
    assert database
    stem = f"44{new_id().int % 10**7:07d}"
    number = next(f"{stem}{digit}" for digit in range(10) if passes_office_check(f"{stem}{digit}"))
    counter_id = await an_organization(OrganizationKind.COUNTER)
    facility_id = await an_organization(
        OrganizationKind.FACILITY, counter_id=counter_id, office_number=number, service_code="510"
    )
    stranger = await an_actor(await an_organization(OrganizationKind.COUNTER))
    counter = await an_actor(counter_id)
    await db.execute("UPDATE person SET email = id || '@claims.example' WHERE id = $1", counter.person_id)
    return _Office(number, facility_id, counter, stranger)


async def _mails(recipient: str = EMAIL) -> list[str]:
    sql = (
        "SELECT payload->>'body' AS body FROM outbox WHERE payload->>'recipient' = $1 ORDER BY created_at, id"
    )
    return [row["body"] for row in await db.fetch(sql, recipient)]


async def _token(kind: str = "claim") -> str:
    found = re.search(rf"/{kind}/(\S+)", (await _mails())[-1])
    assert found
    return found[1]


async def _confirmed(office: _Office) -> UUID:
    await claim_office(office.claim(), "ja")
    await confirm_address(await _token())
    [claim] = await waiting_claims(office.counter)
    return claim.id


async def test_the_first_of_an_office_becomes_its_administrator(
    office: _Office, client: httpx.AsyncClient
) -> None:
    await _confirmed(office)
    told = await _mails(f"{office.counter.person_id}@claims.example")
    assert "真衣" in told[0]
    assert "097-555-1234" in told[0]
    [claim] = await waiting_claims(office.counter)
    assert (claim.name, claim.office_number, claim.has_admin) == ("真衣", office.number, False)
    assert await accept_claim(office.counter, claim.id) == EMAIL
    path = f"/invitations/{await _token('invitations')}"
    joined = await post(client, path, seen=path, name="真衣", password=PASSWORD)
    assert joined.status_code == 303
    role = await db.fetch_value("SELECT role FROM membership WHERE organization_id = $1", office.facility_id)
    assert role == "admin"
    assert await waiting_claims(office.counter) == []


async def test_whoever_comes_later_becomes_a_member(office: _Office) -> None:
    await db.execute(
        "INSERT INTO membership (id, person_id, organization_id, role, created_at)"
        " VALUES ($1, $2, $3, 'admin', now())",
        new_id(),
        office.counter.person_id,
        office.facility_id,
    )
    await accept_claim(office.counter, await _confirmed(office))
    sql = "SELECT role FROM invitation WHERE organization_id = $1"
    assert await db.fetch_value(sql, office.facility_id) == "member"


async def test_nobody_hears_of_a_claim_whose_address_is_not_confirmed(office: _Office) -> None:
    await claim_office(office.claim(), "ja")
    assert await waiting_claims(office.counter) == []
    assert await _mails(f"{office.counter.person_id}@claims.example") == []


async def test_a_link_confirms_once_and_for_two_days(office: _Office) -> None:
    await claim_office(office.claim(), "ja")
    token = await _token()
    with frozen(now() + timedelta(days=3)), pytest.raises(NotFound):
        await confirm_address(token)
    await confirm_address(token)
    with pytest.raises(NotFound):
        await confirm_address(token)
    with pytest.raises(NotFound):
        await confirm_address("made-up")


async def test_a_refusal_has_a_reason_and_reaches_whoever_claimed(office: _Office) -> None:
    claim_id = await _confirmed(office)
    for reason in ("", " ", "あ" * 501):
        with pytest.raises(Invalid):
            await refuse_claim(office.counter, claim_id, reason)
    await refuse_claim(office.counter, claim_id, "事業所に確かめたところ、ご存じないとのことでした。")
    assert "ご存じない" in (await _mails())[-1]
    with pytest.raises(NotFound):
        await accept_claim(office.counter, claim_id)


async def test_only_the_counter_of_the_office_and_the_centre_decide(office: _Office) -> None:
    claim_id = await _confirmed(office)
    assert await waiting_claims(office.stranger) == []
    with pytest.raises(NotFound):
        await accept_claim(office.stranger, claim_id)
    with pytest.raises(NotAllowed):
        await waiting_claims(await an_actor(office.facility_id))
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    assert claim_id in [claim.id for claim in await waiting_claims(centre)]
    assert await accept_claim(centre, claim_id) == EMAIL


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"office_number": "9999999999"}, {"office_number": "office-unknown"}),
        ({"office_number": " "}, {"office_number": "required"}),
        ({"service_code": "110"}, {"service_code": "choose-service"}),
        ({"name": ""}, {"name": "required"}),
        ({"email": "mai"}, {"email": "bad-email"}),
        ({"phone": "12"}, {"phone": "telephone-wrong"}),
        ({"phone": "なし"}, {"phone": "telephone-wrong"}),
        ({"email": "", "phone": ""}, {"email": "required", "phone": "required"}),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    office: _Office, changes: dict[str, str], wrong: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        await claim_office(office.claim(**changes), "ja")
    assert refused.value.fields == wrong
    assert await _mails() == []


async def test_one_address_cannot_be_flooded(office: _Office) -> None:
    for _ in range(3):
        await claim_office(office.claim(email="flood@claims.example"), "ja")
    with pytest.raises(TooMany):
        await claim_office(office.claim(email="flood@claims.example"), "ja")


async def test_a_number_with_several_services_asks_which_and_keeps_what_was_typed(
    office: _Office, client: httpx.AsyncClient
) -> None:
    await an_organization(OrganizationKind.FACILITY, office_number=office.number, service_code="110")
    given = {"office_number": f"　{office.number}", "name": "真衣", "email": EMAIL, "phone": "0975551234"}
    asked = await post(client, "/claim", seen="/claim", **given)
    assert asked.status_code == 422
    assert "訪問介護" in words(asked)
    assert 'value="真衣"' in asked.text
    done = await post(client, "/claim", seen="/claim", service_code="110", **given)
    assert done.status_code == 200
    assert EMAIL in words(done)
    path = f"/claim/{await _token()}"
    looked = await client.get(path)
    assert EMAIL in words(looked)
    assert (await post(client, path, seen=path)).status_code == 303
    assert (await client.get(path)).status_code == 404
