from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import Date
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


ID = "2026-11-21T06:29:46:219535"
VERSION = "1.38.0"
DESCRIPTION = "displays as a counter plans them"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="exhibitions", description=DESCRIPTION
    )

    manager.add_table(
        class_name="ExhibitionVenue",
        tablename="exhibition_venue",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="ExhibitionEvent",
        tablename="exhibition_event",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="ExhibitionMember",
        tablename="exhibition_member",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
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
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
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
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
        column_name="name",
        db_column_name="name",
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
            "db_column_name": "name",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
        column_name="prefecture",
        db_column_name="prefecture",
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
            "db_column_name": "prefecture",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
        column_name="address",
        db_column_name="address",
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
            "db_column_name": "address",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
        column_name="hours",
        db_column_name="hours",
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
            "db_column_name": "hours",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
        column_name="starts_on",
        db_column_name="starts_on",
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
            "db_column_name": "starts_on",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
        column_name="ends_on",
        db_column_name="ends_on",
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
            "db_column_name": "ends_on",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
        column_name="attendance",
        db_column_name="attendance",
        column_class_name="Integer",
        column_class=Integer,
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
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
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

    manager.add_column(
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
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
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
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
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
        column_name="exhibit",
        db_column_name="exhibit_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Exhibit,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
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
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
        column_name="step",
        db_column_name="step",
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
            "db_column_name": "step",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
        column_name="before",
        db_column_name="before",
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
            "db_column_name": "before",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
        column_name="after",
        db_column_name="after",
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
            "db_column_name": "after",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
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
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "person_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
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
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
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
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
        column_name="facts",
        db_column_name="facts",
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
            "db_column_name": "facts",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionEvent",
        tablename="exhibition_event",
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
        table_class_name="ExhibitionMember",
        tablename="exhibition_member",
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
        table_class_name="ExhibitionMember",
        tablename="exhibition_member",
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
        table_class_name="ExhibitionMember",
        tablename="exhibition_member",
        column_name="person",
        db_column_name="person_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Person,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "person_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ExhibitionMember",
        tablename="exhibition_member",
        column_name="role",
        db_column_name="role",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "guide",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "role",
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitionVenue",
        tablename="exhibition_venue",
        constraint_name="exhibition_venue_days_in_order",
        constraint_class=Check,
        params={"condition": "starts_on < ends_on"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitionMember",
        tablename="exhibition_member",
        constraint_name="exhibition_member_role_known",
        constraint_class=Check,
        params={
            "condition": "role IN ('lead', 'guide', 'transport', 'reception')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ExhibitionMember",
        tablename="exhibition_member",
        constraint_name="exhibition_member_once",
        constraint_class=Unique,
        params={
            "columns": ["exhibition_id", "person_id"],
            "nulls_distinct": True,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibit",
        tablename="exhibit",
        column_name="answer_by",
        db_column_name="answer_by",
        column_class_name="Date",
        column_class=Date,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "answer_by",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibit",
        tablename="exhibit",
        column_name="demonstrations",
        db_column_name="demonstrations",
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
            "db_column_name": "demonstrations",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibit",
        tablename="exhibit",
        column_name="lender",
        db_column_name="lender_id",
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
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "lender_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibit",
        tablename="exhibit",
        column_name="may_be_lent",
        db_column_name="may_be_lent",
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
        table_class_name="Exhibit",
        tablename="exhibit",
        column_name="status",
        db_column_name="status",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "wished",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "status",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibition",
        tablename="exhibition",
        column_name="access",
        db_column_name="access",
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
            "db_column_name": "access",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Exhibition",
        tablename="exhibition",
        column_name="updated_at",
        db_column_name="updated_at",
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
            "db_column_name": "updated_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Exhibit",
        tablename="exhibit",
        constraint_name="exhibit_status_known",
        constraint_class=Check,
        params={
            "condition": "status IN ('wished', 'asked', 'confirmed', 'delivered', 'on_show', 'returned', 'declined', 'withdrawn')"
        },
        schema=None,
    )

    return manager
