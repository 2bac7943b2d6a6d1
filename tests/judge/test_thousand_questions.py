"""A thousand questions, asked by every way in: all agree with a slow judge that shares no code with ours."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar

from tests.asking import a_bearer
from tests.judge.oracle import Asked
from tests.judge.ways import WAYS, by_judge
from tests.judge.world import World, populate, questions
from tests.loans.visiting import visiting
from tests.order import without_order

SEED, THOUSAND = 20261121, 1000
# Only who has a unit can ask to keep it longer: fewer questions than these would prove too little.
FEWEST = 100


@pytest_asyncio.fixture(scope="module")
async def world(application: Litestar) -> AsyncIterator[World]:
    """The world, and a browser and a program of each facility."""
    made = await populate(SEED)
    await without_order(*made.oracle.models)  # each question takes several steps, and takes all of them back
    async with AsyncExitStack() as stack:
        for borrower_id in made.oracle.borrowers:
            actor = made.actors[borrower_id]
            made.browsers[borrower_id] = await stack.enter_async_context(visiting(application, actor))
            transport = httpx.ASGITransport(app=application)  # type: ignore[arg-type]  # an ASGI application
            program = httpx.AsyncClient(
                transport=transport, base_url="http://test.example", headers=await a_bearer(actor)
            )
            made.programs[borrower_id] = await stack.enter_async_context(program)
        yield made


@pytest.fixture(scope="module")
def thousand(world: World) -> list[Asked]:
    """The questions."""
    return list(questions(world, SEED, THOUSAND))


@pytest.mark.parametrize("way", WAYS)
async def test_every_way_in_gives_the_oracles_answer(world: World, thousand: list[Asked], way: str) -> None:
    ask, expect = WAYS[way]
    told = [(asked, await ask(world, asked)) for asked in thousand]
    put = [(asked, answer) for asked, answer in told if answer is not None]
    wrong = [(asked, answer) for asked, answer in put if answer != expect(world.oracle, asked)]
    assert not wrong, f"{len(wrong)} of {len(put)}, the first: {wrong[0]}"
    assert len(put) >= FEWEST
    assert len({str(answer) for _, answer in put}) > 1, "one answer to everything proves nothing"


async def test_an_oracle_that_forgets_the_buffers_is_found_out(world: World, thousand: list[Asked]) -> None:
    forgetful = dataclasses.replace(world.oracle, counts_buffers=False)
    _, expect = WAYS["judge"]
    told = [(asked, await by_judge(world, asked)) for asked in thousand[: THOUSAND // 5]]
    assert any(answer != expect(forgetful, asked) for asked, answer in told)
