"""Looking for a robot for certain days: one product, or all products of an item side by side."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.availability import (
    Alternative,
    Availability,
    Judgement,
    Lending,
    Question,
    answered,
    availabilities,
    judge,
    lendings_of,
    units_seen_by,
    what_instead,
)
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Invalid, NotFound
from directory.prefectures import PREFECTURES
from directory.queries import counter_of

LONGEST = 366
_HORIZON = timedelta(days=2 * 366)
MOST_UNITS = 1000


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for; without `end` and `days` the usual length of a trial is meant."""

    product_id: UUID | None = None
    item: str = ""
    items: Sequence[str] = ()  # any of them: those of a problem to be solved
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
    questions = await _questions(actor, wish)
    if len(questions) == 1:
        item = await alone(actor, questions[0], today())
        return Comparison([item], item.alternatives)
    items = await availabilities(questions, today())
    instead = {alternative.product_id: alternative for item in items for alternative in item.alternatives}
    return Comparison(items, list(instead.values()))


async def answers(actor: Actor, wish: Wish) -> list[Availability]:
    """The answers of `compare` for a page that shows all products anyway, and needs nothing instead."""
    return await availabilities(await _questions(actor, wish), today())


async def _questions(actor: Actor, wish: Wish) -> list[Question]:
    day = today()
    _check(wish, day)
    counter_id = await counter_of(actor, wish.prefecture)
    lendings = await lendings_of(await _products(wish), counter_id, day, facility_of(actor))
    if wish.product_id is not None and not lendings:
        raise NotFound
    return [Question(one, trial_of(wish, one), wish.quantity) for one in lendings]


async def alone(actor: Actor, question: Question, day: date) -> Availability:
    """One product: with all that could be had instead, and each unit that `actor` may see."""
    judgement = (await judge([question], day))[0]
    found = (await answered([judgement], day))[0]
    if found.reasons:
        found = msgspec.structs.replace(found, alternatives=await what_instead(question, found, day))
    if not may_see_units(actor, question.lending):
        return found
    return msgspec.structs.replace(found, units=await units_seen_by(actor, judgement))


def may_see_units(actor: Actor, lending: Lending) -> bool:
    """Whether any single unit is to be told: to whoever lends it, a counter that keeps some, the centre."""
    return actor.is_centre or actor.is_counter or actor.organization_id == lending.vendor_id


async def judged_products(
    actor: Actor, product_ids: Sequence[UUID], start: date, days: int | None
) -> list[Judgement]:
    """How a trial from `start` on stands with each of these products, for the page that lists them."""
    wish = Wish(start=start, days=days)
    if wrong := _wrong_days(wish, today()):
        raise Invalid(wrong)
    counter_id = await counter_of(actor)
    lendings = await lendings_of(product_ids, counter_id, today(), facility_of(actor))
    questions = [Question(one, trial_of(wish, one), wish.quantity) for one in lendings]
    return await judge(questions, today())


def facility_of(actor: Actor) -> UUID | None:
    """The facility whose closing days count: the one that asks."""
    return actor.organization_id if actor.is_facility else None


def _check(wish: Wish, day: date) -> None:
    wrong: dict[str, str] = {}
    if wish.product_id is None and not (wish.item or wish.items):
        wrong["product_id"] = "product-or-item"
    if wish.prefecture and wish.prefecture not in PREFECTURES:
        wrong["prefecture"] = "unknown"
    if not 0 < wish.quantity <= MOST_UNITS:
        wrong["quantity"] = "out-of-range"
    if wish.days is not None and not 0 < wish.days <= LONGEST:
        wrong["days"] = "out-of-range"
    wrong |= _wrong_days(wish, day)
    if wrong:
        raise Invalid(wrong)


def _wrong_days(wish: Wish, day: date) -> dict[str, str]:
    if wish.start is None:
        return {"start": "required"}
    if code := wrong_start(wish.start, day):
        return {"start": code}
    if wish.end is None:
        return {}
    if wish.end <= wish.start:
        return {"end": "end-before-start"}
    return {"end": "out-of-range"} if (wish.end - wish.start).days > LONGEST else {}


def wrong_start(start: date, day: date) -> str | None:
    """What is wrong with looking from this day on."""
    if start < day:
        return "start-in-past"
    return "far-future" if start > day + _HORIZON else None


async def _products(wish: Wish) -> Sequence[UUID]:
    if wish.product_id is not None:
        return [wish.product_id]
    if not wish.items:
        await known_item(wish.item)
    sql = "SELECT id FROM product WHERE status = 'public' AND item_codes && $1::text[]"
    return [row["id"] for row in await db.fetch(sql, list(wish.items) or [wish.item])]


async def known_item(code: str) -> None:
    """Raise `Invalid` for an item that no version of the taxonomy has."""
    if not await db.fetch_value("SELECT EXISTS (SELECT 1 FROM taxonomy_item WHERE code = $1)", code):
        raise Invalid({"item": "unknown"})


def trial_of(wish: Wish, lending: Lending) -> Days:
    """The days meant: those named, or the usual length of a trial from the first of them on."""
    if wish.start is None:
        raise Invalid({"start": "required"})
    length = timedelta(days=wish.days or lending.terms.default_days)
    return Days(wish.start, wish.end or wish.start + length)
