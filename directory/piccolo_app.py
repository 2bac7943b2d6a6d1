"""What Piccolo must know of `directory`."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="directory",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(modules=["directory.tables"], exclude_imported=True),
    migration_dependencies=["core.piccolo_app"],
)
