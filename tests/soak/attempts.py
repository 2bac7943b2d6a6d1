"""What people of the town try, by chance from a seed: mostly what may go well now, sometimes anything."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import msgspec

from benchmarks.load import Request
from core.clock import today
from core.ids import new_id
from tests.soak.town import ITEM, Place, Town

# Few days, far enough ahead for the transit: everybody wants the same ones.
NEAREST, DAYS = 14, 40
REMEMBERED = 200
_WILD = 0.1  # how many of the steps are taken whether they may be taken or not


class KnownLoan(msgspec.Struct):
    """What an answer told of a loan; other answers may have come since."""

    id: str
    custody: str
    product_id: str
    facility_id: str
    start: date
    end: date
    unit_ids: list[str]
    quantity: int


@dataclass
class Attempt:
    """One request, and what is tried by it."""

    name: str
    who: Place
    path: str
    body: dict[str, Any] | None = None
    key: str = field(default_factory=lambda: str(new_id()))

    def request(self) -> Request:
        """As it goes over the wire: the same bytes however often it is sent."""
        headers = {"Authorization": f"Bearer {self.who.token}", "Idempotency-Key": self.key}
        body = b"" if self.body is None else msgspec.json.encode(self.body)
        return Request("POST", self.path, headers, body)


_SAID = {"problem": "夜間の見守り", "goal": "訪室を半分に", "place_of_use": "2階 居室"}
_REASON = {"reason": "都合により"}
# What may come next from each state, the likely ones more often.
_NEXT = {
    "requested": (*("propose",) * 6, "cancel", "revise", "revise", "decline", "exchange"),
    "proposed": (*("confirm", "confirm_others") * 3, "decline", "cancel", "offer"),
    "confirmed": (*("dispatch",) * 4, "exchange", "reschedule", "cancel", "cancel"),
    "dispatched": ("receive", "scan_receive", "exchange", "take_back"),
    "on_trial": ("extend", "grant", "send_back", "send_back", "exchange"),
    "returning": ("take_back", "scan_take_back"),
}
_STEPS = sorted({step for steps in _NEXT.values() for step in steps})


class Attempts:
    """An endless supply; `learn` is told what came of them."""

    def __init__(self, town: Town, seed: int) -> None:
        self._town = town
        self._chance = Random(seed)  # noqa: S311  # nothing here is a secret
        self._loans: dict[str, KnownLoan] = {}
        self._wishes: dict[str, Place] = {}

    def next(self) -> Attempt:
        """Somebody's next attempt."""
        chance = self._chance.random()
        if chance < 0.3 or not self._loans:
            return self._ask()
        if chance < 0.38:
            return self._bundle()
        if chance < 0.44:
            return self._wait()
        if chance < 0.50 and self._wishes:
            return self._answer_an_offer()
        if chance < 0.56:
            return self._scan("locate")
        loan = self._chance.choice(list(self._loans.values()))
        is_wild = self._chance.random() < _WILD or loan.custody not in _NEXT
        return self._step(loan, self._chance.choice(_STEPS if is_wild else _NEXT[loan.custody]))

    def learn(self, attempt: Attempt, answer: Any) -> None:
        """Remember what a good answer tells: loans and wishes, the oldest ones forgotten."""
        found = answer.get("loans") or answer.get("items") or [answer]
        for one in found:
            loan = one.get("loan") or one
            if "custody" in loan:
                self._remember(loan)
        if attempt.name == "wait":
            self._wishes[answer["id"]] = attempt.who
            self._forget_oldest(self._wishes)

    def _remember(self, told: dict[str, Any]) -> None:
        before = self._loans.pop(told["id"], None)
        # Lenders are not told whose wish it is before they have said yes.
        facility_id = told["facility_id"] or (before and before.facility_id)
        if facility_id is None:
            return
        loan = msgspec.convert(told | {"facility_id": facility_id}, KnownLoan)
        if loan.custody in _NEXT:
            self._loans[loan.id] = loan
            self._forget_oldest(self._loans)

    @staticmethod
    def _forget_oldest(known: dict[str, Any]) -> None:
        if len(known) > REMEMBERED:
            del known[next(iter(known))]

    def _days(self) -> dict[str, Any]:
        start = today() + timedelta(days=NEAREST + self._chance.randrange(DAYS))
        return {"start": start, "end": start + timedelta(days=self._chance.choice((1, 3, 7, 7, 14)))}

    def _ask(self) -> Attempt:
        who, stock = self._chance.choice(self._town.facilities), self._chance.choice(self._town.stocks)
        quantity = self._chance.choice((1, 1, 1, 2, 3))
        body = {"product_id": stock.product_id, "quantity": quantity, "consent": True}
        name = "request" if quantity == 1 else "request_several"
        return Attempt(name, who, "/api/v1/loans", body | self._days() | _SAID)

    def _bundle(self) -> Attempt:
        who, stocks = self._chance.choice(self._town.facilities), self._chance.sample(self._town.stocks, 3)
        items = [
            {"product_id": stock.product_id, "quantity": self._chance.choice((1, 2)), "consent": True}
            for stock in stocks
        ]
        body = {"items": items, "whole": self._chance.random() < 0.5}
        return Attempt("bundle", who, "/api/v1/loan-requests", body | self._days() | _SAID)

    def _wait(self) -> Attempt:
        who, stock = self._chance.choice(self._town.facilities), self._chance.choice(self._town.stocks)
        wished: dict[str, Any] = {"item": ITEM} if self._chance.random() < 0.3 else {}
        body = wished or {"product_id": stock.product_id}
        return Attempt("wait", who, "/api/v1/waitlist", body | self._days() | _SAID | {"tolerance_days": 3})

    def _answer_an_offer(self) -> Attempt:
        wish = self._chance.choice(list(self._wishes))
        step = self._chance.choice(("accept", "accept", "accept", "refuse", "leave"))
        body: dict[str, Any] = {"consent": True} if step == "accept" else {}
        return Attempt(f"wish_{step}", self._wishes[wish], f"/api/v1/waitlist/{wish}/{step}", body)

    def _scan(self, action: str, who: Place | None = None, tag: str = "") -> Attempt:
        stock = self._chance.choice(self._town.stocks)
        scan = {
            "key": str(new_id()),
            "tag": tag or self._chance.choice(stock.tags),
            "action": action,
            "scanned_at": datetime.now(UTC),
        }
        return Attempt(f"scan_{action}", who or stock.vendor, "/api/v1/scans", {"scans": [scan]})

    def _step(self, loan: KnownLoan, step: str) -> Attempt:
        if step.startswith("scan_"):
            return self._scan_of(loan, step.removeprefix("scan_"))
        who = self._who(loan, step)
        make = _BODIES.get(step)
        body = make(self, loan) if make else None
        return Attempt(step, who, f"/api/v1/loans/{loan.id}/{_PATHS.get(step, step)}", body)

    def _who(self, loan: KnownLoan, step: str) -> Place:
        facility = self._town.facility(loan.facility_id)
        if step == "propose":
            return self._town.counter_of[facility.id]
        return facility if step in _BY_FACILITY else self._town.stock(loan.product_id).vendor

    def _scan_of(self, loan: KnownLoan, action: str) -> Attempt:
        stock, facility = self._town.stock(loan.product_id), self._town.facility(loan.facility_id)
        tags = {str(unit): tag for unit, tag in zip(stock.unit_ids, stock.tags, strict=True)}
        tag = tags[self._chance.choice(loan.unit_ids)] if loan.unit_ids else ""
        return self._scan(action, facility if action == "receive" else stock.vendor, tag)

    def other_units(self, loan: KnownLoan) -> dict[str, Any]:
        """As many units of the product, whosever days these are."""
        units = self._chance.sample(self._town.stock(loan.product_id).unit_ids, min(loan.quantity, 5))
        return {"unit_ids": units}

    def moved(self, loan: KnownLoan) -> dict[str, Any]:
        """The same length, some days earlier or later."""
        shift = timedelta(days=self._chance.randrange(-3, 8))
        return {"start": loan.start + shift, "end": loan.end + shift}

    def longer(self, loan: KnownLoan) -> dict[str, Any]:
        """A later end."""
        return {"end": loan.end + timedelta(days=self._chance.randrange(1, 8))}


_BY_FACILITY = frozenset({"cancel", "revise", "receive", "extend", "send_back"})
_PATHS = {"confirm_others": "confirm", "grant": "extend", "send_back": "send-back", "take_back": "take-back"}
Body = Callable[[Attempts, KnownLoan], dict[str, Any]]
_BODIES: dict[str, Body] = {
    "cancel": lambda _, __: _REASON,
    "decline": lambda _, __: _REASON,
    "confirm_others": Attempts.other_units,
    "exchange": lambda attempts, loan: attempts.other_units(loan) | _REASON,
    "revise": Attempts.moved,
    "offer": Attempts.moved,
    "reschedule": lambda attempts, loan: attempts.moved(loan) | _REASON,
    "extend": Attempts.longer,
    "grant": Attempts.longer,
    "dispatch": lambda _, __: {"way": "brought"},
    "receive": lambda _, __: {"condition": "ok"},
    "send_back": lambda _, __: {"cleaned": True, "way": "brought"},
    "take_back": lambda _, __: {"condition": "ok"},
}
