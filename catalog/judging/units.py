"""The answer for single units: free, or who has them until when, out of use, closed, or a buffer."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from catalog.domain import Purpose, UnitStatus
from catalog.judging.answers import Judgement, Reason, Stand, UnitAnswer, reasons_of
from catalog.queries.units import visible_to
from catalog.terms import Days
from core import db
from core.errors import NotFound

_SINCE_UNTIL = """
SELECT u.id, u.serial_number, u.status, o.purpose, lower(o.period) AS since, upper(o.period) AS until
FROM unit u LEFT JOIN occupancy o ON o.unit_id = u.id AND o.status = 'active'
    AND o.period && daterange($2, $3) AND ($4::uuid IS NULL OR o.cause_id IS DISTINCT FROM $4)
WHERE u.id = ANY($1::uuid[]) ORDER BY u.serial_number, u.id, lower(o.period)
"""
_SEEN = """
SELECT u.id, u.serial_number, u.status, u.lender_id, u.next_lender_id, u.next_lender_from,
    o.purpose, lower(o.period) AS since,
    upper(o.period) AS until
FROM unit u LEFT JOIN occupancy o ON o.unit_id = u.id AND o.status = 'active'
    AND o.period && daterange($2, $3)
WHERE u.product_id = $1 AND {visible} ORDER BY u.serial_number, u.id, lower(o.period)
"""


async def of_unit(unit_id: UUID, days: Days, except_cause: UUID | None = None) -> UnitAnswer:
    """Whether a unit is free on all of `days`, as the ledger counts them; `NotFound` for unknown units.

    What stands there for `except_cause` is no obstacle: a loan is not in its own way.
    """
    found = await of_units([unit_id], days, except_cause)
    if not found:
        raise NotFound
    return found[0]


async def of_units(
    unit_ids: Sequence[UUID], days: Days, except_cause: UUID | None = None
) -> list[UnitAnswer]:
    """The same for several units, by serial number."""
    rows = await db.fetch(_SINCE_UNTIL, list(unit_ids), days.start, days.end, except_cause)
    return [_answer(parts, days) for parts in _by_unit(rows).values()]


async def units_seen_by(actor: Actor, judgement: Judgement) -> list[UnitAnswer]:
    """Each unit of the product that `actor` may see: free for the wish, or why not."""
    question = judgement.question
    stands = {stand.lender_id: stand for stand in judgement.stands}
    rows = await db.fetch(
        _SEEN.format(visible=visible_to(actor, 4)),
        question.lending.product_id,
        min(stand.blocked.start for stand in judgement.stands),
        max(stand.blocked.end for stand in judgement.stands),
        actor.organization_id,
    )
    answers = []
    for parts in _by_unit(rows).values():
        stand = _stand(parts[0], stands)
        if stand is None:
            answers.append(_refused(parts[0], [_lent_by_another(parts[0], stands)]))
            continue
        answer = _answer(parts, stand.blocked, question.trial)
        against = reasons_of(stand.against)
        answers.append(
            msgspec.structs.replace(
                answer, is_free=answer.is_free and not against, reasons=against + answer.reasons
            )
        )
    return answers


def _stand(unit: asyncpg.Record, stands: Mapping[UUID | None, Stand]) -> Stand | None:
    """How the wish stands with the lender of a unit: who lends it on those days."""
    later = stands.get(unit["next_lender_id"]) if unit["next_lender_id"] else None
    if later is not None and later.blocked.start >= unit["next_lender_from"]:
        return later
    now = stands.get(unit["lender_id"], stands.get(None))
    is_over = now is not None and unit["next_lender_from"] and now.blocked.start >= unit["next_lender_from"]
    return None if is_over and None not in stands else now


def _lent_by_another(unit: asyncpg.Record, stands: Mapping[UUID | None, Stand]) -> Reason:
    """Until when a lender asked has given the unit away, or that it never lends it."""
    if unit["next_lender_id"] in stands and unit["next_lender_id"]:
        return Reason("taken", Purpose.TRANSIT, unit["next_lender_from"])
    return Reason("other-lender")


def _by_unit(rows: Sequence[asyncpg.Record]) -> Mapping[UUID, list[asyncpg.Record]]:
    units: dict[UUID, list[asyncpg.Record]] = {}
    for row in rows:
        units.setdefault(row["id"], []).append(row)
    return units


def _answer(parts: Sequence[asyncpg.Record], days: Days, trial: Days | None = None) -> UnitAnswer:
    unit = parts[0]
    if unit["status"] != UnitStatus.ACTIVE:
        return _refused(unit, [Reason("retired")])
    taken = [part for part in parts if part["purpose"] and days.meets(Days(part["since"], part["until"]))]
    reasons = [Reason(_code(part, trial or days), Purpose(part["purpose"]), part["until"]) for part in taken]
    return UnitAnswer(
        unit["id"], unit["serial_number"], not reasons, reasons, taken[0]["since"] if taken else None
    )


def _code(part: asyncpg.Record, trial: Days) -> str:
    """`buffer` where only the way there, the way back or the inspection meets what is taken."""
    return "taken" if trial.meets(Days(part["since"], part["until"])) else "buffer"


def _refused(unit: asyncpg.Record, reasons: list[Reason], taken_from: date | None = None) -> UnitAnswer:
    return UnitAnswer(unit["id"], unit["serial_number"], False, reasons, taken_from)  # it is not free
