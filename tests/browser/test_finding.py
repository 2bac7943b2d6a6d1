"""Looking for days, as people with a phone and at a desk do it."""

from datetime import timedelta

import pytest

from core.clock import today
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Album

START = today() + timedelta(days=40)
DATES = f"/find/dates?start={START}&last_day={START + timedelta(days=14)}&quantity=1&problem=night-watch"
WRONG = f"/find/dates?start={START}&last_day={START - timedelta(days=1)}&quantity=0"


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_both_ways_of_looking_for_days_are_fit_for_their_readers(
    let_in: LetIn, album: Album, width: int
) -> None:
    visitor = await let_in(width, album=album)
    await visitor.signs_in("facility@demo.example")
    for name, path, status in (
        ("dates-empty", "/find/dates", 200),
        ("dates", DATES, 200),
        ("dates-wrong", WRONG, 422),
        ("robot-empty", "/find/robot", 200),
        ("robot", "/find/robot?item=MON-F", 200),
    ):
        assert await visitor.opens(path) == status, path
        await visitor.photographs(f"find-{name}-{width}")
    await visitor.opens(DATES)
    await visitor.follows("この日程で申し込む", within="main")
    await visitor.sees("いつ試しますか")
