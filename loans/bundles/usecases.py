"""まとめ申込: several products in one request, given whole or in part as the asker chooses.

Units are taken in one order for everybody: by product, then by unit. Two bundles that want the same things
wait for each other once, never in a ring.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog import occupancy
from catalog.availability import Lending, lendings_of
from catalog.occupancy import UnitTaken
from catalog.terms import Days, blocked_days
from core import db
from core.clock import now, today
from core.errors import Conflict, Invalid
from core.ids import new_id
from loans.bundles.commands import BundleItem, RequestLoans, request_for
from loans.bundles.queries import BundleView, Refused, bundle_for
from loans.commands import RequestLoan
from loans.usecases.borrowing import Borrower, borrower_of, borrowing_of, naming_whom_to_call
from loans.usecases.requesting import ask_for, missing_in
from notifications.outbox import enqueue

_TRIES = 5  # each lost one means that somebody else took a unit meanwhile
_OPEN = """
INSERT INTO loan_bundle (id, facility_id, counter_id, whole, refusals, requested_by, created_at)
VALUES ($1, $2, $3, $4, '[]'::jsonb, $5, $6)
"""
_NAMES = "SELECT id, name, name_en FROM product WHERE id = ANY($1::uuid[])"


class NothingToBeHad(Conflict):
    """No product of the bundle can be had, or not all that were wanted as a whole; facts: `refusals`."""

    code = "bundle-refused"


class Wish(msgspec.Struct, frozen=True):
    """A product of the bundle, found complete: its item, the request for it and the terms that hold."""

    item: BundleItem
    request: RequestLoan
    lending: Lending


async def request_loans(actor: Actor, command: RequestLoans) -> BundleView:
    """Hold what can be had and open a loan for each product, all in one transaction.

    Raises `Invalid` naming `items.<position>.<field>` for what is wrong with the request itself, and
    `NothingToBeHad` with a refusal for each product when nothing can be had, or not all
    that was wanted whole. A refusal names the `counter` to call.
    """
    async with db.transaction():
        borrower = await borrower_of(actor, command)
        async with naming_whom_to_call(borrower.counter_id):
            return await _request_all(actor, command, borrower)


async def _request_all(actor: Actor, command: RequestLoans, borrower: Borrower) -> BundleView:
    wishes = await _wishes(command, borrower)
    await _must_fit_together(actor, wishes, borrower)
    bundle_id = new_id()
    await db.execute(
        _OPEN, bundle_id, borrower.facility_id, borrower.counter_id, command.whole, actor.person_id, now()
    )
    refusals = await _ask_for_all(actor, wishes, borrower, bundle_id)
    if len(refusals) == len(wishes) or (command.whole and refusals):
        raise NothingToBeHad(whole=command.whole, products=len(wishes), refusals=refusals)
    kept = msgspec.json.encode(refusals).decode()
    await db.execute("UPDATE loan_bundle SET refusals = $2::jsonb WHERE id = $1", bundle_id, kept)
    await enqueue("loan_bundle", f"loan_bundle:{bundle_id}", {"bundle_id": bundle_id})
    return await bundle_for(actor, bundle_id)


async def _wishes(command: RequestLoans, borrower: Borrower) -> list[Wish]:
    """Every product with its request and terms, in the order in which units are taken."""
    products = [item.product_id for item in command.items]
    found = await lendings_of(products, borrower.counter_id, today(), borrower.facility_id)
    lendings = {lending.product_id: lending for lending in found}
    wishes: list[Wish] = []
    wrong: dict[str, str] = {}
    for position, item in enumerate(command.items):
        lending = lendings.get(item.product_id)
        is_twice = item.product_id in products[:position]
        mistakes, wish = _wish(command, item, None if is_twice else lending)
        if is_twice:
            mistakes = {"product_id": "product-twice"}
        wrong |= {f"items.{position}.{name}": code for name, code in mistakes.items()}
        if wish is not None:
            wishes.append(wish)
    if wrong:
        raise Invalid(wrong)
    return in_order_of_taking(wishes)


def _wish(
    command: RequestLoans, item: BundleItem, lending: Lending | None
) -> tuple[Mapping[str, str], Wish | None]:
    if lending is None:
        return {"product_id": "unknown"}, None
    start, end = item.start or command.start, item.end or command.end
    if start is None or end is None:
        missing = {"start": start, "end": end}
        return {name: "required" for name, day in missing.items() if day is None}, None
    request = request_for(command, item, start, end)
    return missing_in(request, lending), Wish(item, request, lending)


def in_order_of_taking(wishes: Sequence[Wish]) -> list[Wish]:
    """The one order in which everybody takes: by product; `catalog.occupancy` orders the units of each."""
    return sorted(wishes, key=lambda wish: wish.request.product_id)


async def _must_fit_together(actor: Actor, wishes: Sequence[Wish], borrower: Borrower) -> None:
    """The counter's limit holds for the bundle as a whole: the order of its products decides nothing.

    Whoever may set it aside and says why goes on: the loans beyond the limit then carry the exception.
    """
    earliest = min(wish.request.start for wish in wishes)
    open_units = (await borrowing_of(borrower.facility_id, earliest)).open_units
    wished = sum(wish.request.quantity for wish in wishes)
    most = min(wish.lending.terms.max_units for wish in wishes)
    if open_units + wished > most:
        may = not actor.is_facility
        if may and all(wish.request.override_reason.strip() for wish in wishes):
            return
        facts: dict[str, Any] = {"max_units": most, "open_units": open_units, "wished_units": wished}
        facts["overridable"] = ["too-many-units"] if may else []
        raise Invalid({"items": "too-many-units-together"}, **facts)


async def _ask_for_all(
    actor: Actor, wishes: Sequence[Wish], borrower: Borrower, bundle_id: UUID
) -> list[Refused]:
    """Ask for one product after the other; those that cannot be had, each with why and what instead."""
    names = {
        row["id"]: dict(row) for row in await db.fetch(_NAMES, [wish.request.product_id for wish in wishes])
    }
    refusals: list[Refused] = []
    for wish in wishes:
        try:
            await _ask_for(actor, wish, borrower, bundle_id)
        except (UnitTaken, Invalid) as error:
            refusals.append(_refused(wish.request, names[wish.request.product_id], error))
    return refusals


async def _ask_for(actor: Actor, wish: Wish, borrower: Borrower, bundle_id: UUID) -> None:
    try:
        async with db.savepoint():
            await ask_for(actor, wish.request, borrower, bundle_id=bundle_id)
    except UnitTaken:
        if not (wish.item.accept_fewer and await _had_fewer(actor, wish, borrower, bundle_id)):
            raise


async def _had_fewer(actor: Actor, wish: Wish, borrower: Borrower, bundle_id: UUID) -> bool:
    """Ask for as many units as one lender has left; whether there were any."""
    wished = wish.request.quantity
    for _ in range(_TRIES):
        most = min(await _most_of_one_lender(wish), wished - 1)
        if most < 1:
            return False
        fewer = msgspec.structs.replace(wish.request, quantity=most)
        try:
            async with db.savepoint():
                await ask_for(actor, fewer, borrower, bundle_id=bundle_id, wished_quantity=wished)
        except UnitTaken:
            continue
        return True
    return False


async def _most_of_one_lender(wish: Wish) -> int:
    lending, trial = wish.lending, Days(wish.request.start, wish.request.end)
    counts = []
    for lender_id in lending.lenders or (lending.vendor_id,):
        blocked = blocked_days(trial, lending.terms, lending.working_of(lender_id))
        counts.append(len(await occupancy.free_units(lending.product_id, blocked, [lender_id])))
    return max(counts)


def _refused(request: RequestLoan, product: Mapping[str, Any], error: UnitTaken | Invalid) -> Refused:
    facts: dict[str, Any] = error.facts
    known = {"reasons", "next_free_start", "alternatives", "unit_count", "earliest_start"}
    limits = {name: value for name, value in facts.items() if isinstance(value, int | str | date)}
    return Refused(
        product_id=request.product_id,
        product_name=product["name"],
        product_name_en=product["name_en"],
        quantity=request.quantity,
        start=request.start,
        end=request.end,
        code=error.reason,
        fields=error.fields if isinstance(error, Invalid) else {},
        facts={name: value for name, value in limits.items() if name not in known},
        reasons=facts.get("reasons") or [],
        next_free_start=facts.get("next_free_start"),
        alternatives=facts.get("alternatives") or [],
        unit_count=facts.get("unit_count"),
        overridable=facts.get("overridable") or [],
        earliest_start=facts.get("earliest_start"),
    )
