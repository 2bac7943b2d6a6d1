"""Several products in one request: held in one order, given whole or in part, told once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from accounts.domain import Actor
from core import db
from core.clock import today
from core.errors import Invalid, NotAllowed, NotFound
from core.ids import new_id
from loans import usecases
from loans.bundles.commands import BundleItem, RequestLoans
from loans.bundles.notices import tell_of_bundle
from loans.bundles.queries import BundleView, bundle_for
from loans.bundles.usecases import NothingToBeHad, request_loans
from loans.domain import Channel
from loans.notices import loan_news, notices_of
from loans.queries import loan_events
from tests.callers import a_caller
from tests.factories import (
    Parties,
    a_product,
    a_request,
    a_unit,
    an_actor,
    an_organization,
    another_facility,
    the_parties,
)

pytestmark = pytest.mark.usefixtures("database")

START = today() + timedelta(days=30)
END = START + timedelta(days=14)


def asking(*items: BundleItem, **changes: Any) -> RequestLoans:
    given: dict[str, Any] = {"problem": "夜間の見守り", "goal": "訪室を半分に", "place_of_use": "2階"}
    return RequestLoans(items=list(items), **{"start": START, "end": END, **given, **changes})


def item(product_id: UUID, quantity: int = 1, **changes: Any) -> BundleItem:
    return BundleItem(product_id=product_id, quantity=quantity, **{"consent": True, **changes})


async def three_products(**policy: object) -> tuple[Parties, list[UUID]]:
    """The parties, their product, and two of other vendors; two units of each."""
    parties = await the_parties(units=2, policy={"max_units": 10, **policy})
    others = [await a_product(await an_organization(parties.vendor.kind), units=2) for _ in range(2)]  # type: ignore[arg-type]
    return parties, [parties.product_id, *others]


async def take_all(parties: Parties, product_id: UUID, quantity: int = 2) -> None:
    other = await another_facility(parties)
    await usecases.request_loan(other, a_request(product_id, start=START, quantity=quantity))


async def holds_of(products: list[UUID]) -> int:
    found: int = await db.fetch_value(
        "SELECT count(*) FROM occupancy o JOIN unit u ON u.id = o.unit_id"
        " WHERE u.product_id = ANY($1::uuid[]) AND o.status = 'active'",
        products,
    )
    return found


async def test_each_product_becomes_a_loan_of_its_own() -> None:
    parties, products = await three_products()
    bundle = await request_loans(parties.facility, asking(*(item(one) for one in products)))
    assert {loan.product_id for loan in bundle.loans} == set(products)
    assert {loan.bundle_id for loan in bundle.loans} == {bundle.id}
    assert len({loan.number for loan in bundle.loans}) == 3
    assert bundle.refusals == []
    own = [await bundle_for(actor, bundle.id) for actor in (parties.facility, parties.counter)]
    assert [len(seen.loans) for seen in own] == [3, 3]


async def test_in_part_what_cannot_be_had_says_why_and_what_instead() -> None:
    parties, products = await three_products()
    await take_all(parties, products[1])
    bundle = await request_loans(parties.facility, asking(*(item(one) for one in products)))
    assert {loan.product_id for loan in bundle.loans} == {products[0], products[2]}
    (refused,) = bundle.refusals
    assert (refused.product_id, refused.code, refused.unit_count) == (products[1], "unit-taken", 2)
    assert refused.reasons[0].purpose == "hold"
    assert refused.next_free_start is not None
    assert [other.product_id for other in refused.alternatives]
    assert await holds_of(products) == 4


async def test_whole_means_all_or_nothing_and_nothing_stays_held() -> None:
    parties, products = await three_products()
    await take_all(parties, products[2])
    with pytest.raises(NothingToBeHad) as refusal:
        await request_loans(parties.facility, asking(*(item(one) for one in products), whole=True))
    refusals: Any = refusal.value.facts["refusals"]
    assert [one.product_id for one in refusals] == [products[2]]
    assert await holds_of(products) == 2
    assert await db.fetch_value("SELECT count(*) FROM loan_bundle") is not None


async def test_when_nothing_can_be_had_there_is_no_bundle() -> None:
    parties, products = await three_products()
    for product_id in products:
        await take_all(parties, product_id)
    with pytest.raises(NothingToBeHad) as refusal:
        await request_loans(parties.facility, asking(*(item(one) for one in products)))
    refusals: Any = refusal.value.facts["refusals"]
    assert {one.product_id for one in refusals} == set(products)
    facility_id = parties.facility.organization_id
    assert await db.fetch_value("SELECT count(*) FROM loan_bundle WHERE facility_id = $1", facility_id) == 0


async def test_fewer_units_are_taken_where_the_asker_is_content_with_them() -> None:
    parties, products = await three_products()
    await take_all(parties, products[0], 1)
    wished = asking(item(products[0], 2, accept_fewer=True), item(products[1], 2))
    bundle = await request_loans(parties.facility, wished)
    got = {loan.product_id: (loan.quantity, loan.wished_quantity) for loan in bundle.loans}
    assert got == {products[0]: (1, 2), products[1]: (2, None)}
    await take_all(parties, products[2])
    none_left = asking(item(products[2], 2, accept_fewer=True))
    with pytest.raises(NothingToBeHad):
        await request_loans(parties.facility, none_left)


async def test_one_loan_has_one_lender() -> None:
    parties = await the_parties(units=1, policy={"max_units": 10})
    await a_unit(parties.product_id, parties.counter.acting_for())
    both = asking(item(parties.product_id, 2))
    with pytest.raises(NothingToBeHad):
        await request_loans(parties.facility, both)
    assert await holds_of([parties.product_id]) == 0
    one = asking(item(parties.product_id, 2, accept_fewer=True))
    (loan,) = (await request_loans(parties.facility, one)).loans
    assert (loan.quantity, loan.wished_quantity) == (1, 2)
    assert await holds_of([parties.product_id]) == 1


async def test_the_counters_limit_counts_the_bundle_as_a_whole() -> None:
    parties, products = await three_products(max_units=3)
    with pytest.raises(Invalid) as refused:
        await request_loans(parties.facility, asking(item(products[0], 2), item(products[1], 2)))
    assert refused.value.fields == {"items": "too-many-units-together"}
    assert refused.value.facts["max_units"] == 3
    bundle = await request_loans(parties.facility, asking(item(products[0], 2), item(products[1], 1)))
    assert len(bundle.loans) == 2


async def test_mistakes_are_told_beside_the_product_they_are_about() -> None:
    parties, products = await three_products()
    draft = await a_product(parties.vendor.acting_for(), units=1, status="draft")
    old = await a_product(parties.vendor.acting_for(), units=1, status="discontinued")
    wrong = asking(
        item(products[0]),
        item(products[0], 2),
        item(draft),
        item(new_id()),
        item(old),
        item(products[1], problem="", start=START),
        problem="",
    )
    with pytest.raises(Invalid) as refused:
        await request_loans(parties.facility, wrong)
    assert refused.value.fields == {
        "items.0.problem": "required",
        "items.1.product_id": "product-twice",
        "items.2.product_id": "unknown",
        "items.3.product_id": "unknown",
        "items.4.product_id": "discontinued",
        "items.4.problem": "required",
        "items.5.problem": "required",
    }
    with pytest.raises(Invalid) as refused:
        await request_loans(parties.facility, asking(item(products[0]), start=None))
    assert refused.value.fields == {"items.0.start": "required"}


async def test_a_rule_against_one_product_refuses_that_one_only() -> None:
    parties, products = await three_products()
    past = item(products[1], start=today() - timedelta(days=3), end=today() + timedelta(days=3))
    bundle = await request_loans(parties.facility, asking(item(products[0]), past))
    assert [loan.product_id for loan in bundle.loans] == [products[0]]
    assert bundle.refusals[0].fields["start"] == "start-in-past"


async def test_a_vendor_sees_its_own_product_of_a_bundle_and_nothing_else() -> None:
    parties, products = await three_products()
    await take_all(parties, products[2])
    bundle = await request_loans(parties.facility, asking(*(item(one) for one in products)))
    seen = await bundle_for(parties.vendor, bundle.id)
    assert [loan.product_id for loan in seen.loans] == [parties.product_id]
    assert (seen.facility_id, seen.facility_name, seen.refusals) == (None, "", [])
    for stranger in (await another_facility(parties), (await the_parties()).counter):
        with pytest.raises(NotFound):
            await bundle_for(stranger, bundle.id)
    with pytest.raises(NotAllowed):
        await request_loans(parties.vendor, asking(item(products[0])))


async def _mails_about(bundle: BundleView) -> list[str]:
    rows = await db.fetch(
        "SELECT dedupe_key FROM outbox WHERE dedupe_key LIKE $1", f"mail:loan_bundle:{bundle.id}%"
    )
    return [row["dedupe_key"] for row in rows]


async def test_each_party_gets_one_mail_however_many_products() -> None:
    parties, products = await three_products()
    bundle = await request_loans(parties.facility, asking(*(item(one) for one in products)))
    for loan in bundle.loans:
        (event,) = await loan_events(parties.counter, loan.id)
        news = await loan_news(loan.id, event.id)
        assert news is not None
        assert list(notices_of(event.step, news)) == []
    for _ in range(2):
        await tell_of_bundle({"bundle_id": str(bundle.id)}, f"loan_bundle:{bundle.id}")
    assert len(await _mails_about(bundle)) == 3  # counter, facility, and the lender that has a reader


async def test_a_counter_asks_for_its_facility() -> None:
    parties, products = await three_products()
    command = asking(item(products[0]), facility_id=parties.facility.organization_id, channel=Channel.FAX)
    bundle = await request_loans(parties.counter, command)
    assert (bundle.facility_id, bundle.loans[0].channel) == (parties.facility.organization_id, "fax")
    stranger: Actor = await an_actor(await an_organization(parties.counter.kind))  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        await request_loans(stranger, command)


async def test_a_program_asks_once_and_reads_what_it_got(client: httpx.AsyncClient) -> None:
    parties, products = await three_products()
    await take_all(parties, products[1])
    facility = await a_caller(client, parties.facility)
    body: dict[str, Any] = {
        "items": [{"product_id": str(one), "consent": True} for one in products],
        "start": START.isoformat(),
        "end": END.isoformat(),
        "problem": "夜間の見守り",
        "goal": "訪室を半分に",
        "place_of_use": "2階",
    }
    answer = await facility.post("/loan-requests", body)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (len(told["loans"]), len(told["refusals"])) == (2, 1)
    assert told["refusals"][0]["reasons"][0]["code"] == "taken"
    assert (await facility.get(f"/loan-requests/{told['id']}")).json()["loans"] == told["loans"]
    whole = await facility.post("/loan-requests", {**body, "whole": True})
    assert (whole.status_code, whole.json()["code"]) == (409, "bundle-refused")
    assert whole.json()["facts"]["refusals"]
    for wrong in ([], [{"product_id": str(products[0]), "quantity": 0}], [{"product_id": "x"}]):
        assert (await facility.post("/loan-requests", {**body, "items": wrong})).status_code == 422
    many = [{"product_id": str(products[0]), "quantity": 1001}]
    assert (await facility.post("/loan-requests", {**body, "items": many})).status_code == 422


@pytest.mark.parametrize(("start", "end"), [("0001-01-01", "0001-01-09"), ("9999-12-01", "9999-12-31")])
async def test_days_at_the_edge_of_the_calendar_are_refused_like_others(
    client: httpx.AsyncClient, start: str, end: str
) -> None:
    parties, products = await three_products()
    facility = await a_caller(client, parties.facility)
    said = {"problem": "x", "goal": "x", "place_of_use": "x", "start": start, "end": end}
    items = [{"product_id": str(products[0]), "consent": True, "accept_fewer": True}]
    refused = await facility.post("/loan-requests", {**said, "items": items})
    assert (refused.status_code, refused.json()["code"]) == (409, "bundle-refused")
    single = await facility.post("/loans", {**said, **items[0]})
    assert single.status_code == 422
