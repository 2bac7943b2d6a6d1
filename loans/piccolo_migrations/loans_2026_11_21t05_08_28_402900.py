from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T05:08:28:402900"
VERSION = "1.38.0"
DESCRIPTION = "units of a loan go back one by one"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="loans", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="LoanUnit",
        tablename="loan_unit",
        column_name="condition",
        db_column_name="condition",
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
            "db_column_name": "condition",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="LoanUnit",
        tablename="loan_unit",
        column_name="lost_on",
        db_column_name="lost_on",
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
            "db_column_name": "lost_on",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="LoanUnit",
        tablename="loan_unit",
        column_name="returned_on",
        db_column_name="returned_on",
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
            "db_column_name": "returned_on",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="LoanUnit",
        tablename="loan_unit",
        column_name="sent_back_on",
        db_column_name="sent_back_on",
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
            "db_column_name": "sent_back_on",
            "secret": False,
        },
        schema=None,
    )

    return manager
