"""An application that says which process answers."""

import gc
import os

from litestar import Litestar, get


@get("/", media_type="text/plain")
async def who() -> str:
    """The number of the process."""
    return str(os.getpid())


@get("/set-aside")
async def set_aside() -> int:
    """How many things are kept out of every search for garbage."""
    return gc.get_freeze_count()


def create_app() -> Litestar:
    """Without any of the house behind it."""
    return Litestar([who, set_aside], openapi_config=None)
