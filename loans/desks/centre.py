"""How the counters stand now, side by side, for the centre."""

from datetime import timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now, today
from directory.kinds import OrganizationKind

USUAL_PATIENCE = 5  # days


class CounterStanding(msgspec.Struct, frozen=True, kw_only=True):
    """The open loans of one counter by state; `waiting` are unanswered for longer than asked about."""

    id: UUID
    name: str
    requested: int
    proposed: int
    confirmed: int
    under_way: int
    on_trial: int
    overdue: int
    results_missing: int
    waiting: int


_STANDINGS = """
SELECT c.id, c.name,
    coalesce(open.requested, 0)::int AS requested, coalesce(open.proposed, 0)::int AS proposed,
    coalesce(open.confirmed, 0)::int AS confirmed, coalesce(open.under_way, 0)::int AS under_way,
    coalesce(open.on_trial, 0)::int AS on_trial, coalesce(open.overdue, 0)::int AS overdue,
    coalesce(open.results_missing, 0)::int AS results_missing, coalesce(open.waiting, 0)::int AS waiting
FROM organization c LEFT JOIN (
    SELECT l.counter_id, count(*) FILTER (WHERE l.custody = 'requested') AS requested,
        count(*) FILTER (WHERE l.custody = 'proposed') AS proposed,
        count(*) FILTER (WHERE l.custody = 'confirmed') AS confirmed,
        count(*) FILTER (WHERE l.custody IN ('dispatched', 'returning')) AS under_way,
        count(*) FILTER (WHERE l.custody = 'on_trial') AS on_trial,
        count(*) FILTER (WHERE l.custody = 'on_trial' AND l.ends_on <= $1::date) AS overdue,
        count(*) FILTER (WHERE l.custody IN ('returned', 'lost')) AS results_missing,
        count(*) FILTER (WHERE l.custody IN ('requested', 'proposed') AND l.custody_since < $2) AS waiting
    FROM loan l WHERE l.closed_at IS NULL GROUP BY l.counter_id
) open ON open.counter_id = c.id
WHERE c.kind IN ('counter', 'general_center') AND c.gone_on IS NULL
ORDER BY coalesce(open.overdue, 0) + coalesce(open.waiting, 0) DESC, open.counter_id IS NULL, c.name, c.id
"""


async def counters_now(actor: Actor, patience: int = USUAL_PATIENCE) -> list[CounterStanding]:
    """Every counter, those in trouble first.

    `waiting` counts requests and enquiries without an answer for over `patience` days.
    """
    actor.one_of(OrganizationKind.CENTRE)
    return await db.fetch_as(CounterStanding, _STANDINGS, today(), now() - timedelta(days=patience))


def all_together(standings: list[CounterStanding]) -> dict[str, int]:
    """The sum of each figure over all counters."""
    names = [name for name in CounterStanding.__struct_fields__ if name not in ("id", "name")]
    return {name: sum(getattr(one, name) for one in standings) for name in names}
