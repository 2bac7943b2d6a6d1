from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.constraints import Check

ID = "2026-11-21T08:46:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "missing parts are a condition"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="loans", description=DESCRIPTION
    )

    manager.drop_constraint(
        table_class_name="ConditionCheck",
        tablename="condition_check",
        constraint_name="condition_check_condition_known",
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ConditionCheck",
        tablename="condition_check",
        constraint_name="condition_check_condition_among",
        constraint_class=Check,
        params={"condition": "condition IN ('ok', 'damaged', 'missing_parts')"},
        schema=None,
    )

    return manager
