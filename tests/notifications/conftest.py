"""A database of their own for tests that count what is in the outbox, and settings of their own."""

import dataclasses
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio

from core import db
from core.settings import settings, use_settings
from tests.postgres import Cluster, using_database

SettingsChange = Callable[..., None]


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


@pytest.fixture
def change_settings() -> Iterator[SettingsChange]:
    """Change settings for one test."""
    before = settings()

    def change(**changes: Any) -> None:
        use_settings(dataclasses.replace(settings(), **changes))

    yield change
    use_settings(before)
