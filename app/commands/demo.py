"""The demo world: loaded into an empty database, and the four people one signs in as."""

from importlib import import_module

from app.launcher.errors import LauncherError
from core import db


def has_demo_world() -> bool:
    """Whether this installation carries the demo world."""
    return hasattr(import_module("fixtures.demo"), "seed_demo")


async def is_empty() -> bool:
    """Whether the database knows no organisation yet."""
    return not await db.fetch_value("SELECT EXISTS (SELECT 1 FROM organization)")


async def seed() -> None:
    """Load the demo world, all of it or nothing; raises `LauncherError` when anything is there already."""
    async with db.transaction():
        if not await is_empty():
            raise LauncherError(
                "The database holds organisations already; the demo world needs an empty one."
            )
        await import_module("fixtures.demo").seed_demo()


async def seed_reference() -> None:
    """Load what every house starts with, each part where it is not there yet."""
    await import_module("fixtures.reference").load_reference()


def demo_accounts() -> list[tuple[str, str]]:
    """Address and password of each of the four people whom `make run` prints."""
    accounts = import_module("fixtures.demo.accounts")
    return [(person.email, accounts.DEMO_PASSWORD) for person in accounts.MAIN_PEOPLE]
