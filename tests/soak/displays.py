"""What counters and lenders try with displays: an exhibit takes the days of a unit, and gives them back."""

from datetime import timedelta
from random import Random
from typing import Any

import msgspec

from core.clock import today
from tests.soak.steps import Attempt
from tests.soak.town import Place, Stock, Town

DISPLAYS_AT_ONCE, EXHIBITS_EACH, EXHIBITS_REMEMBERED = 40, 30, 400
_NEXT: dict[str, tuple[str, ...]] = {
    "wished": (*("ask",) * 3, "withdraw"),
    "asked": (*("confirm",) * 5, "decline", "withdraw"),
    "confirmed": (*("deliver",) * 3, *("dispatch",) * 2, "decline", "withdraw"),
    "delivered": ("show", "send_back", "return", "return"),
    "on_show": ("send_back", "return", "return"),
    "declined": ("ask", "withdraw"),
}
_ALL = sorted({step for steps in _NEXT.values() for step in steps})
_BY_LENDER = frozenset({"confirm", "decline", "dispatch"})
_SAID: dict[str, dict[str, Any]] = {
    "decline": {"reason": "都合により"},
    "withdraw": {"reason": "都合により"},
    "dispatch": {"way": "brought"},
    "send_back": {"way": "brought"},
}
_OF_DISPLAY = (*("ask",) * 6, "plan", "open", "close", "cancel")
_OVER = frozenset({"closed", "cancelled"})
_WILD, _NAMED, _ONLY_WISHED = 0.1, 0.3, 0.2


class KnownExhibit(msgspec.Struct):
    """What an answer told of an exhibit; others may have moved it since."""

    id: str
    status: str
    exhibition_id: str
    product_id: str


class Displays:
    """The displays of a town: what may come next for them, and what was learnt of them."""

    def __init__(self, town: Town, chance: Random) -> None:
        self._town, self._chance = town, chance
        self._places: dict[str, Place] = {}
        self._filled: dict[str, int] = {}
        self._exhibits: dict[str, KnownExhibit] = {}

    @property
    def is_empty(self) -> bool:
        """Whether there is none yet."""
        return not self._places

    def opened(self, days: dict[str, Any]) -> Attempt:
        """One display more, or the end of the oldest when there are many or it is full."""
        oldest = next(iter(self._places), None)
        if oldest and (len(self._places) >= DISPLAYS_AT_ONCE or self._filled.get(oldest, 0) >= EXHIBITS_EACH):
            return self._of_display(oldest, "cancel")
        counter = self._chance.choice(self._town.counters)
        return Attempt("display", counter, "/api/v1/exhibitions", {"title": "見て試す展示"} | days)

    def exhibit(self, stock: Stock) -> Attempt:
        """A product for a display, sometimes a certain unit, sometimes only wished for."""
        display = self._chance.choice(list(self._places))
        body: dict[str, Any] = {"product_id": stock.product_id}
        body["ask"] = self._chance.random() >= _ONLY_WISHED
        if self._chance.random() < _NAMED:
            body["unit_id"] = self._chance.choice(list(stock.tags))
        path = f"/api/v1/exhibitions/{display}/exhibits"
        return Attempt("exhibit", self._places[display], path, body)

    def step(self) -> Attempt:
        """The next step of an exhibit, sometimes any; now and then one of a whole display."""
        if not self._exhibits or self._chance.random() < 0.1:
            return self._of_display(self._chance.choice(list(self._places)), self._chance.choice(_OF_DISPLAY))
        known = self._chance.choice(list(self._exhibits.values()))
        return self.step_of(known)

    def step_of(self, known: KnownExhibit) -> Attempt:
        """A step of this exhibit, by whoever may take it."""
        choice = _ALL if self._chance.random() < _WILD else _NEXT[known.status]
        step = self._chance.choice(choice)
        stock = self._town.stock(known.product_id)
        counter = self._places.get(known.exhibition_id, self._town.counters[0])
        who = stock.vendor if step in _BY_LENDER else counter
        return Attempt(f"exhibit_{step}", who, f"/api/v1/exhibits/{known.id}/{step}", _SAID.get(step, {}))

    def rivals(self, attempt: Attempt) -> list[Attempt]:
        """Another step of the same exhibit, at the same moment."""
        known = self._exhibits.get(attempt.path.split("/")[4])
        return [self.step_of(known)] if known is not None else []

    def days_of_today(self) -> dict[str, Any]:
        """A display that has begun already: what stands there can come and go now."""
        start = today() + timedelta(days=self._chance.randrange(3))
        return {"start": start, "end": start + timedelta(days=self._chance.choice((3, 7, 14)))}

    def _of_display(self, display: str, step: str) -> Attempt:
        body = {"reason": "会場の都合"} if step == "cancel" else {}
        path = f"/api/v1/exhibitions/{display}/{step}"
        return Attempt(f"display_{step}", self._places[display], path, body)

    def learn(self, attempt: Attempt, answer: Any) -> bool:
        """Remember displays and exhibits; whether the answer was about one."""
        if not attempt.name.startswith(("display", "exhibit")):
            return False
        if attempt.name.startswith("exhibit") or attempt.name == "display_ask":
            for told in answer if isinstance(answer, list) else [answer]:
                self._remember(told, is_new=attempt.name == "exhibit")
        elif answer["status"] in _OVER:
            self._places.pop(answer["id"], None)
        else:
            self._places[answer["id"]] = attempt.who
        return True

    def _remember(self, told: dict[str, Any], *, is_new: bool) -> None:
        self._exhibits.pop(told["id"], None)
        if is_new:
            display = told["exhibition_id"]
            self._filled[display] = self._filled.get(display, 0) + 1
        if told["status"] in _NEXT:
            self._exhibits[told["id"]] = msgspec.convert(told, KnownExhibit)
        if len(self._exhibits) > EXHIBITS_REMEMBERED:
            del self._exhibits[next(iter(self._exhibits))]
