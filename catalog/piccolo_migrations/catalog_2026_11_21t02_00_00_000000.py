"""Indexes, sequences and triggers of `catalog`."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search, probe and expiry indexes; moves are immutable"

STATEMENTS = (
    "CREATE INDEX product_search ON product USING gin (search_terms)",
    "CREATE INDEX product_items ON product USING gin (item_codes)",
    "CREATE UNIQUE INDEX tag_of_unit ON tag (unit_id) WHERE retired_at IS NULL",
    # Periods of a unit never overlap, so the latest one before a day answers for that day.
    "CREATE INDEX occupancy_probe ON occupancy (unit_id, lower(period)) WHERE status = 'active'",
    "CREATE INDEX occupancy_expiring ON occupancy (expires_at) WHERE status = 'active' AND purpose = 'hold'",
    "CREATE TRIGGER unit_move_is_immutable BEFORE UPDATE OR DELETE ON unit_move"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("catalog", ID, DESCRIPTION, STATEMENTS)
