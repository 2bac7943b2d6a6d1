"""Who borrows: a facility that asks, or for which its counter asks, and what it has already."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Protocol
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.rules import Borrowing
from core import db
from core.calendar import fiscal_year, fiscal_year_days
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from directory.kinds import OrganizationKind

_MAY_ASK = (
    OrganizationKind.FACILITY,
    OrganizationKind.COUNTER,
    OrganizationKind.GENERAL_CENTER,
    OrganizationKind.CENTRE,
)


class Asker(Protocol):
    """What a command says of who asks; None where that is clear from the actor."""

    @property
    def facility_id(self) -> UUID | None:
        """The facility, where somebody else asks for it."""

    @property
    def counter_id(self) -> UUID | None:
        """The counter, where it is not the facility's own."""


class Borrower(msgspec.Struct, frozen=True):
    """A facility and the counter that answers for it."""

    facility_id: UUID
    counter_id: UUID


class CounterToCall(msgspec.Struct, frozen=True):
    """The counter that can help on the telephone; `phone` is empty where none is known."""

    id: UUID
    name: str
    phone: str


# The counter chosen for the facility, or the only one whose area it lies in; a general centre comes last.
_BORROWER = """
SELECT f.id AS facility_id,
    coalesce($2, f.counter_id, (
        SELECT a.counter_id FROM counter_area a JOIN organization c ON c.id = a.counter_id
        WHERE a.prefecture = f.prefecture ORDER BY c.kind, c.code LIMIT 1
    )) AS counter_id
FROM organization f
WHERE f.id = $1 AND f.kind = 'facility' AND f.gone_on IS NULL
FOR NO KEY UPDATE OF f
"""
# Units of a loan that came back one by one, or were lost, are not under way any more.
_BORROWING = """
SELECT
    coalesce(sum(l.quantity - (
        SELECT count(*) FROM loan_unit lu WHERE lu.loan_id = l.id AND lu.released_at IS NULL
        AND (lu.returned_on IS NOT NULL OR lu.lost_on IS NOT NULL)
    )) FILTER (WHERE l.custody NOT IN ('returned', 'lost')), 0)::int AS open_units,
    (count(*) FILTER (WHERE l.starts_on >= $2 AND l.starts_on < $3))::int AS loans_of_year
FROM loan l WHERE l.facility_id = $1 AND l.custody NOT IN ('declined', 'cancelled')
"""
_SERVES = """
SELECT EXISTS (SELECT 1 FROM organization f WHERE f.id = $1 AND (f.counter_id = $2
    OR EXISTS (SELECT 1 FROM counter_area a WHERE a.counter_id = $2 AND a.prefecture = f.prefecture)))
"""
_IS_COUNTER = (
    "SELECT EXISTS (SELECT 1 FROM organization WHERE id = $1 AND kind IN ('counter', 'general_center'))"
)


async def borrower_of(actor: Actor, wish: Asker) -> Borrower:
    """For whom `actor` asks, and the counter it goes to; held still until the transaction ends.

    Raises `Invalid` when there is no counter, `NotFound` for a facility that the actor may not know of.
    """
    facility_id = await _facility(actor, wish)
    counter_id = actor.organization_id if actor.is_counter else wish.counter_id
    if counter_id is not None and not actor.is_counter and not await db.fetch_value(_IS_COUNTER, counter_id):
        raise Invalid({"counter_id": "unknown"})
    found = await db.fetch_one_as(Borrower, _BORROWER, facility_id, counter_id)
    if found is None:
        raise NotFound
    if found.counter_id is None:
        raise Invalid({"counter_id": "counter-needed"})
    return found


@asynccontextmanager
async def naming_whom_to_call(counter_id: UUID) -> AsyncIterator[None]:
    """Every refusal within names the counter that answers for the request, with its telephone."""
    try:
        yield
    except (Conflict, Invalid) as refusal:
        sql = "SELECT id, name, phone FROM organization WHERE id = $1"
        refusal.facts["counter"] = await db.fetch_one_as(CounterToCall, sql, counter_id)
        raise


async def _facility(actor: Actor, wish: Asker) -> UUID:
    actor.one_of(*_MAY_ASK)
    if actor.is_facility:
        if wish.facility_id not in (None, actor.organization_id):
            raise NotAllowed("facility-not-yours")
        return actor.acting_for()
    if wish.facility_id is None:
        raise Invalid({"facility_id": "required"})
    if actor.is_counter and not await db.fetch_value(_SERVES, wish.facility_id, actor.organization_id):
        raise NotFound
    return wish.facility_id


async def borrowing_of(facility_id: UUID, start: date) -> Borrowing:
    """What a facility has under way, and in the fiscal year of `start`.

    True until the transaction ends where the facility's row is held, as a request does.
    """
    year = fiscal_year(start)
    row = await db.fetch_row(_BORROWING, facility_id, *fiscal_year_days(year))
    if row is None:
        return Borrowing()
    return Borrowing(open_units=row["open_units"], loans_of_year={year: row["loans_of_year"]})
