from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.constraints import Unique
from piccolo.table import Table


class Organization(Table, tablename="organization", schema=None):
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


class Person(Table, tablename="person", schema=None):
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


class Stocktaking(Table, tablename="stocktaking", schema=None):
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


class Unit(Table, tablename="unit", schema=None):
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


ID = "2026-11-21T08:35:56:893643"
VERSION = "1.38.0"
DESCRIPTION = "stocktaking"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="catalog", description=DESCRIPTION
    )

    manager.add_table(
        class_name="StocktakingLine",
        tablename="stocktaking_line",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="Stocktaking",
        tablename="stocktaking",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
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
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="stocktaking",
        db_column_name="stocktaking_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Stocktaking,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "stocktaking_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="unit",
        db_column_name="unit_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Unit,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "unit_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="is_expected",
        db_column_name="is_expected",
        column_class_name="Boolean",
        column_class=Boolean,
        params={
            "default": False,
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
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="found_at",
        db_column_name="found_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "found_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="finding",
        db_column_name="finding",
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
            "db_column_name": "finding",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="believed_place",
        db_column_name="believed_place_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Organization,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "believed_place_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="believed_custodian",
        db_column_name="believed_custodian_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Organization,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "believed_custodian_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="settled",
        db_column_name="settled",
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
            "db_column_name": "settled",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="settled_by",
        db_column_name="settled_by",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Person,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "settled_by",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="settled_at",
        db_column_name="settled_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "settled_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        column_name="note",
        db_column_name="note",
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
            "db_column_name": "note",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Stocktaking",
        tablename="stocktaking",
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
        table_class_name="Stocktaking",
        tablename="stocktaking",
        column_name="place",
        db_column_name="place_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Organization,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "place_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Stocktaking",
        tablename="stocktaking",
        column_name="started_by",
        db_column_name="started_by",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Person,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "started_by",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Stocktaking",
        tablename="stocktaking",
        column_name="started_at",
        db_column_name="started_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "started_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Stocktaking",
        tablename="stocktaking",
        column_name="closed_by",
        db_column_name="closed_by",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Person,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "closed_by",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Stocktaking",
        tablename="stocktaking",
        column_name="closed_at",
        db_column_name="closed_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "closed_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        constraint_name="stocktaking_line_once",
        constraint_class=Unique,
        params={"columns": ["stocktaking_id", "unit_id"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        constraint_name="stocktaking_line_finding_known",
        constraint_class=Check,
        params={
            "condition": "finding IN ('', 'found', 'missing', 'strange', 'left')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="StocktakingLine",
        tablename="stocktaking_line",
        constraint_name="stocktaking_line_settled_known",
        constraint_class=Check,
        params={"condition": "settled IN ('', 'here', 'lost', 'asked')"},
        schema=None,
    )

    return manager
