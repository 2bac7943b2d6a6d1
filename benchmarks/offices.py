"""The directory at national size: 250,000 published offices come in, and are found; a thousand labels."""

import asyncio
import os
import random
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from accounts.domain import Actor
from benchmarks import worlds
from benchmarks.in_database import time_in_database
from benchmarks.national_offices import OFFICES, write_offices
from benchmarks.promises import Promise, Result
from catalog.documents import SHEETS, Label, labels_pdf, qr_picture, tag_address
from core import db
from core.secrets import new_token
from directory.kinds import OrganizationKind
from directory.queries import OrganizationFilter, list_organizations
from fixtures.facility_names import FIRST_WORDS, SECOND_WORDS, TOWNS
from loans.asking import find_facilities

DATABASE = "bench_offices"
LABELS = 1_000
_SEARCHES = 300
_LOOK_AGAIN_AFTER = 0.05


async def measured(url: str, share: float, say: Callable[[str], None]) -> list[Result]:
    """Import, search and labels, in a database of their own; `share` of the nation when in a hurry."""
    count = round(OFFICES * share)
    await worlds.made_empty(url, DATABASE)
    say(f"importing {count:,} offices")
    results = [await _imported(worlds.at_database(url, DATABASE), count)]
    db.configure(worlds.at_database(url, DATABASE))
    async with db.pool(2):
        await db.execute("ANALYZE organization")
        say("searching among them")
        for name, ask in (("facility_found", _asking()), ("organizations_listed", _listing())):
            results.append(await time_in_database(name, ask, Promise(p95_ms=30), _SEARCHES))
    say(f"{LABELS:,} labels")
    return [*results, _labels()]


async def _imported(url: str, count: int) -> Result:
    """The command as people run it: seconds and the most memory it held."""
    with TemporaryDirectory(prefix="tameshi-offices-") as folder:
        paths = write_offices(Path(folder), count)
        environment = os.environ | {"TAMESHI_DATABASE_URL": url}
        command = (sys.executable, "-m", "app.cli", "import", "facilities", *map(str, paths))
        begun = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdout=asyncio.subprocess.DEVNULL
        )
        most = await _most_memory(process)
        spent = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit("the import of offices failed")
    return Result(
        name="import_offices",
        ours=round(count / spent),
        p50_ms=round(spent * 1000),
        p95_ms=round(spent * 1000),
        p99_ms=round(spent * 1000),
        megabytes=round(most / 1_000_000),
        promise=Promise(p95_ms=60_000, megabytes=300),
    )


async def _most_memory(process: asyncio.subprocess.Process) -> int:
    """The largest resident size seen until the process ends, in bytes."""
    seen, watched = 0, psutil.Process(process.pid)
    while process.returncode is None:
        try:
            seen = max(seen, watched.memory_info().rss)
        except psutil.Error:
            break
        try:
            await asyncio.wait_for(asyncio.shield(process.wait()), _LOOK_AGAIN_AFTER)
        except TimeoutError:
            continue
    await process.wait()
    return seen


def _words(dice: random.Random) -> str:
    """What somebody types: a name or a part of it, a town, a number, a single character."""
    first, second = dice.choice(FIRST_WORDS), dice.choice(SECOND_WORDS)
    kinds = (
        f"{first[0]}{second[0]}",
        first[0],
        second[1],
        f"{dice.choice(TOWNS)}{dice.randint(1, 9)}丁目",
        f"{dice.randint(0, 9):03d}-{dice.randint(0, 9999):04d}",
        f"デイ {first[0]}",
        dice.choice("雲石草灯車色"),
        "移乗",
    )
    return dice.choice(kinds)


def _asking() -> Callable[[], Awaitable[object]]:
    dice = random.Random(1)
    return lambda: find_facilities(Actor.system(), _words(dice))


def _listing() -> Callable[[], Awaitable[object]]:
    dice = random.Random(2)
    kind = OrganizationKind.FACILITY
    return lambda: list_organizations(Actor.system(), OrganizationFilter(kind=kind, q=_words(dice)))


def _labels() -> Result:
    """A thousand labels no one has seen before, on sheets of 44."""
    begun = time.perf_counter()
    labels = [
        Label(qr_picture(tag_address(new_token(16))), "測定機", f"製造番号 {n}", f"{n:08d}", "測定の企業", "")
        for n in range(LABELS)
    ]
    labels_pdf(labels, SHEETS["44"])
    spent = (time.perf_counter() - begun) * 1000
    return Result(
        name="labels_1000",
        ours=round(LABELS * 1000 / spent),
        p50_ms=round(spent),
        p95_ms=round(spent),
        p99_ms=round(spent),
        promise=Promise(p95_ms=5_000),
    )
