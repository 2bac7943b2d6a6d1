"""What Piccolo must know of `loans`."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="loans",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            "loans.tables",
            "loans.waiting.tables",
            "loans.photos.tables",
            "loans.marks.tables",
            "loans.incidents.tables",
            "loans.safety.tables",
            "loans.handovers.tables",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=["notifications.piccolo_app"],
)
