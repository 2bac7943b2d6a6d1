"""What Piccolo must know of `exhibitions`."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="exhibitions",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            "exhibitions.tables",
            "exhibitions.conditions.tables",
            "exhibitions.visits.tables",
            "exhibitions.visits.reception.tables",
            "exhibitions.seminars.tables",
            "exhibitions.questionnaires.tables",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=["loans.piccolo_app"],
)
