"""A show that travels: its legs, what is loaded where, and days that stay taken on the way."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from catalog import tags
from catalog.domain import ScanAction
from catalog.domain import Way as Sending
from catalog.occupancy import UnitTaken
from catalog.terms import Days
from core import db
from core.clock import TOKYO, frozen, now, today
from core.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound
from exhibitions import usecases
from exhibitions.commands import AddExhibit, AddVenue, MoveExhibit
from exhibitions.domain import ExhibitionKind, ExhibitStep, TourMove
from exhibitions.exhibits import Exhibit
from exhibitions.queries import ExhibitionView
from exhibitions.touring import on_the_way  # noqa: F401  # as the whole house has it
from exhibitions.touring.domain import Stop, Way, next_move, ways_between
from exhibitions.touring.moving import MoveOnTour, move_on_tour
from exhibitions.touring.planning import ChangeLeg, change_leg, plan_tour
from exhibitions.touring.queries import Leg, leg_of, legs_of
from loans.board.bars import Kind
from loans.board.queries import BoardQuestion, board
from loans.scanning import RecordScans, Scan, record_scans
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import a_draft
from tests.factories import Parties, a_loan, the_parties

FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))
DAY = timedelta(days=1)


def days(first: int, last: int) -> Days:
    """Days of one month, the last one included."""
    return Days(date(2026, 12, first), date(2026, 12, last) + DAY)


def test_a_show_goes_from_home_to_each_stop_and_back() -> None:
    stops = [Stop(SECOND, days(10, 12)), Stop(FIRST, days(3, 5)), Stop(THIRD, days(13, 15))]
    assert ways_between(stops, days(1, 20)) == [
        Way(None, FIRST, date(2026, 12, 2), date(2026, 12, 2)),
        Way(FIRST, SECOND, date(2026, 12, 6), date(2026, 12, 6)),
        Way(SECOND, THIRD, date(2026, 12, 12), date(2026, 12, 13)),
        Way(THIRD, None, date(2026, 12, 16), date(2026, 12, 16)),
    ]
    assert ways_between([], days(1, 20)) == []
    (out, home) = ways_between([Stop(FIRST, days(1, 20))], days(1, 20))
    assert (out.departs_on, home.arrives_on) == (date(2026, 12, 1), date(2026, 12, 20)), "within the show"


def test_what_comes_next_is_loading_then_unloading_then_nothing() -> None:
    done: list[TourMove] = []
    for expected in (TourMove.LOAD, TourMove.UNLOAD, None):
        assert next_move(done) is expected
        done += [expected] if expected else []


class Tour(msgspec.Struct, frozen=True):
    """A touring show over three venues with one exhibit that has come."""

    parties: Parties
    show: ExhibitionView
    exhibit: Exhibit
    legs: list[Leg]


async def a_tour(*, is_delivered: bool = True) -> Tour:
    """From today on: three venues of three days, a day between the first two and none before the third."""
    parties = await the_parties()
    start = today()
    show = await a_draft(
        parties.counter, start=start, end=start + 20 * DAY, kind=ExhibitionKind.TOURING, title="巡回展"
    )
    for name, first in (("東会場", 1), ("西会場", 5), ("南会場", 8)):
        begins = start + first * DAY
        venue = AddVenue(name=name, start=begins, end=begins + 3 * DAY, address=f"{name}の住所")
        await usecases.add_venue(parties.counter, show.id, venue)
    exhibit = await usecases.add_exhibit(parties.counter, show.id, AddExhibit(product_id=parties.product_id))
    await usecases.move_exhibit(parties.vendor, exhibit.id, ExhibitStep.CONFIRM, MoveExhibit())
    if is_delivered:
        await usecases.move_exhibit(parties.counter, exhibit.id, ExhibitStep.DELIVER, MoveExhibit())
    await db.execute("UPDATE exhibition SET status = 'open' WHERE id = $1", show.id)
    return Tour(parties, show, exhibit, await legs_of(show.id))


async def moves_of(unit_id: UUID | None) -> list[tuple[str, str]]:
    rows = await db.fetch(
        "SELECT facts->>'move' AS move, facts->>'venue' AS venue FROM unit_move"
        " WHERE unit_id = $1 AND cause = 'tour' ORDER BY at",
        unit_id,
    )
    return [(row["move"], row["venue"]) for row in rows]


async def test_legs_are_laid_as_venues_come_and_go() -> None:
    tour = await a_tour()
    counter = tour.parties.counter
    names = [(leg.from_name, leg.to_name) for leg in tour.legs]
    home = tour.show.counter_name
    assert names == [(home, "東会場"), ("東会場", "西会場"), ("西会場", "南会場"), ("南会場", home)]
    middle = tour.legs[1].to_venue_id
    assert middle is not None
    await usecases.remove_venue(counter, tour.show.id, middle)
    assert [(leg.from_name, leg.to_name) for leg in await legs_of(tour.show.id)] == [
        (home, "東会場"),
        ("東会場", "南会場"),
        ("南会場", home),
    ]
    assert len(await plan_tour(counter, tour.show.id)) == 3, "planning anew changes nothing"


async def test_the_board_shows_the_days_on_the_road_as_transit() -> None:
    tour = await a_tour()
    lender, start = tour.parties.vendor, today()
    asked = BoardQuestion(start=start - 10 * DAY, end=start + 50 * DAY, product_id=tour.parties.product_id)
    [unit] = (await board(lender, asked)).units
    first, second, third, fourth = tour.legs
    to_us, *between, home = [bar for bar in unit.bars if bar.kind is Kind.TRANSIT]
    assert to_us.start < start
    assert to_us.end == first.arrives_on + DAY, "from its lender to the first venue without a stop"
    assert home.start == tour.show.end
    # into the gap, overnight (shown on the evening on which it sets out), and home
    assert [(bar.start, bar.end) for bar in between] == [
        (second.departs_on, second.arrives_on + DAY),
        (third.departs_on, third.departs_on + DAY),
        (fourth.departs_on, fourth.arrives_on + DAY),
    ]
    assert all(before.end == after.start for before, after in pairwise(unit.bars)), "no day is left out"
    assert {bar.kind for bar in unit.bars} == {Kind.TRANSIT, Kind.EXHIBITION}


async def test_a_counters_board_shows_units_that_are_asked_for_before_they_come() -> None:
    tour = await a_tour(is_delivered=False)
    asked = BoardQuestion(start=today(), end=today() + 20 * DAY)
    [unit] = (await board(tour.parties.counter, asked)).units
    assert unit.id == tour.exhibit.unit_id
    for actor in (tour.parties.counter, tour.parties.vendor):
        [shown] = (await board(actor, asked)).units
        assert {bar.state for bar in shown.bars if bar.kind is Kind.EXHIBITION} == {"承諾済み"}
    command = MoveExhibit(way=Sending.BROUGHT)
    await usecases.move_exhibit(tour.parties.vendor, tour.exhibit.id, ExhibitStep.DISPATCH, command)
    for actor in (tour.parties.counter, tour.parties.vendor):
        [shown] = (await board(actor, asked)).units
        assert {bar.state for bar in shown.bars if bar.kind is Kind.EXHIBITION} == {"発送済み"}
    await usecases.move_exhibit(tour.parties.vendor, tour.exhibit.id, ExhibitStep.RETURN, MoveExhibit())
    assert tour.exhibit.unit_id not in [one.id for one in (await board(tour.parties.counter, asked)).units]


async def test_what_is_withdrawn_leaves_the_board_of_its_counter() -> None:
    tour = await a_tour(is_delivered=False)
    asked = BoardQuestion(start=today(), end=today() + 20 * DAY)
    await usecases.move_exhibit(tour.parties.counter, tour.exhibit.id, ExhibitStep.WITHDRAW, MoveExhibit())
    assert (await board(tour.parties.counter, asked)).units == []


async def test_the_days_on_the_way_stay_taken() -> None:
    tour = await a_tour()
    gap = tour.legs[1].departs_on
    with pytest.raises(UnitTaken):
        await a_loan(tour.parties, start=gap + 2 * DAY, days=1)
    free = await db.fetch_value(
        "SELECT count(*) FROM occupancy o WHERE o.unit_id = $1 AND o.status = 'active'"
        " AND o.period @> daterange($2, $3, '[]')",
        tour.exhibit.unit_id,
        tour.legs[0].departs_on,
        tour.legs[-1].arrives_on,
    )
    assert free == 1, "one stretch of days from the first leg to the last"


async def test_each_move_is_ticked_once_with_custody_and_place() -> None:
    tour = await a_tour()
    counter, leg = tour.parties.counter, tour.legs[0]
    load = MoveOnTour(exhibit_id=tour.exhibit.id, move=TourMove.LOAD)
    too_soon = MoveOnTour(exhibit_id=tour.exhibit.id, move=TourMove.UNLOAD)
    with pytest.raises(IllegalStep):
        await move_on_tour(counter, tour.show.id, leg.id, too_soon)
    for _ in range(2):
        done = await move_on_tour(counter, tour.show.id, leg.id, load)
    assert (done.loaded, done.unloaded, done.is_done) == (1, 0, False)
    code = done.loads[0].tag_code
    assert code is None
    arrived = await move_on_tour(counter, tour.show.id, leg.id, MoveOnTour(exhibit_id=tour.exhibit.id))
    assert arrived.is_done
    assert await moves_of(tour.exhibit.unit_id) == [("load", tour.show.counter_name), ("unload", "東会場")]
    with pytest.raises(Conflict, match="leg-later"):
        await move_on_tour(counter, tour.show.id, tour.legs[1].id, load)


async def scan(tour: Tour, tag: str, key: str) -> str:
    """By the counter's scan page, as the label of anything is scanned."""
    scans = [Scan(key=key, tag=tag, action=ScanAction.EXHIBIT, scanned_at=now())]
    (answer,) = (await record_scans(tour.parties.counter, RecordScans(scans=scans))).scans
    return answer.outcome.value


async def test_the_scan_page_ticks_the_list_off_load_first_and_unload_after() -> None:
    tour = await a_tour()
    assert tour.exhibit.unit_id is not None
    async with db.transaction():
        tag = await tags.new_tag(tour.exhibit.unit_id)
    outcomes = []
    for number, leg in enumerate(tour.legs):
        with frozen(datetime.combine(leg.departs_on, time(9), TOKYO)):
            outcomes.append(await scan(tour, tag.token, f"{number}-load"))
            outcomes.append(await scan(tour, tag.token, f"{number}-load"))
            twice = await scan(tour, tag.token, f"{number}-twice")
        assert twice == "done"
        at = await leg_of(tour.show.id, leg.id)
        assert (at.loaded, at.unloaded) == (1, 0), "a label read twice in a row is loaded once"
        with frozen(datetime.combine(leg.arrives_on, time(11), TOKYO)):
            await scan(tour, tag.code, f"{number}-unload")
        assert (await leg_of(tour.show.id, leg.id)).is_done, leg.to_name
    assert outcomes == ["done", "repeated"] * 4
    venues = [venue for _, venue in await moves_of(tour.exhibit.unit_id)]
    home = tour.show.counter_name
    assert venues == [home, "東会場", "東会場", "西会場", "西会場", "南会場", "南会場", home]


async def test_a_label_in_hand_ticks_on_the_drivers_page(client: httpx.AsyncClient) -> None:
    tour = await a_tour()
    assert tour.exhibit.unit_id is not None
    async with db.transaction():
        tag = await tags.new_tag(tour.exhibit.unit_id)
        other = await tags.new_tags(1, tour.parties.counter.acting_for())
    browser = await a_browser(client, tour.parties.counter)
    base = f"/exhibitions/{tour.show.id}"
    listed = await browser.get(f"{base}/handover")
    for words in ("東会場の住所", "着いた先の連絡先", "を積んだ", tag.code, "まだ"):
        assert words in listed.text, words
    path = f"{base}/tour/{tour.legs[0].id}/moves"
    for wrong in ("", "NOSUCHTG", other[0].code):
        refused = await browser.post(path, data={"tag": wrong})
        assert refused.status_code == 422, wrong
    done = await browser.post(path, data={"tag": tag.code})
    assert done.status_code == 303
    assert "を下ろした" in (await browser.get(done.headers["location"])).text
    assert (await browser.post(path, data={"tag": tag.code})).status_code == 303
    assert (await leg_of(tour.show.id, tour.legs[0].id)).is_done
    paper = await browser.get(f"{base}/handover/paper")
    assert paper.headers["content-type"] == "application/pdf"
    nothing = await browser.get(f"{base}/handover?day={(today() + 300 * DAY).isoformat()}")
    assert "この日に運ぶものはありません" in nothing.text
    tour_page = await browser.get(f"{base}/tour")
    assert "1台・1台／1台" in tour_page.text
    vendor = await a_browser(client, tour.parties.vendor)
    assert (await vendor.get(f"{base}/tour")).status_code == 403


@pytest.mark.parametrize(
    ("departs", "arrives", "field"),
    [(-2, 0, "departs_on"), (0, 9, "arrives_on"), (1, 0, "arrives_on")],
)
async def test_days_of_a_leg_that_cannot_be_are_refused(departs: int, arrives: int, field: str) -> None:
    tour = await a_tour()
    leg = tour.legs[1]
    command = ChangeLeg(departs_on=leg.departs_on + departs * DAY, arrives_on=leg.departs_on + arrives * DAY)
    with pytest.raises(Invalid) as refusal:
        await change_leg(tour.parties.counter, tour.show.id, leg.id, command)
    assert field in refusal.value.fields


async def test_a_leg_is_changed_and_only_by_those_who_prepare_the_show(client: httpx.AsyncClient) -> None:
    tour = await a_tour(is_delivered=False)
    leg, browser = tour.legs[1], await a_browser(client, tour.parties.counter)
    path = f"/exhibitions/{tour.show.id}/tour/{leg.id}"
    assert (await browser.get(path)).status_code == 200
    day = (leg.departs_on - DAY).isoformat()
    form = {
        "departs_on": day,
        "arrives_on": leg.arrives_on.isoformat(),
        "driver": "運送 一郎",
        "contact": "西 花子",
    }
    assert (await browser.post(path, data=form)).status_code == 303
    changed = await leg_of(tour.show.id, leg.id)
    assert (changed.driver, changed.contact, changed.departs_on) == (
        "運送 一郎",
        "西 花子",
        leg.departs_on - DAY,
    )
    assert (await browser.post(path, data=form | {"departs_on": ""})).status_code == 422
    assert "移動の計画を変えました" in (await browser.get(f"/exhibitions/{tour.show.id}/prepare")).text
    others = await the_parties()
    with pytest.raises((NotAllowed, NotFound)):
        await change_leg(others.counter, tour.show.id, leg.id, ChangeLeg(driver="x"))
    with pytest.raises(Conflict, match="exhibit-not-here"):
        await move_on_tour(
            tour.parties.counter, tour.show.id, tour.legs[0].id, MoveOnTour(exhibit_id=tour.exhibit.id)
        )


async def test_a_stop_that_was_driven_to_is_not_left_out() -> None:
    tour = await a_tour()
    counter = tour.parties.counter
    await move_on_tour(counter, tour.show.id, tour.legs[0].id, MoveOnTour(exhibit_id=tour.exhibit.id))
    venue = tour.legs[0].to_venue_id
    assert venue is not None
    with pytest.raises(Conflict, match="venue-was-served"):
        await usecases.remove_venue(counter, tour.show.id, venue)


async def test_only_a_touring_show_has_legs() -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    with pytest.raises(Conflict, match="not-touring"):
        await plan_tour(parties.counter, display.id)


async def test_programs_read_plan_and_tick_a_tour(client: httpx.AsyncClient) -> None:
    tour = await a_tour()
    caller = await a_caller(client, tour.parties.counter)
    path = f"/exhibitions/{tour.show.id}/tour"
    legs: list[dict[str, Any]] = (await caller.get(path)).json()
    assert len(legs) == 4
    assert len((await caller.post(path, {})).json()) == 4
    body = {"exhibit_id": str(tour.exhibit.id)}
    moved = (await caller.post(f"{path}/{legs[0]['id']}/moves", body)).json()
    assert moved["loads"][0]["loaded_at"]
    unknown = await caller.post(f"{path}/{legs[0]['id']}/moves", {"tag": "nothing"})
    assert unknown.status_code == 422
