from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import JSONB
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


class ExhibitIncident(Table, tablename="exhibit_incident", schema=None):
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


class ExhibitPhoto(Table, tablename="exhibit_photo", schema=None):
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


ID = "2026-11-21T18:16:36:271896"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="exhibitions", description=DESCRIPTION
    )

    manager.add_table(
        class_name="ExhibitIncident",
        tablename="exhibit_incident",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="ExhibitCheck",
        tablename="exhibit_check",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="ExhibitMark",
        tablename="exhibit_mark",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="ExhibitPhoto",
        tablename="exhibit_photo",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="ExhibitIncident",
        tablename="exhibit_incident",
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
        table_class_name="ExhibitIncident",
        tablename="exhibit_incident",
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
        table_class_name="ExhibitIncident",
        tablename="exhibit_incident",
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
        table_class_name="ExhibitIncident",
        tablename="exhibit_incident",
        column_name="state",
        db_column_name="state",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "open",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "state",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitIncident",
        tablename="exhibit_incident",
        column_name="payer",
        db_column_name="payer",
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
            "db_column_name": "payer",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitIncident",
        tablename="exhibit_incident",
        column_name="opened_at",
        db_column_name="opened_at",
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
            "db_column_name": "opened_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitIncident",
        tablename="exhibit_incident",
        column_name="updated_at",
        db_column_name="updated_at",
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
            "db_column_name": "updated_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
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
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
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
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
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
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
        column_name="moment_of",
        db_column_name="check_moment",
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
            "db_column_name": "check_moment",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
        column_name="condition",
        db_column_name="condition",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "ok",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "condition",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
        column_name="items",
        db_column_name="items",
        column_class_name="JSONB",
        column_class=JSONB,
        params={
            "default": "{}",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "items",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
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
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
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
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
        column_name="organization",
        db_column_name="organization_id",
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
            "db_column_name": "organization_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
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
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
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
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
        column_name="incident",
        db_column_name="incident_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": ExhibitIncident,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "incident_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
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
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
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
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
        column_name="text_of",
        db_column_name="text",
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
            "db_column_name": "text",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
        column_name="payer",
        db_column_name="payer",
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
            "db_column_name": "payer",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
        column_name="differences",
        db_column_name="differences",
        column_class_name="JSONB",
        column_class=JSONB,
        params={
            "default": "{}",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "differences",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
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
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
        column_name="organization",
        db_column_name="organization_id",
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
            "db_column_name": "organization_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
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
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
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
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
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
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
        column_name="photo",
        db_column_name="photo_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": ExhibitPhoto,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "photo_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
        column_name="number",
        db_column_name="number",
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
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
        column_name="x",
        db_column_name="x",
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
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
        column_name="y",
        db_column_name="y",
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
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
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
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
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
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
        column_name="organization",
        db_column_name="organization_id",
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
            "db_column_name": "organization_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
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
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
        column_name="withdrawn_at",
        db_column_name="withdrawn_at",
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
            "db_column_name": "withdrawn_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
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
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
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
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
        column_name="unit",
        db_column_name="unit_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Unit,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
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
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
        column_name="moment_of",
        db_column_name="check_moment",
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
            "db_column_name": "check_moment",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
        column_name="file",
        db_column_name="file",
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
            "db_column_name": "file",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
        column_name="thumb",
        db_column_name="thumb",
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
            "db_column_name": "thumb",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
        column_name="width",
        db_column_name="width",
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
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
        column_name="height",
        db_column_name="height",
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
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
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
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
        column_name="organization",
        db_column_name="organization_id",
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
            "db_column_name": "organization_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
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

    manager.add_constraint(
        table_class_name="ExhibitIncident",
        tablename="exhibit_incident",
        constraint_name="exhibit_incident_state_known",
        constraint_class=Check,
        params={"condition": "state IN ('open', 'agreed', 'settled')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
        constraint_name="exhibit_check_moment_known",
        constraint_class=Check,
        params={
            "condition": "check_moment IN ('dispatch', 'receive', 'send_back', 'take_back')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitCheck",
        tablename="exhibit_check",
        constraint_name="exhibit_check_condition_known",
        constraint_class=Check,
        params={"condition": "condition IN ('ok', 'damaged', 'missing_parts')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
        constraint_name="exhibit_incident_entry_kind_known",
        constraint_class=Check,
        params={
            "condition": "kind IN ('opened', 'found', 'commented', 'agreed', 'settled')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitIncidentEntry",
        tablename="exhibit_incident_entry",
        constraint_name="exhibit_incident_entry_position_once",
        constraint_class=Unique,
        params={"columns": ["incident_id", "position"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
        constraint_name="exhibit_mark_number_once",
        constraint_class=Unique,
        params={"columns": ["photo_id", "number"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
        constraint_name="exhibit_mark_on_the_photo",
        constraint_class=Check,
        params={"condition": "x BETWEEN 0 AND 1000 AND y BETWEEN 0 AND 1000"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitMark",
        tablename="exhibit_mark",
        constraint_name="exhibit_mark_has_note",
        constraint_class=Check,
        params={"condition": "btrim(note) <> ''"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
        constraint_name="exhibit_photo_moment_known",
        constraint_class=Check,
        params={
            "condition": "check_moment IN ('dispatch', 'receive', 'send_back', 'take_back')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitPhoto",
        tablename="exhibit_photo",
        constraint_name="exhibit_photo_has_size",
        constraint_class=Check,
        params={"condition": "width > 0 AND height > 0"},
        schema=None,
    )

    return manager
