"""The pages of the directory."""

from litestar.types import ControllerRouterHandler

from directory.pages.advisers import list_counters, show_counter
from directory.pages.organization import PAGES as ORGANIZATION_PAGES

PAGES: list[ControllerRouterHandler] = [list_counters, show_counter, *ORGANIZATION_PAGES]
