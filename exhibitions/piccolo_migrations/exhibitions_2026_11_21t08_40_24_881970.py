from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from core.columns import TextArray
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.constraints import Unique
from piccolo.table import Table


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


class Visit(Table, tablename="visit", schema=None):
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


class VisitQuestion(Table, tablename="visit_question", schema=None):
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


class VisitReply(Table, tablename="visit_reply", schema=None):
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


ID = "2026-11-21T08:40:24:881970"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="exhibitions", description=DESCRIPTION
    )

    manager.add_table(
        class_name="VisitReply",
        tablename="visit_reply",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="VisitAnswer",
        tablename="visit_answer",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="VisitQuestion",
        tablename="visit_question",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="VisitLead", tablename="visit_lead", schema=None, columns=None
    )

    manager.add_column(
        table_class_name="VisitReply",
        tablename="visit_reply",
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
        table_class_name="VisitReply",
        tablename="visit_reply",
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
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "exhibition_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitReply",
        tablename="visit_reply",
        column_name="visit",
        db_column_name="visit_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Visit,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "visit_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitReply",
        tablename="visit_reply",
        column_name="source",
        db_column_name="source",
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
            "db_column_name": "source",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitReply",
        tablename="visit_reply",
        column_name="reply_key",
        db_column_name="reply_key",
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
            "db_column_name": "reply_key",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitReply",
        tablename="visit_reply",
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
        table_class_name="VisitReply",
        tablename="visit_reply",
        column_name="item_codes",
        db_column_name="item_codes",
        column_class_name="TextArray",
        column_class=TextArray,
        params={
            "default": None,
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
        table_class_name="VisitReply",
        tablename="visit_reply",
        column_name="product_ids",
        db_column_name="product_ids",
        column_class_name="TextArray",
        column_class=TextArray,
        params={
            "default": None,
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
        table_class_name="VisitReply",
        tablename="visit_reply",
        column_name="replied_at",
        db_column_name="replied_at",
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
            "db_column_name": "replied_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitAnswer",
        tablename="visit_answer",
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
        table_class_name="VisitAnswer",
        tablename="visit_answer",
        column_name="reply",
        db_column_name="reply_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": VisitReply,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "reply_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitAnswer",
        tablename="visit_answer",
        column_name="question",
        db_column_name="question_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": VisitQuestion,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "question_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitAnswer",
        tablename="visit_answer",
        column_name="number",
        db_column_name="number",
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
        table_class_name="VisitAnswer",
        tablename="visit_answer",
        column_name="words",
        db_column_name="words",
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
            "db_column_name": "words",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitQuestion",
        tablename="visit_question",
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
        table_class_name="VisitQuestion",
        tablename="visit_question",
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
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "counter_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitQuestion",
        tablename="visit_question",
        column_name="position",
        db_column_name="position",
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
        table_class_name="VisitQuestion",
        tablename="visit_question",
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
        table_class_name="VisitQuestion",
        tablename="visit_question",
        column_name="label",
        db_column_name="label",
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
            "db_column_name": "label",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitQuestion",
        tablename="visit_question",
        column_name="label_en",
        db_column_name="label_en",
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
            "db_column_name": "label_en",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitQuestion",
        tablename="visit_question",
        column_name="choices",
        db_column_name="choices",
        column_class_name="TextArray",
        column_class=TextArray,
        params={
            "default": None,
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
        table_class_name="VisitQuestion",
        tablename="visit_question",
        column_name="choices_en",
        db_column_name="choices_en",
        column_class_name="TextArray",
        column_class=TextArray,
        params={
            "default": None,
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
        table_class_name="VisitQuestion",
        tablename="visit_question",
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
        table_class_name="VisitQuestion",
        tablename="visit_question",
        column_name="retired_at",
        db_column_name="retired_at",
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
            "db_column_name": "retired_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitLead",
        tablename="visit_lead",
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
        table_class_name="VisitLead",
        tablename="visit_lead",
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
        table_class_name="VisitLead",
        tablename="visit_lead",
        column_name="reply",
        db_column_name="reply_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": VisitReply,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "reply_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitLead",
        tablename="visit_lead",
        column_name="wish",
        db_column_name="wish",
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
            "db_column_name": "wish",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitLead",
        tablename="visit_lead",
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
        table_class_name="VisitLead",
        tablename="visit_lead",
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
        table_class_name="VisitLead",
        tablename="visit_lead",
        column_name="email",
        db_column_name="email",
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
            "db_column_name": "email",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitLead",
        tablename="visit_lead",
        column_name="phone",
        db_column_name="phone",
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
            "db_column_name": "phone",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitLead",
        tablename="visit_lead",
        column_name="organization_name",
        db_column_name="organization_name",
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
            "db_column_name": "organization_name",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitLead",
        tablename="visit_lead",
        column_name="consent_text",
        db_column_name="consent_text",
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
            "db_column_name": "consent_text",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitLead",
        tablename="visit_lead",
        column_name="consented_at",
        db_column_name="consented_at",
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
            "db_column_name": "consented_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitLead",
        tablename="visit_lead",
        column_name="handled_at",
        db_column_name="handled_at",
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
            "db_column_name": "handled_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitLead",
        tablename="visit_lead",
        column_name="handled_by",
        db_column_name="handled_by",
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
            "db_column_name": "handled_by",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="VisitLead",
        tablename="visit_lead",
        column_name="handled_note",
        db_column_name="handled_note",
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
            "db_column_name": "handled_note",
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="VisitReply",
        tablename="visit_reply",
        constraint_name="visit_reply_once",
        constraint_class=Unique,
        params={"columns": ["reply_key"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="VisitReply",
        tablename="visit_reply",
        constraint_name="visit_reply_source_known",
        constraint_class=Check,
        params={"condition": "source IN ('mail', 'spot')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="VisitAnswer",
        tablename="visit_answer",
        constraint_name="visit_answer_once",
        constraint_class=Unique,
        params={"columns": ["reply_id", "question_id"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="VisitQuestion",
        tablename="visit_question",
        constraint_name="visit_question_kind_known",
        constraint_class=Check,
        params={"condition": "kind IN ('choice', 'scale', 'yes_no', 'words')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="VisitLead",
        tablename="visit_lead",
        constraint_name="visit_lead_once",
        constraint_class=Unique,
        params={"columns": ["reply_id"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="VisitLead",
        tablename="visit_lead",
        constraint_name="visit_lead_wish_known",
        constraint_class=Check,
        params={"condition": "wish IN ('consultation', 'loan')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="VisitLead",
        tablename="visit_lead",
        constraint_name="visit_lead_reachable",
        constraint_class=Check,
        params={"condition": "email <> '' OR phone <> ''"},
        schema=None,
    )

    manager.add_column(
        table_class_name="Visit",
        tablename="visit",
        column_name="asked_at",
        db_column_name="asked_at",
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
            "db_column_name": "asked_at",
            "secret": False,
        },
        schema=None,
    )

    return manager
