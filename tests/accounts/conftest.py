from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from accounts.limits import Limiter, use_limiter
from core import db


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Every test has all its tries, counted in this process."""
    use_limiter(Limiter(""))
    yield
    use_limiter(None)


@pytest_asyncio.fixture
async def people(database: str) -> AsyncIterator[None]:
    """The addresses of hikari.example and midori.example belong to nobody yet, and have no mail."""
    assert database
    yield
    await db.execute(
        "DELETE FROM outbox"
        " WHERE coalesce(payload->>'recipient', payload->>'email') ~ '@(hikari|midori).example$'"
    )
    await db.execute(
        "UPDATE person SET email = id || '@gone.example' WHERE email ~ '@(hikari|midori).example$'"
    )
