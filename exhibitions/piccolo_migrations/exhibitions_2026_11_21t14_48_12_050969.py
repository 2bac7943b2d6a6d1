from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T14:48:12:050969"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="exhibitions", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="Exhibition",
        tablename="exhibition",
        column_name="access_en",
        db_column_name="access_en",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "access_en",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibition",
        tablename="exhibition",
        column_name="access_plain",
        db_column_name="access_plain",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "access_plain",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibition",
        tablename="exhibition",
        column_name="description_en",
        db_column_name="description_en",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "description_en",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibition",
        tablename="exhibition",
        column_name="description_plain",
        db_column_name="description_plain",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "description_plain",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibition",
        tablename="exhibition",
        column_name="hours_en",
        db_column_name="hours_en",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "hours_en",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibition",
        tablename="exhibition",
        column_name="hours_plain",
        db_column_name="hours_plain",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "hours_plain",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibition",
        tablename="exhibition",
        column_name="title_plain",
        db_column_name="title_plain",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "title_plain",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
        column_name="hours_en",
        db_column_name="hours_en",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "hours_en",
            "secret": False,
        },
        schema=None,
    )

    return manager
