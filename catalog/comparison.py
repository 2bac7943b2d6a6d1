"""Looking for a robot for certain days: one product, or all products of an item side by side."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import (
    Alternative,
    Availability,
    Lending,
    Reason,
    availability,
    blocked_span,
    count_free,
    first_free,
    lendings_of,
    reasons_of,
    search_span,
)
from catalog.occupancy import Busy
from catalog.queries import products_seen_by
from catalog.rules import objections
from catalog.terms import Days, blocked_days
from core import db
from core.clock import today
from core.errors import Invalid, NotFound
from directory.prefectures import PREFECTURES
from directory.queries import counter_of

_ALTERNATIVES = 5
_LONGEST = 366
_HORIZON = timedelta(days=2 * 366)
_MOST_UNITS = 1000


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for; without `end` and `days` the usual length of a trial is meant."""

    product_id: UUID | None = None
    item: str = ""
    start: date | None = None
    end: date | None = None
    days: int | None = None
    quantity: int = 1
    prefecture: str = ""


class Comparison(msgspec.Struct, frozen=True):
    """The answer for each product, by name, and what is free instead of those that are not."""

    items: list[Availability]
    alternatives: list[Alternative]


async def compare(actor: Actor, wish: Wish) -> Comparison:
    """Judge every product that `wish` speaks of, under the rules of the counter that would book it.

    Raises `Invalid` naming fields, `NotFound` for a product that `actor` may not see.
    """
    day = today()
    _check(wish, day)
    counter_id = await counter_of(actor, wish.prefecture)
    lendings = await lendings_of(await _products(wish), counter_id, day, facility_of(actor))
    if wish.product_id is not None and not lendings:
        raise NotFound
    if len(lendings) == 1:
        one = lendings[0]
        found = [await availability(one, _trial(wish, one), wish.quantity, day)]
        return Comparison(found, found[0].alternatives)
    items = await _judged(lendings, wish, counter_id, day)
    instead = {alternative.product_id: alternative for item in items for alternative in item.alternatives}
    return Comparison(items, list(instead.values()))


async def judged_products(
    actor: Actor, product_ids: Sequence[UUID], start: date, days: int | None
) -> dict[UUID, Availability]:
    """What is free of these products from `start` on, for the page that lists them."""
    wish = Wish(start=start, days=days)
    if wrong := _wrong_days(wish, today()):
        raise Invalid(wrong)
    counter_id = await counter_of(actor)
    lendings = await lendings_of(product_ids, counter_id, today(), facility_of(actor))
    return {item.product_id: item for item in await _judged(lendings, wish, counter_id, today())}


def facility_of(actor: Actor) -> UUID | None:
    """The facility whose closing days count: the one that asks."""
    return actor.organization_id if actor.is_facility else None


def _check(wish: Wish, day: date) -> None:
    wrong: dict[str, str] = {}
    if wish.product_id is None and not wish.item:
        wrong["product_id"] = "product-or-item"
    if wish.prefecture and wish.prefecture not in PREFECTURES:
        wrong["prefecture"] = "unknown"
    if not 0 < wish.quantity <= _MOST_UNITS:
        wrong["quantity"] = "out-of-range"
    if wish.days is not None and not 0 < wish.days <= _LONGEST:
        wrong["days"] = "out-of-range"
    wrong |= _wrong_days(wish, day)
    if wrong:
        raise Invalid(wrong)


def _wrong_days(wish: Wish, day: date) -> dict[str, str]:
    if wish.start is None:
        return {"start": "required"}
    if wish.start < day:
        return {"start": "start-in-past"}
    if wish.start > day + _HORIZON:
        return {"start": "far-future"}
    if wish.end is None:
        return {}
    if wish.end <= wish.start:
        return {"end": "end-before-start"}
    return {"end": "out-of-range"} if (wish.end - wish.start).days > _LONGEST else {}


async def _products(wish: Wish) -> Sequence[UUID]:
    if wish.product_id is not None:
        return [wish.product_id]
    known = await db.fetch_value("SELECT EXISTS (SELECT 1 FROM taxonomy_item WHERE code = $1)", wish.item)
    if not known:
        raise Invalid({"item": "unknown"})
    sql = "SELECT id FROM product WHERE status = 'public' AND item_codes @> ARRAY[$1::text]"
    return [row["id"] for row in await db.fetch(sql, wish.item)]


def _trial(wish: Wish, lending: Lending) -> Days:
    if wish.start is None:
        raise Invalid({"start": "required"})
    length = timedelta(days=wish.days or lending.terms.default_days)
    return Days(wish.start, wish.end or wish.start + length)


class _Judgement(msgspec.Struct, frozen=True):
    """One product on its way to an answer."""

    lending: Lending
    trial: Days
    free: list[UUID]
    against: list[str]
    quantity: int

    @property
    def is_possible(self) -> bool:
        """Whether the trial can be asked for."""
        return len(self.free) >= self.quantity and not self.against


async def _judged(
    lendings: Sequence[Lending], wish: Wish, counter_id: UUID | None, day: date
) -> list[Availability]:
    """All products in as many queries as one."""
    trials = {lending.product_id: _trial(wish, lending) for lending in lendings}
    blocked = {
        lending.product_id: blocked_days(trials[lending.product_id], lending.terms, lending.working)
        for lending in lendings
    }
    free = await occupancy.free_units_of_many(blocked, counter_id)
    judged = [
        _Judgement(
            lending,
            trials[lending.product_id],
            free[lending.product_id],
            _against(lending, trials[lending.product_id], wish.quantity, day),
            wish.quantity,
        )
        for lending in lendings
    ]
    busy = await _in_the_way([one for one in judged if not one.is_possible], counter_id, day)
    instead = await _instead(judged)
    return [_answer(one, busy.get(one.lending.product_id, []), instead, day) for one in judged]


def _against(lending: Lending, trial: Days, quantity: int, day: date) -> list[str]:
    return [one.code for one in objections(trial, quantity, lending.terms, lending.open_days(), day)]


async def _in_the_way(
    judged: Sequence[_Judgement], counter_id: UUID | None, day: date
) -> Mapping[UUID, list[Busy]]:
    if not judged:
        return {}
    spans = [blocked_days(one.trial, one.lending.terms, one.lending.working) for one in judged]
    for one in judged:
        search = search_span(one.lending, one.trial, one.quantity, day)
        spans += [blocked_span(one.lending, *search)] if search else []
    days = Days(min(span.start for span in spans), max(span.end for span in spans))
    return await occupancy.in_the_way_of_many([one.lending.product_id for one in judged], days, counter_id)


async def _instead(judged: Sequence[_Judgement]) -> list[Alternative]:
    """What can be had on the days wished, most free units first."""
    possible = sorted((one for one in judged if one.is_possible), key=lambda one: -len(one.free))
    names = await products_seen_by(Actor.anonymous(), [one.lending.product_id for one in possible])
    return [
        Alternative(
            one.lending.product_id,
            names[one.lending.product_id].name,
            one.trial.start,
            one.trial.end,
            len(one.free),
        )
        for one in possible
    ]


def _answer(one: _Judgement, busy: Sequence[Busy], instead: Sequence[Alternative], day: date) -> Availability:
    lending = one.lending
    if one.is_possible:
        return Availability(lending.product_id, lending.unit_count, len(one.free), one.trial.start, [], [])
    reasons = [Reason(code) for code in one.against]
    if len(one.free) < one.quantity:
        blocked = blocked_days(one.trial, lending.terms, lending.working)
        meeting = [stretch for stretch in busy if blocked.meets(Days(stretch.start, stretch.end))]
        reasons += reasons_of(meeting, one.free) or [Reason("no-units")]
    search = search_span(lending, one.trial, one.quantity, day)
    return Availability(
        product_id=lending.product_id,
        unit_count=lending.unit_count,
        free_units=len(one.free),
        next_free_start=first_free(count_free(lending, busy, *search), one.quantity) if search else None,
        reasons=reasons,
        alternatives=list(instead[:_ALTERNATIVES]),
    )
