from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
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


class Exhibition(Table, tablename="exhibition", schema=None):
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


class ExhibitionLeg(Table, tablename="exhibition_leg", schema=None):
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


class ExhibitionVenue(Table, tablename="exhibition_venue", schema=None):
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


ID = "2026-11-21T09:04:49:236584"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="exhibitions", description=DESCRIPTION
    )

    manager.add_table(
        class_name="ExhibitMove",
        tablename="exhibit_move",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="ExhibitMove",
        tablename="exhibit_move",
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
        table_class_name="ExhibitMove",
        tablename="exhibit_move",
        column_name="leg",
        db_column_name="leg_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": ExhibitionLeg,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "leg_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitMove",
        tablename="exhibit_move",
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
        table_class_name="ExhibitMove",
        tablename="exhibit_move",
        column_name="move",
        db_column_name="move",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "load",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "move",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitMove",
        tablename="exhibit_move",
        column_name="person",
        db_column_name="person_id",
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
            "db_column_name": "person_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitMove",
        tablename="exhibit_move",
        column_name="via",
        db_column_name="via",
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
            "db_column_name": "via",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitMove",
        tablename="exhibit_move",
        column_name="at",
        db_column_name="at",
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
            "db_column_name": "at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
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
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        column_name="exhibition",
        db_column_name="exhibition_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Exhibition,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "exhibition_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        column_name="from_venue",
        db_column_name="from_venue_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": ExhibitionVenue,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "from_venue_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        column_name="to_venue",
        db_column_name="to_venue_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": ExhibitionVenue,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "to_venue_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        column_name="departs_on",
        db_column_name="departs_on",
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
            "db_column_name": "departs_on",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        column_name="arrives_on",
        db_column_name="arrives_on",
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
            "db_column_name": "arrives_on",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        column_name="driver",
        db_column_name="driver",
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
            "db_column_name": "driver",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        column_name="driver_phone",
        db_column_name="driver_phone",
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
            "db_column_name": "driver_phone",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        column_name="contact",
        db_column_name="contact",
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
            "db_column_name": "contact",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        column_name="contact_phone",
        db_column_name="contact_phone",
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
            "db_column_name": "contact_phone",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
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
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        column_name="created_at",
        db_column_name="created_at",
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
            "db_column_name": "created_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitMove",
        tablename="exhibit_move",
        constraint_name="exhibit_move_known",
        constraint_class=Check,
        params={"condition": "move IN ('load', 'unload')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitMove",
        tablename="exhibit_move",
        constraint_name="exhibit_move_once",
        constraint_class=Unique,
        params={
            "columns": ["leg_id", "exhibit_id", "move"],
            "nulls_distinct": True,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitionLeg",
        tablename="exhibition_leg",
        constraint_name="exhibition_leg_days_in_order",
        constraint_class=Check,
        params={"condition": "departs_on <= arrives_on"},
        schema=None,
    )

    return manager
