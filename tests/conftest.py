"""The real things that tests meet: PostgreSQL built by the migrations, and the application."""

import dataclasses
import os
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, cast

import httpx
import pytest
import pytest_asyncio
from hypothesis import settings as property_settings
from litestar import Litestar

from core import db
from core.settings import settings, use_settings
from tests.postgres import Cluster, running_cluster, using_database

# A busy machine is no fault: how long one example takes is for nobody to judge.
property_settings.register_profile("house", deadline=None)
property_settings.load_profile("house")

SettingsChange = Callable[..., None]


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One PostgreSQL for the whole run."""
    with running_cluster(tmp_path_factory.mktemp("postgres")) as running:
        yield running


@pytest_asyncio.fixture(scope="session")
async def template(cluster: Cluster) -> str:
    """The name of a database that the migrations built and that nobody writes to."""
    return await cluster.migrated_template()


@pytest_asyncio.fixture(scope="session")
async def database(cluster: Cluster, template: str) -> AsyncIterator[str]:
    """A database for this run, and a pool to it; tests make their own rows and mind nobody else's."""
    url = await cluster.copy_of(template, "tests")
    os.environ["TAMESHI_DATABASE_URL"] = url
    db.configure(url)
    async with db.pool(size=20):
        yield url


@pytest_asyncio.fixture(scope="module")
async def own_database(cluster: Cluster, template: str, database: str) -> AsyncIterator[str]:
    """A database for one file whose tests deliver and sweep: these go through all that is there."""
    assert database
    url = await cluster.copy_of(template, "own")
    async with using_database(url):
        yield url


@pytest_asyncio.fixture(scope="session")
async def application(database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """The application on the database of this run, with its own lifespan left to the `database` fixture."""
    os.environ.setdefault("TAMESHI_SECRET_KEY", "a-secret-for-tests-and-nothing-else-0123456789")
    from app.asgi import create_app

    assert database
    use_settings(dataclasses.replace(settings(), data_dir=tmp_path_factory.mktemp("data")))
    yield create_app(with_pool=False)


@pytest_asyncio.fixture
async def client(application: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A caller without cookies or token."""
    transport = httpx.ASGITransport(app=cast("Any", application), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test.example") as caller:
        yield caller


@pytest.fixture
def change_settings() -> Iterator[SettingsChange]:
    """Change settings for one test."""
    before = settings()

    def change(**changes: Any) -> None:
        use_settings(dataclasses.replace(settings(), **changes))

    yield change
    use_settings(before)
