"""The pages of the directory."""

from litestar.types import ControllerRouterHandler

from directory.pages.advisers import list_counters, show_counter
from directory.pages.merging import PAGES as MERGING_PAGES
from directory.pages.organization import PAGES as ORGANIZATION_PAGES

PAGES: list[ControllerRouterHandler] = [list_counters, show_counter, *ORGANIZATION_PAGES, *MERGING_PAGES]
