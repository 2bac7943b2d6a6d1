"""The pages of loans, in one list for the roof."""

from litestar.types import ControllerRouterHandler

from loans.pages import afterwards, counter, home, lists, papers, requesting, steps, tag
from loans.pages.loan import show_loan

PAGES: list[ControllerRouterHandler] = [
    *home.PAGES,
    *counter.PAGES,
    *lists.PAGES,
    *requesting.PAGES,
    *afterwards.PAGES,
    show_loan,
    *steps.PAGES,
    *papers.PAGES,
    *tag.PAGES,
]
