"""Indexes from which the desks count what is under way without opening the loans."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import index_migration

ID = "2026-11-21T15:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what is under way with a counter and with a lender, with its dates"

_DATES = "INCLUDE (starts_on, ends_on, answer_by, hold_expires_at) WHERE closed_at IS NULL"
# Built while work goes on: nobody who reads or writes waits.
MADE = {
    "loan_of_counter_under_way": f"ON loan (counter_id, custody, custody_since, id) {_DATES}",
    "loan_of_lender_under_way": f"ON loan (lender_id, custody, custody_since, id) {_DATES}",
}


async def forwards() -> MigrationManager:
    """Make them; the first takes the place of the one without dates."""
    return index_migration("loans", ID, DESCRIPTION, MADE, dropped=("loan_under_way",))
