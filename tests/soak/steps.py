"""What may come next for a loan, who does it, and what they say: the words of the soak's attempts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec

from benchmarks.load import Request
from core.clock import today
from core.ids import new_id
from tests.soak.town import Place, Stock, Town


class KnownLoan(msgspec.Struct):
    """What an answer told of a loan; others may have come since. `asked` is what waits for a reply."""

    id: str
    custody: str
    result: str
    product_id: str
    facility_id: str
    start: date
    end: date
    unit_ids: list[str]
    quantity: int
    asked: str = ""

    @property
    def likely(self) -> tuple[str, ...]:
        """What may go well now, the likely ones more often; nothing when the loan is closed."""
        if self.custody == "returned" and self.result in ("submitted", "waived"):
            return ()
        return _ANSWERS.get(self.asked, ()) + _NEXT.get(self.custody, ())


@dataclass
class Attempt:
    """One request, and what is tried by it; `key` is empty when the caller sends none.

    One that `is_sent_twice` at once must be answered twice by the same bytes.
    """

    name: str
    who: Place
    path: str
    body: dict[str, Any] | None = None
    key: str = field(default_factory=lambda: str(new_id()))
    is_sent_twice: bool = False

    @property
    def is_look(self) -> bool:
        """Only looked at: nothing is left behind, nothing kept under a key; each look is answered anew."""
        return self.name.startswith("look_")

    def request(self) -> Request:
        """As it goes over the wire: the same bytes however often it is sent."""
        headers = {"Authorization": f"Bearer {self.who.token}"}
        if self.key:
            headers["Idempotency-Key"] = self.key
        body = b"" if self.body is None else msgspec.json.encode(self.body)
        return Request("POST", self.path, headers, body)


SAID = {"problem": "夜間の見守り", "goal": "訪室を半分に", "place_of_use": "2階 居室"}
REASON = {"reason": "都合により"}
_NEXT: dict[str, tuple[str, ...]] = {
    "requested": (*("propose",) * 6, "cancel", "revise", "revise", "decline", "exchange", "prolong_hold"),
    "proposed": (
        *("confirm", "confirm_others") * 3,
        "decline",
        "cancel",
        "offer",
        "exchange",
        "prolong_hold",
    ),
    "confirmed": (*("dispatch",) * 5, "exchange", "reschedule", "reschedule", "recall", "cancel", "offer"),
    "dispatched": (*("receive", "scan_receive") * 2, "exchange", "recall", "take_back"),
    "on_trial": ("extend", "grant", "recall", "exchange", "result_before", *("send_back", "send_one") * 2),
    "returning": ("take_back", "take_one", "scan_take_back", "result_after"),
    "returned": ("result_after", "result_after", "waive_result"),
}
_ANSWERS: dict[str, tuple[str, ...]] = {
    "offer": (*("accept_offer",) * 8, "refuse_offer"),
    "extend": (*("grant",) * 3, "refuse_extension"),
    "recall": (*("accept_replacement",) * 4, "refuse_replacement"),
}
ASKS = frozenset(_ANSWERS)
STEPS = sorted({step for steps in (*_NEXT.values(), *_ANSWERS.values()) for step in steps})
_BY_COUNTER = frozenset({"propose", "prolong_hold", "waive_result"})
_BY_FACILITY = frozenset(
    {
        *("cancel", "revise", "receive", "extend", "send_back", "send_one", "result_before", "result_after"),
        *("accept_offer", "refuse_offer", "accept_replacement", "refuse_replacement", "repeat"),
    }
)
_PATHS = {
    "confirm_others": "confirm",
    "grant": "extend",
    "send_one": "send-back",
    "take_one": "take-back",
    "result_before": "results",
    "result_after": "results",
}


def path_of(loan: KnownLoan, step: str) -> str:
    """Where the step is asked for."""
    return f"/api/v1/loans/{loan.id}/{_PATHS.get(step, step.replace('_', '-'))}"


def actor_of(town: Town, loan: KnownLoan, step: str) -> Place:
    """Whoever may take the step."""
    if step in _BY_COUNTER:
        return town.counter_of[town.facility(loan.facility_id).id]
    if step in _BY_FACILITY:
        return town.facility(loan.facility_id)
    return town.stock(loan.product_id).vendor


def other_units(chance: Random, stock: Stock, loan: KnownLoan) -> dict[str, Any]:
    """As many units of the product, whosever days these are."""
    units = list(stock.tags)
    return {"unit_ids": chance.sample(units, min(loan.quantity, len(units)))}


def _moved(chance: Random, _: Stock, loan: KnownLoan) -> dict[str, Any]:
    shift = timedelta(days=chance.randrange(-3, 8))
    return {"start": loan.start + shift, "end": loan.end + shift}


def _moved_on_the_board(chance: Random, stock: Stock, loan: KnownLoan) -> dict[str, Any]:
    return _moved(chance, stock, loan) | REASON | {"was": {"start": loan.start, "end": loan.end}}


def _longer(chance: Random, _: Stock, loan: KnownLoan) -> dict[str, Any]:
    return {"end": loan.end + timedelta(days=chance.randrange(1, 8))}


def _held_longer(chance: Random, _: Stock, loan: KnownLoan) -> dict[str, Any]:
    return REASON | {"until": loan.start - timedelta(days=chance.randrange(1, 5))}


def _recalled(chance: Random, stock: Stock, loan: KnownLoan) -> dict[str, Any]:
    """To be back some days sooner; before dispatch, and sometimes after it, for other units."""
    sooner = max(loan.end - timedelta(days=chance.randrange(2, 6)), today())
    body = REASON | {"back_by": sooner}
    is_named = loan.custody == "confirmed" or chance.random() < 0.5
    return body | other_units(chance, stock, loan) if is_named else body


def _one_unit(chance: Random, _: Stock, loan: KnownLoan) -> dict[str, Any]:
    return {"unit_ids": [chance.choice(loan.unit_ids)]} if loan.unit_ids else {}


def _sent(chance: Random, stock: Stock, loan: KnownLoan) -> dict[str, Any]:
    return {"cleaned": True, "way": "brought"} | _one_unit(chance, stock, loan)


def _taken(chance: Random, stock: Stock, loan: KnownLoan) -> dict[str, Any]:
    return {"condition": "ok"} | _one_unit(chance, stock, loan)


def _lost(chance: Random, stock: Stock, loan: KnownLoan) -> dict[str, Any]:
    return REASON | _one_unit(chance, stock, loan)


def _always(**body: Any) -> "Body":
    return lambda *_: body


Body = Callable[[Random, Stock, KnownLoan], dict[str, Any]]
# A step that is not named here has no body.
BODIES: dict[str, Body] = {
    "cancel": _always(**REASON),
    "decline": _always(**REASON),
    "confirm_others": other_units,
    "exchange": lambda *given: other_units(*given) | REASON,
    "recall": _recalled,
    "revise": _moved,
    "offer": _moved,
    "refuse_offer": _always(**REASON),
    "reschedule": _moved_on_the_board,
    "prolong_hold": _held_longer,
    "extend": _longer,
    "grant": _longer,
    "refuse_extension": _always(**REASON),
    "dispatch": _always(way="brought"),
    "receive": _always(condition="ok"),
    "send_back": _always(cleaned=True, way="brought"),
    "send_one": _sent,
    "take_back": _always(condition="ok"),
    "take_one": _taken,
    "write_off": _lost,
    "result_before": _always(stage="before"),
    "result_after": _always(stage="after", decision="consider"),
    "waive_result": _always(**REASON),
}
