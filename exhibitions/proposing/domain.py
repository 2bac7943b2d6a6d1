"""Which products cover the items best: a greedy cover with stated ties, then exchanges while one helps. Pure.

Ties between products that show as many new items are settled in this order: the counter's own unit, a lender
in the same prefecture, fewer working days on the way, fewer loans of the past year (what is asked for least
may stand still), more free units, then the name. Another counter's unit comes last of all.
"""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from uuid import UUID

import msgspec

KINDS = 8  # in principle (DOMAIN section 6)
MOST_KINDS = 30


class Because(StrEnum):
    """Why a product was chosen among those that show as many new items."""

    NEW_ITEMS = "new_items"
    ONLY_ONE = "only_one"
    OWN = "own"
    NEAR = "near"
    QUICK = "quick"
    FEWEST_LOANS = "fewest_loans"
    MORE_UNITS = "more_units"
    FIRST_BY_NAME = "first_by_name"
    EXCHANGED = "exchanged"
    COMPARISON = "comparison"
    BY_HAND = "by_hand"


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A product that one lender could give; `free` are its units that are free on all days of the display."""

    product_id: UUID
    product_name: str
    item_codes: tuple[str, ...]
    lender_id: UUID
    lender_name: str
    free: tuple[UUID, ...]
    is_own: bool = False
    is_near: bool = False
    is_other_counter: bool = False
    transit_days: int = 0
    loans: int = 0

    @property
    def free_units(self) -> int:
        """How many units are free."""
        return len(self.free)

    @property
    def rank(self) -> tuple[bool, bool, bool, int, int, int, str, UUID, UUID]:
        """The order of preference among equals, the best first."""
        return (
            self.is_other_counter,
            not self.is_own,
            not self.is_near,
            self.transit_days,
            self.loans,
            -len(self.free),
            self.product_name,
            self.product_id,
            self.lender_id,
        )


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """A product with the unit to ask for, the items that it is the first to show, and why it was chosen."""

    candidate: Candidate
    unit_id: UUID
    new_items: tuple[str, ...]
    because: tuple[Because, ...]


class Proposal(msgspec.Struct, frozen=True):
    """The choice, in the order in which it was made, and the items that nothing free stands for."""

    chosen: tuple[Chosen, ...]
    missing: tuple[str, ...]


_TIES = (
    (Because.OWN, "is_own"),
    (Because.NEAR, "is_near"),
    (Because.QUICK, "transit_days"),
    (Because.FEWEST_LOANS, "loans"),
    (Because.MORE_UNITS, "free_units"),
)


def covered(chosen: Iterable[Candidate]) -> set[str]:
    """The codes that these stand for."""
    return {code for one in chosen for code in one.item_codes}


def propose(
    candidates: Iterable[Candidate], items: Sequence[str], *, kinds: int = KINDS, shown: Collection[str] = ()
) -> Proposal:
    """At most `kinds` products that together show as many of `items` as can be found.

    `shown` are items that stand on the display already. Nothing that has no free unit, and no product twice.
    When every item that can be had is shown, products for comparison fill up to `kinds`.
    """
    free = sorted((one for one in candidates if one.free), key=lambda one: one.rank)
    wanted = frozenset(items) - frozenset(shown)
    chosen = _exchanged(_greedy(free, wanted, kinds), free, wanted)
    simple = _exchanged(in_order(free, wanted, kinds), free, wanted)
    if len(covered(simple) & wanted) > len(covered(chosen) & wanted):
        chosen = simple
    chosen = _filled(chosen, free, items, kinds)
    explained = tuple(_explained(chosen, free, wanted))
    stands = covered(chosen) | set(shown)
    return Proposal(explained, tuple(code for code in items if code not in stands))


def in_order(free: Sequence[Candidate], wanted: Collection[str], kinds: int) -> list[Candidate]:
    """What somebody would take who goes down the list and takes whatever shows something new."""
    chosen: list[Candidate] = []
    left = set(wanted)
    for one in free:
        if len(chosen) == kinds or not left:
            break
        if left & set(one.item_codes) and one.product_id not in _products(chosen):
            chosen.append(one)
            left -= set(one.item_codes)
    return chosen


def _products(chosen: Iterable[Candidate]) -> set[UUID]:
    return {one.product_id for one in chosen}


def _greedy(free: Sequence[Candidate], wanted: Collection[str], kinds: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    left = set(wanted)
    while left and len(chosen) < kinds:
        best = min(free, key=lambda one: (-len(left & set(one.item_codes)), one.rank), default=None)
        if best is None or not left & set(best.item_codes):
            break
        chosen.append(best)
        left -= set(best.item_codes)
    return chosen


def _exchanged(
    chosen: Sequence[Candidate], free: Sequence[Candidate], wanted: Collection[str]
) -> list[Candidate]:
    """Exchange one product for another, or add to fewer, as long as this shows more."""
    now = list(chosen)
    while (better := _better(now, _one_of_each(free), set(wanted))) is not None:
        now = better
    return now


def _one_of_each(free: Sequence[Candidate]) -> list[Candidate]:
    """For each combination of items the product that is preferred: no other can show more."""
    first: dict[frozenset[str], Candidate] = {}
    for one in free:
        first.setdefault(frozenset(one.item_codes), one)
    return list(first.values())


def _better(now: list[Candidate], free: Sequence[Candidate], wanted: set[str]) -> list[Candidate] | None:
    count = len(covered(now) & wanted)
    for place, leaving in enumerate(now):
        rest = now[:place] + now[place + 1 :]
        left = wanted - covered(rest)
        for one in free:
            if one.product_id in _products(rest) or one is leaving:
                continue
            if len(wanted) - len(left) + len(left & set(one.item_codes)) > count:
                return [*rest, one]
    return None


def _filled(
    chosen: list[Candidate], free: Sequence[Candidate], items: Sequence[str], kinds: int
) -> list[Candidate]:
    """Products to compare with, of the items that are shown least often, up to the number wished."""
    full, times = list(chosen), dict.fromkeys(items, 0)
    for one in chosen:
        for code in one.item_codes:
            times[code] = times.get(code, 0) + 1
    rest = [one for one in free if set(one.item_codes) & set(items)]
    while len(full) < kinds:
        rest = [one for one in rest if one.product_id not in _products(full)]
        if not rest:
            break
        best = min(rest, key=lambda one: (min(times.get(code, 0) for code in one.item_codes), one.rank))
        full.append(best)
        for code in best.item_codes:
            times[code] = times.get(code, 0) + 1
    return full


def _explained(
    chosen: Sequence[Candidate], free: Sequence[Candidate], wanted: Collection[str]
) -> Iterable[Chosen]:
    seen: set[str] = set()
    for one in chosen:
        new = tuple(code for code in one.item_codes if code in wanted and code not in seen)
        rivals = [
            other
            for other in free
            if other.product_id != one.product_id
            and len((set(other.item_codes) & set(wanted)) - seen) >= len(new)
            and (set(new) & set(other.item_codes) if new else set(one.item_codes) & set(other.item_codes))
        ]
        seen |= set(one.item_codes)
        yield Chosen(candidate=one, unit_id=one.free[0], new_items=new, because=_because(one, new, rivals))


def _because(one: Candidate, new: Sequence[str], rivals: Sequence[Candidate]) -> tuple[Because, ...]:
    first = Because.NEW_ITEMS if new else Because.COMPARISON
    if not rivals:
        return first, Because.ONLY_ONE
    next_best = min(rivals, key=lambda rival: rival.rank)
    if next_best.rank < one.rank:
        return first, Because.EXCHANGED
    for because, name in _TIES:
        if getattr(one, name) != getattr(next_best, name):
            return first, because
    return first, Because.FIRST_BY_NAME


def by_hand(chosen: Sequence[Candidate], items: Sequence[str], shown: Collection[str] = ()) -> Proposal:
    """What a person has chosen, with the items that each is the first to show."""
    seen, found = set(shown), list[Chosen]()
    for one in chosen:
        new = tuple(code for code in one.item_codes if code in items and code not in seen)
        seen |= set(one.item_codes)
        found.append(Chosen(candidate=one, unit_id=one.free[0], new_items=new, because=(Because.BY_HAND,)))
    return Proposal(tuple(found), tuple(code for code in items if code not in seen))
