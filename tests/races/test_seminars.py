"""One full course, 64 clients, never over. The negative control looks first, writes then, and oversells."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from accounts.domain import Actor
from core import db
from core.clock import frozen
from core.errors import Conflict
from core.ids import new_id
from exhibitions.seminars.applying import deciding
from exhibitions.seminars.applying.joining import apply_for_seminar
from exhibitions.seminars.attending.scanning import (
    RecordSeminarScans,
    SeminarScanRead,
    record_seminar_scans,
)
from exhibitions.seminars.queries import SeminarView, sessions_of
from tests.exhibitions.seminars.makers import (
    a_confirmed,
    a_counter,
    a_seminar,
    an_applicant,
    attended_at,
    promised,
)

pytestmark = pytest.mark.usefixtures("database")
CLIENTS, PLACES = 64, 20
NOBODY = Actor.anonymous()


async def _ask(seminar: SeminarView) -> bool:
    try:
        await apply_for_seminar(NOBODY, seminar.id, an_applicant())
    except Conflict as refusal:
        assert refusal.reason == "seminar-full"
        return False
    return True


async def test_sixty_four_clients_never_get_more_than_the_course_holds() -> None:
    seminar = await a_seminar(capacity=PLACES)
    answers = await asyncio.gather(*(_ask(seminar) for _ in range(CLIENTS)))
    assert (sum(answers), await promised(seminar.id)) == (PLACES, (PLACES, PLACES, PLACES))


async def _look_first_then_write(seminar: SeminarView, everybody: asyncio.Barrier) -> bool:
    """What an application without the guard would do."""
    free = await db.fetch_value("SELECT capacity - taken FROM seminar WHERE id = $1", seminar.id)
    await everybody.wait()
    if free < PLACES // 2:
        return False
    sql = "UPDATE seminar SET taken = least(taken + $2, capacity) WHERE id = $1"
    await db.execute(sql, seminar.id, PLACES // 2)
    return True


async def test_without_the_guard_the_same_rush_oversells() -> None:
    seminar = await a_seminar(capacity=PLACES)
    everybody = asyncio.Barrier(8)
    answers = await asyncio.gather(*(_look_first_then_write(seminar, everybody) for _ in range(8)))
    assert sum(answers) * (PLACES // 2) > PLACES


async def test_places_given_back_at_once_make_one_offer_each() -> None:
    seminar = await a_seminar(capacity=6)
    holding = [await a_confirmed(seminar) for _ in range(6)]
    for _ in range(10):
        await a_confirmed(seminar, may_wait=True)
    leaving = (deciding.cancel_application(NOBODY, token) for _one, token in holding[:4])
    newcomers = (_ask(seminar) for _ in range(4))
    await asyncio.gather(*leaving, *newcomers)
    sql = "SELECT count(*) FROM seminar_application WHERE seminar_id = $1 AND state = 'offered'"
    assert (await db.fetch_value(sql, seminar.id), await promised(seminar.id)) == (4, (6, 6, 6))


async def _scanned(counter: Actor, number: str, at: datetime) -> str:
    scan = SeminarScanRead(key=new_id().hex, tag=number, scanned_at=at)
    [answer] = (await record_seminar_scans(counter, RecordSeminarScans(scans=[scan]))).scans
    return answer.reason or answer.outcome.value


async def test_of_eight_scanners_at_once_exactly_one_notes_that_somebody_is_there() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    [session] = await sessions_of(seminar.id)
    for _round in range(5):
        applied, _token = await a_confirmed(seminar)
        moments = [session.start + timedelta(seconds=at) for at in range(8)]
        number = applied.participants[0].number
        with frozen(session.end):
            told = await asyncio.gather(*(_scanned(counter, number, at) for at in reversed(moments)))
        assert sorted(told) == ["attended-already"] * 7 + ["done"]
    assert await attended_at(session.id) == [session.start] * 5


async def _look_first_then_note(session_id: UUID, participant_id: UUID, everybody: asyncio.Barrier) -> bool:
    """What a scanner without the guard would do."""
    sql = "SELECT count(*) FROM seminar_attendance WHERE session_id = $1 AND participant_id = $2"
    known = await db.fetch_value(sql, session_id, participant_id)
    await everybody.wait()
    return not known


async def test_without_the_guard_several_scanners_note_the_same_participant() -> None:
    seminar = await a_seminar()
    applied, _token = await a_confirmed(seminar)
    [session] = await sessions_of(seminar.id)
    everybody = asyncio.Barrier(8)
    looks = (_look_first_then_note(session.id, applied.participants[0].id, everybody) for _ in range(8))
    assert sum(await asyncio.gather(*looks)) > 1
