from pathlib import Path

import pytest
from limits import RateLimitItemPerMinute

from accounts.limits import Limiter
from app.launcher.folder import DataFolder
from app.launcher.valkey import embedded_valkey
from core.errors import TooMany

TWICE = RateLimitItemPerMinute(2, namespace="test")


async def test_processes_count_together_in_valkey(tmp_path: Path) -> None:
    async with embedded_valkey(DataFolder(tmp_path)) as url:
        one, other = Limiter(url), Limiter(url)
        await one.count(TWICE, "mai")
        await other.count(TWICE, "mai")
        with pytest.raises(TooMany):
            await one.count(TWICE, "mai")
        with pytest.raises(TooMany):
            await other.judge(TWICE, "mai")
        await other.judge(TWICE, "ken")
        await one.forget(TWICE, "mai")
        await other.count(TWICE, "mai")
        for limiter in (one, other):
            await limiter.close()


async def test_while_valkey_is_away_each_process_counts_by_itself(tmp_path: Path) -> None:
    limiter = Limiter(f"unix://{tmp_path}/nobody-listens.sock")
    for _ in range(2):
        await limiter.count(TWICE, "mai")
    with pytest.raises(TooMany) as caught:
        await limiter.count(TWICE, "mai")
    assert isinstance(caught.value.facts["retry_after"], int)
    await limiter.close()
