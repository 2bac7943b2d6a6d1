"""Reading a sent file in a process of its own: whatever is in it, only that process may end of it.

A workbook of five kilobytes may claim a million rows by sixteen thousand columns; the library that opens it
would ask for all of them at once, and the program would be gone.
"""

import asyncio
import contextlib
import resource
import sys
from signal import SIGXCPU

import msgspec

from catalog.loanlist.reading import LARGEST_FILE, Grid, UnreadableList, read_grids

LARGEST_MEMORY = 1024 * 1024 * 1024
LONGEST = 20
_TOO_MUCH = (-6, -9, -11, -SIGXCPU)  # abort, kill, a fault of memory, the limit of its time


class Answer(msgspec.Struct, frozen=True):
    """What the process says: the sheets, or why there are none."""

    grids: list[Grid] = []
    reason: str = ""


async def read_apart(content: bytes) -> list[Grid]:
    """`read_grids` in a process with limits of memory and time; raises `UnreadableList` as that does."""
    if len(content) > LARGEST_FILE:
        raise UnreadableList("file-too-large")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "catalog.loanlist.apart"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        told, _ = await asyncio.wait_for(process.communicate(content), LONGEST + 5)
    except TimeoutError as error:
        raise UnreadableList("file-holds-too-much") from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode:
        raise UnreadableList("file-holds-too-much" if process.returncode in _TOO_MUCH else "file-damaged")
    answer = msgspec.msgpack.decode(told, type=Answer)
    if not answer.grids:
        raise UnreadableList(answer.reason)
    return answer.grids


def answer(content: bytes) -> Answer:
    """What is said of a file, within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return Answer(grids=read_grids(content))
    except UnreadableList as error:
        return Answer(reason=error.reason)
    except MemoryError:
        return Answer(reason="file-holds-too-much")


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer(sys.stdin.buffer.read())))
