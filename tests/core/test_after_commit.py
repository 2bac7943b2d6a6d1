from functools import partial

import pytest

from core import db

pytestmark = pytest.mark.usefixtures("database")


async def test_what_waits_for_a_commit_runs_once_the_outermost_transaction_is_over() -> None:
    told: list[str] = []
    callback = partial(told.append, "committed")
    async with db.transaction():
        async with db.transaction():
            db.after_commit(callback)
            db.after_commit(callback)
        assert told == []
    assert told == ["committed"]


async def test_a_rollback_drops_it() -> None:
    told: list[str] = []

    async def fail_on_the_way() -> None:
        async with db.transaction():
            db.after_commit(partial(told.append, "committed"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_on_the_way()
    assert told == []


async def test_outside_a_transaction_it_runs_at_once_and_its_mistakes_harm_nobody() -> None:
    told: list[str] = []
    db.after_commit(partial(told.append, "at once"))
    assert told == ["at once"]

    def fail() -> None:
        raise ZeroDivisionError

    async with db.transaction():
        db.after_commit(fail)
        db.after_commit(partial(told.append, "after the mistake"))
    assert told == ["at once", "after the mistake"]
