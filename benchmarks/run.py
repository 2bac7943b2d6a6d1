"""One run: make the world, start both servers, measure each case on both, write down what was seen."""

import logging
import os
import pickle
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import msgspec

from app.launcher.services import Services, embedded_services
from benchmarks.cases import Case, cases
from benchmarks.load import Measured, Request, measure
from benchmarks.recording import Recipe, recording
from benchmarks.servers import server
from benchmarks.world import PAST_EACH, PRODUCTS, TOKEN, UNITS_EACH, World, make_world
from core import db
from core.ids import new_id
from core.secrets import digest

RESULTS = Path(__file__).parent / "results" / "latest.json"
WARM_UP = 100
ENOUGH = {"request_loan": 0.3, "availability": 0.3, "record_scan": 0.3}


class Result(msgspec.Struct, frozen=True):
    """One line of the table."""

    name: str
    unit: str
    ours: float
    ceiling: float
    ratio: float
    p50_ms: float
    p99_ms: float
    rows: int


async def run_all(folder: Path) -> int:
    """Measure everything; 1 when a ratio that was promised is not reached."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    async with embedded_services(folder / "services", _say) as services:
        _environment(services)
        async with _database(services):
            world = await make_world(_say)
            await _a_feed(world)
            wanted = cases(world, PRODUCTS * UNITS_EACH * PAST_EACH)
            recipes = await _recipes(world, wanted)
        results = await _measured(folder, world, wanted, recipes)
    _write(results)
    missed = [one.name for one in results if one.ratio < ENOUGH.get(one.name, 0)]
    if missed:
        _say("below what was promised: " + ", ".join(missed))
    return 1 if missed else 0


def _say(text: str) -> None:
    print(text, flush=True)


def _environment(services: Services) -> None:
    os.environ["TAMESHI_DATABASE_URL"] = services.database_url
    os.environ["TAMESHI_REDIS_URL"] = services.redis_url
    os.environ.setdefault("TAMESHI_SECRET_KEY", "a-secret-of-the-benchmark-0123456789abcdef")
    os.environ.setdefault("TAMESHI_LOG_LEVEL", "warning")


@asynccontextmanager
async def _database(services: Services) -> AsyncIterator[None]:
    from app.commands.schema import migrate  # reads the settings when it is imported

    db.configure(services.database_url)
    await migrate()
    async with db.pool():
        yield


async def _a_feed(world: World) -> None:
    await db.execute(
        "INSERT INTO calendar_feed (id, token_digest, organization_id, name, created_at)"
        " VALUES ($1, $2, $3, 'bench', now())",
        new_id(),
        digest(TOKEN),
        world.feed_vendor_id,
    )


async def _recipes(world: World, wanted: list[Case]) -> dict[str, Recipe]:
    """Each case asked once in this process, its statements written down."""
    from app.asgi import create_app

    transport = httpx.ASGITransport(app=create_app(with_pool=False))  # type: ignore[arg-type]  # ASGI all the same
    recipes = {}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for case in wanted:
            request = case.make(0)
            await _send(client, request)  # the first one fills caches
            request = _with_etag(case, await _send(client, case.make(0)), case.make(0))
            with recording() as recipe:
                answer = await _send(client, request)
            if answer.status_code not in case.expected:
                raise SystemExit(f"{case.name} answered {answer.status_code}: {answer.text[:500]}")
            recipe.answer = answer.content
            recipe.content_type = answer.headers.get("content-type", "text/plain")
            recipe.chosen = _chosen(world, recipe)
            recipes[case.name] = recipe
    return recipes


async def _send(client: httpx.AsyncClient, request: Request) -> httpx.Response:
    headers = request.headers | ({"Content-Type": "application/json"} if request.body else {})
    return await client.request(request.method, request.path, headers=headers, content=request.body)


_etags: dict[str, str] = {}


def _with_etag(case: Case, answer: httpx.Response, request: Request) -> Request:
    if 304 in case.expected:
        _etags[case.name] = answer.headers["etag"]
        request.headers["If-None-Match"] = answer.headers["etag"]
    return request


def _chosen(world: World, recipe: Recipe) -> dict[str, Any]:
    """Which ids of the recording are chosen anew, and which stay."""
    seen = {value for one in recipe.statements for value in one.arguments if isinstance(value, UUID)}
    chosen = {
        "kept-person": world.person_id,
        "kept-counter": world.counter_id,
        "kept-vendor": world.vendor_id,
    }
    for label, ids in (("product", world.product_ids), ("facility", world.facility_ids)):
        chosen |= (
            dict.fromkeys([label], next(value for value in ids if value in seen)) if seen & set(ids) else {}
        )
    return chosen


async def _measured(
    folder: Path, world: World, wanted: list[Case], recipes: dict[str, Recipe]
) -> list[Result]:
    stored = folder / "recipes.pickle"
    choices = {"product": world.product_ids, "facility": world.facility_ids}
    stored.write_bytes(pickle.dumps((_plain(recipes), choices)))
    environment = os.environ | {"TAMESHI_BENCH_RECIPES": str(stored)}
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(server("app.asgi:create_app", environment, folder))
        bare = await stack.enter_async_context(server("benchmarks.ceiling:create_app", environment, folder))
        return [await _compare(case, ours, bare) for case in wanted]


def _plain(recipes: dict[str, Recipe]) -> dict[str, Recipe]:
    """Rows of asyncpg as dictionaries, so that they can be handed to another process."""
    for recipe in recipes.values():
        for statement in recipe.statements:
            result = statement.result
            if isinstance(result, list):
                statement.result = [dict(row) for row in result]
            elif hasattr(result, "items"):
                statement.result = dict(result)
            elif not isinstance(result, int | str | float | type(None)):
                statement.result = None
    return recipes


async def _compare(case: Case, ours_port: int, ceiling_port: int) -> Result:
    _say(f"measuring {case.name}")

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
    seen = await measure(ours_port, ours, requests=case.requests)
    ceiling = await measure(ceiling_port, bare, requests=case.requests)
    _check(case, seen, ceiling)
    return Result(
        name=case.name,
        unit=case.unit,
        ours=round(seen.per_second, 1),
        ceiling=round(ceiling.per_second, 1),
        ratio=round(seen.per_second / ceiling.per_second, 3),
        p50_ms=round(seen.percentile(50), 2),
        p99_ms=round(seen.percentile(99), 2),
        rows=case.rows,
    )


def _check(case: Case, seen: Measured, ceiling: Measured) -> None:
    wrong = {status: count for status, count in seen.statuses.items() if status not in (*case.expected, 409)}
    if wrong or set(ceiling.statuses) != {200}:
        raise SystemExit(f"{case.name}: ours answered {seen.statuses}, the ceiling {ceiling.statuses}")


def _write(results: list[Result]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=2))
    _say(f"\n{'':14} {'ours':>9} {'ceiling':>9} {'ratio':>6} {'p50 ms':>8} {'p99 ms':>8}  rows")
    for one in results:
        figures = f"{one.ours:9.0f} {one.ceiling:9.0f} {one.ratio:6.2f} {one.p50_ms:8.1f} {one.p99_ms:8.1f}"
        _say(f"{one.name:14} {figures}  {one.rows:,} ({one.unit})")
