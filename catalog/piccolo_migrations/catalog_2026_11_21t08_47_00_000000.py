from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.constraints import Check

ID = "2026-11-21T08:47:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "sending back by scan"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="catalog", description=DESCRIPTION
    )

    manager.drop_constraint(
        table_class_name="Scan",
        tablename="scan",
        constraint_name="scan_action_known",
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Scan",
        tablename="scan",
        constraint_name="scan_action_among",
        constraint_class=Check,
        params={
            "condition": "action IN ('receive', 'send_back', 'take_back', 'locate', 'exhibit')"
        },
        schema=None,
    )

    return manager
