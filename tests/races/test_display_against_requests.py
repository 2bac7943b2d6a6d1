"""A counter asks for a unit for its display while others ask to try it: nobody shares a day.

The negative control runs the same callers against a database whose constraint was dropped.
"""

import asyncio
from datetime import timedelta

from core import db
from core.clock import today
from core.errors import Conflict
from exhibitions.commands import AddExhibit, CreateExhibition
from exhibitions.exhibits import Exhibit
from exhibitions.usecases import add_exhibit, create_exhibition
from loans import usecases
from loans.queries import LoanView
from tests.factories import a_request, the_parties
from tests.invariants import INVARIANTS
from tests.postgres import Cluster, using_database
from tests.waiting import until

ASKERS = 6
DISPLAYS = 3
DOUBLE = INVARIANTS["days of a unit promised twice"]
_GATE = """
CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_advisory_xact_lock_shared(65); RETURN NEW; END $$;
CREATE TRIGGER gate BEFORE INSERT ON occupancy FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate();
"""
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
Answer = Exhibit | LoanView | Conflict


async def test_a_display_and_requests_never_share_a_day(cluster: Cluster, template: str) -> None:
    answers, doubles = await _race(cluster, template, guarded=True)
    assert sum(not isinstance(answer, Conflict) for answer in answers) == 1
    assert doubles == 0


async def test_without_the_constraint_a_display_and_requests_share_the_days(
    cluster: Cluster, template: str
) -> None:
    answers, doubles = await _race(cluster, template, guarded=False)
    assert sum(not isinstance(answer, Conflict) for answer in answers) > 1
    assert doubles > 0


async def _race(cluster: Cluster, template: str, *, guarded: bool) -> tuple[list[Answer], int]:
    url = await cluster.copy_of(template, "displays")
    async with using_database(url):
        parties = await the_parties(units=1, policy={"max_units": 1000, "max_days": 60})
        start = today() + timedelta(days=30)
        plan = CreateExhibition(title="体験展示", start=start, end=start + timedelta(days=14))
        displays = [await create_exhibition(parties.counter, plan) for _ in range(DISPLAYS)]
        if not guarded:
            await db.execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
        wish = AddExhibit(product_id=parties.product_id)
        async with db.connection() as gate:
            await gate.execute(_GATE)
            await gate.execute("SELECT pg_advisory_lock(65)")
            running = asyncio.gather(
                *(add_exhibit(parties.counter, display.id, wish) for display in displays),
                *(
                    usecases.request_loan(parties.facility, a_request(parties.product_id, start=start))
                    for _ in range(ASKERS)
                ),
                return_exceptions=True,
            )

            async def is_crowded() -> bool:
                return bool(await gate.fetchval(_WAITING) >= 2)

            await until(is_crowded, "two at the gate", 30)
            await gate.execute("SELECT pg_advisory_unlock(65)")
            answers = await running
        assert all(isinstance(answer, Answer) for answer in answers), answers
        return [one for one in answers if isinstance(one, Answer)], int(await db.fetch_value(DOUBLE))
