"""The page behind a QR tag shows what fits whoever reads it, and never acts."""

from uuid import UUID

import httpx
from litestar import Litestar

from catalog import tags
from catalog.domain import Way
from core import db
from core.clock import today
from directory.kinds import OrganizationKind
from loans import usecases
from loans.commands import ConfirmLoan, DispatchLoan
from tests.factories import Parties, a_loan, an_actor, an_organization, the_parties
from tests.loans.visiting import visiting


async def a_tag(parties: Parties) -> str:
    unit_id: UUID = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    async with db.transaction():
        return (await tags.new_tag(unit_id)).token


async def on_its_way(parties: Parties) -> None:
    loan = await a_loan(parties, start=today())
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, loan.id, DispatchLoan(way=Way.BROUGHT))


async def test_a_visitor_reads_about_the_robot_and_whom_to_call(client: httpx.AsyncClient) -> None:
    parties = await the_parties(name="ピコ")
    await db.execute(
        "UPDATE organization SET phone = '03-1234-0000' WHERE id = $1", parties.vendor.organization_id
    )
    page = await client.get(f"/t/{await a_tag(parties)}")
    assert page.status_code == 200
    assert f"/products/{parties.product_id}" in page.text
    assert "tel:03-1234-0000" in page.text
    assert "貸出中のロボットです" not in page.text


async def test_nobody_learns_from_a_tag_who_borrows(client: httpx.AsyncClient, application: Litestar) -> None:
    parties = await the_parties()
    await db.execute(
        "UPDATE organization SET name = '秘密の里' WHERE id = $1", parties.facility.organization_id
    )
    await on_its_way(parties)
    token = await a_tag(parties)
    stranger = await the_parties()
    page = await client.get(f"/t/{token}")
    assert "貸出中のロボットです" in page.text
    assert "秘密の里" not in page.text
    for actor in (stranger.facility, stranger.counter, stranger.vendor):
        async with visiting(application, actor) as caller:
            assert "秘密の里" not in (await caller.get(f"/t/{token}")).text


async def test_parties_see_their_loan_and_the_next_step(application: Litestar) -> None:
    parties = await the_parties()
    await on_its_way(parties)
    token = await a_tag(parties)
    loan_id = await db.fetch_value("SELECT id FROM loan WHERE product_id = $1", parties.product_id)
    async with visiting(application, parties.facility) as facility:
        assert f"/loans/{loan_id}/receive" in (await facility.get(f"/t/{token}")).text
    async with visiting(application, parties.vendor) as vendor:
        page = (await vendor.get(f"/t/{token}")).text
        assert f"/loans/{loan_id}" in page
        assert "/units/" in page


async def test_reading_a_tag_changes_nothing(application: Litestar) -> None:
    parties = await the_parties()
    await on_its_way(parties)
    token = await a_tag(parties)
    counts = """
        SELECT (SELECT count(*) FROM loan_event), (SELECT count(*) FROM unit_move),
            (SELECT count(*) FROM scan), (SELECT count(*) FROM outbox)
    """
    before = await db.fetch_row(counts)
    async with visiting(application, parties.facility) as facility:
        await facility.get(f"/t/{token}")
    assert await db.fetch_row(counts) == before


async def test_a_label_not_in_use_and_an_unknown_one_are_no_dead_ends(
    client: httpx.AsyncClient, application: Litestar
) -> None:
    async with db.transaction():
        blank = await tags.new_tag()
    page = await client.get(f"/t/{blank.token}")
    assert (page.status_code, "/counters" in page.text, blank.code in page.text) == (200, True, True)
    vendor_actor = await an_actor(await an_organization(OrganizationKind.VENDOR))
    async with visiting(application, vendor_actor) as vendor:
        assert "/vendor/products" in (await vendor.get(f"/t/{blank.token}")).text
    unknown = await client.get("/t/no-such-tag")
    assert (unknown.status_code, "/counters" in unknown.text) == (404, True)


async def test_the_code_can_be_typed(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    token = await a_tag(parties)
    code = await db.fetch_value("SELECT code FROM tag WHERE token = $1", token)
    typed = await client.get("/t", params={"code": f" {code[:4].lower()}-{code[4:]} "})
    assert (typed.status_code, typed.headers["location"]) == (303, f"/t/{token}")
    wrong = await client.get("/t", params={"code": "AAAA"})
    assert wrong.status_code == 422
    assert (await client.get("/t")).status_code == 200
