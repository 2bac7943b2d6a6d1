"""A database of their own for tests that count what is in the outbox."""

from collections.abc import AsyncIterator

import pytest_asyncio

from core import db
from tests.postgres import Cluster, using_database


@pytest_asyncio.fixture(scope="session")
async def outbox_url(cluster: Cluster, template: str) -> str:
    """The address of a database that only these tests use."""
    return await cluster.copy_of(template, "outbox_tests")


@pytest_asyncio.fixture
async def outbox(database: str, outbox_url: str) -> AsyncIterator[str]:
    """An empty outbox, and nobody's mail; yields the database's address."""
    assert database
    async with using_database(outbox_url):
        await db.execute("TRUNCATE outbox, caught_mail")
        yield outbox_url
