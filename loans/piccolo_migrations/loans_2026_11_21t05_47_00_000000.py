"""Indexes for the standings of the report; those of the way in which it counted before go."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T05:47:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "who was on trial on a day, found at once"

# Built while work goes on: nobody who reads or writes waits.
MADE = {
    "loan_away": """
    ON loan USING gist (daterange(received_on, greatest(received_on, coalesce(sent_back_on, returned_on,
        CASE WHEN custody = 'lost' THEN (custody_since AT TIME ZONE 'Asia/Tokyo')::date END, 'infinity'))),
        counter_id) WHERE received_on IS NOT NULL
    """,
    "loan_event_extended": "ON loan_event (loan_id) WHERE step = 'extend'",
}


async def forwards() -> MigrationManager:
    """Make them."""
    return index_migration("loans", ID, DESCRIPTION, MADE, dropped=("loan_event_counted", "loan_received"))
