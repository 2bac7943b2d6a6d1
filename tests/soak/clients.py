"""Clients that attempt one thing after the other, ask again when nobody answers, and remember every yes."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from tests.soak.attempts import Attempts
from tests.soak.steps import Attempt
from tests.waiting import until

MOST_FAULTS = 10
_LOST = (OSError, asyncio.IncompleteReadError)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether it is a yes."""
        return 200 <= self.status < 300


@dataclass
class Tally:
    """Answers counted: by what was tried and status, by reason of refusal; the good ones that are kept."""

    by_status: Counter[tuple[str, int]] = field(default_factory=Counter)
    by_reason: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    kept: list[tuple[Attempt, Answer]] = field(default_factory=list)
    asked_again: int = 0
    _first_of_two: dict[str, Answer] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        """How many answers there were."""
        return self.by_status.total()

    @property
    def failures(self) -> int:
        """How many of them were failures of the house."""
        return sum(count for (_, status), count in self.by_status.items() if status >= 500)

    def count(self, attempt: Attempt, answer: Answer) -> None:
        """One answer."""
        self.by_status[attempt.name, answer.status] += 1
        if not answer.is_good:
            self.by_reason[_reason(answer)] += 1
        if answer.status >= 500:
            self._wrong(f"{attempt.name} {answer.status}: {answer.body[:300]!r}")
        if attempt.is_sent_twice:
            self._compare(attempt, answer)

    def _compare(self, attempt: Attempt, answer: Answer) -> None:
        """The same key was sent twice at once; only `busy` is an answer that is not kept."""
        first = self._first_of_two.pop(attempt.key, None)
        if first is None:
            self._first_of_two[attempt.key] = answer
        elif first != answer and "409 busy" not in {_reason(first), _reason(answer)}:
            self._wrong(f"{attempt.name}: one key, two answers, {first} and {answer}"[:600])

    def _wrong(self, fault: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


def _reason(answer: Answer) -> str:
    try:
        problem = msgspec.json.decode(answer.body)
    except msgspec.DecodeError:
        return str(answer.status)
    return f"{answer.status} {problem.get('code', '')}"


class Client:
    """One connection at a time to one of the `ports`; another one when it breaks."""

    def __init__(self, ports: list[int], number: int) -> None:
        self._ports = ports
        self._number = number
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.lost = 0

    async def send(self, attempt: Attempt) -> Answer:
        """The answer, asked for again with the same key until somebody gives it."""
        sent = attempt.request().encoded()
        while True:
            try:
                reader, writer = self._streams or await self._connected()
                writer.write(sent)
                return await _answer(reader)
            except _LOST:
                self.lost += 1
                await self.close()
                await until(self._is_back, "a web process", seconds=30)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self._streams = await asyncio.open_connection(
            "127.0.0.1", self._ports[self._number % len(self._ports)]
        )
        return self._streams

    async def _is_back(self) -> bool:
        try:
            await self._connected()
        except OSError:
            return False
        return True

    async def close(self) -> None:
        """Leave the connection, if there is one."""
        if self._streams is not None:
            writer, self._streams = self._streams[1], None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    lines = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(lines[0].split(" ", 2)[1]), body)


@dataclass
class Run:
    """How many clients attempt how much, and who is told; `keep` is how many good answers are remembered."""

    attempts: Attempts
    ports: list[int]
    most: int
    clients: int = 16
    keep: int = 0
    until_time: float | None = None
    told: Callable[[int, Tally], None] = lambda _, __: None
    tally: Tally = field(default_factory=Tally)
    # Cleared while the worker must catch up: nobody attempts anything meanwhile.
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    is_out_of_time: bool = False

    async def go(self) -> Tally:
        """Attempt everything, or as much as there is time for."""
        numbers = iter(range(self.most))
        self.is_open.set()
        async with asyncio.TaskGroup() as group:
            for number in range(self.clients):
                group.create_task(self._client(number, numbers))
        return self.tally

    async def _client(self, number: int, numbers: Iterator[int]) -> None:
        client = Client(self.ports, number)
        try:
            await self._attempt(client, numbers)
        finally:
            self.tally.asked_again += client.lost
            await client.close()

    async def _attempt(self, client: Client, numbers: Iterator[int]) -> None:
        clock = asyncio.get_running_loop().time
        for reached in numbers:
            await self.is_open.wait()
            if self.until_time is not None and clock() > self.until_time:
                self.is_out_of_time = True
                break
            self.told(reached, self.tally)
            attempt = self.attempts.next()
            answer = await client.send(attempt)
            self.tally.count(attempt, answer)
            if answer.is_good:
                self.attempts.learn(attempt, msgspec.json.decode(answer.body))
                if len(self.tally.kept) < self.keep and not attempt.is_look:
                    self.tally.kept.append((attempt, answer))
