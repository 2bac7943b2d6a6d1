"""One run: find or make the nations, start both servers, measure each case on both."""

import logging
import os
import pickle
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import httpx
import msgspec

from app.launcher.services import Services, embedded_services
from benchmarks import offices, worlds
from benchmarks.cases import Case, cases
from benchmarks.in_database import (
    asking_availability,
    asking_free_products,
    asking_products,
    time_in_database,
)
from benchmarks.load import Measured, Request, measure
from benchmarks.nation import Size, make_nation
from benchmarks.nation.proof import broken_invariants
from benchmarks.nation.size import nation
from benchmarks.promises import RESULTS, Promise, Result, table, write
from benchmarks.recording import Choice, Recipe, recording
from benchmarks.servers import server
from benchmarks.visitors import Offered, World, offered_products, visitors
from core import db
from core.clock import today

# A connection plans a statement anew the first five times; each of some twenty shall have done so.
WARM_UP = 200
# Questions whose answers differ in kind: the ceiling runs the statements of so many of them by turns.
VARIED, KINDS = ("availability", "soonest"), 40
QUICK_SHARE, QUICK_REQUESTS = 0.02, 0.2


class CaseFailed(Exception):
    """The answers of a case were not those to be measured."""


async def run_all(*, quick: bool, only: Sequence[str]) -> int:
    """Measure everything; 1 when something promised is not reached."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    size = nation(today()).of(QUICK_SHARE) if quick else nation(today())
    # The same units with a fifth of their past: how much does it cost to remember more?
    young = replace(size, occupancies=size.occupancies // 5, loans=size.loans // 5)
    full_name, young_name = await _worlds(size, young)
    async with _services(hurried=False) as services:
        results = await _in_database(services, young_name, full_name)
        results += await offices.measured(services.database_url, QUICK_SHARE if quick else 1, _say)
        with TemporaryDirectory(prefix="tameshi-bench-") as folder:
            results += await _over_http(Path(folder), services, only, 1 if not quick else QUICK_REQUESTS)
    write(results, RESULTS.with_stem("quick" if quick else "some") if quick or only else RESULTS)
    _say("\n" + table(results))
    if quick:
        _say("\nA fiftieth of the nation: what is ok here may miss on the whole one. Not to be quoted.")
    missed = [one.name for one in results if one.missed()]
    if missed:
        _say("\nnot as promised: " + ", ".join(missed))
    return 1 if missed and not quick else 0


async def make_only(size: Size, database_url: str, *, prove: bool) -> int:
    """Make one nation, in `database_url` or among those that are kept; 1 when it is not what it must be."""
    if database_url:
        await make_nation(database_url, size, _say)
        return await _proved(database_url) if prove else 0
    async with _services(hurried=True) as services:
        name = await worlds.world(services.database_url, size, _say)
        url = worlds.at_database(services.database_url, name)
        _say(f"database {name} in {worlds.FOLDER.relative_to(worlds.ROOT)}")
        return await _proved(url) if prove else 0


async def _proved(url: str) -> int:
    db.configure(url)
    async with db.pool(2):
        broken = await broken_invariants()
    _say(f"not true: {', '.join(broken)}" if broken else "everything is true that must be")
    return 1 if broken else 0


async def _worlds(full: Size, young: Size) -> tuple[str, str]:
    """Both nations, made without care for power cuts; then a copy of the full one to be written to."""
    async with _services(hurried=True) as services:
        url = services.database_url
        names = await worlds.world(url, full, _say), await worlds.world(url, young, _say)
        await worlds.forget_old_worlds(url, set(names))
        await worlds.copied(url, names[0])
    os.sync()  # what was written in a hurry must not be written while we measure
    return names


@asynccontextmanager
async def _services(*, hurried: bool) -> AsyncIterator[Services]:
    async with embedded_services(worlds.FOLDER, _say, hurried=hurried) as services:
        os.environ["TAMESHI_DATABASE_URL"] = services.database_url
        os.environ["TAMESHI_REDIS_URL"] = services.redis_url
        os.environ.setdefault("TAMESHI_SECRET_KEY", "a-secret-of-the-benchmark-0123456789abcdef")
        os.environ.setdefault("TAMESHI_LOG_LEVEL", "warning")
        yield services


def _say(text: str) -> None:
    print(text, flush=True)


async def _in_database(services: Services, young: str, full: str) -> list[Result]:
    """Availability of a product with 200 units, with a fifth of the past and with all of it."""
    found = []
    for label, name, promise in (
        ("availability_db_1M", young, Promise(p99_ms=10)),
        ("availability_db_5M", full, Promise(p99_ms=10, times_as_long=1.3)),
    ):
        _say(f"measuring {label}")
        db.configure(worlds.at_database(services.database_url, name))
        async with db.pool(2):
            ask = asking_availability(await offered_products())
            found.append(await time_in_database(label, ask, promise))
            if name == full:
                _say("measuring products_found")
                quick = Promise(p95_ms=50)
                searches = [await time_in_database("products_found", asking_products(), quick)]
                _say("measuring products_found_free")
                ask = asking_free_products()
                searches.append(await time_in_database("products_found_free", ask, quick))
    return [found[0], longer_than(found[0], found[1]), *searches]


def longer_than(young: Result, full: Result) -> Result:
    """The second with how many times as long it took, by the median."""
    return msgspec.structs.replace(full, times_as_long=round(full.p50_ms / young.p50_ms, 3))


async def _over_http(folder: Path, services: Services, only: Sequence[str], share: float) -> list[Result]:
    url = worlds.at_database(services.database_url, worlds.RUN)
    os.environ["TAMESHI_DATABASE_URL"] = url
    db.configure(url)
    async with db.pool():
        world = await visitors()
        wanted = [case for case in cases(world) if not only or case.name in only]
        recipes = await _recipes(world, wanted)
    return await _measured(folder, world, wanted, recipes, share)


async def _recipes(world: World, wanted: list[Case]) -> dict[str, list[Recipe]]:
    """Each case asked in this process, its statements written down.

    What is only read is asked several times: a refusal takes other statements than a grant.
    """
    from app.asgi import create_app

    transport = httpx.ASGITransport(app=create_app(with_pool=False))  # type: ignore[arg-type]  # ASGI all the same
    recipes: dict[str, list[Recipe]] = {}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=60) as client:
        for case in wanted:
            await _send(client, case.make(0))  # the first one fills caches
            times = KINDS if case.name in VARIED else 1
            found = [await _recipe(client, world, case) for _ in range(times)]
            if all(found):
                recipes[case.name] = [recipe for recipe in found if recipe]
    return recipes


async def _recipe(client: httpx.AsyncClient, world: World, case: Case) -> Recipe | None:
    """The statements of one request; None when it is not answered as it must be."""
    made = case.make(0)
    request = _with_etag(case, await _send(client, case.make(0)), made)
    with recording() as recipe:
        answer = await _send(client, request)
    if answer.status_code not in case.expected or case.contains not in answer.content:
        _say(f"{case.name} answered {answer.status_code}: {answer.text[:500]}")
        return None
    recipe.answer = answer.content
    recipe.content_type = answer.headers.get("content-type", "text/plain")
    recipe.chosen = _chosen(world, recipe)
    return recipe


async def _send(client: httpx.AsyncClient, request: Request) -> httpx.Response:
    headers = request.headers | ({"Content-Type": "application/json"} if request.body else {})
    return await client.request(request.method, request.path, headers=headers, content=request.body)


_etags: dict[str, str] = {}


def _with_etag(case: Case, answer: httpx.Response, request: Request) -> Request:
    if 304 in case.expected and (etag := answer.headers.get("etag")):
        _etags[case.name] = etag
        request.headers["If-None-Match"] = etag
    return request


def _chosen(world: World, recipe: Recipe) -> dict[str, Choice]:
    """Which ids of the recording are chosen anew, and which stay."""
    seen = {value for one in recipe.statements for value in one.arguments if isinstance(value, UUID | str)}
    chosen: dict[str, Choice] = {
        "kept-person": world.counter_person_id,
        "kept-counter": world.counter_id,
        "kept-vendor-person": world.vendor_person_id,
        "kept-school": world.school_id,
        "kept-school-person": world.school_person_id,
    }
    offered = next(
        (one for one in world.offered if one.product_id in seen), Offered(world.vendor_id, world.vendor_id)
    )
    if offered.product_id in seen:
        chosen |= {"product": offered.product_id, "vendor": offered.vendor_id}
    chosen.setdefault("vendor", world.vendor_id)
    chosen |= {"kept-display": world.display.id, "kept-slot": world.display.hot_slot_id}
    courses = world.courses
    chosen |= {"kept-course": courses.wanted_id, "kept-running": courses.running_id}
    chosen |= {"kept-session": courses.session_id}
    ticket = next((one for one in courses.expected if one in seen), None)
    if ticket is not None:
        chosen["ticket"] = ticket
    visit = next((one for one in world.display.expected if one in seen), None)
    if visit is not None:
        chosen["visit"] = visit
    facility = next((one for one in world.facility_ids if one in seen), None)
    return chosen | ({"facility": facility} if facility else {})


async def _measured(
    folder: Path, world: World, wanted: list[Case], recipes: dict[str, list[Recipe]], share: float
) -> list[Result]:
    stored = folder / "recipes.pickle"
    choices = [
        [{"product": one.product_id, "vendor": one.vendor_id} for one in world.offered],
        [{"facility": one} for one in world.facility_ids],
        [{"visit": one} for one in world.display.expected_by_ceiling],
        [{"ticket": one} for one in world.courses.expected_by_ceiling],
    ]
    stored.write_bytes(pickle.dumps((_plain(recipes), choices)))
    environment = os.environ | {"TAMESHI_BENCH_RECIPES": str(stored)}
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(server("app.asgi:create_app", environment, folder))
        bare = await stack.enter_async_context(server("benchmarks.ceiling:create_app", environment, folder))
        return [
            await _compared(case, ours, bare, max(50, int(case.requests * share)))
            if case.name in recipes
            else Result(name=case.name, promise=case.promise, failure="gave no answer to be measured")
            for case in wanted
        ]


async def _compared(case: Case, ours_port: int, ceiling_port: int, requests: int) -> Result:
    """One case; what cannot be measured is missed, and ends nothing: the others are worth their minutes."""
    try:
        result = await _compare(case, ours_port, ceiling_port, requests)
    except (CaseFailed, OSError, EOFError) as error:
        result = Result(name=case.name, promise=case.promise, failure=str(error) or repr(error))
    _say(table([result]).splitlines()[1])
    return result


def _plain(recipes: dict[str, list[Recipe]]) -> dict[str, list[Recipe]]:
    """Rows of asyncpg as dictionaries, so that they can be handed to another process."""
    for recipe in chain.from_iterable(recipes.values()):
        for statement in recipe.statements:
            result = statement.result
            if isinstance(result, list):
                statement.result = [dict(row) if hasattr(row, "items") else row for row in result]
            elif hasattr(result, "items"):
                statement.result = dict(result)
            elif not isinstance(result, int | str | float | type(None)):
                statement.result = None
    return recipes


async def _compare(case: Case, ours_port: int, ceiling_port: int, requests: int) -> Result:

    def ours(number: int) -> Request:
        request = case.make(number)
        if etag := _etags.get(case.name):
            request.headers["If-None-Match"] = etag
        return request

    def bare(number: int) -> Request:
        request = case.make(number)
        return Request(request.method, f"/{case.name}", {}, request.body)

    await measure(ours_port, ours, requests=WARM_UP)
    await measure(ceiling_port, bare, requests=WARM_UP)
    seen = await measure(ours_port, ours, requests=requests)
    ceiling = await measure(ceiling_port, bare, requests=requests)
    _check(case, seen, ceiling)
    return Result(
        name=case.name,
        ours=round(seen.per_second, 1),
        ceiling=round(ceiling.per_second, 1),
        ratio=round(seen.per_second / ceiling.per_second, 3),
        p50_ms=round(seen.percentile(50), 2),
        p95_ms=round(seen.percentile(95), 2),
        p99_ms=round(seen.percentile(99), 2),
        promise=case.promise,
    )


def _check(case: Case, seen: Measured, ceiling: Measured) -> None:
    """Refuse figures of failures; a few requests may come too late for a unit.

    The ceiling has no answer for those and fails: it may in one of a hundred.
    """
    wrong: dict[Any, int] = {
        status: count for status, count in seen.statuses.items() if status not in (*case.expected, 409)
    }
    bare = sum(count for status, count in ceiling.statuses.items() if status != 200)
    if wrong or bare * 100 > sum(ceiling.statuses.values()):
        answers = ceiling.words | seen.words
        told = {status: words for status, words in answers.items() if status not in (200, *case.expected)}
        raise CaseFailed(f"ours answered {seen.statuses}, the ceiling {ceiling.statuses}: {told}")
