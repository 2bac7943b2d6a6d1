"""The ceiling: a bare Litestar + asyncpg handler that runs the same SQL statements, and nothing else.

Started as `uvicorn benchmarks.ceiling:create_app --factory`; recipes come from a file named in the
environment, written by the benchmark that starts it.
"""

import os
import pickle
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from benchmarks.recording import Choice, Recipe, Repetition
from core import db

POOL = 10


@asynccontextmanager
async def _with_pool(app: Litestar) -> AsyncIterator[None]:
    url = os.environ["TAMESHI_DATABASE_URL"]
    settings = {"application_name": "ceiling"} | db.SESSION
    async with asyncpg.create_pool(url, min_size=2, max_size=POOL, server_settings=settings) as pool:
        app.state.pool = pool
        yield


async def _repeat(state: State, name: str) -> Response[bytes]:
    recipe: Recipe = random.choice(state.recipes[name])
    chosen: dict[str, Choice] = dict(recipe.chosen)
    for choices in state.choices:
        belonging = random.choice(choices)
        if belonging.keys() <= chosen.keys():
            chosen |= belonging
    repetition = Repetition(recipe, chosen, days=random.randrange(3000))
    try:
        async with state.pool.acquire() as connection:
            await repetition.run(connection)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return Response(f"{type(error).__name__}: {error}".encode(), status_code=500)
    return Response(recipe.answer, media_type=recipe.content_type)


@post("/{name:str}", status_code=200)
async def repeat_write(name: FromPath[str], state: State, request: Request[Any, Any, Any]) -> Response[bytes]:
    """A request with a body, which is read as JSON like the product's."""
    await request.json()
    return await _repeat(state, name)


@get("/{name:str}")
async def repeat_read(name: FromPath[str], state: State) -> Response[bytes]:
    """A request without a body."""
    return await _repeat(state, name)


def create_app() -> Litestar:
    """The bare application."""
    with Path(os.environ["TAMESHI_BENCH_RECIPES"]).open("rb") as file:
        recipes, choices = pickle.load(file)  # noqa: S301  # written by the benchmark itself a moment ago
    state = State({"recipes": recipes, "choices": choices})
    return Litestar([repeat_write, repeat_read], lifespan=[_with_pool], state=state, openapi_config=None)
