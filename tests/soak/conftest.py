"""A database of its own for each soak."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.postgres import Cluster, using_database


@pytest_asyncio.fixture
async def soaked(cluster: Cluster, template: str) -> AsyncIterator[str]:
    """An empty house; its address."""
    url = await cluster.copy_of(template, "soaked")
    async with using_database(url):
        yield url
