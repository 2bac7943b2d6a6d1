"""How two processes share the tests (`make test WORKERS=2`): file by file, one of them with the browser."""

import pytest
from xdist.scheduler import LoadScopeScheduling


class FileByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist tells no types
    """A file stays whole; all that needs the house and Chromium is done in one process."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "browser" if file.startswith("tests/browser/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FileByFile:
    """What xdist asks when it starts its processes."""
    return FileByFile(config, log)
