"""What an earlier run left behind when it was killed: servers that still end, or never learned of it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL, Signals

import psutil

PATIENCE = 3.0


def read_pid(path: Path) -> int | None:
    """The process number in the first line of `path`; None when there is none."""
    try:
        return int(path.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _found(pid: int | None, name: str, mark: str) -> psutil.Process | None:
    """The process `pid`, if it is the program `name` with `mark` in its command line: numbers are reused."""
    if pid is None or pid <= 0:
        return None
    try:
        process = psutil.Process(pid)
        is_it = name in process.name() and any(mark in part for part in process.cmdline())
    except psutil.Error:
        return None
    return process if is_it else None


async def end_leftover(pid: int | None, name: str, mark: str, signals: Sequence[Signals]) -> None:
    """End the server `name` of an earlier run, if it is still there; gently first."""
    process = _found(pid, name, mark)
    if process is None:
        return
    for chosen in (*signals, SIGKILL):
        with suppress(psutil.NoSuchProcess):
            process.send_signal(chosen)
        try:
            await asyncio.to_thread(process.wait, PATIENCE)
        except psutil.TimeoutExpired:
            continue
        return
