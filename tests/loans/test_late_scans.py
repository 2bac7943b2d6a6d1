"""Scans that come late, together, twice and in any order: nothing is lost, nothing counts double."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import msgspec
import pytest

from catalog import tags
from catalog.domain import ScanAction, ScanOutcome
from catalog.labelling import put_on
from core import db
from core.clock import now
from core.ids import new_id
from loans.scanning import RecordScans, Scan, ScanAnswer, record_scans
from tests.factories import Parties, a_unit, the_parties
from tests.loans.test_scans import of

UNITS, SCANS, BATCH = 20, 1_000, 50

pytestmark = pytest.mark.usefixtures("database")


class Kept(msgspec.Struct, frozen=True):
    """A scan on a phone: whose, of which unit, how many seconds after the beginning."""

    is_vendors: bool
    unit: int
    seconds: int


class Town(msgspec.Struct, frozen=True):
    """Units that a vendor owns and a counter lends, each with a label."""

    parties: Parties
    units: list[UUID]
    labels: list[str]


async def a_town() -> Town:
    parties = await the_parties(units=UNITS)
    rows = await db.fetch("SELECT id FROM unit WHERE product_id = $1 ORDER BY id", parties.product_id)
    units = [row["id"] for row in rows]
    await db.execute("UPDATE unit SET lender_id = $2 WHERE id = ANY($1::uuid[])", units, of(parties.counter))
    async with db.transaction():
        return Town(parties, units, [(await tags.new_tag(unit_id)).token for unit_id in units])


def on_two_phones(chance: Random) -> list[Kept]:
    moments = chance.sample(range(100_000), SCANS)
    return [Kept(chance.random() < 0.5, chance.randrange(UNITS), moment) for moment in moments]


async def sent(town: Town, kept: list[Kept], began: datetime) -> list[ScanAnswer]:
    """The scans in batches of one phone each, in the order given."""
    answers = []
    for is_vendors in (True, False):
        actor = town.parties.vendor if is_vendors else town.parties.counter
        mine = [one for one in kept if one.is_vendors is is_vendors]
        for first in range(0, len(mine), BATCH):
            scans = [
                Scan(
                    key=f"{one.seconds}",
                    tag=town.labels[one.unit],
                    action=ScanAction.LOCATE,
                    scanned_at=began + timedelta(seconds=one.seconds),
                )
                for one in mine[first : first + BATCH]
            ]
            answers += (await record_scans(actor, RecordScans(scans=scans))).scans
    return answers


async def keepers(town: Town) -> list[bool]:
    """For each unit, whether the vendor has it."""
    sql = "SELECT id, custodian_id, place_id FROM unit WHERE id = ANY($1::uuid[])"
    found = {row["id"]: row for row in await db.fetch(sql, town.units)}
    assert all(row["custodian_id"] == row["place_id"] for row in found.values())
    return [found[unit_id]["custodian_id"] == of(town.parties.vendor) for unit_id in town.units]


@pytest.mark.parametrize("seed", [1, 2])
async def test_two_phones_and_a_thousand_scans_end_the_same_in_any_order_and_twice(seed: int) -> None:
    chance, town = Random(seed), await a_town()  # noqa: S311  # the same order in each run
    kept, began = on_two_phones(chance), now() - timedelta(days=2)
    first = await sent(town, chance.sample(kept, SCANS), began)
    again = await sent(town, chance.sample(kept, SCANS), began)
    assert {answer.outcome for answer in first} == {ScanOutcome.DONE}
    assert {(answer.outcome, answer.first_outcome) for answer in again} == {
        (ScanOutcome.REPEATED, ScanOutcome.DONE)
    }
    latest = {one.unit: one.is_vendors for one in sorted(kept, key=lambda one: one.seconds)}
    assert await keepers(town) == [latest[unit] for unit in range(UNITS)]
    sql = (
        "SELECT count(*), count(DISTINCT at) FROM unit_move WHERE unit_id = ANY($1::uuid[]) AND via = 'scan'"
    )
    assert tuple(await db.fetch_row(sql, town.units) or ()) == (SCANS, SCANS)


async def test_a_scan_older_than_the_label_on_this_unit_speaks_of_another_robot() -> None:
    parties = await the_parties()
    vendor = parties.vendor
    old = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    new = await a_unit(parties.product_id, of(vendor))
    async with db.transaction():
        label = (await tags.new_tag(old)).token
    before = now()
    await put_on(vendor, label, new, moves=True)
    scan = Scan(key=new_id().hex, tag=label, action=ScanAction.LOCATE, scanned_at=before)
    (answer,) = (await record_scans(vendor, RecordScans(scans=[scan]))).scans
    assert (answer.outcome, answer.reason) == (ScanOutcome.REFUSED, "label-moved-since")
