"""Where Piccolo finds the engine and the applications. The address comes from `core.settings`."""

from piccolo.conf.apps import AppRegistry

from core.db import ENGINE as DB

APP_REGISTRY = AppRegistry(
    apps=[
        "core.piccolo_app",
        "directory.piccolo_app",
        "accounts.piccolo_app",
        "catalog.piccolo_app",
        "notifications.piccolo_app",
        "loans.piccolo_app",
        "exhibitions.piccolo_app",
    ]
)

__all__ = ["APP_REGISTRY", "DB"]
