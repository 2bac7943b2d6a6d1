"""Maintenance without JavaScript, and another unit put in the place of one on the board."""

from datetime import timedelta
from uuid import UUID

import pytest
from litestar import Litestar

from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Invalid
from loans.board.moving import Move, Way, foresee, move
from loans.board.queries import BoardQuestion, board
from loans.queries import loan_for
from tests.factories import Parties, a_loan, the_parties
from tests.loans.letters import a_confirmed_loan
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("database")

NOTE = "電池の交換"


async def units_of(parties: Parties) -> list[UUID]:
    rows = await db.fetch("SELECT id FROM unit WHERE product_id = $1 ORDER BY id", parties.product_id)
    return [row["id"] for row in rows]


async def test_maintenance_is_planned_looked_at_and_ended_on_the_units_page(application: Litestar) -> None:
    parties = await the_parties()
    (unit_id,) = await units_of(parties)
    path, day = f"/units/{unit_id}/maintenance", today() + timedelta(days=3)
    async with visiting(application, parties.vendor) as vendor:
        assert "点検・修理の予定を入れる" in (await vendor.get(f"/units/{unit_id}")).text
        form = await vendor.get(path)
        assert (await send(vendor, form, path)).status_code == 422
        days = {"start": str(day), "last_day": str(day + timedelta(days=2))}
        looked = await send(vendor, form, path, look="1", note=NOTE, **days)
        assert "ほかの予定はありません" in looked.text
        done = await follow(vendor, await send(vendor, looked, path))
        assert NOTE in done.text
        end = done.text.split('action="/units/')[1:]
        (ends,) = ["/units/" + one.split('"')[0] for one in end if "/maintenance/" in one.split('"')[0]]
        over = await follow(vendor, await send(vendor, done, ends))
        assert "点検・修理を終えました" in over.text
        assert ends not in over.text


async def test_whose_days_are_in_the_way_is_shown_before_and_when_refused(application: Litestar) -> None:
    parties = await the_parties(units=2)
    loan = await a_confirmed_loan(parties)
    (unit_id,) = loan.unit_ids
    path = f"/units/{unit_id}/maintenance"
    days = {"start": str(loan.start), "last_day": str(loan.start)}
    async with visiting(application, parties.vendor) as vendor:
        form = await vendor.get(path)
        looked = await send(vendor, form, path, look="1", **days)
        assert looked.status_code == 200
        assert loan.number in looked.text
        assert f"/loans/{loan.id}/exchange" in looked.text
        refused = await send(vendor, looked, path)
        assert refused.status_code == 409
        assert loan.number in refused.text
    async with visiting(application, parties.facility) as facility:
        assert (await facility.get(path)).status_code == 404


async def test_a_unit_is_exchanged_on_the_board_after_a_preview() -> None:
    parties = await the_parties(units=2)
    loan = await a_confirmed_loan(parties)
    (had,) = loan.unit_ids
    (other,) = [unit for unit in await units_of(parties) if unit != had]
    question = BoardQuestion(start=loan.start, end=loan.end, product_id=parties.product_id)
    bars = [bar for unit in (await board(parties.vendor, question)).units for bar in unit.bars]
    assert [bar.swaps for bar in bars if bar.id == loan.id] == [False, True, False]  # not the ways
    facility_sees = [bar for unit in (await board(parties.counter, question)).units for bar in unit.bars]
    assert not any(bar.swaps for bar in facility_sees)
    wish = Move(
        id=loan.id,
        step=Way.EXCHANGE,
        start=loan.start,
        end=loan.end,
        was=Days(loan.start, loan.end),
        reason="故障のため",
        unit_id=had,
        to_unit_id=other,
    )
    said = await foresee(parties.vendor, wish)
    assert any("に知らせます" in line for line in said)
    assert (await loan_for(parties.vendor, loan.id)).unit_ids == [had]
    await move(parties.vendor, wish)
    assert (await loan_for(parties.vendor, loan.id)).unit_ids == [other]
    with pytest.raises(Invalid):
        await move(parties.vendor, wish)  # the unit is not the loan's any more


async def test_days_of_a_hold_name_nobody_to_strangers(application: Litestar) -> None:
    parties, strangers = await the_parties(), await the_parties()
    loan = await a_loan(parties)
    async with visiting(application, strangers.vendor) as vendor:
        assert (await vendor.get(f"/units/{loan.unit_ids[0]}/maintenance")).status_code == 404
