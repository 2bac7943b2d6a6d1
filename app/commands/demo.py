"""What a new database is filled with: the demo world, or only the facts that every house needs."""

from app.launcher.errors import LauncherError
from core import db
from fixtures.demo import seed_demo
from fixtures.demo.accounts import DEMO_PASSWORD, MAIN_PEOPLE
from fixtures.demo.seed import is_empty
from fixtures.reference import load_reference

__all__ = ["demo_accounts", "is_empty", "seed", "seed_reference"]


async def seed() -> None:
    """Load the demo world, all of it or nothing; raises `LauncherError` when anything is there already."""
    if not await seed_demo():
        raise LauncherError("The database holds organisations already; the demo world needs an empty one.")


async def seed_reference() -> None:
    """Load taxonomies, counters and labs, and the ways in by problem; a second time changes nothing."""
    async with db.transaction():
        await load_reference()


def demo_accounts() -> list[tuple[str, str]]:
    """Address and password of each of the four people whom `make run` prints."""
    return [(person.email, DEMO_PASSWORD) for person in MAIN_PEOPLE]
