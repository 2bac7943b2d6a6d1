import pytest_asyncio

from fixtures.reference import load_problems, load_taxonomy


@pytest_asyncio.fixture(scope="session", autouse=True)
async def _reference(database: str) -> None:
    """Both taxonomies and the problems are there."""
    assert database
    await load_taxonomy()
    await load_problems()
