"""`tameshi import facilities FILE…`: published care offices into the directory."""

import os
from collections.abc import Iterable
from datetime import date
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

import msgspec
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

from app.commands.import_report import (
    tell_errors,
    tell_outcome,
    tell_refusal,
    tell_too_many_gone,
    write_remarks,
)
from core import db
from core.i18n import _, format_count
from directory.imports import Outcome, Seen, TooManyGone, import_offices, mark_gone
from directory.records import Unreadable


def terminal_locale() -> str:
    """The language of the terminal: English where it says so, else Japanese."""
    return (os.environ.get("LC_ALL") or os.environ.get("LANG") or "")[:2]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """How an import is meant: `edition` says that the files are all of it, so that what lacks is gone."""

    edition: date | None = None
    accept_many_gone: bool = False
    dry_run: bool = False


PLAIN = Wanted()


async def import_files(files: Iterable[Path], console: Console, wanted: Wanted = PLAIN) -> int:
    """Import `files` one after the other and tell on `console` what became of each.

    0 when every file could be read, whatever was wrong in single rows; 1 when nothing of one could be.
    A dry run tells the same and leaves everything as it was.
    """
    if not wanted.dry_run:
        return await _import_files(files, console, wanted)
    async with db.rehearsal():
        status = await _import_files(files, console, wanted)
    console.print(Text(_("試しに読み込みました。登録されている事業所は何も変わっていません。"), style="bold"))
    return status


async def _import_files(files: Iterable[Path], console: Console, wanted: Wanted) -> int:
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
    if wanted.edition is not None and not unread:
        return await _mark_gone(seen, wanted.edition, console, accept_many=wanted.accept_many_gone)
    return 1 if unread else 0


async def _mark_gone(seen: Seen, edition: date, console: Console, *, accept_many: bool) -> int:
    try:
        gone = await mark_gone(seen, edition, accept_many=accept_many)
    except TooManyGone as refused:
        tell_too_many_gone(refused, console)
        return 1
    words = _("この版にない事業所: %(gone)s件を「なくなった」と記しました。", gone=format_count(gone))
    console.print(Text(words, style="bold"))
    return 0


async def _import_file(path: Path, seen: Seen, console: Console) -> Outcome:
    """Import one file under a progress bar; raises `Unreadable` when not a single row is good."""
    lines = _open(path)
    total = lines.seek(0, SEEK_END)
    lines.seek(0)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
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
