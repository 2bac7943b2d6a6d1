"""A statement that takes too long is given up, but for the migrations of large tables."""

import pytest

from core import db

LONG = "SELECT pg_sleep(0.3)"


@pytest.mark.usefixtures("database")
async def test_a_migration_may_take_as_long_as_it_takes() -> None:
    usual, db.ENGINE.pool = db.ENGINE.pool, None
    try:
        async with db.pool(2, longest=0.1):
            with pytest.raises(TimeoutError):
                await db.execute(LONG)
            impatient = db.ENGINE.pool
            async with db.patiently():
                await db.execute(LONG)
            assert db.ENGINE.pool is impatient
    finally:
        db.ENGINE.pool = usual
