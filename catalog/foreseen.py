"""What a step would change for whom: the step itself, run in a rehearsal, looked at, and taken back.

There is no second set of rules. The ledger before and after it says which days change, the units say who
keeps and lends them then, and the outbox says who would hear of it: each kind of row is put into words by
the room that sends it (`tells_of`). A step that would be refused is refused here in the same way.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.day_changes import Becomes, DayChange, Ledger, day_changes, ledger_of
from catalog.freed import KIND as FREED
from core import db
from core.errors import Invalid
from notifications.outbox import Asked, noted


class Hears(msgspec.Struct, frozen=True):
    """Somebody who would be told, and about what; nameless where the actor may not know who it is."""

    name: str
    subject: str


class Entrusted(msgspec.Struct, frozen=True, kw_only=True):
    """Who keeps and lends a unit once the step is taken."""

    unit_id: UUID
    serial_number: str
    custodian_name: str
    lender_name: str


class Foreseen(msgspec.Struct, frozen=True, kw_only=True):
    """Days that are taken or given back, units that change hands, and who would hear of it.

    `visitors` is how many people outside the house would get a mail.
    """

    days: list[DayChange] = []
    entrusted: list[Entrusted] = []
    told: list[Hears] = []
    visitors: int = 0

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody but the actor would notice."""
        return not (self.days or self.entrusted or self.told or self.visitors)


def read_body(body: dict[str, Any], shape: Any) -> Any:
    """The command that a previewed body says; raises `Invalid` like the step itself."""
    try:
        return msgspec.convert(body, shape, strict=True)
    except msgspec.ValidationError as error:
        raise Invalid({"body": "wrong-type"}, message=str(error)) from error


Take = Callable[[], Awaitable[object]]
Telling = Callable[[Actor, dict[str, Any]], Awaitable[Iterable[Hears]]]
_tellings: dict[str, Telling] = {}


def tells_of(kind: str) -> Callable[[Telling], Telling]:
    """Name the function that says who hears of an outbox row of `kind`; asked inside the rehearsal."""

    def register(telling: Telling) -> Telling:
        _tellings[kind] = telling
        return telling

    return register


_ONE_OF_EACH = """
SELECT DISTINCT ON (product_id) id FROM unit WHERE id = ANY($1::uuid[]) ORDER BY product_id, id
"""
_HANDS = """
SELECT u.id AS unit_id, u.serial_number, coalesce(c.name, '') AS custodian_name,
    coalesce(l.name, '') AS lender_name
FROM unit u LEFT JOIN organization c ON c.id = u.custodian_id LEFT JOIN organization l ON l.id = u.lender_id
WHERE u.id = ANY($1::uuid[]) ORDER BY u.serial_number, u.id
"""


async def foresee(
    actor: Actor, take: Take, *, causes: Sequence[UUID] = (), units: Sequence[UUID] = ()
) -> Foreseen:
    """Take the step, look at the days of `causes` and at `units`, and take it back.

    `causes` may grow by what the step makes. Raises what the step would raise.
    """
    async with db.rehearsal():
        had = await _ledgers(causes)
        hands = await db.fetch_as(Entrusted, _HANDS, list(units))
        with noted() as asked:
            await take()
        has, kept = await _ledgers(causes), await db.fetch_as(Entrusted, _HANDS, list(units))
        days = [change for cause in causes for change in await day_changes(had.get(cause, {}), has[cause])]
        return Foreseen(
            days=days,
            entrusted=[one for one in kept if one not in hands],
            told=await told_of(actor, asked, days),
            visitors=sum(one.kind == "mail" for one in asked),
        )


async def _ledgers(causes: Sequence[UUID]) -> dict[UUID, Ledger]:
    return {cause: await ledger_of(cause) for cause in causes}


async def told_of(actor: Actor, asked: Iterable[Asked], days: Sequence[DayChange]) -> list[Hears]:
    """Who hears of what was asked of the outbox, each once for each subject.

    Freed days are told of only where the step takes none: whoever waits for them would be served at once,
    and a transaction that has taken days must not wait for a queue.
    """
    asked = list(asked)
    only_frees = all(change.becomes is Becomes.FREED for change in days)
    untold = await _one_of_each_product(asked) if only_frees else set[UUID]()
    found: dict[Hears, None] = {}
    for one in asked:
        if one.kind == FREED:
            unit_id = UUID(str(one.payload["unit_id"]))
            if unit_id not in untold:
                continue
            untold.remove(unit_id)
        if telling := _tellings.get(one.kind):
            found.update(dict.fromkeys(await telling(actor, one.payload)))
    return list(found)


async def _one_of_each_product(asked: Iterable[Asked]) -> set[UUID]:
    """One unit of each product that days were freed of: the whole queue is looked at for it."""
    units = [one.payload["unit_id"] for one in asked if one.kind == FREED]
    return {row["id"] for row in await db.fetch(_ONE_OF_EACH, units)} if units else set()
