"""What must hold in every house at every moment, whoever did what: questions that count what breaks it.

Asked by the state machine after each action, and by the soak and the kill tests at their end. The
questions look at tables alone and use neither the indexes nor the words of the code they judge.
"""

from datetime import date, datetime, timedelta

import jpholiday

from core import db

INVARIANTS = {
    # Without the index of the constraint: the question must work where the constraint is gone.
    "days of a unit promised twice": """
        SELECT count(*) FROM (
            SELECT lower(period) < max(upper(period)) OVER (
                PARTITION BY unit_id ORDER BY lower(period), id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS is_double
            FROM occupancy WHERE status = 'active'
        ) days WHERE is_double
    """,
    "days taken without a cause": """
        SELECT count(*) FROM occupancy o WHERE o.status = 'active'
        AND NOT EXISTS (SELECT FROM loan_unit lu WHERE lu.occupancy_id = o.id AND lu.released_at IS NULL
            AND lu.unit_id = o.unit_id AND lu.loan_id = o.cause_id)
        -- A unit exchanged under way keeps days until it is home and inspected; how many, is asked below.
        AND NOT EXISTS (SELECT FROM loan_unit lu JOIN loan l ON l.id = lu.loan_id
            WHERE lu.occupancy_id = o.id AND lu.loan_id = o.cause_id AND lu.unit_id = o.unit_id
            AND (lu.returned_on IS NOT NULL OR (lu.released_at IS NOT NULL
                AND l.custody IN ('dispatched', 'on_trial', 'returning', 'lost'))))
        AND NOT EXISTS (SELECT FROM loan_recall r WHERE r.loan_id = o.cause_id AND r.state = 'open'
            AND o.purpose = 'hold')
        AND NOT EXISTS (SELECT FROM exhibit e WHERE e.occupancy_id = o.id)
        AND NOT EXISTS (SELECT FROM waiting_entry w WHERE w.id = o.cause_id AND w.state = 'offered')
        -- A unit that changes its lender keeps its days until it is with its vendor again.
        AND NOT EXISTS (SELECT FROM handover h JOIN handover_unit hu ON hu.handover_id = h.id
            WHERE h.id = o.cause_id AND hu.unit_id = o.unit_id AND h.state NOT IN ('refused', 'withdrawn')
            AND (hu.returned_at IS NULL
                OR upper(o.period) <= (hu.returned_at AT TIME ZONE 'Asia/Tokyo')::date))
        AND o.purpose <> 'maintenance'
    """,
    "days kept by a loan that came to nothing": """
        SELECT count(*) FROM occupancy o JOIN loan l ON l.id = o.cause_id
        WHERE o.status = 'active' AND l.custody IN ('declined', 'cancelled')
    """,
    # A fortnight is longer than any inspection over the turn of the year.
    "days kept long after the unit came back": """
        SELECT count(*) FROM occupancy o JOIN loan l ON l.id = o.cause_id
        WHERE o.status = 'active' AND l.custody = 'returned' AND upper(o.period) > l.returned_on + 14
    """,
    "days of a unit that is lost": """
        SELECT count(*) FROM occupancy o JOIN loan l ON l.id = o.cause_id
        WHERE o.status = 'active' AND l.custody = 'lost'
        AND upper(o.period) > (l.custody_since AT TIME ZONE 'Asia/Tokyo')::date
        -- A unit that was exchanged before is not lost: it is on its way back.
        AND NOT EXISTS (SELECT FROM loan_unit lu WHERE lu.occupancy_id = o.id AND lu.released_at IS NOT NULL)
    """,
    "loans under way without their units": """
        SELECT count(*) FROM loan l WHERE l.custody IN ('confirmed', 'dispatched', 'on_trial', 'returning')
        AND l.quantity <> (
            SELECT count(*) FROM loan_unit lu JOIN occupancy o ON o.id = lu.occupancy_id
            WHERE lu.loan_id = l.id AND lu.released_at IS NULL
            AND (lu.returned_on IS NOT NULL OR lu.lost_on IS NOT NULL
                OR (o.status = 'active' AND o.purpose = 'loan'))
        )
    """,
    "more held for those who wait than is offered to them": """
        SELECT count(*) FROM waiting_entry w
        WHERE (SELECT count(*) FROM occupancy o WHERE o.cause_id = w.id AND o.status = 'active')
        <> coalesce((SELECT sum(quantity) FROM waiting_offer f
            WHERE f.entry_id = w.id AND f.state = 'open'), 0)
    """,
    "exhibits under way without their unit": """
        SELECT count(*) FROM exhibit e WHERE e.status IN ('asked', 'confirmed', 'delivered', 'on_show')
        AND e.lent_on IS NULL AND NOT EXISTS (SELECT FROM occupancy o WHERE o.id = e.occupancy_id
            AND o.status = 'active' AND o.purpose = 'exhibition' AND o.unit_id = e.unit_id)
    """,
    "days kept by an exhibit that came to nothing": """
        SELECT count(*) FROM occupancy o JOIN exhibit e ON e.occupancy_id = o.id
        WHERE o.status = 'active' AND e.status IN ('declined', 'withdrawn')
    """,
    "requests that hold only a part": """
        SELECT count(*) FROM loan l WHERE l.custody IN ('requested', 'proposed')
        AND (SELECT count(*) FROM loan_unit lu JOIN occupancy o ON o.id = lu.occupancy_id
            WHERE lu.loan_id = l.id AND lu.released_at IS NULL AND o.status = 'active' AND o.purpose = 'hold')
            NOT IN (0, l.quantity)
    """,
    "trials outside the days taken for them": """
        SELECT count(*) FROM loan l JOIN loan_unit lu ON lu.loan_id = l.id AND lu.released_at IS NULL
        JOIN occupancy o ON o.id = lu.occupancy_id
        WHERE l.custody IN ('confirmed', 'dispatched') AND NOT o.period @> daterange(l.starts_on, l.ends_on)
    """,
    "histories with a gap": """
        SELECT count(*) FROM (
            SELECT loan_id FROM loan_event GROUP BY loan_id
            HAVING min(position) <> 1 OR max(position) <> count(*)
        ) gaps
    """,
    "steps that begin elsewhere than the one before ended": """
        SELECT count(*) FROM (
            SELECT custody_from, result_from, position,
                lag(custody_to) OVER story AS custody_before, lag(result_to) OVER story AS result_before
            FROM loan_event WINDOW story AS (PARTITION BY loan_id ORDER BY position)
        ) steps
        WHERE position > 1 AND (custody_from, result_from) IS DISTINCT FROM (custody_before, result_before)
    """,
    "loans that stand elsewhere than their history says": """
        SELECT count(*) FROM loan l WHERE NOT EXISTS (
            SELECT FROM loan_event e WHERE e.loan_id = l.id
            AND e.custody_to = l.custody
            AND e.result_to = l.result
            AND e.position = (SELECT max(position) FROM loan_event WHERE loan_id = l.id)
        )
    """,
    "steps that nobody is told of": """
        SELECT count(*) FROM loan_event e
        WHERE NOT EXISTS (SELECT FROM outbox o WHERE o.dedupe_key = 'loan:' || e.id::text)
    """,
    "answers begun and never finished": "SELECT count(*) FROM idempotency_record WHERE status = 0",
    "mails sent that nobody asked for, or asked for and marked as sent that never were": """
        SELECT count(*) FROM (SELECT message_key FROM caught_mail) caught
        FULL JOIN (SELECT dedupe_key FROM outbox WHERE kind = 'mail' AND delivered_at IS NOT NULL) asked
        ON asked.dedupe_key = caught.message_key
        WHERE asked.dedupe_key IS NULL OR caught.message_key IS NULL
    """,
}
# True only once the sweep has run.
HOLDS_PAST_THEIR_TIME = """
SELECT count(*) FROM occupancy WHERE status = 'active' AND purpose = 'hold' AND expires_at < $1
"""
OUTBOX_LEFT = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL"


# Units that are home, or that others took the place of under way, with the working days that may still pass.
_GOING_HOME = """
SELECT l.lender_id, upper(o.period) AS until,
    coalesce(lu.returned_on, (lu.released_at AT TIME ZONE 'Asia/Tokyo')::date) AS since,
    greatest(coalesce(p.inspection_working_days, c.inspection_working_days, 1)
        - coalesce(c.same_day_turnaround, false)::int, 0)
    + CASE WHEN lu.returned_on IS NULL THEN coalesce(p.transit_working_days, c.transit_working_days, 2)
        ELSE 0 END AS working_days
FROM loan_unit lu JOIN occupancy o ON o.id = lu.occupancy_id AND o.status = 'active'
JOIN loan l ON l.id = lu.loan_id JOIN product p ON p.id = l.product_id
LEFT JOIN policy c ON c.counter_id = l.counter_id
WHERE (lu.released_at IS NOT NULL OR lu.returned_on IS NOT NULL) AND o.cause_id = l.id
"""
_CLOSED = """
SELECT o.id, o.closed_weekdays, array_remove(array_agg(c.day), NULL) AS days
FROM organization o LEFT JOIN closing_day c ON c.organization_id = o.id
WHERE o.id = ANY($1::uuid[]) GROUP BY o.id
"""
GOING_HOME = "days kept by a unit that is home or was exchanged, past its way home and inspection"


async def broken() -> dict[str, int]:
    """Each invariant that does not hold in this database, and how often; empty when all is well."""
    found = {name: await db.fetch_value(question) for name, question in INVARIANTS.items()}
    found[GOING_HOME] = await _kept_too_long()
    return {name: count for name, count in found.items() if count}


async def _kept_too_long() -> int:
    rows = await db.fetch(_GOING_HOME)
    lenders = await db.fetch(_CLOSED, list({row["lender_id"] for row in rows}))
    closed = {row["id"]: (set(row["closed_weekdays"] or ()), set(row["days"])) for row in lenders}
    return sum(
        row["until"] > _free_again(row["since"], row["working_days"], *closed[row["lender_id"]])
        for row in rows
    )


def _free_again(day: date, working_days: int, weekdays: set[int], days: set[date]) -> date:
    """The day after so many working days of the lender, counted on the fingers."""
    left = working_days
    while left:
        is_closed = day.weekday() in {5, 6} | weekdays or day in days or jpholiday.is_holiday(day)
        left -= not (is_closed or (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3))
        day += timedelta(days=1)
    return day


async def holds_past_their_time(moment: datetime) -> int:
    """How many holds should have been released by `moment`."""
    count: int = await db.fetch_value(HOLDS_PAST_THEIR_TIME, moment)
    return count
