"""Where the units of loans stand that went back as a whole, and finding those that go back one by one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T05:09:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "units that went back, each with its day"

# The update touches every unit of a loan that came back once: rows are locked, the table is not.
STATEMENTS = (
    "UPDATE loan_unit lu SET sent_back_on = l.sent_back_on, returned_on = l.returned_on,"
    " lost_on = CASE WHEN l.custody = 'lost' THEN (l.custody_since AT TIME ZONE 'Asia/Tokyo')::date END"
    " FROM loan l WHERE l.id = lu.loan_id AND l.custody IN ('returning', 'returned', 'lost')",
    "CREATE INDEX loan_unit_coming ON loan_unit (loan_id) WHERE sent_back_on IS NOT NULL"
    " AND returned_on IS NULL AND lost_on IS NULL AND released_at IS NULL",
    # A loan whose last unit is lost after others came back has come back: the report counts it as such.
    "DROP INDEX loan_event_counted",
    "CREATE INDEX loan_event_counted ON loan_event (occurred_on) WHERE step IN ('request', 'confirm',"
    " 'decline', 'cancel', 'refuse_offer', 'take_back', 'write_off', 'submit_result')",
)


async def forwards() -> MigrationManager:
    """Fill in and make them."""
    return sql_migration("loans", ID, DESCRIPTION, STATEMENTS)
