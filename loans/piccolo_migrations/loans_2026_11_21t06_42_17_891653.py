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


ID = "2026-11-21T06:42:17:891653"
VERSION = "1.38.0"
DESCRIPTION = "recalls of loans"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="loans", description=DESCRIPTION
    )

    manager.add_table(
        class_name="LoanRecall",
        tablename="loan_recall",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="LoanRecall",
        tablename="loan_recall",
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
        table_class_name="LoanRecall",
        tablename="loan_recall",
        column_name="loan",
        db_column_name="loan_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Loan,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
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
        table_class_name="LoanRecall",
        tablename="loan_recall",
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
        table_class_name="LoanRecall",
        tablename="loan_recall",
        column_name="back_by",
        db_column_name="back_by",
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
            "db_column_name": "back_by",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="LoanRecall",
        tablename="loan_recall",
        column_name="ends_before",
        db_column_name="ends_before",
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
            "db_column_name": "ends_before",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="LoanRecall",
        tablename="loan_recall",
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
        table_class_name="LoanRecall",
        tablename="loan_recall",
        column_name="expires_at",
        db_column_name="expires_at",
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
            "db_column_name": "expires_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="LoanRecall",
        tablename="loan_recall",
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
        table_class_name="LoanRecall",
        tablename="loan_recall",
        column_name="made_at",
        db_column_name="made_at",
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
            "db_column_name": "made_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="LoanRecall",
        tablename="loan_recall",
        column_name="answered_at",
        db_column_name="answered_at",
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
            "db_column_name": "answered_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="LoanRecall",
        tablename="loan_recall",
        constraint_name="loan_recall_state_known",
        constraint_class=Check,
        params={
            "condition": "state IN ('open', 'accepted', 'refused', 'closed')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="LoanRecall",
        tablename="loan_recall",
        constraint_name="loan_recall_has_reason",
        constraint_class=Check,
        params={"condition": "btrim(reason) <> ''"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="LoanRecall",
        tablename="loan_recall",
        constraint_name="loan_recall_open_until",
        constraint_class=Check,
        params={"condition": "state <> 'open' OR expires_at IS NOT NULL"},
        schema=None,
    )

    return manager
