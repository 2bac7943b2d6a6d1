"""Units of displays sent off by scanning, with way and carrier said once, as trial loans are."""

from datetime import timedelta

import httpx
import pytest

from core.clock import now, today
from exhibitions.exhibits import exhibit_for
from loans.queries import loan_for
from tests.callers import a_caller
from tests.exhibitions.test_sending import agreed
from tests.factories import the_parties
from tests.loans.test_dispatch_scans import PARCEL, a_label, off, shipments
from tests.loans.test_dispatch_scans import agreed as agreed_loan
from tests.loans.test_scans import a_scan, sent

pytestmark = pytest.mark.usefixtures("database")


async def test_units_of_displays_are_sent_one_after_another_and_a_replay_changes_nothing(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties(units=2)
    exhibits = [(await agreed(parties))[1] for _ in range(2)]
    vendor = await a_caller(client, parties.vendor)
    scans = [off(await a_label(one.unit_id), **PARCEL) for one in exhibits if one.unit_id]
    assert [one["outcome"] for one in await sent(vendor, *scans)] == ["done", "done"]
    first = [await exhibit_for(parties.vendor, one.id) for one in exhibits]
    assert [one["outcome"] for one in await sent(vendor, *scans)] == ["repeated", "repeated"]
    assert [await exhibit_for(parties.vendor, one.id) for one in exhibits] == first
    assert {(one.is_on_the_road, one.way, one.carrier, one.tracking_number) for one in first} == {
        (True, "parcel", "見本運輸", "")
    }


async def test_a_scan_is_refused_without_carrier_too_early_twice_and_for_others(
    client: httpx.AsyncClient,
) -> None:
    parties, others = await the_parties(), await the_parties()
    _, exhibit = await agreed(parties)
    _, later = await agreed(others, starts_in=90)
    assert exhibit.unit_id is not None
    assert later.unit_id is not None
    label, vendor = await a_label(exhibit.unit_id), await a_caller(client, parties.vendor)
    stranger, counter = await a_caller(client, others.vendor), await a_caller(client, parties.counter)
    refusals = [
        (vendor, off(label), "dispatch-needs-carrier"),
        (stranger, off(label, **PARCEL), "unit-not-yours"),
        (counter, off(label, **PARCEL), "unit-not-yours"),
        (stranger, off(await a_label(later.unit_id), **PARCEL), "dispatch-too-early"),
    ]
    for caller, scan, reason in refusals:
        (answer,) = await sent(caller, scan)
        assert (answer["outcome"], answer["reason"]) == ("refused", reason)
    assert not (await exhibit_for(parties.vendor, exhibit.id)).is_on_the_road
    assert [one["outcome"] for one in await sent(vendor, off(label, way="brought"))] == ["done"]
    (again,) = await sent(vendor, off(label, way="brought"))
    assert (again["outcome"], again["reason"]) == ("refused", "exhibit-on-the-road")


@pytest.mark.parametrize("loan_in", [1, 26])
async def test_of_a_loan_and_a_display_the_next_one_is_meant(client: httpx.AsyncClient, loan_in: int) -> None:
    parties = await the_parties()
    loan = await agreed_loan(parties, loan_in)
    display_in = 45 - loan_in if loan_in == 1 else 3
    _, exhibit = await agreed(parties, starts_in=display_in, days=2)
    assert loan.unit_ids == [exhibit.unit_id]
    label, vendor = await a_label(loan.unit_ids[0]), await a_caller(client, parties.vendor)
    (answer,) = await sent(vendor, off(label, **PARCEL))
    assert answer["outcome"] == "done", answer
    is_loan = loan_in == 1
    assert len(await shipments(loan)) == is_loan
    assert (await loan_for(parties.vendor, loan.id)).custody == ("dispatched" if is_loan else "confirmed")
    assert (await exhibit_for(parties.vendor, exhibit.id)).is_on_the_road is not is_loan
    if not is_loan:  # read once more by mistake, it does not send off the loan that comes after it
        (again,) = await sent(vendor, off(label, **PARCEL))
        assert again["reason"] == "exhibit-on-the-road"


async def test_a_scan_that_comes_late_is_of_its_own_moment(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    _, exhibit = await agreed(parties)
    assert exhibit.unit_id is not None
    label, vendor = await a_label(exhibit.unit_id), await a_caller(client, parties.vendor)
    kept = a_scan(label, "dispatch", now() - timedelta(seconds=1)) | PARCEL
    (answer,) = await sent(vendor, kept)
    assert answer["outcome"] == "done", answer
    told = await exhibit_for(parties.vendor, exhibit.id)
    assert told.dispatched_at is not None
    assert told.dispatched_at <= now()
    assert told.dispatched_at.astimezone().date() <= today()
