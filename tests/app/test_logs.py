import dataclasses
from collections.abc import Iterator

import pytest
import structlog

from app.logs import configure_logs
from core.secrets import new_token
from core.settings import load_settings


@pytest.fixture(autouse=True)
def usual_logs() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def _fail_with(password: str) -> None:
    raise LookupError(f"nobody has {len(password)} characters")


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_trace_tells_where_it_happened_and_no_secret_that_was_at_hand(
    log_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs(dataclasses.replace(load_settings({}), log_format=log_format))
    secret = new_token()
    try:
        _fail_with(secret)
    except LookupError as error:
        structlog.get_logger().error("failure", exc_info=error)
    told = capsys.readouterr().err
    assert "_fail_with" in told
    assert "LookupError" in told
    assert secret not in told
