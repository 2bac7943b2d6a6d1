"""What the judge reads in the ledger: always for many at once, one statement each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from catalog.domain import Purpose
from catalog.judging.answers import Reason
from catalog.occupancy import free_between, lender_on
from catalog.terms import Days
from core import db


class Look(msgspec.Struct, frozen=True):
    """A product's units of one lender, or of all, on certain days."""

    product_id: UUID
    lender_id: UUID | None
    days: Days


class Gaps(msgspec.Struct, frozen=True):
    """Stretches on which single units are free, by their first day; days as ordinals, `until` exclusive."""

    since: Sequence[int] = ()
    until: Sequence[int] = ()

    @classmethod
    def of(cls, parts: Sequence["Gaps"]) -> "Gaps":
        """Those of several lenders as one."""
        if len(parts) == 1:
            return parts[0]
        both = sorted(pair for part in parts for pair in zip(part.since, part.until, strict=True))
        return cls([since for since, _ in both], [until for _, until in both])


_LOOKS = """
unnest($1::int[], $2::uuid[], $3::uuid[], $4::date[], $5::date[])
    AS w (n, product_id, lender_id, since, until)
"""
_WANTED = f"""
{_LOOKS} JOIN unit u ON u.product_id = w.product_id
    AND (w.lender_id IS NULL OR {lender_on("w.since")} = w.lender_id)
"""
_FREE = f"""
SELECT w.n, array_agg(u.id ORDER BY u.id) AS free FROM {_WANTED}
WHERE {free_between("w.since", "w.until")} GROUP BY w.n
"""  # noqa: S608  # put together from constants
# What somebody else lends for a time is away until its next lender lends it again.
_TAKEN = f"""
SELECT n, purpose, min(until) AS until FROM (
    SELECT w.n, o.unit_id, o.purpose, max(upper(o.period)) AS until FROM {_WANTED}
    JOIN occupancy o ON o.unit_id = u.id AND o.status = 'active' AND o.period && daterange(w.since, w.until)
    WHERE u.status = 'active' GROUP BY w.n, o.unit_id, o.purpose
    UNION ALL
    SELECT w.n, u.id, 'transit', u.next_lender_from FROM {_LOOKS}
    JOIN unit u ON u.product_id = w.product_id AND u.next_lender_id = w.lender_id
        AND u.next_lender_from > w.since
    WHERE u.status = 'active'
) each_unit GROUP BY n, purpose ORDER BY n, purpose
"""  # noqa: S608  # put together from constants
# A stretch that ends on the first day stands before all others, so that the days up to the first one count.
# Then what ends later and begins before the last day: a short walk along `occupancy_until`, which holds the
# periods themselves, so that the ledger need not be opened.
_GAPS = f"""
SELECT product_id, lender_id, array_agg(since ORDER BY since) AS since,
    array_agg(until ORDER BY since) AS until
FROM (
    SELECT u.product_id, {lender_on("s.until")} AS lender_id, s.until - date '0001-01-01' + 1 AS since,
        lead(s.begin, 1, $3::date) OVER (PARTITION BY u.id ORDER BY s.begin) - date '0001-01-01' + 1 AS until
    FROM unit u CROSS JOIN LATERAL (
        SELECT date '0001-01-01' AS begin, $2::date AS until
        UNION ALL (
            SELECT lower(o.period), upper(o.period) FROM occupancy o
            WHERE o.unit_id = u.id AND o.status = 'active'
              AND upper(o.period) > $2::date AND lower(o.period) < $3::date)
    ) s
    WHERE u.product_id = ANY($1::uuid[]) AND u.status = 'active'
      AND ($5::uuid[] IS NULL OR u.lender_id = ANY($5) OR u.next_lender_id = ANY($5))
) gap WHERE until - since >= $4 AND until > $2::date - date '0001-01-01' + 1
GROUP BY product_id, lender_id
"""  # noqa: S608  # put together from constants


async def free_units_at(looks: Sequence[Look]) -> list[list[UUID]]:
    """For each look the units that are free on all of its days, in the order of their ids."""
    free: list[list[UUID]] = [[] for _ in looks]
    for row in await db.fetch(_FREE, *_columns(looks)) if looks else ():
        free[row["n"]] = row["free"]
    return free


async def taken_at(looks: Sequence[Look]) -> list[list[Reason]]:
    """For each look what has its days: a purpose, and when the first unit taken for it is free again."""
    taken: list[list[Reason]] = [[] for _ in looks]
    for row in await db.fetch(_TAKEN, *_columns(looks)) if looks else ():
        taken[row["n"]].append(Reason("taken", Purpose(row["purpose"]), row["until"]))
    return taken


def _columns(looks: Sequence[Look]) -> tuple[list[Any], ...]:
    return (
        list(range(len(looks))),
        [look.product_id for look in looks],
        [look.lender_id for look in looks],
        [look.days.start for look in looks],
        [look.days.end for look in looks],
    )


class Ledger(msgspec.Struct, frozen=True):
    """The gaps between `days.start` and `days.end`, by product and lender."""

    days: Days
    gaps: Mapping[UUID, Mapping[UUID, Gaps]]

    def of(self, product_id: UUID, lender_id: UUID | None) -> Gaps:
        """Those of one lender, or of all lenders."""
        by_lender = self.gaps.get(product_id, {})
        if lender_id is None:
            return Gaps.of(list(by_lender.values()) or [Gaps()])
        return by_lender.get(lender_id, Gaps())


async def gaps_between(
    product_ids: Sequence[UUID], start: date, end: date, least: int, lenders: Sequence[UUID] | None = None
) -> Ledger:
    """All gaps of at least `least` days; what begins before `start` or ends after `end` is cut there."""
    found: dict[UUID, dict[UUID, Gaps]] = {}
    for row in await db.fetch(_GAPS, list(product_ids), start, end, least, lenders):
        found.setdefault(row["product_id"], {})[row["lender_id"]] = Gaps(row["since"], row["until"])
    return Ledger(Days(start, end), found)
