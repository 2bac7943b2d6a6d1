"""棚卸: what should be here, what is found, missing or strange, whatever the order in which scans arrive."""

import io
import itertools
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import python_calamine
from litestar import Litestar

from accounts.domain import Actor
from catalog import tags
from catalog.custody import hand_over
from catalog.domain import ScanAction, ScanOutcome
from catalog.notices import tell_of_unit
from catalog.stocktaking import queries, usecases
from catalog.stocktaking.domain import Finding, Settlement
from catalog.stocktaking.queries import StocktakingView
from catalog.stocktaking.usecases import SettleLine, StocktakingOpen
from core import db
from core.clock import frozen, now
from core.errors import Invalid, NotAllowed, NotFound, StaleState
from core.ids import new_id
from directory.kinds import OrganizationKind
from loans.scanning import RecordScans, Scan, ScanAnswer, record_scans
from tests.asking import a_bearer
from tests.factories import a_product, a_unit, an_actor, an_organization, the_parties
from tests.loans.visiting import visiting

pytestmark = pytest.mark.usefixtures("database")
SHEET = "棚卸"


class Place:
    """A counter with units of its own, and one of a vendor's that stands elsewhere."""

    def __init__(self, counter: Actor, vendor: Actor, product_id: UUID) -> None:
        self.counter = counter
        self.vendor = vendor
        self.product_id = product_id
        self.tags: dict[UUID, str] = {}

    async def unit(self, owner: Actor) -> UUID:
        """One more unit with a label."""
        unit_id = await a_unit(self.product_id, owner.acting_for())
        async with db.transaction():
            self.tags[unit_id] = (await tags.new_tag(unit_id)).token
        return unit_id

    def scan(self, unit_id: UUID, at: datetime | None = None, key: str = "") -> Scan:
        """A scan of it."""
        moment = at or now()
        tag = self.tags.get(unit_id, "NOSUCHTAG")
        return Scan(key=key or new_id().hex, tag=tag, action=ScanAction.STOCKTAKE, scanned_at=moment)

    async def scans(self, *scans: Scan, by: Actor | None = None) -> list[ScanAnswer]:
        """Send them."""
        return (await record_scans(by or self.counter, RecordScans(scans=list(scans)))).scans

    async def findings(self, stocktaking_id: UUID) -> dict[UUID, Finding]:
        """What every unit came to."""
        view = await queries.stocktaking_for(self.counter, stocktaking_id)
        lines = await queries.all_lines(self.counter, view)
        return {line.unit_id: line.finding for line in lines}


async def a_place() -> Place:
    counter = await an_actor(await an_organization(OrganizationKind.COUNTER))
    vendor = await an_actor(await an_organization(OrganizationKind.VENDOR, phone="097-000-1111"))
    return Place(counter, vendor, await a_product(vendor.acting_for(), units=0))


async def a_count(place: Place) -> StocktakingView:
    with frozen(now() - timedelta(hours=1)):
        return await usecases.start_stocktaking(place.counter)


async def test_found_missing_and_strange_are_told_apart() -> None:
    place = await a_place()
    here, gone, strange = [await place.unit(who) for who in (place.counter, place.counter, place.vendor)]
    going_on = await a_count(place)
    assert (going_on.expected, going_on.found, going_on.missing) == (2, 0, 2)
    answers = await place.scans(place.scan(here), place.scan(strange), place.scan(new_id()))
    outcomes = [answer.outcome for answer in answers]
    assert outcomes == [ScanOutcome.DONE, ScanOutcome.DONE, ScanOutcome.REFUSED]
    view = await queries.stocktaking_for(place.counter, going_on.id)
    assert (view.found, view.missing, view.strange) == (1, 1, 1)
    closed = await usecases.close_stocktaking(place.counter, going_on.id)
    assert (closed.is_open, closed.unsettled) == (False, 2)
    assert await place.findings(going_on.id) == {
        here: Finding.FOUND,
        gone: Finding.MISSING,
        strange: Finding.STRANGE,
    }
    line = await usecases.line_for(place.counter, going_on.id, strange)
    assert (line.holder_phone, line.place_name) == ("097-000-1111", line.lender_name)
    assert (
        await db.fetch_value("SELECT place_id FROM unit WHERE id = $1", strange) == place.vendor.acting_for()
    )


async def test_any_order_and_repetition_of_scans_comes_to_the_same() -> None:
    results = []
    for order in itertools.permutations(range(4)):
        place = await a_place()
        units = [
            await place.unit(place.counter),
            await place.unit(place.counter),
            await place.unit(place.vendor),
        ]
        going_on = await a_count(place)
        start = now() - timedelta(minutes=30)
        scans = [place.scan(units[n % 3], start + timedelta(minutes=n), key=str(n)) for n in range(4)]
        for number in order:
            await place.scans(scans[number])
            if number == 2:
                await usecases.close_stocktaking(place.counter, going_on.id)
        await place.scans(*scans)
        found = await place.findings(going_on.id)
        view = await queries.stocktaking_for(place.counter, going_on.id)
        seen = {line.unit_id: line.found_at for line in await queries.all_lines(place.counter, view)}
        results.append([(found[unit], (seen[unit] or start) - start) for unit in units])
    assert all(result == results[0] for result in results)
    assert [finding for finding, _ in results[0]] == [Finding.FOUND, Finding.FOUND, Finding.STRANGE]


async def test_a_scan_made_after_the_end_or_before_the_start_is_refused() -> None:
    place = await a_place()
    unit_id = await place.unit(place.counter)
    (before,) = await place.scans(place.scan(unit_id))
    going_on = await a_count(place)
    await usecases.close_stocktaking(place.counter, going_on.id)
    (after,) = await place.scans(place.scan(unit_id, now() + timedelta(seconds=1)))
    (early,) = await place.scans(place.scan(unit_id, now() - timedelta(hours=3)))
    assert [one.reason for one in (before, after, early)] == ["no-stocktaking"] * 3


async def test_what_leaves_properly_while_counting_is_not_missing() -> None:
    place = await a_place()
    unit_id = await place.unit(place.counter)
    going_on = await a_count(place)
    elsewhere = place.vendor.acting_for()
    await hand_over(place.counter, [unit_id], "loan:1", custodian=elsewhere, place=elsewhere)
    await usecases.close_stocktaking(place.counter, going_on.id)
    assert await place.findings(going_on.id) == {unit_id: Finding.LEFT}


async def test_each_difference_is_settled_once_and_tells_whom_it_concerns() -> None:
    place = await a_place()
    back, lost, strange = [await place.unit(who) for who in (place.counter, place.counter, place.vendor)]
    await db.execute("UPDATE unit SET owner_id = $2 WHERE id = $1", lost, place.vendor.organization_id)
    going_on = await a_count(place)
    await place.scans(place.scan(strange))
    for how in Settlement:
        with pytest.raises(StaleState):
            await usecases.settle_line(place.counter, going_on.id, back, SettleLine(how=how))
    await usecases.close_stocktaking(place.counter, going_on.id)
    here = SettleLine(how=Settlement.HERE, note="倉庫の奥")
    line = await usecases.settle_line(place.counter, going_on.id, back, here)
    assert (line.settled, line.note) == (Settlement.HERE, "倉庫の奥")
    with pytest.raises(StaleState):
        await usecases.settle_line(place.counter, going_on.id, back, here)
    with pytest.raises(Invalid) as refused:
        await usecases.settle_line(place.counter, going_on.id, strange, here)
    assert refused.value.fields == {"how": "unit-not-yours"}
    await usecases.settle_line(place.counter, going_on.id, strange, SettleLine(how=Settlement.ASKED))
    await usecases.settle_line(place.counter, going_on.id, lost, SettleLine(how=Settlement.LOST))
    assert (await queries.stocktaking_for(place.counter, going_on.id)).unsettled == 0
    subjects = await _mailed(place.vendor)
    assert any("ここにあります" in one for one in subjects)
    assert any("見つからなくなりました" in one for one in subjects)


async def _mailed(actor: Actor) -> list[str]:
    rows = await db.fetch("SELECT dedupe_key, payload FROM outbox WHERE kind = 'unit'")
    mine = [row for row in rows if str(actor.organization_id) in row["payload"]]
    for row in mine:
        await tell_of_unit(db.from_json(row["payload"]), row["dedupe_key"])
        await tell_of_unit(db.from_json(row["payload"]), row["dedupe_key"])
    email = await db.fetch_value("SELECT email FROM person WHERE id = $1", actor.person_id)
    mails = await db.fetch("SELECT payload FROM outbox WHERE kind = 'mail'")
    letters = [db.from_json(row["payload"]) for row in mails]
    return [letter["subject"] for letter in letters if letter["recipient"] == email]


async def test_one_count_of_a_place_at_a_time_and_none_for_strangers() -> None:
    place, others = await a_place(), await a_place()
    going_on = await a_count(place)
    with pytest.raises(StocktakingOpen):
        await usecases.start_stocktaking(place.counter)
    for actor in (others.counter, place.vendor):
        with pytest.raises(NotFound):
            await queries.stocktaking_for(actor, going_on.id)
        with pytest.raises(NotFound):
            await usecases.close_stocktaking(actor, going_on.id)
    with pytest.raises(NotAllowed):
        await usecases.start_stocktaking((await the_parties()).facility)
    await usecases.close_stocktaking(place.counter, going_on.id)
    with pytest.raises(StaleState):
        await usecases.close_stocktaking(place.counter, going_on.id)
    assert (await a_count(place)).is_open


async def test_the_pages_lead_from_the_start_to_the_last_settled_unit(application: Litestar) -> None:
    place = await a_place()
    here, gone = await place.unit(place.counter), await place.unit(place.counter)
    async with visiting(application, place.counter) as counter:
        assert "棚卸はまだありません" in (await counter.get("/stocktakings")).text
        token = {"_csrf_token": (await counter.get("/scan/standing")).json()["token"]}
        begun = await counter.post("/stocktakings", data=token)
        path = begun.headers["location"]
        again = await counter.post("/stocktakings", data=token)
        assert again.headers["location"] == path
        sent: dict[str, Any] = {**token, "action": "stocktake", "code": place.tags[here], "key": "one"}
        answer = (await counter.post("/scan", data=sent)).text
        assert "あるはずの個体です" in answer
        assert "あと1台" in answer
        assert "まだ見つからない" in (await counter.get(f"{path}/close")).text
        await counter.post(f"{path}/close", data=token)
        shown = (await counter.get(path)).text
        assert "片付いていないものが1台" in shown
        line = f"{path}/units/{gone}"
        empty = await counter.post(line, data=token)
        assert empty.status_code == 422
        nobody = await counter.post(line, data={**token, "how": "asked"})
        assert (nobody.status_code, "尋ねる相手" in nobody.text) == (422, True)
        looked = await counter.post(line, data={**token, "how": "here", "note": "棚の裏", "look": "1"})
        assert (looked.status_code, "棚の裏" in looked.text) == (200, True)
        assert "この操作で変わること" in looked.text
        done = await counter.post(line, data={**token, "how": "here", "note": "棚の裏"})
        assert done.status_code == 303
        assert "すべて片付いています" in (await counter.get(path)).text
        book = await counter.get(f"{path}/report.xlsx")
    rows = python_calamine.load_workbook(io.BytesIO(book.content)).get_sheet_by_name(SHEET).to_python()
    assert [row[0] for row in rows] == ["結果", "あった", "見つからない"]
    assert "棚の裏" in rows[2]


async def test_programs_count_as_well(client: httpx.AsyncClient) -> None:
    place = await a_place()
    unit_id = await place.unit(place.counter)
    headers = await a_bearer(place.counter)
    begun = (await client.post("/api/v1/stocktakings", headers=headers)).json()
    refused = await client.post("/api/v1/stocktakings", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "stocktaking-open")
    path = f"/api/v1/stocktakings/{begun['id']}"
    body = {"how": "here"}
    early = await client.post(f"{path}/units/{unit_id}/settle", json=body, headers=headers)
    assert (early.status_code, early.json()["code"]) == (409, "stocktaking-still-open")
    closed = (await client.post(f"{path}/close", headers=headers)).json()
    assert (closed["missing"], closed["unsettled"]) == (1, 1)
    listed = (await client.get(f"{path}/units", params={"finding": "missing"}, headers=headers)).json()
    assert [line["unit_id"] for line in listed["items"]] == [str(unit_id)]
    settled = await client.post(f"{path}/units/{unit_id}/settle", json=body, headers=headers)
    assert settled.json()["settled"] == "here"
    wrong = await client.post(f"{path}/units/{unit_id}/settle", json={"how": "eaten"}, headers=headers)
    assert wrong.status_code in (400, 422)
