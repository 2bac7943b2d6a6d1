"""The judgement itself: one product is judged by the same statements and rules as two hundred."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from catalog.domain import ProductStatus
from catalog.judging.answers import (
    Alternative,
    Availability,
    Instead,
    Judgement,
    Question,
    Reason,
    Stand,
    reasons_of,
    soonest_each,
)
from catalog.judging.instead import around, elsewhere
from catalog.judging.ledger import Look, free_units_at, gaps_between, taken_at
from catalog.judging.lending import Lending
from catalog.judging.soonest import first_starts
from catalog.judging.starts import Start, Starts
from catalog.rules import Objection, objections
from catalog.terms import Days, blocked_days

_ALTERNATIVES = 5


async def judge(questions: Sequence[Question], today: date) -> list[Judgement]:
    """How each wish stands with each of its lenders: one statement, whatever their number."""
    asked = [(question, lender) for question in questions for lender in question.lending.possible_lenders]
    looks = [
        Look(question.lending.product_id, lender, blocked_by(question.lending, question.trial, lender))
        for question, lender in asked
    ]
    free = await free_units_at(looks)
    stands = iter(
        Stand(lender, look.days, objections_to(question, lender, today), units)
        for (question, lender), look, units in zip(asked, looks, free, strict=True)
    )
    return [Judgement(one, [next(stands) for _ in one.lending.possible_lenders]) for one in questions]


def blocked_by(lending: Lending, trial: Days, lender_id: UUID | None) -> Days:
    """The days a trial takes from the ledger when `lender_id` lends."""
    return blocked_days(trial, lending.terms, lending.working_of(lender_id))


def objections_to(question: Question, lender_id: UUID | None, today: date) -> list[Objection]:
    """What the rules have against the wish when this lender serves it."""
    lending = question.lending
    found = objections(
        question.trial,
        question.quantity,
        lending.terms,
        lending.open_days(lender_id),
        today,
        question.borrowing,
    )
    if lending.status is ProductStatus.DISCONTINUED:
        return [Objection("discontinued", "product_id"), *found]
    return found


async def availabilities(questions: Sequence[Question], today: date) -> list[Availability]:
    """Free, or why not and from when on; what can be had of the others is the alternative to the rest."""
    return await answered(await judge(questions, today), today)


async def answered(judged: Sequence[Judgement], today: date) -> list[Availability]:
    """The answers to wishes that are judged already."""
    refused = [one for one in judged if not one.is_possible]
    reasons = iter(await _reasons(refused))
    starts = iter(await first_starts([one.question for one in refused], today))
    others = sorted(
        (_as_alternative(one) for one in judged if one.is_possible), key=lambda one: -one.free_units
    )[:_ALTERNATIVES]
    return [
        _granted(one) if one.is_possible else _refused(one, next(reasons), next(starts), others)
        for one in judged
    ]


def _granted(one: Judgement) -> Availability:
    lending, trial = one.question.lending, one.question.trial
    return Availability(lending.product_id, lending.unit_count, len(one.free), trial.start, [], [])


def _refused(
    one: Judgement, reasons: list[Reason], start: Start | None, others: list[Alternative]
) -> Availability:
    lending = one.question.lending
    soonest = start.day if start else None
    return Availability(lending.product_id, lending.unit_count, len(one.free), soonest, reasons, others)


async def _reasons(refused: Sequence[Judgement]) -> list[list[Reason]]:
    """Why not: what the rules have against it, then what has the days."""
    looks = [
        Look(one.question.lending.product_id, stand.lender_id, stand.blocked)
        for one in refused
        for stand in _too_few(one)
    ]
    taken = iter(await taken_at(looks))
    return [_all_reasons(one, [reason for _ in _too_few(one) for reason in next(taken)]) for one in refused]


def _too_few(one: Judgement) -> list[Stand]:
    """The lenders whose units must be explained: none where only the rules are against it."""
    return one.stands if len(one.closest.free) < one.question.quantity else []


def _all_reasons(one: Judgement, taken: Sequence[Reason]) -> list[Reason]:
    if not _too_few(one):
        return reasons_of(one.closest.against)
    found = soonest_each(taken)
    if one.is_enough_of_several:
        found.append(Reason("several-lenders"))
    return reasons_of([*one.closest.against, *one.barred]) + (found or [Reason("no-units")])


def _as_alternative(one: Judgement) -> Alternative:
    lending, trial = one.question.lending, one.question.trial
    return Alternative(lending.product_id, lending.product_name, trial.start, trial.end, len(one.free))


async def availability(lending: Lending, trial: Days, quantity: int, today: date) -> Availability:
    """One product: the same answer as among many, with all that could be had instead."""
    question = Question(lending, trial, quantity)
    found = (await availabilities([question], today))[0]
    if not found.reasons:
        return found
    return msgspec.structs.replace(found, alternatives=await what_instead(question, found, today))


async def what_instead(question: Question, found: Availability, today: date) -> list[Alternative]:
    """The same item by others, the nearest days, fewer days, other counters; in this order."""
    if question.trial.end <= question.trial.start or question.trial.start < today:
        return []
    possible = [one for one in await judge(await elsewhere(question, today), today) if one.is_possible]
    others = sorted(map(_as_alternative, _at_the_same(question, possible)), key=lambda one: -one.free_units)
    counters = [_at_counter(one) for one in possible if one not in _at_the_same(question, possible)]
    return [
        *others[:_ALTERNATIVES],
        *await around(question, found.next_free_start, today),
        *counters[:_ALTERNATIVES],
    ]


def _at_the_same(question: Question, possible: Sequence[Judgement]) -> list[Judgement]:
    return [one for one in possible if one.question.lending.counter_id == question.lending.counter_id]


def _at_counter(one: Judgement) -> Alternative:
    lending = one.question.lending
    return msgspec.structs.replace(
        _as_alternative(one),
        kind=Instead.COUNTER,
        counter_id=lending.counter_id,
        counter_name=lending.counter_name,
    )


async def alternatives(lending: Lending, trial: Days, quantity: int, today: date) -> list[Alternative]:
    """What could be had instead of this; empty where it can be had itself."""
    return (await availability(lending, trial, quantity, today)).alternatives


async def next_free_start(lending: Lending, trial: Days, quantity: int, today: date) -> date | None:
    """The first start, not before the one wished nor the notice asked for, at which units are free."""
    start = (await first_starts([Question(lending, trial, quantity)], today))[0]
    return start.day if start else None


async def free_starts(lending: Lending, first: Days, last_start: date) -> Mapping[date, int]:
    """For each start from `first.start` to `last_start`: how many units are free for that length."""
    if last_start < first.start:
        return {}
    lenders = lending.possible_lenders
    last = first.moved_to(last_start)
    ledger = await gaps_between(
        [lending.product_id],
        min(blocked_by(lending, first, one).start for one in lenders),
        max(blocked_by(lending, last, one).end for one in lenders),
        first.length,
        lending.lenders,
    )
    days = [first.start + timedelta(days=offset) for offset in range((last_start - first.start).days + 1)]
    counts = [
        Starts(lending, one, first.length, 1, first.start).counts(
            ledger.of(lending.product_id, one), first.start, last_start
        )
        for one in lenders
    ]
    return {day: sum(count[day] for count in counts) for day in days}


async def free_units_for(lending: Lending, trial: Days, lender_id: UUID) -> list[UUID]:
    """The units of one lender that could serve a trial, in the order of their ids; rules left aside."""
    look = Look(lending.product_id, lender_id, blocked_by(lending, trial, lender_id))
    return (await free_units_at([look]))[0]
