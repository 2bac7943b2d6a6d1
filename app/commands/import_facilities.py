"""`tameshi import facilities FILE…`: published care offices into the directory."""

import os
from collections.abc import Iterable
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from app.commands.import_report import tell_errors, tell_outcome, tell_refusal, write_remarks
from directory.imports import Outcome, Seen, import_offices
from directory.records import Unreadable


def terminal_locale() -> str:
    """The language of the terminal: English where it says so, else Japanese."""
    return (os.environ.get("LC_ALL") or os.environ.get("LANG") or "")[:2]


async def import_files(files: Iterable[Path], console: Console) -> int:
    """Import `files` one after the other and tell on `console` what became of each.

    0 when every file could be read, whatever was wrong in single rows; 1 when nothing of one could be.
    """
    seen: Seen = {}
    unread = 0
    for path in files:
        try:
            outcome = await _import_file(path, seen, console)
        except Unreadable as refused:
            tell_refusal(path, refused, console)
            unread += 1
        else:
            tell_outcome(path, outcome, console)
    return 1 if unread else 0


async def _import_file(path: Path, seen: Seen, console: Console) -> Outcome:
    """Import one file under a progress bar; raises `Unreadable` when not a single row is good."""
    lines = _open(path)
    total = lines.seek(0, SEEK_END)
    lines.seek(0)
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as bar, lines:
        task = bar.add_task(path.name, total=total)
        outcome = await import_offices(lines, seen, path.name, lambda size: bar.advance(task, size))
        bar.update(task, completed=total)
    write_remarks(path, outcome, console)
    if not outcome.offices:
        tell_errors(path, outcome, console)
        raise Unreadable("no-offices")
    return outcome


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise Unreadable("file-missing") from error
