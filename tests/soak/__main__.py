"""`make soak`: a million attempts at the same few units, in a database of its own; stops by itself.

It ends after so many attempts or so many minutes, whichever comes first, and says which it was.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from app.commands.schema import migrate
from app.launcher.services import embedded_services
from core import db
from tests.order import judge_order
from tests.soak.clients import Tally
from tests.soak.soaking import Told, soak
from tests.soak.town import few_letters
from tests.soak.verdict import Verdict, deadlocks_in

DATABASE = "soak"
# Each loan makes the history of its facility longer: enough of them for a million attempts.
FACILITIES = 200
TOLD_EVERY = 10.0  # seconds


def main() -> int:
    """Run it; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--attempts", type=int, default=1_000_000, help="stop after so many (1,000,000)")
    parser.add_argument("--minutes", type=float, default=120.0, help="stop after so many minutes (120)")
    parser.add_argument("--seed", type=int, default=1, help="what is tried is chosen from this number")
    parser.add_argument("--judged", action="store_true", help="refuse days that are taken out of order, too")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="tameshi-soak-"))
    bounds = f"{asked.attempts:,} attempts or {asked.minutes:,.4g} minutes, whichever comes first"
    print(f"seed {asked.seed}, {bounds}", flush=True)
    found = asyncio.run(_soak(folder, asked.attempts, asked.minutes, asked.seed, is_judged=asked.judged))
    print(found.table())
    if found.faults:
        print("\n".join(f"WRONG: {fault}" for fault in found.faults))
        print(f"database and logs are kept in {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


async def _soak(folder: Path, attempts: int, minutes: float, seed: int, *, is_judged: bool) -> Verdict:
    async with embedded_services(folder / "data", hurried=True) as services:
        url = await _a_database(services.database_url)
        db.configure(url)
        async with db.pool(4):
            await migrate()
            if is_judged:
                await judge_order(url)
            await few_letters()
            found = await soak(
                url,
                folder,
                attempts=attempts,
                seed=seed,
                seconds=minutes * 60,
                facilities=FACILITIES,
                told=_progress(attempts),
            )
            logged = deadlocks_in(folder / "data" / "log" / "postgres.log")
            return replace(found, deadlocks=max(found.deadlocks, logged))


async def _a_database(url: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"CREATE DATABASE {DATABASE}")
    finally:
        await connection.close()
    return urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))


def _progress(attempts: int) -> Told:
    begun = last = time.monotonic()

    def told(_: int, tally: Tally) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < TOLD_EVERY:
            return
        last = now
        rate = tally.answered / (now - begun)
        left = (attempts - tally.answered) / max(rate, 1)
        print(
            f"{tally.answered:>10,} attempts, {rate:,.0f} a second, {left / 60:,.0f} min left, "
            f"5xx {tally.failures}",
            flush=True,
        )

    return told


if __name__ == "__main__":
    sys.exit(main())
