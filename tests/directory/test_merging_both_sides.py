"""Two parties that both own units, lend and serve facilities become one: days and labels stay as they are."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from accounts.domain import Actor
from catalog.domain import Condition, ScanAction
from catalog.labelling import new_label
from catalog.life.queries import LifeFilter, life_of
from catalog.queries import unit_for
from catalog.queries.units import UnitFilter, list_units
from catalog.tags import find_tag
from core import db
from core.clock import frozen, now, today
from core.ids import new_id
from directory.kinds import OrganizationKind
from directory.merging import merge_organizations
from loans import usecases
from loans.commands import SendBackLoan, TakeBackLoan
from loans.domain import Channel, Custody
from loans.queries import LoanView, loan_for
from loans.scanning import RecordScans, Scan, record_scans
from tests.factories import Parties, a_loan, a_request, a_unit, an_actor, an_organization, the_parties
from tests.loans.letters import a_loan_on_trial

# The whole application: features say themselves what foreign keys do not know.
pytestmark = pytest.mark.usefixtures("application")


class Side(msgspec.Struct, frozen=True):
    """One of the two: its unit and the label of that, a loan on trial and one just asked for."""

    parties: Parties
    party: UUID
    unit_id: UUID
    label: str
    on_trial: LoanView
    asked: LoanView


async def _a_side(kind: OrganizationKind) -> Side:
    parties = await the_parties(units=2)
    party = (parties.counter if kind is OrganizationKind.COUNTER else parties.vendor).acting_for()
    on_trial = await a_loan_on_trial(parties)
    asked = await a_loan(parties, start=today() + timedelta(days=90))
    unit_id = await a_unit(parties.product_id, party)
    owner = parties.counter if kind is OrganizationKind.COUNTER else parties.vendor
    label = (await new_label(owner, unit_id)).tag_code
    return Side(parties, party, unit_id, str(label), on_trial, asked)


_LEDGER = """
SELECT o.* FROM occupancy o JOIN unit u ON u.id = o.unit_id WHERE u.product_id = ANY($1::uuid[]) ORDER BY o.id
"""
_LEFT = """
SELECT id FROM unit WHERE $1 IN (owner_id, lender_id, custodian_id, place_id, next_lender_id)
UNION SELECT id FROM loan WHERE $1 IN (facility_id, counter_id, lender_id)
UNION SELECT id FROM organization WHERE counter_id = $1 UNION SELECT id FROM product WHERE vendor_id = $1
"""


async def _ledger(sides: list[Side]) -> list[dict[str, Any]]:
    products = [one.parties.product_id for one in sides]
    return [dict(row) for row in await db.fetch(_LEDGER, products)]


async def _life(actor: Actor, unit_id: UUID) -> list[UUID]:
    rows = (await life_of(actor, await unit_for(actor, unit_id), LifeFilter(), limit=200)).items
    return [row.id for row in rows]


@pytest.mark.parametrize("kind", [OrganizationKind.COUNTER, OrganizationKind.VENDOR])
async def test_units_loans_and_facilities_of_both_belong_to_the_one_that_stays(
    kind: OrganizationKind,
) -> None:
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    sides = [await _a_side(kind) for _ in range(2)]
    kept, merged = (one.party for one in sides)
    ledger, lives = await _ledger(sides), [await _life(centre, one.unit_id) for one in sides]
    await merge_organizations(centre, kept, merged)
    assert await db.fetch(_LEFT, merged) == []
    assert await _ledger(sides) == ledger, "nobody's days change when its name does"
    stays = await an_actor(kept)
    mine = {unit.id for unit in (await list_units(stays, UnitFilter(place_id=kept), limit=200)).items}
    for one, life in zip(sides, lives, strict=True):
        unit = await unit_for(stays, one.unit_id)
        assert unit.id in mine
        assert {unit.owner_id, unit.lender_id, unit.custodian_id, unit.place_id} == {kept}
        assert (await find_tag(one.label) or pytest.fail(one.label)).unit_id == one.unit_id
        news = await _life(stays, one.unit_id)
        assert news[-len(life) :] == life
        assert len(news) == len(life) + (one.party == merged), "what changed hands says so, once"
        for loan in (one.on_trial, one.asked):
            assert (await loan_for(stays, loan.id)).custody is loan.custody


async def test_what_was_under_way_on_either_side_is_brought_to_its_end() -> None:
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    for kind in (OrganizationKind.COUNTER, OrganizationKind.VENDOR):
        sides = [await _a_side(kind) for _ in range(2)]
        kept, merged = (one.party for one in sides)
        await merge_organizations(centre, kept, merged)
        stays = await an_actor(kept)
        for one in sides:
            parties = one.parties
            counter = stays if kind is OrganizationKind.COUNTER else parties.counter
            vendor = stays if kind is OrganizationKind.VENDOR else parties.vendor
            assert (await usecases.propose_loan(counter, one.asked.id)).custody is Custody.PROPOSED
            await usecases.send_back_loan(parties.facility, one.on_trial.id, SendBackLoan(cleaned=True))
            taken = TakeBackLoan(condition=Condition.OK)
            back = await usecases.take_back_loan(vendor, one.on_trial.id, taken)
            assert back.custody is Custody.RETURNED
            by_phone = a_request(
                parties.product_id,
                facility_id=parties.facility.acting_for(),
                channel=Channel.PHONE,
                start=today() + timedelta(days=150),
            )
            assert (await usecases.request_loan(counter, by_phone)).counter_id == counter.acting_for()
            scan = Scan(key=new_id().hex, tag=one.label, action=ScanAction.LOCATE, scanned_at=now())
            answer = await record_scans(stays, RecordScans(scans=[scan]))
            assert [said.outcome for said in answer.scans] == ["done"]


async def test_a_scan_from_before_the_merger_brings_nothing_back_to_the_party_that_is_gone() -> None:
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    with frozen(now() - timedelta(hours=5)):
        sides = [await _a_side(OrganizationKind.COUNTER) for _ in range(2)]
    kept, merged = (one.party for one in sides)
    unit_id, label = sides[1].unit_id, sides[1].label
    found = Scan(key=new_id().hex, tag=label, action=ScanAction.LOCATE, scanned_at=now() - timedelta(hours=1))
    await record_scans(sides[1].parties.counter, RecordScans(scans=[found]))
    await merge_organizations(centre, kept, merged)
    late = msgspec.structs.replace(found, key=new_id().hex, scanned_at=now() - timedelta(hours=2))
    answer = await record_scans(await an_actor(kept), RecordScans(scans=[late]))
    assert [said.outcome for said in answer.scans] == ["done"]
    unit = await unit_for(centre, unit_id)
    assert {unit.custodian_id, unit.place_id} == {kept}
    told = [one.what for one in (await life_of(centre, unit, LifeFilter(), limit=200)).items]
    assert "merger" in told
