"""What of the loans changes hands when two organisations become one, for the page that asks before it."""

from typing import Any
from uuid import UUID

from accounts.domain import Actor
from core import db
from core.i18n import format_period, lazy
from directory.concerned import MOST_LINES, Concern, Line, concerned_by_merging, total_of
from loans.domain import Custody
from loans.labels import CUSTODY
from loans.queries import visible_to
from loans.waiting.domain import OPEN_STATES

_LOANS = """
SELECT l.id, l.number, l.custody, l.starts_on AS start, l.ends_on AS "end", p.name AS product,
    f.name AS facility, count(*) OVER () AS total
FROM loan l JOIN product p ON p.id = l.product_id JOIN organization f ON f.id = l.facility_id
WHERE l.closed_at IS NULL AND (l.facility_id = $1 OR l.counter_id = $1 OR l.lender_id = $1) AND {visible}
ORDER BY l.starts_on, l.id LIMIT $3
"""


@concerned_by_merging
async def _loans(actor: Actor, merged_id: UUID) -> Concern:
    sql = _LOANS.format(visible=visible_to(actor.signed_in(), 2))
    rows = await db.fetch(sql, merged_id, actor.organization_id, MOST_LINES)
    return Concern(lazy("終わっていない貸出"), total_of(rows), [_loan(row) for row in rows])


def _loan(row: Any) -> Line:
    stands = CUSTODY[Custody(row["custody"])].label
    note = " ".join((row["product"], format_period(row["start"], row["end"]), row["facility"], str(stands)))
    return Line(row["number"], note, f"/loans/{row['id']}")


_WISHES = """
SELECT e.id, f.name AS facility, coalesce(p.name, '') AS product, e.starts_on AS start, e.ends_on AS "end",
    count(*) OVER () AS total
FROM waiting_entry e JOIN organization f ON f.id = e.facility_id LEFT JOIN product p ON p.id = e.product_id
WHERE (e.facility_id = $1 OR e.counter_id = $1) AND e.state = ANY($2::text[])
ORDER BY e.joined_at, e.id LIMIT $3
"""


@concerned_by_merging
async def _wishes(_: Actor, merged_id: UUID) -> Concern:
    rows = await db.fetch(_WISHES, merged_id, sorted(state.value for state in OPEN_STATES), MOST_LINES)
    return Concern(lazy("キャンセル待ち"), total_of(rows), [_wish(row) for row in rows])


def _wish(row: Any) -> Line:
    note = " ".join(filter(None, (row["product"], format_period(row["start"], row["end"]))))
    return Line(row["facility"], note, f"/waitlist/{row['id']}")
