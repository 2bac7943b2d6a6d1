"""What Piccolo must know of `catalog`."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="catalog",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            "catalog.tables",
            "catalog.checklists.tables",
            "catalog.stocktaking.tables",
            "catalog.materials.tables",
            "catalog.subsidies.tables",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=["accounts.piccolo_app"],
)
