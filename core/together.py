"""What several ask at the same moment is looked up once, and no answer is older than its question.

Whoever asks while a look is under way waits for the next one: a look begins after everybody who shares it
has asked. So each sees all that was written before it asked, and nothing is kept for anybody who asks later.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

# Where several have just been answered at once, the next ones are on their way: seconds given to them.
_BREATH = 0.004
_CROWDS = 1000  # remembered at most

Key = TypeVar("Key", bound=Hashable)
Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


class _Look(Generic[Question, Answer]):
    """One look for all who asked before it began; without answers when whoever looked did not come back."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.answers: Mapping[Question, Answer] | None = None
        self.over = asyncio.Event()


class Together(Generic[Key, Question, Answer]):
    """Questions of one key are looked up by one call at a time, each call for all that wait by then."""

    def __init__(
        self, look_up: Callable[[Key, Sequence[Question]], Awaitable[Mapping[Question, Answer]]]
    ) -> None:
        self._look_up = look_up
        self._gathering: dict[Key, _Look[Question, Answer]] = {}
        self._under_way: dict[Key, _Look[Question, Answer]] = {}
        self._crowded: set[Key] = set()

    async def ask(self, key: Key, question: Question) -> Answer:
        """The answer, as of a moment after this call; a failure is raised to each as of its own look."""
        while (look := self._gathering.get(key)) is not None:
            look.questions.append(question)
            await look.over.wait()
            if look.answers is not None:
                return look.answers[question]
        return await self._lead(key, question)

    async def _lead(self, key: Key, question: Question) -> Answer:
        look = self._gathering[key] = _Look[Question, Answer]()
        look.questions.append(question)
        try:
            if (before := self._under_way.get(key)) is not None:
                await before.over.wait()
            elif key in self._crowded:
                await asyncio.sleep(_BREATH)
        except BaseException:
            look.over.set()
            raise
        finally:
            del self._gathering[key]  # whoever asks from now on is too late for this look
        self._under_way[key] = look
        try:
            answers = look.answers = await self._look_up(key, look.questions)
        finally:
            del self._under_way[key]
            self._remember(key, is_crowded=len(look.questions) > 1)
            look.over.set()
        return answers[question]

    def _remember(self, key: Key, *, is_crowded: bool) -> None:
        if len(self._crowded) > _CROWDS:
            self._crowded.clear()
        (self._crowded.add if is_crowded else self._crowded.discard)(key)
