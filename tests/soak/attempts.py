"""What people of the town try, by chance from a seed: mostly what may go well now, sometimes anything.

Many attempts have a rival, which the next client makes at the same moment: another step of the same loan,
another loan that wants the same units, the same request once more.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

import msgspec

from core.clock import today
from core.ids import new_id
from tests.soak import steps
from tests.soak.displays import Displays
from tests.soak.handovers import Handovers
from tests.soak.steps import REASON, SAID, STEPS, Attempt, KnownLoan
from tests.soak.town import ITEM, Place, Stock, Town

# Few days, far enough ahead for the transit: everybody wants the same ones.
NEAREST, DAYS = 14, 40
LOANS_REMEMBERED, WISHES_AT_ONCE, REPAIRS_AT_ONCE, BUNDLES_REMEMBERED = 1000, 60, 20, 50
_WILD = 0.1  # how many of the steps are taken whether they may be taken or not
# How many rivals a step has, and how many of the attempts are sent twice at once, with the same key.
_RIVALS, _SENT_TWICE = (0, 1, 2, 3, 3), 0.02
_WITH_UNITS = ("confirm_others", "exchange", "recall")
_OPEN = ("requested", "proposed", "confirmed", "on_trial")
_UNDER_WAY = ("dispatched", "on_trial", "returning")
_WEIGHTS = {
    "step": 650,
    "ask": 130,
    "answer_an_offer": 50,
    "wait": 40,
    "locate": 40,
    "maintain": 40,
    "display": 120,
    "repeat": 30,
    "bundle": 40,
    "bundle_step": 40,
    "record_past": 30,
    "write_off": 5,
    "hand_over": 40,
    "look": 40,
}


_LOOKED_AT = ("cancel", "decline", "extend", "exchange", "recall", "take_back")
_WITHOUT_LOANS = ("ask", "bundle", "locate", "maintain", "display", "record_past", "hand_over")


class Attempts:
    """An endless supply; `learn` is told what came of them. `keyed`: how many carry an Idempotency-Key."""

    def __init__(self, town: Town, seed: int, *, keyed: float = 1.0) -> None:
        self._town = town
        self._keyed = keyed
        self._chance = Random(seed)  # noqa: S311  # nothing here is a secret
        self._loans: dict[str, KnownLoan] = {}
        self._wishes: dict[str, Place] = {}
        self._repairs: dict[str, Place] = {}
        self._bundles: dict[str, Place] = {}
        self._displays = Displays(town, self._chance)
        self._handovers = Handovers(town, self._chance)
        self._next: deque[Attempt] = deque()
        self._kinds, self._heights = list(_WEIGHTS), list(accumulate(_WEIGHTS.values()))

    def next(self) -> Attempt:
        """Somebody's next attempt."""
        attempt = self._next.popleft() if self._next else self._made()
        if not attempt.is_sent_twice and self._chance.random() >= self._keyed:
            attempt.key = ""
        return attempt

    def _made(self) -> Attempt:
        kind = self._chance.choices(self._kinds, cum_weights=self._heights)[0]
        if not self._loans and kind not in _WITHOUT_LOANS:
            kind = "ask"
        attempt: Attempt = getattr(self, f"_{kind}")()
        return attempt

    def learn(self, attempt: Attempt, answer: Any) -> None:
        """Remember what a good answer tells: loans, wishes, repairs, displays, units that are lost or new."""
        is_known = self._displays.learn(attempt, answer) or self._handovers.learn(attempt, answer)
        if is_known or attempt.is_look:
            return
        found = answer.get("loans") or answer.get("items") or [answer]
        for one in found:
            loan = one.get("loan") or one
            if "custody" in loan:
                self._remember(loan, attempt)
        if attempt.name == "wait":
            self._wishes[answer["id"]] = attempt.who
        elif attempt.name == "bundle":
            self._bundles[answer["id"]] = attempt.who
            if len(self._bundles) > BUNDLES_REMEMBERED:
                del self._bundles[next(iter(self._bundles))]
        elif attempt.name == "maintain":
            self._repairs[answer["id"]] = attempt.who
        elif attempt.name == "new_unit":
            self._town.stock(answer["product_id"]).tags[answer["id"]] = answer["tag_token"]
        elif attempt.name == "write_off":
            self._replace_what_is_lost(attempt, answer)

    def _remember(self, told: dict[str, Any], attempt: Attempt) -> None:
        before = self._loans.pop(told["id"], None)
        # Lenders are not told whose wish it is before they have said yes.
        facility_id = told["facility_id"] or (before and before.facility_id)
        if facility_id is None:
            return
        asked = attempt.name if attempt.name in steps.ASKS else ""
        loan = msgspec.convert(told | {"facility_id": facility_id, "asked": asked}, KnownLoan)
        if loan.likely:
            self._loans[loan.id] = loan
        if len(self._loans) > LOANS_REMEMBERED:
            del self._loans[next(iter(self._loans))]

    def _replace_what_is_lost(self, attempt: Attempt, answer: dict[str, Any]) -> None:
        stock = self._town.stock(answer["product_id"])
        for unit_id in attempt.body["unit_ids"] if attempt.body else ():
            if stock.tags.pop(unit_id, None) is not None:
                body = {"product_id": stock.product_id, "serial_number": str(new_id())}
                self._next.append(Attempt("new_unit", stock.vendor, "/api/v1/units", body))

    def _rivalled(self, attempt: Attempt, rivals: Iterable[Attempt]) -> Attempt:
        """The attempt, its rivals made right behind it: they arrive while it is under way."""
        if self._chance.random() < _SENT_TWICE and not attempt.is_look:
            attempt.is_sent_twice = True
            self._next.append(attempt)
        else:
            self._next.extend(rivals)
        return attempt

    def _days(self) -> dict[str, Any]:
        start = today() + timedelta(days=NEAREST + self._chance.randrange(DAYS))
        return {"start": start, "end": start + timedelta(days=self._chance.choice((1, 3, 7, 7, 14)))}

    def _stock(self) -> Stock:
        return self._chance.choice(self._town.stocks)

    def _facility(self) -> Place:
        """Anybody, one in four times one of a few: these wait for themselves."""
        few = self._chance.random() < 0.25
        return self._chance.choice(self._town.facilities[:5] if few else self._town.facilities)

    def _ask(self) -> Attempt:
        stock, days, quantity = self._stock(), self._days(), self._chance.choice((1, 1, 1, 2, 3))
        rivals = [self._request(self._facility(), stock, days, 1)] if self._chance.random() < 0.3 else []
        return self._rivalled(self._request(self._facility(), stock, days, quantity), rivals)

    @staticmethod
    def _request(who: Place, stock: Stock, days: dict[str, Any], quantity: int) -> Attempt:
        body = {"product_id": stock.product_id, "quantity": quantity, "consent": True}
        name = "request" if quantity == 1 else "request_several"
        return Attempt(name, who, "/api/v1/loans", body | days | SAID)

    def _repeat(self) -> Attempt:
        loan = self._some_loan()
        who = steps.actor_of(self._town, loan, "repeat")
        return Attempt("repeat", who, f"/api/v1/loans/{loan.id}/repeat", self._days() | {"consent": True})

    def _bundle(self) -> Attempt:
        items = [
            {"product_id": stock.product_id, "quantity": self._chance.choice((1, 2)), "consent": True}
            for stock in self._chance.sample(self._town.stocks, 3)
        ]
        body = {"items": items, "whole": self._chance.random() < 0.5}
        return Attempt("bundle", self._facility(), "/api/v1/loan-requests", body | self._days() | SAID)

    def _bundle_step(self) -> Attempt:
        """All of a bundle at once, by one of its parties, while its loans are stepped one by one."""
        if not self._bundles:
            return self._bundle()
        bundle = self._chance.choice(list(self._bundles)[-3:])  # before its loans have gone their own ways
        facility = self._bundles[bundle]
        step = self._chance.choice(("propose", "propose", "confirm", "confirm", "decline", "cancel"))
        counter, vendor = self._town.counter_of[facility.id], self._chance.choice(self._town.vendors)
        who = {"propose": counter, "confirm": vendor, "decline": vendor, "cancel": facility}[step]
        body = REASON if step in ("decline", "cancel") else None
        attempt = Attempt(f"bundle_{step}", who, f"/api/v1/loan-requests/{bundle}/{step}", body)
        return self._rivalled(attempt, [self._step() for _ in range(self._chance.choice((0, 1)))])

    def _record_past(self) -> Attempt:
        """What happened on paper, long ago or still going on: counters write it down."""
        facility, stock = self._facility(), self._stock()
        received = today() - timedelta(days=self._chance.randrange(300))
        body: dict[str, Any] = {"product_id": stock.product_id, "facility_id": facility.id, "channel": "fax"}
        if self._chance.random() < 0.5:
            back = min(received + timedelta(days=self._chance.randrange(1, 10)), today())
            body |= {"requested_on": received, "received_on": received, "returned_on": back}
        else:
            since = today() - timedelta(days=self._chance.randrange(3))
            end = today() + timedelta(days=self._chance.randrange(1, 14))
            body |= {"requested_on": since, "received_on": since, "end": end}
        return Attempt("record_past", self._town.counter_of[facility.id], "/api/v1/loans/past", body)

    def _display(self) -> Attempt:
        """A display, a product on it, or the next step of one, while others want the same units."""
        luck, displays = self._chance.random(), self._displays
        if displays.is_empty or luck < 0.1:
            return displays.opened(self._days() if luck < 0.05 else displays.days_of_today())
        if luck < 0.4:
            stock = self._stock()
            rival = self._request(self._facility(), stock, self._days(), 1)
            return self._rivalled(displays.exhibit(stock), [rival])
        attempt = displays.step()
        return self._rivalled(attempt, displays.rivals(attempt))

    def _hand_over(self) -> Attempt:
        """A counter takes units over for a while, and they go back, while others want them."""
        stock = self._stock()
        attempt = self._handovers.attempt(stock, self._days())
        if attempt.name == "hand_over":
            return self._rivalled(attempt, [self._request(self._facility(), stock, self._days(), 1)])
        return self._rivalled(attempt, self._handovers.rivals(attempt))

    def _look(self) -> Attempt:
        """What a step would change is looked at, the waitlist served in the rehearsal, while it is taken."""
        if self._wishes and self._chance.random() < 0.5:
            wish = self._chance.choice(list(self._wishes))
            body: dict[str, Any] = {"step": self._chance.choice(("refuse", "leave"))}
            path = f"/api/v1/waitlist/{wish}/preview"
            return self._rivalled(Attempt("look_wish", self._wishes[wish], path, body), [self._wait()])
        loan = self._some_loan()
        step = self._chance.choice([one for one in _LOOKED_AT if one in loan.likely] or _LOOKED_AT)
        taken = self._step_of(loan, step)
        path = f"/api/v1/loans/{loan.id}/preview"
        looked = Attempt("look_loan", taken.who, path, {"step": step, "body": taken.body or {}})
        return self._rivalled(looked, [taken])

    def _wait(self) -> Attempt:
        """One more wish, or one less when many wait already."""
        if len(self._wishes) >= WISHES_AT_ONCE:
            wish = next(iter(self._wishes))
            return Attempt("wish_leave", self._wishes.pop(wish), f"/api/v1/waitlist/{wish}/leave", {})
        loan = self._some_loan()  # whose days are taken
        wished = {"item": ITEM} if self._chance.random() < 0.1 else {"product_id": loan.product_id}
        days = {"start": loan.start, "end": loan.end, "tolerance_days": self._chance.choice((0, 0, 3))}
        body = wished | days | SAID
        return Attempt("wait", self._facility(), "/api/v1/waitlist", body)

    def _answer_an_offer(self) -> Attempt:
        if not self._wishes:
            return self._wait()
        wish = self._chance.choice(list(self._wishes))
        step = self._chance.choice((*("accept",) * 6, "refuse", "leave"))
        body: dict[str, Any] = {"consent": True} if step == "accept" else {}
        attempt = Attempt(f"wish_{step}", self._wishes[wish], f"/api/v1/waitlist/{wish}/{step}", body)
        return self._rivalled(attempt, [replace(attempt, key=str(new_id()))])

    def _maintain(self) -> Attempt:
        """A unit is put aside on the board, or what was put aside is moved or ended."""
        if self._repairs and (len(self._repairs) >= REPAIRS_AT_ONCE or self._chance.random() < 0.6):
            repair = self._chance.choice(list(self._repairs))
            if self._chance.random() < 0.6:
                path = f"/api/v1/maintenance/{repair}/move"
                return Attempt("maintain_move", self._repairs[repair], path, self._days())
            return Attempt("maintain_end", self._repairs.pop(repair), f"/api/v1/maintenance/{repair}/end")
        stock = self._stock()
        unit_id = self._chance.choice(list(stock.tags))
        return Attempt("maintain", stock.vendor, f"/api/v1/units/{unit_id}/maintenance", self._days())

    def _locate(self) -> Attempt:
        stock = self._stock()
        return self._scan("locate", stock.vendor, self._chance.choice(list(stock.tags.values())))

    @staticmethod
    def _scan(action: str, who: Place, tag: str) -> Attempt:
        scan = {"key": str(new_id()), "tag": tag, "action": action, "scanned_at": datetime.now(UTC)}
        return Attempt(f"scan_{action}", who, "/api/v1/scans", {"scans": [scan]})

    def _some_loan(self, *custodies: str) -> KnownLoan:
        loans = list(self._loans.values())
        return self._chance.choice([one for one in loans if one.custody in custodies] or loans)

    def _write_off(self) -> Attempt:
        return self._step_of(self._some_loan(*_UNDER_WAY), "write_off")

    def _step(self) -> Attempt:
        loan = self._some_loan()
        step = self._chance.choice(STEPS if self._chance.random() < _WILD else loan.likely)
        attempt = self._step_of(loan, step)
        rivals = (self._rival_of(loan, attempt) for _ in range(self._chance.choice(_RIVALS)))
        return self._rivalled(attempt, rivals)

    def _step_of(self, loan: KnownLoan, step: str, body: dict[str, Any] | None = None) -> Attempt:
        if step.startswith("scan_"):
            return self._scan_of(loan, step.removeprefix("scan_"))
        if body is None and step in steps.BODIES:
            body = steps.BODIES[step](self._chance, self._town.stock(loan.product_id), loan)
        return Attempt(step, steps.actor_of(self._town, loan, step), steps.path_of(loan, step), body)

    def _scan_of(self, loan: KnownLoan, action: str) -> Attempt:
        stock, facility = self._town.stock(loan.product_id), self._town.facility(loan.facility_id)
        known = [stock.tags[unit] for unit in loan.unit_ids if unit in stock.tags] or list(
            stock.tags.values()
        )
        return self._scan(
            action, facility if action == "receive" else stock.vendor, self._chance.choice(known)
        )

    def _rival_of(self, loan: KnownLoan, attempt: Attempt) -> Attempt:
        """Who wants the same units, the days that follow, or something else of the same loan."""
        units = (attempt.body or {}).get("unit_ids")
        other = self._wanting_as_many(loan) if attempt.name in _WITH_UNITS and units else None
        if other is not None:
            step = "confirm_others" if other.custody == "proposed" else "exchange"
            return self._step_of(other, step, {"unit_ids": units} | (REASON if step == "exchange" else {}))
        if attempt.name in ("extend", "grant"):
            days = {"start": loan.end, "end": loan.end + timedelta(days=7)}
            return self._request(self._facility(), self._town.stock(loan.product_id), days, 1)
        return self._step_of(loan, self._chance.choice(loan.likely or STEPS))

    def _wanting_as_many(self, loan: KnownLoan) -> KnownLoan | None:
        """Another loan of as many units of the product, which may still have others."""
        found = (one for one in self._loans.values() if one.custody in _OPEN and one.id != loan.id)
        likes = [one for one in found if (one.product_id, one.quantity) == (loan.product_id, loan.quantity)]
        return self._chance.choice(likes) if likes else None
