"""Start a count, count what is scanned, close it, settle what differs. Each owns one transaction but `count`.

A scan only says that a unit was seen at the place: the earliest moment stays, so that scans may come late,
twice and in any order. It moves nothing; what differs is settled by hand after the count.
"""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from accounts.domain import Actor
from catalog.custody import hand_over
from catalog.notices import ask_about
from catalog.stocktaking.domain import Settlement
from catalog.stocktaking.queries import (
    FINDING,
    StocktakingLineView,
    StocktakingView,
    lines_of,
    stocktaking_for,
)
from core import db
from core.clock import now
from core.errors import Conflict, Invalid, NotFound, StaleState
from core.ids import new_id
from directory.kinds import COUNTERS, OrganizationKind
from directory.merging import before_merging

# Clocks of telephones differ a little, and the first label may be read while the button is still pressed.
_BEFORE_START = timedelta(minutes=5)


class StocktakingOpen(Conflict):
    """A count of this place is going on."""

    code = "stocktaking-open"


db.judged_by("stocktaking_open_once", StocktakingOpen)


class SettleLine(msgspec.Struct, frozen=True, kw_only=True):
    """How a difference was settled."""

    how: Settlement
    note: Annotated[str, Meta(max_length=400)] = ""


_EXPECTED = """
SELECT u.id FROM unit u JOIN product p ON p.id = u.product_id
WHERE u.place_id = $1 AND u.status = 'active' ORDER BY p.name, u.serial_number, u.id
"""
_LINE = "INSERT INTO stocktaking_line (id, stocktaking_id, unit_id, is_expected) VALUES ($1, $2, $3, TRUE)"


async def start_stocktaking(actor: Actor) -> StocktakingView:
    """棚卸を始める at the actor's own place: what is believed to be there now is expected.

    Raises `StocktakingOpen` while another one of the place goes on.
    """
    place = actor.one_of(OrganizationKind.VENDOR, *COUNTERS).acting_for()
    stocktaking_id = new_id()
    async with db.transaction():
        await db.execute(
            "INSERT INTO stocktaking (id, place_id, started_by, started_at) VALUES ($1, $2, $3, $4)",
            stocktaking_id,
            place,
            actor.person_id,
            now(),
        )
        expected = [row["id"] for row in await db.fetch(_EXPECTED, place)]
        await db.execute_many(_LINE, [(new_id(), stocktaking_id, unit_id) for unit_id in expected])
        return await stocktaking_for(actor, stocktaking_id)


# The lock lets many count at once, and lets whoever closes wait for them.
_GOING_ON = """
SELECT id, closed_at FROM stocktaking
WHERE place_id = $1 AND started_at <= $2 AND (closed_at IS NULL OR closed_at >= $3)
ORDER BY started_at DESC LIMIT 1 FOR SHARE
"""
_SEEN = """
INSERT INTO stocktaking_line AS x (id, stocktaking_id, unit_id, is_expected, found_at)
VALUES ($1, $2, $3, FALSE, $4)
ON CONFLICT ON CONSTRAINT stocktaking_line_once
DO UPDATE SET found_at = least(coalesce(x.found_at, excluded.found_at), excluded.found_at)
"""
_FREEZE = f"""
UPDATE stocktaking_line line SET finding = {FINDING},
    believed_place_id = coalesce(line.believed_place_id, u.place_id),
    believed_custodian_id = coalesce(line.believed_custodian_id, u.custodian_id)
FROM stocktaking_line x JOIN stocktaking s ON s.id = x.stocktaking_id JOIN unit u ON u.id = x.unit_id
WHERE line.id = x.id AND x.stocktaking_id = $1 AND ($2::uuid IS NULL OR x.unit_id = $2)
"""  # noqa: S608  # put together from constants


class NoStocktaking(Conflict):
    """Nobody was counting here at that moment."""

    code = "no-stocktaking"


async def count(actor: Actor, unit_id: UUID, moment: datetime) -> None:
    """The unit was seen at the actor's place at `moment`; inside the caller's transaction.

    A scan that comes after the count was closed is counted all the same if it was made before. Raises
    `NoStocktaking`.
    """
    moment = min(moment, now())
    row = await db.fetch_row(_GOING_ON, actor.acting_for(), moment + _BEFORE_START, moment)
    if row is None:
        raise NoStocktaking
    await db.execute(_SEEN, new_id(), row["id"], unit_id, moment)
    if row["closed_at"] is not None:
        await db.execute(_FREEZE, row["id"], unit_id)


async def close_stocktaking(actor: Actor, stocktaking_id: UUID) -> StocktakingView:
    """棚卸を終える: what was found, is missing and is strange is written down as it is now.

    Raises `NotFound`, and `StaleState` when somebody has closed it already.
    """
    async with db.transaction():
        view = await stocktaking_for(actor, stocktaking_id)
        if view.place_id != actor.organization_id:
            raise NotFound
        closed = await db.execute(
            "UPDATE stocktaking SET closed_at = $2, closed_by = $3 WHERE id = $1 AND closed_at IS NULL",
            stocktaking_id,
            now(),
            actor.person_id,
        )
        if not closed:
            raise StaleState("stocktaking-closed")
        await db.execute(_FREEZE, stocktaking_id, None)
        return await stocktaking_for(actor, stocktaking_id)


_SETTLE = """
UPDATE stocktaking_line SET settled = $3, settled_by = $4, settled_at = $5, note = $6
WHERE stocktaking_id = $1 AND unit_id = $2 AND settled = ''
"""


async def line_for(actor: Actor, stocktaking_id: UUID, unit_id: UUID) -> StocktakingLineView:
    """One unit of a count; `NotFound` for unknown and foreign ids alike."""
    stocktaking = await stocktaking_for(actor, stocktaking_id)
    found = await lines_of(actor, stocktaking, unit_id=unit_id, limit=1)
    if not found.items:
        raise NotFound
    return found.items[0]


async def settle_line(
    actor: Actor, stocktaking_id: UUID, unit_id: UUID, command: SettleLine
) -> StocktakingLineView:
    """Settle a difference of a closed count: here after all, lost, or its people asked.

    Raises `NotFound`, `StaleState` when it is settled already or still open, `Invalid` on field `how`.
    """
    async with db.transaction():
        stocktaking = await stocktaking_for(actor, stocktaking_id)
        line = await line_for(actor, stocktaking_id, unit_id)
        if stocktaking.place_id != actor.organization_id:
            raise NotFound
        if stocktaking.is_open:
            raise StaleState("stocktaking-still-open")
        if line.settled or not line.choices:
            raise StaleState("line-settled")
        if command.how not in line.choices:
            raise Invalid({"how": "unit-not-yours" if not line.is_keeper else "not-for-this"})
        await _carry_out(actor, stocktaking, line, command)
        written = (stocktaking_id, unit_id, command.how.value, actor.person_id, now(), command.note.strip())
        if not await db.execute(_SETTLE, *written):
            raise StaleState("line-settled")
        return await line_for(actor, stocktaking_id, unit_id)


async def _carry_out(
    actor: Actor, stocktaking: StocktakingView, line: StocktakingLineView, command: SettleLine
) -> None:
    note = command.note.strip()
    if command.how is Settlement.HERE:
        place = stocktaking.place_id
        facts: dict[str, object] = {"note": note}
        await hand_over(actor, [line.unit_id], "stocktake", custodian=place, place=place, facts=facts)
        return
    if command.how is Settlement.LOST:
        await hand_over(actor, [line.unit_id], "stocktake", facts={"missing": True, "note": note})
    notice = "stocktake_lost" if command.how is Settlement.LOST else f"stocktake_{line.finding}"
    told = await ask_about(actor, line.unit_id, notice, f"stocktake:{line.id}", note=note)
    if not told and command.how is Settlement.ASKED:
        raise Invalid({"how": "nobody-to-ask"})


_OPEN = "SELECT count(*) FROM stocktaking WHERE place_id = ANY($1::uuid[]) AND closed_at IS NULL"


@before_merging
async def _one_count_at_a_time(kept_id: UUID, merged_id: UUID) -> None:
    """Two counts that are open cannot become one of one place: either is closed first."""
    if await db.fetch_value(_OPEN, [kept_id, merged_id]) > 1:
        raise Conflict("merging-stocktaking")
