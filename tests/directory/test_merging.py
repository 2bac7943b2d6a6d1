"""Making one of two rows of the same party: every loan is kept, nothing is left behind that belongs to it."""

from datetime import date

import msgspec
import pytest
from litestar import Litestar

from accounts.claims.queries import offices_numbered
from accounts.domain import Actor
from catalog.queries import ProductFilter, list_products
from catalog.search import index_products
from core import db
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.ids import new_id
from directory.editing import change_organization, known_organization
from directory.kinds import OrganizationKind
from directory.merging import merge_organizations, what_would_move
from loans.domain import Channel
from loans.queries import loan_for
from loans.usecases import request_loan
from tests.accounts.browser import post, words
from tests.factories import Parties, a_loan, a_request, an_actor, an_organization, the_parties
from tests.loans.visiting import visiting

pytestmark = pytest.mark.usefixtures("database")


async def _twice() -> tuple[Parties, Parties]:
    """Two facilities of one counter."""
    first, second = await the_parties(units=3), await the_parties()
    sql = "UPDATE organization SET counter_id = $2 WHERE id = $1"
    await db.execute(sql, second.facility.organization_id, first.counter.organization_id)
    return first, second


async def test_every_loan_goes_over_and_its_history_stays() -> None:
    first, second = await _twice()
    kept, merged = first.facility.acting_for(), second.facility.acting_for()
    loan = await a_loan(Parties(second.facility, first.counter, first.vendor, first.product_id))
    events = await db.fetch("SELECT * FROM loan_event WHERE loan_id = $1", loan.id)
    moved = {one.table: one.count for one in await what_would_move(first.counter, kept, merged)}
    assert moved["loan"] == 1
    assert moved["membership"] == 1
    await merge_organizations(first.counter, kept, merged)
    assert (await loan_for(first.facility, loan.id)).facility_id == kept
    assert await db.fetch("SELECT * FROM loan_event WHERE loan_id = $1", loan.id) == events
    row = await db.fetch_row("SELECT * FROM organization WHERE id = $1", merged)
    assert row is not None
    assert (row["merged_into"], row["gone_on"] is None) == (kept, False)
    left = await db.fetch_value("SELECT count(*) FROM membership WHERE organization_id = $1", merged)
    assert left == 0


async def test_whoever_sat_in_both_sits_once_in_the_one_that_stays() -> None:
    first, second = await _twice()
    kept, merged = first.facility.acting_for(), second.facility.acting_for()
    await db.execute(
        "INSERT INTO membership (id, person_id, organization_id, role, created_at)"
        " VALUES ($1, $2, $3, 'member', now())",
        new_id(),
        first.facility.person_id,
        merged,
    )
    await merge_organizations(first.counter, kept, merged)
    seats = await db.fetch(
        "SELECT organization_id, ended_at IS NULL AS sits FROM membership WHERE person_id = $1",
        first.facility.person_id,
    )
    assert {(row["organization_id"], row["sits"]) for row in seats} == {(kept, True), (merged, False)}


async def test_what_cannot_be_one_is_refused() -> None:
    first, second = await _twice()
    kept, merged = first.facility.acting_for(), second.facility.acting_for()
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    with pytest.raises(Invalid):
        await merge_organizations(first.counter, kept, kept)
    with pytest.raises(Invalid):
        await merge_organizations(centre, kept, first.vendor.acting_for())
    with pytest.raises(NotFound):
        await merge_organizations(first.counter, kept, new_id())
    with pytest.raises(NotFound):
        await merge_organizations(second.counter, kept, merged)
    with pytest.raises(NotAllowed):
        await merge_organizations(first.facility, kept, merged)
    await merge_organizations(centre, kept, merged)
    with pytest.raises(Conflict):
        await merge_organizations(centre, kept, merged)


async def test_nobody_asks_for_an_office_that_was_merged() -> None:
    first, second = await _twice()
    merged = second.facility.organization_id
    await merge_organizations(first.counter, first.facility.acting_for(), second.facility.acting_for())
    wanted = a_request(first.product_id, facility_id=merged, channel=Channel.PHONE)
    with pytest.raises(NotFound):
        await request_loan(first.counter, wanted)


async def test_the_page_says_first_what_changes_for_whom(application: Litestar) -> None:
    first, second = await _twice()
    loan = await a_loan(Parties(second.facility, first.counter, first.vendor, first.product_id))
    kept, merged = first.facility.acting_for(), second.facility.acting_for()
    person = await db.fetch_value("SELECT name FROM person WHERE id = $1", second.facility.person_id)
    path = f"/organizations/{kept}/merge?merged_id={merged}"
    async with visiting(application, first.counter) as counter:
        compared = words(await counter.get(path))
        assert loan.number in compared
        assert person in compared
    async with visiting(
        application, await an_actor(await an_organization(OrganizationKind.CENTRE))
    ) as centre:
        path = f"/organizations/{second.vendor.acting_for()}/merge?merged_id={first.vendor.acting_for()}"
        compared = words(await centre.get(path))
        assert loan.number in compared
        units = await db.fetch("SELECT serial_number FROM unit WHERE product_id = $1", first.product_id)
        assert all(row["serial_number"] in compared for row in units)
    assert (await loan_for(first.counter, loan.id)).facility_id == merged


async def test_the_page_finds_compares_and_merges(application: Litestar) -> None:
    first, second = await _twice()
    path = f"/organizations/{first.facility.organization_id}/merge"
    name = await db.fetch_value(
        "SELECT name FROM organization WHERE id = $1", second.facility.organization_id
    )
    async with visiting(application, first.counter) as counter:
        found = await counter.get(path, params={"words": name})
        assert f"merged_id={second.facility.organization_id}" in found.text
        assert "あてはまる組織はありません" in words(
            await counter.get(path, params={"words": "ありえない名前の家"})
        )
        compared = f"{path}?merged_id={second.facility.organization_id}"
        assert "元には戻せません" in words(await counter.get(compared))
        wrong = await counter.get(f"{path}?merged_id={first.facility.organization_id}")
        assert wrong.status_code == 422
        again = await post(counter, path, seen=compared, merged_id="x")
        assert again.status_code == 422
        done = await post(counter, path, seen=compared, merged_id=second.facility.organization_id)
        assert done.status_code == 303
        assert "統合" in words(await counter.get(done.headers["location"]))


async def test_the_page_of_the_one_that_is_gone_leads_to_the_one_that_stays(application: Litestar) -> None:
    first, second = await _twice()
    kept, merged = first.facility.acting_for(), second.facility.acting_for()
    await merge_organizations(first.counter, kept, merged)
    async with visiting(application, first.counter) as counter:
        shown = await counter.get(f"/organizations/{merged}")
        assert "一つにまとめられた組織です" in words(shown)
        assert f'href="/organizations/{kept}"' in shown.text
        assert "保存する" not in words(shown)
        sent = await post(
            counter, f"/organizations/{merged}", seen=f"/organizations/{kept}", name="新しい名前"
        )
        assert sent.status_code == 409
    known = await known_organization(first.counter, merged)
    with pytest.raises(Conflict):
        await change_organization(first.counter, merged, known.details)


async def test_addresses_of_a_merged_counter_lead_to_the_one_that_stays(application: Litestar) -> None:
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    kept = await an_organization(OrganizationKind.COUNTER, name="のこる窓口")
    merged = await an_organization(OrganizationKind.COUNTER)
    await merge_organizations(centre, kept, merged)
    async with visiting(application, centre) as anybody:
        led = await anybody.get(f"/counters/{merged}")
        assert (led.status_code, led.headers["location"]) == (303, f"/counters/{kept}")
        assert "のこる窓口" in (await anybody.get(f"/embed/{merged}")).text
        calendar = await anybody.get("/exhibitions/calendar.ics", params={"counter": str(merged)})
        assert "のこる窓口" in calendar.text


async def test_an_office_that_a_newer_edition_lacks_says_so(application: Litestar) -> None:
    parties = await the_parties()
    office = parties.facility.acting_for()
    await db.execute("UPDATE organization SET gone_on = $2 WHERE id = $1", office, date(2026, 12, 31))
    async with visiting(application, parties.counter) as counter:
        shown = words(await counter.get(f"/organizations/{office}"))
        assert "2026年12月31日(木)の公表データにはありません" in shown
        assert "保存する" in shown


async def test_counting_and_handing_over_end_before_two_become_one() -> None:
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    kept, merged = [await an_organization(OrganizationKind.COUNTER) for _ in range(2)]
    opened = "INSERT INTO stocktaking (id, place_id, started_at) VALUES ($1, $2, now())"
    for place in (kept, merged):
        await db.execute(opened, new_id(), place)
    with pytest.raises(Conflict) as refused:
        await merge_organizations(centre, kept, merged)
    assert refused.value.reason == "merging-stocktaking"
    await db.execute("UPDATE stocktaking SET closed_at = now() WHERE place_id = $1", merged)
    handed = """
    INSERT INTO handover (id, giver_id, taker_id, proposer_id, starts_on, arrives_on, created_at, updated_at)
    VALUES ($1, $2, $3, $2, $4, $5, now(), now())
    """
    await db.execute(handed, new_id(), kept, merged, date(2026, 4, 1), date(2026, 4, 3))
    with pytest.raises(Conflict) as refused:
        await merge_organizations(centre, kept, merged)
    assert refused.value.reason == "merging-handover"
    await db.execute("UPDATE handover SET state = 'received' WHERE giver_id = $1", kept)
    await merge_organizations(centre, kept, merged)
    row = await db.fetch_row("SELECT giver_id, taker_id FROM handover WHERE giver_id = $1", kept)
    assert row is not None
    assert row["taker_id"] == merged


async def _names_found(words: str) -> list[str]:
    found = await list_products(Actor.anonymous(), ProductFilter(q=words))
    return [product.vendor_name for product in found.items]


async def test_products_are_found_by_the_vendor_they_belong_to_now() -> None:
    first, second = await the_parties(), await the_parties()
    await index_products([first.product_id, second.product_id])
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    kept, merged = first.vendor.acting_for(), second.vendor.acting_for()
    name = f"ひかり精機{str(new_id())[-8:]}"
    known = await known_organization(centre, kept)
    await change_organization(centre, kept, msgspec.structs.replace(known.details, name=name))
    assert await _names_found(name) == [name]
    await merge_organizations(centre, kept, merged)
    assert await _names_found(name) == [name, name]


async def test_the_number_of_a_merged_office_leads_to_the_one_that_stays() -> None:
    first, second = await _twice()
    number = "4499100017"
    sql = "UPDATE organization SET office_number = $2, service_code = '510' WHERE id = $1"
    await db.execute(sql, second.facility.organization_id, number)
    await merge_organizations(first.counter, first.facility.acting_for(), second.facility.acting_for())
    assert [one.id for one in await offices_numbered(number)] == [first.facility.organization_id]
