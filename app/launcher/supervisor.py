"""`tameshi run`: everything on this machine, started in order, kept running, stopped together."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from app.launcher.errors import LauncherError
from app.launcher.folder import DataFolder, Running
from app.launcher.keeper import Keeper, Program, Say, last_words
from app.launcher.listening import listening_socket, local_address
from app.launcher.services import Services, started, with_secret, with_services
from app.turnstile import shared_counts
from core.settings import PREFIX, VARIABLES, Settings

ROOT = Path(__file__).resolve().parents[2]
PREDECESSOR_PATIENCE = 8.0
READY_PATIENCE = 60.0
GOODBYE = 3.2
MOST_DEATHS = 3
PARENT_LOOK = 0.25

Prepare = Callable[[Settings, Say], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: the settings, how to fill the database before, where to tell, whose end is ours too."""

    given: Settings
    prepare: Prepare
    say: Say
    parent: int


def environ_of(given: Settings) -> dict[str, str]:
    """The environment in which a child reads the same settings as we have."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    for variable in VARIABLES:
        value = getattr(given, variable.name.lower())
        environ[PREFIX + variable.name] = (
            ("yes" if value else "no") if isinstance(value, bool) else str(value)
        )
    return environ | {"PYTHONUNBUFFERED": "1"}


def _programs(
    given: Settings, folder: DataFolder, listening: socket, counts: int
) -> tuple[list[Program], list[Program]]:
    """What must run before anybody is served, and the further web processes that join when one answers."""
    environ = environ_of(given)
    shared = listening.fileno(), counts
    tameshi = (sys.executable, "-m", "app.cli")

    def program(name: str, *arguments: str, descriptors: tuple[int, ...] = ()) -> Program:
        log = folder.logs / f"{name}.log"
        return Program(
            name, (*tameshi, *arguments), log, environ, ROOT, grace=GOODBYE, descriptors=descriptors
        )

    def web(seat: int) -> Program:
        handed_on = "--descriptor", str(shared[0]), "--counts", str(shared[1]), "--seat", str(seat)
        return program("web", "serve", *handed_on, descriptors=shared)

    return [web(0), program("worker", "worker")], [web(seat) for seat in range(1, given.web_processes)]


@asynccontextmanager
async def _kept(programs: list[Program], say: Say) -> AsyncIterator[list[Keeper]]:
    """All of `programs`, kept running; stopped at the same time, so that the slowest sets the pace."""
    keepers: list[Keeper] = []
    try:
        await _join(keepers, programs, say)
        yield keepers
    finally:
        await asyncio.gather(*(keeper.__aexit__(None, None, None) for keeper in keepers))


async def _join(keepers: list[Keeper], programs: list[Program], say: Say) -> None:
    for program in programs:
        keepers.append(Keeper(program, say))
        await keepers[-1].__aenter__()


def _is_ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=5) as answer:  # noqa: S310  # our own address, http only
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


async def _until_ready(address: str, keepers: list[Keeper]) -> None:
    deadline = asyncio.get_running_loop().time() + READY_PATIENCE
    while not await asyncio.to_thread(_is_ready, address):
        for keeper in keepers:
            if keeper.deaths >= MOST_DEATHS:
                log = keeper.program.log
                raise LauncherError(
                    f"{keeper.program.name} does not start: {last_words(log)}. Its log: {log}"
                )
        if asyncio.get_running_loop().time() > deadline:
            raise LauncherError(
                f"{address}/readyz does not answer; see the logs in {keepers[0].program.log.parent}"
            )
        await asyncio.sleep(0.05)


def _is_ending(running: Running | None) -> bool:
    """Whether the owner of the folder is on its way out, because the process it belonged to is gone."""
    if running is None:
        return True
    try:
        return bool(running.parent) and psutil.Process(running.owner).ppid() != running.parent
    except psutil.Error:
        return True


async def _take(folder: DataFolder, say: Say) -> None:
    """Become the owner of `folder`; waits for one that is just ending, and refuses beside one that is not."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PREDECESSOR_PATIENCE
    waiting = False
    while not folder.take():
        running = folder.running()
        if not _is_ending(running) or loop.time() > deadline:
            where = f" at {running.address}" if running and running.address else ""
            raise LauncherError(
                f"Tameshi is running on {folder.path} already{where}; "
                "stop that one first, or set another TAMESHI_DATA_DIR and TAMESHI_PORT."
            )
        if not waiting:
            waiting = True
            say("Waiting for an earlier run to end")
        await asyncio.sleep(0.1)


async def _stand(
    plan: Plan, folder: DataFolder, listening: socket, ready: Callable[[Settings], None]
) -> None:
    """Everything in order, until cancelled."""
    given = with_secret(plan.given)
    async with AsyncExitStack() as stack:
        named = Services(given.database_url, given.redis_url)
        if not (named.database_url and named.redis_url):
            plan.say("Starting PostgreSQL and Valkey")
        found = await stack.enter_async_context(started(folder, named, plan.say, hurried=False))
        given = with_services(given, found)
        await plan.prepare(given, plan.say)
        plan.say("Starting web and worker")
        counts = stack.enter_context(shared_counts())
        first, further = _programs(given, folder, listening, counts.fileno())
        keepers = await stack.enter_async_context(_kept(first, plan.say))
        await _until_ready(local_address(given), keepers)
        await _join(keepers, further, plan.say)
        folder.announce(
            Running(os.getpid(), plan.parent, given.base_url, given.database_url, given.redis_url)
        )
        stack.callback(folder.announce, None)
        ready(given)
        await asyncio.Event().wait()


async def _end_with(parent: int, task: "asyncio.Task[None]") -> None:
    """Cancel `task` when our parent is no longer `parent`: nobody would be left to press Ctrl-C."""
    while os.getppid() == parent:  # noqa: ASYNC110  # nobody tells a process that its parent died
        await asyncio.sleep(PARENT_LOOK)
    task.cancel()


async def run(plan: Plan, ready: Callable[[Settings], None]) -> None:
    """Run everything until SIGINT, SIGTERM, SIGHUP or the end of the parent; calls `ready` when it serves.

    Raises `LauncherError` when it cannot start; whatever happens, every child is gone afterwards.
    """
    folder = DataFolder(plan.given.data_dir)
    task = asyncio.ensure_future(_owned(plan, folder, ready))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, task.cancel)
    watch = asyncio.create_task(_end_with(plan.parent, task)) if plan.parent else None
    try:
        with suppress(asyncio.CancelledError):
            await task
    finally:
        if watch is not None:
            watch.cancel()


async def _owned(plan: Plan, folder: DataFolder, ready: Callable[[Settings], None]) -> None:
    await _take(folder, plan.say)
    try:
        with listening_socket(plan.given) as listening:
            await _stand(plan, folder, listening, ready)
    finally:
        folder.leave()
