"""What the tests of loans share."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.loans.report_world import World, build_world


@pytest_asyncio.fixture(scope="session")
async def world(database: str) -> AsyncIterator[World]:
    """The world that the report counts; once, for the centre counts it all."""
    assert database
    yield await build_world()
