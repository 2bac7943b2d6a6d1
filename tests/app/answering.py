"""An application that says which process answers."""

import os

from litestar import Litestar, get


@get("/", media_type="text/plain")
async def who() -> str:
    """The number of the process."""
    return str(os.getpid())


def create_app() -> Litestar:
    """Without any of the house behind it."""
    return Litestar([who], openapi_config=None)
