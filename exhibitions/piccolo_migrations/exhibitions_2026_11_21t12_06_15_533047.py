from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from core.columns import TextArray
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T12:06:15:533047"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="exhibitions", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="Seminar",
        tablename="seminar",
        column_name="item_codes",
        db_column_name="item_codes",
        column_class_name="TextArray",
        column_class=TextArray,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    return manager
