from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Unique
from piccolo.table import Table


class Exhibit(Table, tablename="exhibit", schema=None):
    id = UUID(
        default=None,
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name=None,
        secret=False,
    )


ID = "2026-11-21T08:48:13:782318"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="exhibitions", description=DESCRIPTION
    )

    manager.add_table(
        class_name="ExhibitScan",
        tablename="exhibit_scan",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="ExhibitScan",
        tablename="exhibit_scan",
        column_name="readings",
        db_column_name="readings",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 0,
            "null": False,
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

    manager.add_column(
        table_class_name="ExhibitScan",
        tablename="exhibit_scan",
        column_name="id",
        db_column_name="id",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": None,
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitScan",
        tablename="exhibit_scan",
        column_name="exhibit",
        db_column_name="exhibit_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Exhibit,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "exhibit_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitScan",
        tablename="exhibit_scan",
        column_name="day",
        db_column_name="day",
        column_class_name="Date",
        column_class=Date,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "day",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitScan",
        tablename="exhibit_scan",
        column_name="language",
        db_column_name="language",
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
            "db_column_name": "language",
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitScan",
        tablename="exhibit_scan",
        constraint_name="exhibit_scan_once",
        constraint_class=Unique,
        params={
            "columns": ["exhibit_id", "day", "language"],
            "nulls_distinct": True,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibit",
        tablename="exhibit",
        column_name="caption_en",
        db_column_name="caption_en",
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
            "db_column_name": "caption_en",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibit",
        tablename="exhibit",
        column_name="caption_plain",
        db_column_name="caption_plain",
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
            "db_column_name": "caption_plain",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibit",
        tablename="exhibit",
        column_name="stands_for",
        db_column_name="stands_for",
        column_class_name="UUID",
        column_class=UUID,
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

    manager.add_column(
        table_class_name="Exhibit",
        tablename="exhibit",
        column_name="token",
        db_column_name="token",
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
            "db_column_name": "token",
            "secret": False,
        },
        schema=None,
    )

    return manager
