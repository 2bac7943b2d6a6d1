"""Keep one program running: start it, start it again when it dies, stop it."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

GUARD = Path(__file__).with_name("guard.py")
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 15.0
STEADY_AFTER = 30.0
LARGEST_LOG = 10_000_000

Say = Callable[[str], None]


def ignore(_sentence: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program to keep: how to start it, where its output goes, how to end it."""

    name: str
    command: tuple[str, ...]
    log: Path
    environ: Mapping[str, str] | None = None
    folder: Path | None = None
    signals: tuple[signal.Signals, ...] = (signal.SIGTERM,)
    grace: float = 2.5
    descriptors: tuple[int, ...] = ()

    @property
    def patience(self) -> float:
        """How long the guard may take to end it, in seconds."""
        return self.grace * len(self.signals) + 0.5


def last_words(log: Path, lines: int = 3) -> str:
    """The last lines of `log`, in one line."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4000))
        text = file.read().decode(errors="replace")
    return " / ".join(line.strip() for line in text.splitlines()[-lines:] if line.strip())


def _opened(log: Path) -> IO[bytes]:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old.log"))
    return log.open("ab")


class Keeper:
    """Keeps one `Program` running inside `async with`; a dying one is started again, ever less eagerly."""

    def __init__(self, program: Program, say: Say = ignore) -> None:
        self.program = program
        self.deaths = 0
        self._say = say
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._process = await self._started()
        self._task = asyncio.create_task(self._keep(), name=f"keep {self.program.name}")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self._stop()

    async def _started(self) -> asyncio.subprocess.Process:
        program = self.program
        guard = (sys.executable, "-I", "-S", str(GUARD))
        ending = (",".join(chosen.name.removeprefix("SIG") for chosen in program.signals), str(program.grace))
        with _opened(program.log) as log:
            return await asyncio.create_subprocess_exec(
                *guard,
                *ending,
                *program.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=program.environ,
                cwd=program.folder,
                pass_fds=program.descriptors,
                start_new_session=True,  # Ctrl-C is ours alone: we say in which order things stop
            )

    async def _keep(self) -> None:
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        while self._process is not None:
            since = loop.time()
            code = await self._process.wait()
            self.deaths += 1
            pause = FIRST_PAUSE if loop.time() - since > STEADY_AFTER else min(pause * 2, LONGEST_PAUSE)
            name, log = self.program.name, self.program.log
            self._say(f"{name} ended (code {code}); it starts again in {pause:.1f} s. Its log: {log}")
            await asyncio.sleep(pause)
            self._process = await self._started()

    async def _stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()  # this is what the guard waits for
        try:
            await asyncio.wait_for(process.wait(), self.program.patience)
        except TimeoutError:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
