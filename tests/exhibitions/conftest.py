import pytest_asyncio

from fixtures.reference import load_taxonomy


@pytest_asyncio.fixture(scope="session", autouse=True)
async def _taxonomy(database: str) -> None:
    """The items of both versions are there."""
    assert database
    await load_taxonomy()
