"""One full course, 64 clients, never over. The negative control looks first, writes then, and oversells."""

import asyncio

import pytest

from accounts.domain import Actor
from core import db
from core.errors import Conflict
from exhibitions.seminars.applying import deciding
from exhibitions.seminars.applying.joining import apply_for_seminar
from exhibitions.seminars.queries import SeminarView
from tests.exhibitions.seminars.makers import a_confirmed, a_seminar, an_applicant, promised

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
