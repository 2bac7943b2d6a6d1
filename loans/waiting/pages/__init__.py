"""The pages of the waitlist, in one list for the roof."""

from litestar.types import ControllerRouterHandler

from loans.waiting.pages import answering, entries, joining

PAGES: list[ControllerRouterHandler] = [*joining.PAGES, *entries.PAGES, *answering.PAGES]
