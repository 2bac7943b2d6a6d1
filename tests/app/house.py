"""The whole house as a child of the tests: `tameshi …` in a data folder and on a port of its own."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import psutil

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
READY = "Tameshi is ready"


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Look again and again until `condition` holds."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        pause.wait(0.05)


class House:
    """`tameshi` with a data folder and a port; every process it starts is ended with it."""

    def __init__(self, data_dir: Path, **more: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        clean = {name: value for name, value in os.environ.items() if not name.startswith("TAMESHI_")}
        own = {"TAMESHI_DATA_DIR": str(data_dir), "TAMESHI_PORT": str(self.port), "TAMESHI_DEMO": "no"}
        self.environ = {**clean, **own, "PYTHONUNBUFFERED": "1", **more}
        self._started: list[subprocess.Popen[str]] = []
        self._family: list[psutil.Process] = []

    def call(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "app.cli", *arguments],
            cwd=ROOT,
            env={**self.environ, **more},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, *before: str, arguments: tuple[str, ...] = ()) -> float:
        """Start `tameshi run` and wait until it says that it is ready; how many seconds that took."""
        since = time.monotonic()
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "app.cli", "run", *arguments],
            cwd=ROOT,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._started.append(process)
        said = []
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if READY in line:
                self._family = [process_of(process), *process_of(process).children(recursive=True)]
                return time.monotonic() - since
        raise AssertionError(f"ended without getting ready: {''.join(said)}")

    @property
    def process(self) -> "subprocess.Popen[str]":
        """The last one started."""
        return self._started[-1]

    @property
    def family(self) -> list[psutil.Process]:
        """The last one started and all it had started when it was ready."""
        return self._family

    def named(self, part: str) -> list[psutil.Process]:
        """Those of the family that run `part` themselves (guards run python)."""
        return [member for member in self._family if part in Path(member.exe()).name]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Send `number` and wait for the end of the whole family; how many seconds that took."""
        since = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(20)
        self.wait_for_end()
        return time.monotonic() - since

    def wait_for_end(self, seconds: float = 20) -> None:
        """Wait until nobody of the family is left."""
        _, alive = psutil.wait_procs(self._family, timeout=seconds)
        assert not alive, f"still there: {alive}"

    def is_ready(self) -> bool:
        """Whether the web server answers and its database does."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def close(self) -> None:
        """End whatever is left."""
        for process in self._started:
            process.kill()
            process.wait(20)
            if process.stdout is not None:
                process.stdout.close()
        psutil.wait_procs(self._family, timeout=20)


def process_of(process: "subprocess.Popen[str]") -> psutil.Process:
    """What psutil knows of `process`."""
    return psutil.Process(process.pid)
