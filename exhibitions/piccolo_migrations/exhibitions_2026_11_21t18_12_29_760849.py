from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import Bytea
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.constraints import Unique
from piccolo.table import Table


class Seminar(Table, tablename="seminar", schema=None):
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


class SeminarContact(Table, tablename="seminar_contact", schema=None):
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


ID = "2026-11-21T18:12:29:760849"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="exhibitions", description=DESCRIPTION
    )

    manager.add_table(
        class_name="SeminarLikeness",
        tablename="seminar_likeness",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="SeminarLikeness",
        tablename="seminar_likeness",
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
        table_class_name="SeminarLikeness",
        tablename="seminar_likeness",
        column_name="contact",
        db_column_name="contact_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": SeminarContact,
            "on_delete": OnDelete.cascade,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "contact_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarLikeness",
        tablename="seminar_likeness",
        column_name="seminar",
        db_column_name="seminar_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Seminar,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "seminar_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarLikeness",
        tablename="seminar_likeness",
        column_name="kind",
        db_column_name="kind",
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
            "db_column_name": "kind",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarLikeness",
        tablename="seminar_likeness",
        column_name="position",
        db_column_name="position",
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
        table_class_name="SeminarLikeness",
        tablename="seminar_likeness",
        column_name="digest",
        db_column_name="digest",
        column_class_name="Bytea",
        column_class=Bytea,
        params={
            "default": b"",
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

    manager.add_constraint(
        table_class_name="SeminarLikeness",
        tablename="seminar_likeness",
        constraint_name="seminar_likeness_kind_known",
        constraint_class=Check,
        params={"condition": "kind IN ('mail', 'name', 'colleague')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="SeminarLikeness",
        tablename="seminar_likeness",
        constraint_name="seminar_likeness_once",
        constraint_class=Unique,
        params={
            "columns": ["contact_id", "kind", "position"],
            "nulls_distinct": True,
        },
        schema=None,
    )

    return manager
