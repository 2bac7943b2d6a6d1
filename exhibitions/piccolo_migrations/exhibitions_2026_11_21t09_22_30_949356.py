from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Integer
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-21T09:22:30:949356"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="exhibitions", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="VisitPlan",
        tablename="visit_plan",
        column_name="offer_hours",
        db_column_name="offer_hours",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 24,
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

    manager.drop_constraint(
        table_class_name="Visit",
        tablename="visit",
        constraint_name="visit_state_known",
        schema=None,
    )

    manager.drop_constraint(
        table_class_name="VisitEvent",
        tablename="visit_event",
        constraint_name="visit_event_step_known",
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Visit",
        tablename="visit",
        constraint_name="visit_state_is_known",
        constraint_class=Check,
        params={
            "condition": "state IN ('asked', 'waiting', 'offered', 'booked', 'arrived', 'left', 'no_show', 'cancelled', 'lapsed')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="VisitEvent",
        tablename="visit_event",
        constraint_name="visit_event_step_is_known",
        constraint_class=Check,
        params={
            "condition": "step IN ('reserve', 'confirm', 'change', 'cancel', 'lapse', 'join', 'offer', 'accept', 'arrive', 'leave', 'miss')"
        },
        schema=None,
    )

    return manager
