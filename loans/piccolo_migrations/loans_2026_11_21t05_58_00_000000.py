"""Indexes for the figures of one counter or one product, and for how the counters stand."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T05:58:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "figures of a counter, of a product, and standings, each from an index alone"

# Built while work goes on: nobody who reads or writes waits.
MADE = {
    "counted_step_of_counter": "ON counted_step (counter_id, occurred_on) INCLUDE (product_id, measure)",
    "counted_step_of_product": "ON counted_step (product_id, occurred_on) INCLUDE (counter_id, measure)",
    # As `loan_open`, with the end of the trial: overdue loans are counted without looking at them.
    "loan_under_way": "ON loan (counter_id, custody, custody_since, id) INCLUDE (ends_on)"
    " WHERE closed_at IS NULL",
}


async def forwards() -> MigrationManager:
    """Make them."""
    return index_migration("loans", ID, DESCRIPTION, MADE, dropped=("loan_open",))
