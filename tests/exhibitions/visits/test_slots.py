"""Times that repeat: weekdays, closing days, exceptions, and what stays when the rules change."""

from datetime import date, timedelta

import pytest

from core import db
from core.calendar import WorkingDays
from core.clock import frozen, now, today
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from directory.kinds import OrganizationKind
from exhibitions.visits import planning
from exhibitions.visits.booking import reserve_visit
from exhibitions.visits.commands import AddRule, CloseDay, SetPlan
from exhibitions.visits.domain import SlotRule, VisitState, slot_times
from exhibitions.visits.foreseeing import foresee_times
from exhibitions.visits.queries import list_slots, open_visits, rules_of
from tests.exhibitions.visits.makers import (
    AHEAD,
    NOON,
    TEN,
    a_confirmed_visit,
    a_party,
    a_show,
    a_waiting_visit,
    an_asked_visit,
    an_extra_day,
    mails_to,
)
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")

MONDAY = date(2026, 11, 30)


def a_rule(**fields: object) -> SlotRule:
    given: dict[str, object] = {
        "id": new_id(),
        "weekdays": [0, 1, 2, 3, 4, 5, 6],
        "from_minute": TEN,
        "until_minute": NOON,
        "slot_minutes": 45,
        "capacity_people": 5,
        "capacity_groups": 2,
        "first_on": MONDAY,
        "last_on": None,
        "is_extra": False,
    }
    return SlotRule(**(given | fields))  # type: ignore[arg-type]


def test_only_whole_slots_open_and_only_on_working_days() -> None:
    working = WorkingDays.of([date(2026, 12, 2)])
    opened = {
        MONDAY + timedelta(days=at): len(slot_times([a_rule()], MONDAY + timedelta(days=at), working, ()))
        for at in range(7)
    }
    assert list(opened.values()) == [2, 2, 0, 2, 2, 0, 0]


def test_an_extra_day_takes_the_place_of_the_others_even_on_a_sunday_but_not_of_an_exception() -> None:
    sunday = MONDAY + timedelta(days=6)
    extra = a_rule(is_extra=True, first_on=sunday, last_on=sunday, slot_minutes=120)
    rules = [a_rule(), extra]
    assert len(slot_times(rules, sunday, WorkingDays.of(), ())) == 1
    assert slot_times(rules, sunday, WorkingDays.of(), {sunday}) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": [7]}, "weekdays"),
        ({"until_minute": TEN}, "until_minute"),
        ({"slot_minutes": 180}, "slot_minutes"),
        ({"slot_minutes": 1}, "slot_minutes"),
        ({"capacity_people": 0}, "capacity_people"),
        ({"capacity_groups": 100_000}, "capacity_groups"),
        ({"last_on": MONDAY - timedelta(days=3650)}, "last_on"),
        ({"first_on": MONDAY + timedelta(days=3650)}, "first_on"),
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused_at_its_field(
    changes: dict[str, object], field: str
) -> None:
    show = await a_show()
    given: dict[str, object] = {
        "weekdays": [0],
        "from_minute": TEN,
        "until_minute": NOON,
        "slot_minutes": 60,
        "capacity_people": 5,
        "capacity_groups": 2,
        "first_on": today(),
    }
    with pytest.raises(Invalid) as refused:
        await planning.add_rule(show.counter, show.id, AddRule(**(given | changes)))  # type: ignore[arg-type]
    assert field in refused.value.fields


async def test_the_same_minutes_are_opened_once() -> None:
    show = await a_show()
    with pytest.raises(Conflict) as refused:
        await planning.add_rule(show.counter, show.id, an_extra_day())
    assert refused.value.reason == "rule-overlaps"


async def test_a_rule_that_ends_takes_its_free_slots_along_and_leaves_booked_ones_closed() -> None:
    show = await a_show()
    await reserve_visit(show.counter, show.id, a_party(show.slots[0]))
    [rule] = await rules_of(show.id)
    await planning.end_rule(show.counter, show.id, rule.id)
    left = await list_slots(show.counter, show.id)
    assert [(one.id, one.reason) for one in left] == [(show.slots[0].id, "slot-closed")]
    with pytest.raises(NotFound):
        await planning.end_rule(show.counter, show.id, rule.id)


async def test_a_day_with_visitors_cannot_be_closed_and_says_how_many() -> None:
    show = await a_show()
    await reserve_visit(show.counter, show.id, a_party(show.slots[0]))
    with pytest.raises(Conflict) as refused:
        await planning.close_day(show.counter, show.id, CloseDay(day=today() + AHEAD))
    assert (refused.value.reason, refused.value.facts["visits"]) == ("day-has-visitors", 1)
    assert all(one.bookable for one in await list_slots(show.counter, show.id))


async def test_a_day_that_is_closed_with_a_reason_tells_everybody_once_as_was_foreseen() -> None:
    show = await a_show(people=2)
    booked, _token = await a_confirmed_visit(show)
    asked, _token = await an_asked_visit(show, slot=1)
    waits, _token = await a_waiting_visit(show)
    await planning.add_rule(show.counter, show.id, an_extra_day(days=AHEAD * 2))
    command = CloseDay(day=today() + AHEAD, reason="停電のため")
    seen = await foresee_times(show.id, lambda: planning.close_day(show.counter, show.id, command))
    assert (seen.opened, seen.closed) == (0, 2)
    assert {(one.number, one.after, one.is_mailed) for one in seen.touched} == {
        (one.number, VisitState.CANCELLED, True) for one in (booked, asked, waits)
    }
    assert [one.state for one in await open_visits(show.id)] == [
        VisitState.BOOKED,
        VisitState.ASKED,
        VisitState.WAITING,
    ], "nothing has happened yet"
    await planning.close_day(show.counter, show.id, command)
    assert await open_visits(show.id) == []
    for one in (booked, asked, waits):
        told = [body for body in await mails_to(one.email) if "停電のため" in body]
        assert len(told) == 1
    left = await list_slots(show.counter, show.id, end=today() + AHEAD * 3)
    assert sum(one.bookable for one in left) == 2, "the other day stays"


async def test_a_rule_that_ends_is_foreseen_with_the_bookings_that_stay() -> None:
    show = await a_show()
    booked = await reserve_visit(show.counter, show.id, a_party(show.slots[0]))
    [rule] = await rules_of(show.id)
    seen = await foresee_times(show.id, lambda: planning.end_rule(show.counter, show.id, rule.id))
    assert (seen.closed, [(one.id, one.stays) for one in seen.touched]) == (2, [(booked.id, True)])
    assert len(await rules_of(show.id)) == 1
    same = SetPlan()
    again = await foresee_times(show.id, lambda: planning.set_plan(show.counter, show.id, same))
    assert again.changes_nothing


async def test_an_exception_closes_a_day_and_can_be_taken_back() -> None:
    show = await a_show()
    await planning.close_day(show.counter, show.id, CloseDay(day=today() + AHEAD, note="棚卸し"))
    assert await list_slots(show.counter, show.id) == []
    await planning.open_day(show.counter, show.id, today() + AHEAD)
    assert len(await list_slots(show.counter, show.id)) == 2
    for day in (today() - timedelta(days=1), today() + timedelta(days=3650)):
        with pytest.raises(Invalid):
            await planning.close_day(show.counter, show.id, CloseDay(day=day))


async def test_a_smaller_capacity_never_falls_below_what_is_taken() -> None:
    show = await a_show(people=10)
    await reserve_visit(show.counter, show.id, a_party(show.slots[0], 8))
    [rule] = await rules_of(show.id)
    await planning.end_rule(show.counter, show.id, rule.id)
    await planning.add_rule(show.counter, show.id, an_extra_day(people=4))
    first, second = await list_slots(show.counter, show.id)
    assert (first.capacity_people, first.free_people, second.capacity_people) == (8, 0, 4)


async def test_the_days_that_come_nearer_get_their_slots_from_the_sweep() -> None:
    show = await a_show()
    await planning.set_plan(show.counter, show.id, SetPlan(horizon_days=1))
    assert await list_slots(show.counter, show.id) == []
    with frozen(now() + timedelta(days=6, hours=2)):
        while await planning.lay_coming_slots():
            pass
        assert len(await list_slots(show.counter, show.id)) == 2


async def test_new_closing_days_of_the_counter_close_repeating_slots_by_the_next_hour() -> None:
    show = await a_show()
    weekday = next(one for one in range(1, 8) if WorkingDays.of().is_working(today() + timedelta(days=one)))
    day = today() + timedelta(days=weekday)
    rule = AddRule(
        weekdays=[day.weekday()],
        from_minute=NOON,
        until_minute=NOON + 60,
        slot_minutes=60,
        capacity_people=3,
        capacity_groups=1,
        first_on=day,
        last_on=day,
    )
    await planning.add_rule(show.counter, show.id, rule)
    end = day + timedelta(days=1)
    opened = await list_slots(show.counter, show.id, first=day, end=end)
    await db.execute(
        "INSERT INTO closing_day (id, organization_id, day) VALUES ($1, $2, $3)",
        new_id(),
        show.counter.organization_id,
        day,
    )
    with frozen(now() + timedelta(minutes=61)):
        while await planning.lay_coming_slots():
            pass
        left = await list_slots(show.counter, show.id, first=day, end=end)
    assert len(opened) == (1 if day != today() + AHEAD else 2)
    assert {one.capacity_people for one in left} <= {10}


async def test_other_counters_do_not_know_the_plan_and_facilities_may_not_change_it() -> None:
    show = await a_show()
    other = await an_actor(await an_organization(OrganizationKind.COUNTER))
    with pytest.raises(NotFound):
        await planning.set_plan(other, show.id, SetPlan())
    with pytest.raises(Invalid) as refused:
        await planning.set_plan(show.counter, show.id, SetPlan(keep_days=1, horizon_days=0))
    assert set(refused.value.fields) == {"keep_days", "horizon_days"}
