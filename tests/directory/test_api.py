from uuid import UUID, uuid4

import httpx

from core import db
from core.ids import new_id
from directory.kinds import OrganizationKind
from loans import usecases
from loans.commands import ConfirmLoan
from tests.asking import noted_statements
from tests.callers import Caller, a_caller, ids
from tests.factories import a_loan, an_actor, an_organization, the_parties

PUBLIC = (
    OrganizationKind.COUNTER,
    OrganizationKind.GENERAL_CENTER,
    OrganizationKind.LIVING_LAB,
    OrganizationKind.VENDOR,
)


async def a_named(kind: OrganizationKind, name: str, prefecture: str) -> UUID:
    return await an_organization(kind, name=name, prefecture=prefecture)


async def test_parties_that_serve_the_public_are_known_to_all_who_signed_in(
    client: httpx.AsyncClient,
) -> None:
    made = {str(await an_organization(kind)) for kind in PUBLIC}
    parties = await the_parties()
    for actor in (parties.facility, parties.counter, parties.vendor):
        caller = await a_caller(client, actor)
        for organization_id in made:
            assert (await caller.get(f"/organizations/{organization_id}")).status_code == 200
    nobody = Caller(client, None)
    assert (await nobody.get("/organizations")).status_code == 401
    assert (await nobody.get(f"/organizations/{made.pop()}")).status_code == 401


async def test_a_facility_is_known_to_itself_its_counter_and_the_centre(client: httpx.AsyncClient) -> None:
    parties, strangers = await the_parties(), await the_parties()
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    path = f"/organizations/{parties.facility.organization_id}"
    for actor in (parties.facility, parties.counter, centre):
        assert (await (await a_caller(client, actor)).get(path)).status_code == 200
    for actor in (parties.vendor, strangers.facility, strangers.counter, strangers.vendor):
        assert (await (await a_caller(client, actor)).get(path)).status_code == 404


async def test_a_counter_knows_the_facilities_of_its_area(client: httpx.AsyncClient) -> None:
    counter_id = await an_organization(OrganizationKind.COUNTER)
    await db.execute(
        "INSERT INTO counter_area (id, counter_id, prefecture) VALUES ($1, $2, '架空県')",
        new_id(),
        counter_id,
    )
    there = await an_organization(OrganizationKind.FACILITY, prefecture="架空県")
    elsewhere = await an_organization(OrganizationKind.FACILITY, prefecture="虚構県")
    gone = await an_organization(OrganizationKind.FACILITY, prefecture="架空県")
    await db.execute("UPDATE organization SET gone_on = '2026-01-01' WHERE id = $1", gone)
    caller = await a_caller(client, await an_actor(counter_id))
    assert ids(await caller.get("/organizations", kind="facility")) == {str(there)}
    assert (await caller.get(f"/organizations/{elsewhere}")).status_code == 404
    assert (await caller.get(f"/organizations/{counter_id}")).json()["areas"] == ["架空県"]


async def test_a_vendor_learns_of_a_borrower_when_it_has_agreed(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    caller = await a_caller(client, parties.vendor)
    path = f"/organizations/{parties.facility.organization_id}"
    await usecases.propose_loan(parties.counter, loan.id)
    assert (await caller.get(path)).status_code == 404
    assert ids(await caller.get("/organizations", kind="facility")) == set()
    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    assert (await caller.get(path)).status_code == 200
    assert ids(await caller.get("/organizations", kind="facility")) == {str(parties.facility.organization_id)}


async def test_a_search_minds_neither_width_nor_kana(client: httpx.AsyncClient) -> None:
    made = await a_named(OrganizationKind.VENDOR, "ヒビキ福祉ﾃｸﾉ株式会社", prefecture="高知県")
    caller = await a_caller(client, (await the_parties()).facility)
    for query in ("ひびき", "てくの", "福祉 響", "福祉　てくの"):
        found = ids(await caller.get("/organizations", q=query, prefecture="高知県"))
        assert (str(made) in found) is ("響" not in query), query


async def test_no_secret_address_is_told(client: httpx.AsyncClient) -> None:
    vendor = await an_organization(OrganizationKind.VENDOR, notification_email="secret@vendor.example")
    caller = await a_caller(client, (await the_parties()).facility)
    assert "secret@" not in (await caller.get(f"/organizations/{vendor}")).text


async def test_what_a_client_can_ask_wrong(client: httpx.AsyncClient) -> None:
    caller = await a_caller(client, (await the_parties()).facility)
    assert (await caller.get(f"/organizations/{uuid4()}")).status_code == 404
    for query in ({"kind": "castle"}, {"cursor": "!!"}, {"limit": "many"}):
        answer = await caller.get("/organizations", **query)
        assert answer.status_code == 422
        assert next(iter(query)) in answer.json()["fields"]


async def test_a_list_costs_as_many_statements_at_200_rows_as_at_10(client: httpx.AsyncClient) -> None:
    caller = await a_caller(client, (await the_parties()).facility)
    costs = []
    for size in (10, 190):
        for _ in range(size):
            await an_organization(OrganizationKind.LIVING_LAB, prefecture="測定県")
        async with noted_statements() as statements:
            answer = await caller.get("/organizations", prefecture="測定県", limit=200)
        costs.append((len(answer.json()["items"]), len(statements)))
    assert costs == [(10, 3), (200, 3)]
