"""The pages of loans, in one list for the roof."""

from litestar.types import ControllerRouterHandler

from loans.incidents.pages import PAGES as INCIDENT_PAGES
from loans.marks.pages import PAGES as MARK_PAGES
from loans.pages import (
    afterwards,
    closing,
    counter,
    home,
    homecoming,
    lists,
    maintenance,
    papers,
    requesting,
    retiring,
    steps,
    tag,
)
from loans.pages.loan import show_loan
from loans.safety.pages import PAGES as SAFETY_PAGES

PAGES: list[ControllerRouterHandler] = [
    *home.PAGES,
    *closing.PAGES,
    *counter.PAGES,
    *lists.PAGES,
    *requesting.PAGES,
    *afterwards.PAGES,
    show_loan,
    *steps.PAGES,
    *papers.PAGES,
    *tag.PAGES,
    *maintenance.PAGES,
    *homecoming.PAGES,
    *retiring.PAGES,
    *MARK_PAGES,
    *INCIDENT_PAGES,
    *SAFETY_PAGES,
]
