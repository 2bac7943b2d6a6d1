"""Which steps count, and when a unit was away: the SQL that the report and its index agree on.

The table `counted_step` holds one slim row for each event that counts. A trigger on `loan_event` writes it in
the transaction of the step: nobody else does, and nothing is added up that two steps could wait for. What a
step counts as is said once, in the database, by `measure_of(event, loan)`; who changes that counts anew. The
report reads the table through one index by day, without looking at loans or events.
"""

from uuid import UUID

from core import db
from directory.merging import after_merging

# The same rows found from the loans: for few loans, and to prove the table by.
STEPS_OF_LOANS = """
(
    SELECT e.id AS event_id, e.occurred_on, l.counter_id, l.product_id, l.facility_id,
        measure_of(e, l) AS measure
    FROM loan l JOIN loan_event e ON e.loan_id = l.id
)
"""

# From the day of receipt to the day on which the unit left again, exclusive. The index `loan_away` is made of
# this very expression.
AWAY = """
daterange(received_on, greatest(received_on, coalesce(sent_back_on, returned_on,
    CASE WHEN custody = 'lost' THEN (custody_since AT TIME ZONE 'Asia/Tokyo')::date END, 'infinity')))
"""

# Count whatever is not counted yet: what a restored or generated database needs whose triggers slept.
COUNT_THE_REST = """
INSERT INTO counted_step (event_id, occurred_on, counter_id, product_id, measure)
SELECT e.id, e.occurred_on, l.counter_id, l.product_id, measure_of(e, l)
FROM loan_event e JOIN loan l ON l.id = e.loan_id WHERE measure_of(e, l) IS NOT NULL
ON CONFLICT DO NOTHING
"""
# Rows that stand on one side only; none when the table is right.
MISCOUNTED = f"""
WITH proof AS (
    SELECT s.event_id, s.occurred_on, s.counter_id, s.product_id, s.measure
    FROM {STEPS_OF_LOANS} s WHERE s.measure IS NOT NULL
)
(TABLE proof EXCEPT TABLE counted_step) UNION ALL (TABLE counted_step EXCEPT TABLE proof)
"""  # noqa: S608  # put together from constants


@after_merging
async def _count_for_the_kept(kept_id: UUID, merged_id: UUID) -> None:
    """What was counted for a counter counts for the one that it became; no foreign key tells of it."""
    await db.execute("UPDATE counted_step SET counter_id = $1 WHERE counter_id = $2", kept_id, merged_id)
