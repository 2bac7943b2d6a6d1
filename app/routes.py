"""Every door of the house, in one list: a feature adds its handlers here."""

from litestar.types import ControllerRouterHandler

import loans.feeds  # noqa: F401  # registers the events it knows
from app.health import healthz, readyz
from loans.api import LoanApi, LoanStepApi
from loans.reports.api import get_loan_report
from notifications.api import FeedApi
from notifications.feeds import calendar_feed
from notifications.pages import FeedPages, MailboxPages

ROUTES: list[ControllerRouterHandler] = [
    healthz,
    readyz,
    LoanApi,
    LoanStepApi,
    get_loan_report,
    FeedApi,
    calendar_feed,
    MailboxPages,
    FeedPages,
]
