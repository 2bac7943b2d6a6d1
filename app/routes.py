"""Every door of the house, in one list: a feature adds its handlers here."""

from litestar.types import ControllerRouterHandler

from app.health import healthz, readyz
from loans.api import LoanApi, LoanStepApi

ROUTES: list[ControllerRouterHandler] = [healthz, readyz, LoanApi, LoanStepApi]
