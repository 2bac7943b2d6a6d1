"""The steps that were recorded before anybody counted them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T05:46:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "earlier steps counted too"

# Locks nothing: steps go on meanwhile and count themselves; half a minute for a million loans.
STATEMENTS = (
    """
    INSERT INTO counted_step (event_id, occurred_on, counter_id, product_id, measure)
    SELECT e.id, e.occurred_on, l.counter_id, l.product_id, measure_of(e, l)
    FROM loan_event e JOIN loan l ON l.id = e.loan_id WHERE measure_of(e, l) IS NOT NULL
    ON CONFLICT DO NOTHING
    """,
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("loans", ID, DESCRIPTION, STATEMENTS)
