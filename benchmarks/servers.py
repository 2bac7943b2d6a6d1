"""A web server in processes of its own, for the length of a measurement."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from core.settings import settings

PATIENCE = 30.0


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@asynccontextmanager
async def server(factory: str, environment: Mapping[str, str], folder: Path) -> AsyncIterator[int]:
    """Serve `factory` with as many processes as `tameshi run` has; its port once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", factory, "--factory", "--port", str(port)]
    command += ["--workers", str(settings().web_processes)]
    command += ["--no-access-log", "--log-level", "warning", "--loop", "uvloop", "--http", "httptools"]
    with (folder / f"{factory.split(':', maxsplit=1)[0]}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=log, stderr=log)
        try:
            await asyncio.wait_for(_answering(port, process), PATIENCE)
            yield port
        finally:
            process.terminate()
            await process.wait()


async def _answering(port: int, process: asyncio.subprocess.Process) -> None:
    """Until somebody answers, whatever it is: a port that listens says nothing of who stands behind it."""
    while process.returncode is None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            await reader.readline()
            writer.close()
            await writer.wait_closed()
            return
    raise SystemExit("a server of the benchmark did not start; its log is beside its data")
