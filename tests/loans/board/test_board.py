"""The board: whose units on which days, what each reader is told, and nothing left out silently."""

from datetime import date, timedelta
from uuid import UUID

import httpx
import pytest

from accounts.domain import Actor
from catalog import occupancy
from catalog.domain import Condition, Purpose, Way
from catalog.terms import Days
from core import db
from core.clock import frozen, now, today
from core.errors import NotAllowed
from directory.kinds import OrganizationKind
from loans import commands, usecases
from loans.board.bars import Bar, Kind
from loans.board.queries import BoardPage, BoardQuestion, board, choices
from loans.queries import LoanView
from tests.asking import noted_statements, signed_in
from tests.factories import Parties, a_loan, a_product, a_unit, an_actor, an_organization, the_parties

pytestmark = pytest.mark.usefixtures("database")

FOUR_WEEKS = timedelta(weeks=4)


async def seen(actor: Actor, start: date | None = None, **question: object) -> BoardPage:
    """The board from `start`, or from three weeks ahead, where a new loan of the factories begins."""
    first = start or today() + timedelta(days=21)
    asked = BoardQuestion(start=first, end=first + FOUR_WEEKS, **question)  # type: ignore[arg-type]
    return await board(actor, asked)


def bars(page: BoardPage) -> list[Bar]:
    return [bar for unit in page.units for bar in unit.bars]


async def on_trial(parties: Parties, loan: LoanView) -> LoanView:
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, loan.id, commands.DispatchLoan(way=Way.BROUGHT))
    received = commands.ReceiveLoan(condition=Condition.OK)
    return await usecases.receive_loan(parties.facility, loan.id, received)


async def test_a_hold_is_shown_with_the_ways_around_the_trial() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    page = await seen(parties.counter)
    before, trial, after = bars(page)
    assert [bar.kind for bar in (before, trial, after)] == [Kind.TRANSIT, Kind.HOLD, Kind.TRANSIT]
    assert (trial.start, trial.end) == (loan.start, loan.end)
    assert (before.end, after.start) == (loan.start, loan.end)
    assert {bar.number for bar in bars(page)} == {loan.number}
    assert {bar.href for bar in bars(page)} == {f"/loans/{loan.id}"}


async def test_what_came_before_its_first_day_is_on_trial_from_its_receipt_on() -> None:
    parties = await the_parties()
    loan = await on_trial(parties, await a_loan(parties))
    assert today() < loan.start
    trial = next(bar for bar in bars(await seen(parties.counter, start=today())) if bar.kind is Kind.LOAN)
    assert (trial.start, trial.end) == (today(), loan.end)


async def test_days_of_delay_stand_out_until_today() -> None:
    parties = await the_parties()
    with frozen(now() - timedelta(days=20)):
        loan = await on_trial(parties, await a_loan(parties, start=today() + timedelta(days=3)))
    page = await seen(parties.vendor, start=today() - timedelta(days=25))
    late = next(bar for bar in bars(page) if bar.kind is Kind.OVERDUE)
    assert (late.start, late.end, late.number) == (loan.end, today() + timedelta(days=1), loan.number)


async def test_a_counter_sees_its_own_units_and_those_of_its_loans_and_more_only_when_it_asks() -> None:
    parties, strangers = await the_parties(units=3), await the_parties()
    own = await a_unit(parties.product_id, parties.counter.acting_for())
    loan = await a_loan(parties)
    mine = await seen(parties.counter)
    assert {unit.id for unit in mine.units} == {own, *loan.unit_ids}
    everything = await seen(parties.counter, product_id=parties.product_id, everything=True)
    assert everything.total == 4
    assert (await seen(strangers.counter)).total == 0


async def test_foreign_loans_keep_their_days_but_not_their_names() -> None:
    parties, strangers = await the_parties(), await the_parties()
    loan = await a_loan(parties)
    page = await seen(strangers.counter, product_id=parties.product_id, everything=True)
    (bar,) = bars(page)
    assert (bar.kind, bar.number, bar.facility, bar.href, bar.id) == (Kind.HOLD, "", "", "", None)
    assert bar.start < loan.start
    offered = await choices(strangers.counter, everything=True)
    facility = str(parties.facility.organization_id)
    assert facility not in {place for place, _ in offered["place"]}


async def test_a_place_is_not_named_to_a_counter_whose_loan_did_not_bring_the_unit_there() -> None:
    parties, strangers = await the_parties(), await the_parties()
    await on_trial(parties, await a_loan(parties))
    facility = str(parties.facility.organization_id)
    foreign = await choices(strangers.counter, everything=True)
    assert facility not in {place for place, _ in foreign["place"]}
    own = await choices(parties.counter, everything=True)
    assert facility in {place for place, _ in own["place"]}


async def test_a_vendor_sees_its_own_units_and_the_centre_all() -> None:
    parties, strangers = await the_parties(units=2), await the_parties()
    own = await seen(parties.vendor)
    assert own.total == 2
    assert {unit.lender_name for unit in own.units} == {""}
    assert (await seen(strangers.vendor, product_id=parties.product_id)).total == 0
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    assert (await seen(centre, product_id=parties.product_id)).total == 2
    with pytest.raises(NotAllowed):
        await seen(parties.facility)


async def test_filters_narrow_by_vendor_item_product_and_place() -> None:
    parties = await the_parties(units=2)
    other = await a_product(parties.vendor.acting_for(), units=3, item="BTH")
    vendor_id = parties.vendor.acting_for()
    totals = {
        "vendor": (await seen(parties.vendor, vendor_id=vendor_id)).total,
        "item": (await seen(parties.vendor, item="BTH")).total,
        "product": (await seen(parties.vendor, product_id=other)).total,
        "place": (await seen(parties.vendor, place_id=vendor_id)).total,
        "elsewhere": (await seen(parties.vendor, place_id=parties.counter.acting_for())).total,
    }
    assert totals == {"vendor": 5, "item": 3, "product": 3, "place": 5, "elsewhere": 0}


async def test_pages_say_which_units_they_show_and_every_unit_is_on_one_of_them() -> None:
    parties = await the_parties(units=7)
    asked = BoardQuestion(start=today(), end=today() + FOUR_WEEKS)
    found: list[UUID] = []
    shown: list[tuple[int, int, int]] = []
    cursor: str | None = None
    while not shown or cursor:
        page = await board(parties.vendor, asked, cursor=cursor, limit=3)
        found += [unit.id for unit in page.units]
        shown.append((page.first, page.last, page.total))
        cursor = page.next
    assert shown == [(1, 3, 7), (4, 6, 7), (7, 7, 7)]
    assert len(set(found)) == 7


_MANY_UNITS = """
INSERT INTO unit (id, product_id, serial_number, owner_id, lender_id, custodian_id, place_id, created_at)
SELECT uuidv7(), $1, to_char(n * 7919 % 10007, 'FM00000'), $2, $2, $2, $2, now() FROM generate_series(1, $3) n
"""
_IN_ORDER = """
SELECT u.id FROM unit u JOIN product p ON p.id = u.product_id
WHERE u.lender_id = $1 AND u.status <> 'retired' ORDER BY p.name, u.serial_number, u.id
"""


@pytest.mark.parametrize("each", [2, 500])
async def test_units_stand_in_one_order_whichever_way_few_and_many_are_found(each: int) -> None:
    parties = await the_parties(units=1)
    vendor_id = parties.vendor.acting_for()
    for name in ("乙", "甲", "乙"):
        product = await a_product(vendor_id, units=0, name=name)
        await db.execute(_MANY_UNITS, product, vendor_id, each)
    await db.execute("UPDATE unit SET status = 'retired' WHERE product_id = $1", parties.product_id)
    asked, cursor = BoardQuestion(start=today(), end=today() + FOUR_WEEKS), None
    pages: list[BoardPage] = []
    while not pages or cursor:
        pages.append(await board(parties.vendor, asked, cursor=cursor, limit=each))
        cursor = pages[-1].next
    assert [unit.id for page in pages for unit in page.units] == [
        row["id"] for row in await db.fetch(_IN_ORDER, vendor_id)
    ]
    assert [(len(page.units), page.total) for page in pages] == [(each, 3 * each)] * 3


@pytest.mark.parametrize("units", [10, 200])
async def test_a_board_takes_four_statements_however_many_units(units: int) -> None:
    parties = await the_parties(units=units)
    async with noted_statements() as statements:
        page = await board(
            parties.vendor, BoardQuestion(start=today(), end=today() + FOUR_WEEKS), limit=units
        )
    assert (len(page.units), len(statements)) == (units, 4)


async def test_the_board_is_a_table_that_tells_each_stretch_in_words(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    unit_id = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    days = Days(date(2029, 10, 5), date(2029, 10, 19))
    await occupancy.take(unit_id, days, Purpose.MAINTENANCE, None)
    browser = await signed_in(client, parties.vendor)
    shown = await browser.get("/board?view=table&start=2029-10-01")
    assert shown.status_code == 200
    assert 'title="2029年10月5日(金)〜10月18日(木) 整備"' in shown.text
    assert '<td colspan="14" class="board-span">' in shown.text
    assert 'start=2029-09-03"' in shown.text
    assert 'start=2029-10-29"' in shown.text
    assert "全1台中 1〜1台目" in shown.text


async def test_what_the_board_can_be_narrowed_to_is_read_once_it_is_asked_for(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    browser = await signed_in(client, parties.vendor)
    offer = f'value="{parties.product_id}"'
    plain, opened = await browser.get("/board"), await browser.get("/board?filters=1")
    narrowed = await browser.get(f"/board?product={parties.product_id}")
    assert 'href="/board?filters=1"' in plain.text
    assert (offer in plain.text, offer in opened.text, offer in narrowed.text) == (False, True, True)
