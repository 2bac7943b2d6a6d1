"""An S3 server on this machine, for as long as a test needs one."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.ports import free_port

BUCKET = "photos"


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline, pause = time.monotonic() + 60, threading.Event()
    while process.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(f"{address}/moto-api/data.json").raise_for_status()
        except httpx.HTTPError:
            pause.wait(0.1)
        else:
            return
    raise AssertionError("the storage never answered")


@contextmanager
def running_storage() -> Iterator[str]:
    """An address for TAMESHI_FILES_URL, of a bucket that is there."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}", process)
        httpx.put(f"http://127.0.0.1:{port}/{BUCKET}").raise_for_status()
        yield f"s3+http://key:secret@127.0.0.1:{port}/{BUCKET}/tameshi"
    finally:
        process.terminate()
        process.wait()
