"""What counters and vendors try with units that change their lender for a while."""

from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec

from core.clock import today
from tests.soak.steps import REASON, Attempt
from tests.soak.town import Place, Stock, Town

HANDOVERS_AT_ONCE = 8
_NEXT: dict[str, tuple[str, ...]] = {
    "proposed": (*("accept",) * 4, "refuse", "withdraw"),
    "accepted": (*("dispatch",) * 3, "receive", "withdraw"),
    "dispatched": ("receive",),
    "received": ("recall", "send_back", *("take_back",) * 3),
    "returning": ("take_back",),
}
_ALL = sorted({step for steps in _NEXT.values() for step in steps})
_BY_TAKER = frozenset({"receive", "send_back"})
_WILD = 0.1


class KnownHandover(msgspec.Struct):
    """What an answer told of a handover; others may have moved it since."""

    id: str
    state: str
    giver_id: str
    taker_id: str
    proposer_id: str
    until: date


class Handovers:
    """The long loans of a town: counters ask for units, which come, are lent on, and go back."""

    def __init__(self, town: Town, chance: Random) -> None:
        self._places = {str(one.id): one for one in (*town.counters, *town.vendors)}
        self._town, self._chance = town, chance
        self._known: dict[str, KnownHandover] = {}

    def attempt(self, stock: Stock, days: dict[str, Any]) -> Attempt:
        """One long loan more, while there are few, else the next step of one."""
        if (len(self._known) < HANDOVERS_AT_ONCE and self._chance.random() < 0.4) or not self._known:
            return self._asked(stock, days)
        return self.step_of(self._chance.choice(list(self._known.values())))

    def _asked(self, stock: Stock, days: dict[str, Any]) -> Attempt:
        start = days["start"] if self._chance.random() < 0.5 else today()
        body = {"product_id": stock.product_id, "start": start, "end": start + timedelta(days=1)}
        body |= {"until": start + timedelta(days=self._chance.randrange(3, 9)), **REASON}
        return Attempt("hand_over", self._chance.choice(self._town.counters), "/api/v1/long-loans", body)

    def step_of(self, known: KnownHandover) -> Attempt:
        """A step of this long loan, by whoever may take it."""
        step = self._chance.choice(_ALL if self._chance.random() < _WILD else _NEXT[known.state])
        body: dict[str, Any] = dict(REASON) if step in ("refuse", "withdraw", "recall") else {}
        if step == "recall":
            body["back_by"] = known.until - timedelta(days=1)
        path = f"/api/v1/handovers/{known.id}/{step.replace('_', '-')}"
        return Attempt(f"hand_over_{step}", self._who(known, step), path, body)

    def _who(self, known: KnownHandover, step: str) -> Place:
        if step == "withdraw":
            return self._places[known.proposer_id]
        return self._places[known.taker_id if step in _BY_TAKER else known.giver_id]

    def rivals(self, attempt: Attempt) -> list[Attempt]:
        """Another step of the same long loan, at the same moment."""
        known = self._known.get(attempt.path.split("/")[4]) if attempt.name != "hand_over" else None
        return [self.step_of(known)] if known is not None else []

    def learn(self, attempt: Attempt, answer: Any) -> bool:
        """Remember long loans that go on; whether the answer was about one."""
        if not attempt.name.startswith("hand_over"):
            return False
        self._known.pop(answer["id"], None)
        if answer["state"] in _NEXT:
            self._known[answer["id"]] = msgspec.convert(answer, KnownHandover)
        return True
