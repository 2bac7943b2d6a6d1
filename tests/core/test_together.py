"""Whoever asks together is answered together, and nobody is answered by a look that began before."""

import asyncio
from collections.abc import Sequence

import pytest

from core.together import Together


class Library:
    """Something that is looked up, one look at a time let go by the test."""

    def __init__(self) -> None:
        self.edition = 1
        self.looks: list[tuple[str, list[str]]] = []
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.is_closed = False

    async def look_up(self, shelf: str, titles: Sequence[str]) -> dict[str, str]:
        """Read at once, answer when allowed to."""
        read = {title: f"{title}, edition {self.edition}" for title in titles}
        self.looks.append((shelf, list(titles)))
        self.begun.set()
        await asyncio.sleep(0)  # a look takes its time: others may ask meanwhile
        await self.may_end.wait()
        if self.is_closed:
            raise LookupError(shelf)
        return read


async def settled() -> None:
    """Everybody has gone as far as they can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_who_asks_during_a_look_is_answered_by_the_next_one_all_at_once() -> None:
    library = Library()
    together = Together(library.look_up)
    first = asyncio.create_task(together.ask("history", "A"))
    await library.begun.wait()
    library.edition = 2  # what changes now, whoever asks from now on must be told
    later = [asyncio.create_task(together.ask("history", title)) for title in ("A", "B", "A")]
    await settled()
    library.may_end.set()
    assert await first == "A, edition 1"
    assert await asyncio.gather(*later) == ["A, edition 2", "B, edition 2", "A, edition 2"]
    assert library.looks == [("history", ["A"]), ("history", ["A", "B", "A"])]


async def test_nothing_is_kept_for_who_asks_later() -> None:
    library = Library()
    library.may_end.set()
    together = Together(library.look_up)
    assert await together.ask("history", "A") == "A, edition 1"
    library.edition = 2
    assert await together.ask("history", "A") == "A, edition 2"


async def test_other_keys_do_not_wait_for_each_other() -> None:
    library = Library()
    together = Together(library.look_up)
    asked = [asyncio.create_task(together.ask(shelf, "A")) for shelf in ("history", "poetry")]
    await settled()
    assert [shelf for shelf, _ in library.looks] == ["history", "poetry"]
    library.may_end.set()
    await asyncio.gather(*asked)


async def test_a_look_that_fails_fails_for_each_by_itself() -> None:
    library = Library()
    together = Together(library.look_up)
    asked = [asyncio.create_task(together.ask("history", "A")) for _ in range(3)]
    await library.begun.wait()
    library.is_closed = True
    library.may_end.set()
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(one, LookupError) for one in found)
    library.is_closed = False
    assert await together.ask("history", "A") == "A, edition 1"


async def test_who_leaves_while_waiting_takes_nobody_along() -> None:
    library = Library()
    together = Together(library.look_up)
    first = asyncio.create_task(together.ask("history", "A"))
    await library.begun.wait()
    leading = asyncio.create_task(together.ask("history", "B"))
    await settled()
    following = asyncio.create_task(together.ask("history", "C"))
    await settled()
    leading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leading
    library.may_end.set()
    assert [await first, await following] == ["A, edition 1", "C, edition 1"]


async def test_after_a_crowd_those_who_come_back_at_the_same_moment_share_one_look() -> None:
    library = Library()
    library.may_end.set()
    together = Together(library.look_up)
    for _ in range(3):
        await asyncio.gather(*(together.ask("history", title) for title in "ABC"))
    sizes = [len(titles) for _, titles in library.looks]
    assert sizes == [1, 2, 3, 3]
