from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from core.columns import TextArray
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
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


class SeminarParticipant(Table, tablename="seminar_participant", schema=None):
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


class SeminarQuestion(Table, tablename="seminar_question", schema=None):
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


class SeminarReply(Table, tablename="seminar_reply", schema=None):
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


ID = "2026-11-21T09:09:19:307319"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="exhibitions", description=DESCRIPTION
    )

    manager.add_table(
        class_name="SeminarQuestion",
        tablename="seminar_question",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="SeminarCertificate",
        tablename="seminar_certificate",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="SeminarMaterial",
        tablename="seminar_material",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="SeminarReply",
        tablename="seminar_reply",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="SeminarAnswer",
        tablename="seminar_answer",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
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
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
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
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "seminar_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
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
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
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
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
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
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
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
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
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
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
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
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
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
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
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
        table_class_name="SeminarCertificate",
        tablename="seminar_certificate",
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
        table_class_name="SeminarCertificate",
        tablename="seminar_certificate",
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
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "seminar_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarCertificate",
        tablename="seminar_certificate",
        column_name="participant",
        db_column_name="participant_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": SeminarParticipant,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "participant_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarCertificate",
        tablename="seminar_certificate",
        column_name="number",
        db_column_name="number",
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
            "db_column_name": "number",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarCertificate",
        tablename="seminar_certificate",
        column_name="attended",
        db_column_name="attended",
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
        table_class_name="SeminarCertificate",
        tablename="seminar_certificate",
        column_name="issued_at",
        db_column_name="issued_at",
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
            "db_column_name": "issued_at",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarMaterial",
        tablename="seminar_material",
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
        table_class_name="SeminarMaterial",
        tablename="seminar_material",
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
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "seminar_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarMaterial",
        tablename="seminar_material",
        column_name="stage",
        db_column_name="stage",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "before",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "stage",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarMaterial",
        tablename="seminar_material",
        column_name="title",
        db_column_name="title",
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
            "db_column_name": "title",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarMaterial",
        tablename="seminar_material",
        column_name="link",
        db_column_name="link",
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
            "db_column_name": "link",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarMaterial",
        tablename="seminar_material",
        column_name="file_name",
        db_column_name="file_name",
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
            "db_column_name": "file_name",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarMaterial",
        tablename="seminar_material",
        column_name="size",
        db_column_name="size",
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
        table_class_name="SeminarMaterial",
        tablename="seminar_material",
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
        table_class_name="SeminarReply",
        tablename="seminar_reply",
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
        table_class_name="SeminarReply",
        tablename="seminar_reply",
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
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "seminar_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarReply",
        tablename="seminar_reply",
        column_name="participant",
        db_column_name="participant_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": SeminarParticipant,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": "participant_id",
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="SeminarReply",
        tablename="seminar_reply",
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
        table_class_name="SeminarAnswer",
        tablename="seminar_answer",
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
        table_class_name="SeminarAnswer",
        tablename="seminar_answer",
        column_name="reply",
        db_column_name="reply_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": SeminarReply,
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
        table_class_name="SeminarAnswer",
        tablename="seminar_answer",
        column_name="question",
        db_column_name="question_id",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": SeminarQuestion,
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
        table_class_name="SeminarAnswer",
        tablename="seminar_answer",
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
        table_class_name="SeminarAnswer",
        tablename="seminar_answer",
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

    manager.add_constraint(
        table_class_name="SeminarQuestion",
        tablename="seminar_question",
        constraint_name="seminar_question_kind_known",
        constraint_class=Check,
        params={"condition": "kind IN ('choice', 'scale', 'yes_no', 'words')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="SeminarCertificate",
        tablename="seminar_certificate",
        constraint_name="seminar_certificate_number_once",
        constraint_class=Unique,
        params={"columns": ["number"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="SeminarCertificate",
        tablename="seminar_certificate",
        constraint_name="seminar_certificate_once",
        constraint_class=Unique,
        params={"columns": ["participant_id"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="SeminarMaterial",
        tablename="seminar_material",
        constraint_name="seminar_material_stage_known",
        constraint_class=Check,
        params={"condition": "stage IN ('before', 'after')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="SeminarMaterial",
        tablename="seminar_material",
        constraint_name="seminar_material_one_kind",
        constraint_class=Check,
        params={"condition": "(link <> '') <> (file_name <> '')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="SeminarReply",
        tablename="seminar_reply",
        constraint_name="seminar_reply_once",
        constraint_class=Unique,
        params={"columns": ["participant_id"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="SeminarAnswer",
        tablename="seminar_answer",
        constraint_name="seminar_answer_once",
        constraint_class=Unique,
        params={"columns": ["reply_id", "question_id"], "nulls_distinct": True},
        schema=None,
    )

    return manager
