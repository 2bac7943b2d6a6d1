"""Units of displays arrive, go home and come back by scans, which may come late, twice and in any order."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import httpx
import pytest

from accounts.domain import Actor
from catalog.domain import Way
from catalog.terms import Days
from core import clock, db
from core.clock import now
from exhibitions.conditions.queries import condition_of
from exhibitions.domain import ExhibitStatus
from exhibitions.exhibits import Exhibit, exhibit_for
from tests.callers import Caller, a_caller
from tests.exhibitions.test_displays import move
from tests.exhibitions.test_exhibits import add, spoken_for, step
from tests.exhibitions.test_sending import agreed
from tests.factories import Parties, a_unit, the_parties
from tests.loans.test_dispatch_scans import PARCEL, a_label
from tests.loans.test_scans import a_scan, sent

pytestmark = pytest.mark.usefixtures("database")

ORDER = ("dispatch", "receive", "send_back", "take_back")
# Every order of two, both ends first, and the order turned round; in order is what the others end like.
ORDERS = [
    order
    for order in permutations(ORDER)
    if order in ((*ORDER,), ORDER[::-1]) or order[0] == "take_back" or order[-1] == "dispatch"
]


async def _ends(exhibit: Exhibit) -> tuple[object, ...]:
    found = await exhibit_for(Actor.system(), exhibit.id)
    custodian = await db.fetch_value("SELECT custodian_id FROM unit WHERE id = $1", exhibit.unit_id)
    days: list[Days] = await spoken_for(exhibit)
    checked = sorted(one.check_moment for one in (await condition_of(found)).checks)
    parcel = (found.way, found.carrier, found.way_home, found.carrier_home)
    left = (found.dispatched_at is not None, found.sent_home_at is not None)
    return found.status, custodian == exhibit.lender_id, days, checked, parcel, left


async def callers(client: httpx.AsyncClient, parties: Parties) -> dict[str, Caller]:
    vendor, counter = await a_caller(client, parties.vendor), await a_caller(client, parties.counter)
    return {"dispatch": vendor, "receive": counter, "send_back": counter, "take_back": vendor}


def scans_of(label: str) -> dict[str, dict[str, Any]]:
    """All four, an hour apart, the last one just now."""
    began = now() - timedelta(hours=4)
    made = {one: a_scan(label, one, began + timedelta(hours=turn)) for turn, one in enumerate(ORDER)}
    made["dispatch"] |= PARCEL
    made["send_back"] |= PARCEL
    return made


async def an_exhibit_since_yesterday(client: httpx.AsyncClient) -> tuple[Exhibit, dict[str, Caller], str]:
    parties = await the_parties()
    with clock.frozen(now() - timedelta(days=1)):
        _, exhibit = await agreed(parties, starts_in=0)
    assert exhibit.unit_id is not None
    return exhibit, await callers(client, parties), await a_label(exhibit.unit_id)


async def test_a_unit_arrives_goes_home_and_comes_back_by_scans_alone(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    display, exhibit = await agreed(parties, starts_in=0)
    assert exhibit.unit_id is not None
    label, by = await a_label(exhibit.unit_id), await callers(client, parties)
    states = []
    for action in ORDER:
        scan = a_scan(label, action) | (PARCEL if action == "dispatch" else {})
        assert [one["outcome"] for one in await sent(by[action], scan)] == ["done"], action
        before = await exhibit_for(parties.counter, exhibit.id)
        (again,) = await sent(by[action], scan)
        assert (again["outcome"], again["unit_id"]) == ("repeated", str(exhibit.unit_id))
        assert await exhibit_for(parties.counter, exhibit.id) == before
        (twice,) = await sent(by[action], scan | {"key": f"{action}-{exhibit.id.hex}"})
        assert twice["outcome"] == "refused", action
        states.append((before.status, before.is_on_the_road, before.is_going_home))
    assert states == [
        (ExhibitStatus.CONFIRMED, True, False),
        (ExhibitStatus.DELIVERED, False, False),
        (ExhibitStatus.DELIVERED, False, True),
        (ExhibitStatus.RETURNED, False, False),
    ]
    home = await exhibit_for(parties.counter, exhibit.id)
    assert (home.way_home, home.carrier_home) == ("parcel", "見本運輸"), "home the way it came"
    assert display.id == home.exhibition_id


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
async def test_scans_end_alike_in_whatever_order_they_come(
    client: httpx.AsyncClient, order: tuple[str, ...]
) -> None:
    ended = []
    for way in (ORDER, order):
        exhibit, by, label = await an_exhibit_since_yesterday(client)
        scans = scans_of(label)
        for action in way:
            (answer,) = await sent(by[action], scans[action])
            assert answer["outcome"] == "done", (way, action, answer)
        for action in way:
            assert [one["outcome"] for one in await sent(by[action], scans[action])] == ["repeated"]
        ended.append(await _ends(exhibit))
    in_order, otherwise = ended
    assert in_order == otherwise


async def test_what_cannot_be_applied_is_listed_with_its_reason(client: httpx.AsyncClient) -> None:
    parties, others = await the_parties(), await the_parties()
    _, later = await agreed(parties, starts_in=90)
    assert later.unit_id is not None
    label, by = await a_label(later.unit_id), await callers(client, parties)
    stranger = await a_caller(client, others.counter)
    refusals = [
        (by["receive"], a_scan(label, "receive"), "dispatch-too-early"),
        (by["send_back"], a_scan(label, "send_back"), "unit-not-yours"),
        (by["take_back"], a_scan(label, "take_back"), "no-loan"),
        (stranger, a_scan(label, "receive"), "unit-not-yours"),
    ]
    for caller, scan, reason in refusals:
        (answer,) = await sent(caller, scan)
        assert (answer["outcome"], answer["reason"]) == ("refused", reason)
    refused = "SELECT reason FROM scan WHERE unit_id = $1 AND outcome = 'refused'"
    listed = await db.fetch(refused, later.unit_id)
    assert sorted(row["reason"] for row in listed) == sorted(reason for _, _, reason in refusals)
    assert (await exhibit_for(parties.counter, later.id)).status is ExhibitStatus.CONFIRMED


async def test_a_counters_own_unit_comes_and_goes_by_scans_and_a_closed_display_takes_what_was_sent(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    display, exhibit = await agreed(parties, starts_in=0)
    own_unit = await a_unit(parties.product_id, parties.counter.acting_for())
    own = await add(parties.counter, display, parties.product_id, unit_id=own_unit)
    label, by = await a_label(own_unit), await callers(client, parties)
    counter = by["receive"]
    for action in ("receive", "take_back"):
        assert [one["outcome"] for one in await sent(counter, a_scan(label, action))] == ["done"], action
    assert (await exhibit_for(parties.counter, own.id)).status is ExhibitStatus.RETURNED
    await step(parties.vendor, exhibit, "dispatch", way=Way.BROUGHT)
    await move(parties.counter, display, "cancel", reason="台風")
    assert exhibit.unit_id is not None
    arrived = a_scan(await a_label(exhibit.unit_id), "receive")
    assert [one["outcome"] for one in await sent(counter, arrived)] == ["done"]
