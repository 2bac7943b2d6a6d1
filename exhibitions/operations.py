"""What programs may do about displays beside `exhibitions.api`: one list for the whole house."""

from litestar.types import ControllerRouterHandler

from exhibitions.proposing.api import HANDLERS as PROPOSING

HANDLERS: list[ControllerRouterHandler] = [*PROPOSING]
