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
from piccolo.table import Table


class Loan(Table, tablename="loan", schema=None):
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


class Product(Table, tablename="product", schema=None):
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


class WaitingEntry(Table, tablename="waiting_entry", schema=None):
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


ID = "2026-11-21T05:20:26:341665"
VERSION = "1.38.0"
DESCRIPTION = "the waitlist: wishes, offers, history"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="loans", description=DESCRIPTION
    )

    manager.add_table(
        class_name="WaitingOffer",
        tablename="waiting_offer",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="WaitingEntry",
        tablename="waiting_entry",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="WaitingEvent",
        tablename="waiting_event",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
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
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        column_name="entry",
        db_column_name="entry_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": WaitingEntry,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "entry_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        column_name="product",
        db_column_name="product_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Product,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "product_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        column_name="lender",
        db_column_name="lender_id",
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
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "lender_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
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
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
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
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        column_name="quantity",
        db_column_name="quantity",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 1,
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
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
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
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        column_name="offered_at",
        db_column_name="offered_at",
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
            "db_column_name": "offered_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        column_name="expires_at",
        db_column_name="expires_at",
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
            "db_column_name": "expires_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        column_name="ended_at",
        db_column_name="ended_at",
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
            "db_column_name": "ended_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        column_name="reason",
        db_column_name="reason",
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
            "db_column_name": "reason",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
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
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="facility",
        db_column_name="facility_id",
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
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "facility_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="counter",
        db_column_name="counter_id",
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
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "counter_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="product",
        db_column_name="product_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Product,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "product_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="item",
        db_column_name="item",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "item",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
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
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
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
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="tolerance_days",
        db_column_name="tolerance_days",
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
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="quantity",
        db_column_name="quantity",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 1,
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
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="accept_fewer",
        db_column_name="accept_fewer",
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
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="state",
        db_column_name="state",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "waiting",
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
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="problem",
        db_column_name="problem",
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
            "db_column_name": "problem",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="goal",
        db_column_name="goal",
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
            "db_column_name": "goal",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="place_of_use",
        db_column_name="place_of_use",
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
            "db_column_name": "place_of_use",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="contact_name",
        db_column_name="contact_name",
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
            "db_column_name": "contact_name",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
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
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
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
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="channel",
        db_column_name="channel",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "page",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "channel",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="requested_by",
        db_column_name="requested_by",
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
            "db_column_name": "requested_by",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="joined_at",
        db_column_name="joined_at",
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
            "db_column_name": "joined_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="waits_since",
        db_column_name="waits_since",
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
            "db_column_name": "waits_since",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="skipped_at",
        db_column_name="skipped_at",
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
            "db_column_name": "skipped_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="skipped_reason",
        db_column_name="skipped_reason",
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
            "db_column_name": "skipped_reason",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="ended_at",
        db_column_name="ended_at",
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
            "db_column_name": "ended_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="ended_reason",
        db_column_name="ended_reason",
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
            "db_column_name": "ended_reason",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        column_name="loan",
        db_column_name="loan_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Loan,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "loan_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEvent",
        tablename="waiting_event",
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
        table_class_name="WaitingEvent",
        tablename="waiting_event",
        column_name="entry",
        db_column_name="entry_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": WaitingEntry,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "entry_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEvent",
        tablename="waiting_event",
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
        table_class_name="WaitingEvent",
        tablename="waiting_event",
        column_name="state",
        db_column_name="state",
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
            "db_column_name": "state",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="WaitingEvent",
        tablename="waiting_event",
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
        table_class_name="WaitingEvent",
        tablename="waiting_event",
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
        table_class_name="WaitingEvent",
        tablename="waiting_event",
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
        table_class_name="WaitingEvent",
        tablename="waiting_event",
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
        table_class_name="WaitingEvent",
        tablename="waiting_event",
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
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        constraint_name="waiting_offer_state_known",
        constraint_class=Check,
        params={
            "condition": "state IN ('open', 'accepted', 'refused', 'lapsed', 'withdrawn')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        constraint_name="waiting_offer_days_in_order",
        constraint_class=Check,
        params={"condition": "starts_on < ends_on"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="WaitingOffer",
        tablename="waiting_offer",
        constraint_name="waiting_offer_quantity_positive",
        constraint_class=Check,
        params={"condition": "quantity > 0"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        constraint_name="waiting_entry_state_known",
        constraint_class=Check,
        params={
            "condition": "state IN ('waiting', 'offered', 'accepted', 'refused', 'lapsed', 'left')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        constraint_name="waiting_entry_channel_known",
        constraint_class=Check,
        params={
            "condition": "channel IN ('page', 'api', 'phone', 'fax', 'mail', 'counter')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        constraint_name="waiting_entry_days_in_order",
        constraint_class=Check,
        params={"condition": "starts_on < ends_on"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        constraint_name="waiting_entry_quantity_positive",
        constraint_class=Check,
        params={"condition": "quantity > 0"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        constraint_name="waiting_entry_tolerance_known",
        constraint_class=Check,
        params={"condition": "tolerance_days >= 0"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="WaitingEntry",
        tablename="waiting_entry",
        constraint_name="waiting_entry_product_or_item",
        constraint_class=Check,
        params={"condition": "(product_id IS NULL) <> (item IS NULL)"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="WaitingEvent",
        tablename="waiting_event",
        constraint_name="waiting_event_step_known",
        constraint_class=Check,
        params={
            "condition": "step IN ('join', 'offer', 'accept', 'refuse', 'lapse', 'wait_again', 'skip', 'put_back', 'leave', 'run_out')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="WaitingEvent",
        tablename="waiting_event",
        constraint_name="waiting_event_via_known",
        constraint_class=Check,
        params={"condition": "via IN ('page', 'api', 'link', 'scan', 'system')"},
        schema=None,
    )

    return manager
