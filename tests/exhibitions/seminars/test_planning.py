"""A course from draft to the end: made, changed, copied, opened, called off; every wrong input refused."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.domain import Actor
from core.clock import frozen, now, today
from core.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound, StaleState
from directory.kinds import OrganizationKind
from exhibitions.seminars import planning, sessions
from exhibitions.seminars.commands import ChangeSeminar, CopySeminar, CreateSeminar, MoveSeminar
from exhibitions.seminars.domain import AttendanceRule, SeminarStatus, SeminarStep, needed_sessions
from exhibitions.seminars.history import history_of
from exhibitions.seminars.queries import SeminarFilter, list_seminars, seminar_for, sessions_of
from tests.exhibitions.seminars.makers import a_counter, a_seminar, a_session
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")
NOBODY = Actor.anonymous()


async def test_a_draft_is_seen_by_its_counter_alone_until_applications_are_opened() -> None:
    counter, other = await a_counter(), await a_counter()
    draft = await a_seminar(counter, status="draft")
    for stranger in (NOBODY, other):
        with pytest.raises(NotFound):
            await seminar_for(stranger, draft.id)
    await planning.move_seminar(counter, draft.id, SeminarStep.OPEN, MoveSeminar())
    seen = await seminar_for(NOBODY, draft.id)
    found = await list_seminars(SeminarFilter(counter_id=counter.organization_id))
    assert (seen.status, seen.closed, [one.id for one in found.items]) == (
        SeminarStatus.OPEN,
        "",
        [draft.id],
    )


async def test_a_draft_that_is_given_up_is_never_shown() -> None:
    counter = await a_counter()
    draft = await a_seminar(counter, status="draft")
    await planning.move_seminar(counter, draft.id, SeminarStep.CANCEL, MoveSeminar(reason="取りやめ"))
    with pytest.raises(NotFound):
        await seminar_for(NOBODY, draft.id)


async def test_a_long_list_is_read_page_by_page() -> None:
    counter = await a_counter()
    made = [(await a_seminar(counter)).id for _ in range(3)]
    wanted = SeminarFilter(counter_id=counter.organization_id)
    first = await list_seminars(wanted, limit=2)
    rest = await list_seminars(wanted, limit=2, cursor=first.next)
    assert sorted(one.id for one in [*first.items, *rest.items]) == sorted(made)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": "  "}, {"title": "required"}),
        ({"capacity": 0}, {"capacity": "out-of-range"}),
        ({"capacity": 5001}, {"capacity": "out-of-range"}),
        ({"largest_party": 0}, {"largest_party": "out-of-range"}),
        ({"prefecture": "東京"}, {"prefecture": "unknown-prefecture"}),
        ({"keep_days": 1}, {"keep_days": "out-of-range"}),
        ({"rule": AttendanceRule.PERCENT, "rule_value": 0}, {"rule_value": "rule-percent"}),
        ({"rule": AttendanceRule.COUNT, "rule_value": 0}, {"rule_value": "rule-count"}),
    ],
)
async def test_a_course_that_makes_no_sense_is_refused(fields: dict[str, Any], wrong: dict[str, str]) -> None:
    counter = await a_counter()
    given: dict[str, Any] = {"title": "研修", "capacity": 10, **fields}
    with pytest.raises(Invalid) as refusal:
        await planning.create_seminar(counter, CreateSeminar(**given))
    assert refusal.value.fields == wrong


async def test_the_days_of_application_are_in_order_and_not_far_ahead() -> None:
    counter = await a_counter()
    first = today() + timedelta(days=5)
    with pytest.raises(Invalid) as refusal:
        await planning.create_seminar(
            counter, CreateSeminar(title="研修", capacity=1, apply_from=first, apply_until=first)
        )
    assert refusal.value.fields == {"apply_until": "end-before-start"}
    far = today() + timedelta(days=1000)
    with pytest.raises(Invalid) as refusal:
        await planning.create_seminar(counter, CreateSeminar(title="研修", capacity=1, apply_from=far))
    assert refusal.value.fields == {"apply_from": "far-future"}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"end": now() - timedelta(days=1)}, {"end": "until-before-from"}),
        ({"end": now() + timedelta(days=30)}, {"end": "session-length"}),
        ({"form": "on_site", "place": " "}, {"place": "place-needed"}),
        ({"meeting_link": "javascript:alert(1)"}, {"meeting_link": "no-web-address"}),
        ({"meeting_link": "https://[x"}, {"meeting_link": "no-web-address"}),
    ],
)
async def test_a_session_that_makes_no_sense_is_refused(
    fields: dict[str, Any], wrong: dict[str, str]
) -> None:
    counter = await a_counter()
    draft = await a_seminar(counter, status="draft")
    with pytest.raises(Invalid) as refusal:
        await sessions.add_session(counter, draft.id, a_session(20, **fields))
    assert refusal.value.fields == wrong


async def test_a_session_in_the_past_or_at_the_time_of_another_is_refused() -> None:
    counter = await a_counter()
    draft = await a_seminar(counter, status="draft")
    with pytest.raises(Invalid) as past:
        await sessions.add_session(counter, draft.id, a_session(-1))
    with pytest.raises(Conflict) as meeting:
        await sessions.add_session(counter, draft.id, a_session(7, hour=11))
    assert (past.value.fields, meeting.value.reason) == ({"start": "session-in-past"}, "sessions-meet")


async def test_a_published_course_keeps_a_session() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, session_count=2)
    first, last = await sessions_of(seminar.id)
    await sessions.remove_session(counter, seminar.id, first.id)
    with pytest.raises(Conflict) as refusal:
        await sessions.remove_session(counter, seminar.id, last.id)
    assert refusal.value.reason == "last-session"


async def test_steps_are_taken_in_their_order_and_by_whoever_runs_the_course() -> None:
    counter = await a_counter()
    facility = await an_actor(await an_organization(OrganizationKind.FACILITY))
    empty = await a_seminar(counter, session_count=0, status="draft")
    with pytest.raises(Conflict) as refusal:
        await planning.move_seminar(counter, empty.id, SeminarStep.OPEN, MoveSeminar())
    assert refusal.value.reason == "no-sessions-yet"
    seminar = await a_seminar(counter)
    with pytest.raises(NotAllowed):
        await planning.move_seminar(facility, seminar.id, SeminarStep.CLOSE, MoveSeminar())
    with pytest.raises(NotFound):
        await planning.move_seminar(await a_counter(), seminar.id, SeminarStep.CLOSE, MoveSeminar())
    stale = MoveSeminar(expected=SeminarStatus.DRAFT)
    with pytest.raises(StaleState):
        await planning.move_seminar(counter, seminar.id, SeminarStep.CLOSE, stale)
    with pytest.raises(Conflict) as early:
        await planning.move_seminar(counter, seminar.id, SeminarStep.HOLD, MoveSeminar())
    assert early.value.reason == "sessions-to-come"
    with pytest.raises(Invalid):
        await planning.move_seminar(counter, seminar.id, SeminarStep.CANCEL, MoveSeminar())
    with frozen(now() + timedelta(days=10)):
        held = await planning.move_seminar(counter, seminar.id, SeminarStep.HOLD, MoveSeminar())
        with pytest.raises(IllegalStep):
            await planning.move_seminar(counter, seminar.id, SeminarStep.OPEN, MoveSeminar())
        with pytest.raises(Conflict):
            await planning.change_seminar(counter, seminar.id, ChangeSeminar(title="別の名前"))
    assert held.status is SeminarStatus.HELD
    assert [line.at for line in await history_of(seminar.id)]


async def test_a_copy_is_a_draft_with_its_days_moved() -> None:
    counter = await a_counter()
    until = today() + timedelta(days=5)
    earlier = await a_seminar(counter, session_count=3, apply_until=until, title="三回の研修")
    first_day = today() + timedelta(days=107)
    copy = await planning.copy_seminar(counter, earlier.id, CopySeminar(first_day=first_day))
    starts = [one.start for one in await sessions_of(copy.id)]
    assert [
        start + timedelta(days=100) for start in [one.start for one in await sessions_of(earlier.id)]
    ] == (starts)
    assert (copy.title, copy.status, copy.apply_until) == (
        "三回の研修",
        SeminarStatus.DRAFT,
        until + timedelta(days=100),
    )
    with pytest.raises(Invalid):
        await planning.copy_seminar(counter, earlier.id, CopySeminar(first_day=today() - timedelta(days=1)))


@pytest.mark.parametrize(
    ("rule", "value", "sessions_in_all", "needed"),
    [("all", 0, 3, 3), ("count", 2, 3, 2), ("count", 9, 3, 3), ("percent", 80, 3, 3), ("percent", 60, 5, 3),
     ("percent", 1, 3, 1), ("none", 0, 3, None), ("all", 0, 0, None)],
)  # fmt: skip
def test_a_certificate_needs_so_many_sessions(
    rule: str, value: int, sessions_in_all: int, needed: int | None
) -> None:
    assert needed_sessions(AttendanceRule(rule), value, sessions_in_all) == needed
