"""The pages of the catalogue, in one list for the roof."""

from litestar.types import ControllerRouterHandler

from catalog.checklists.pages import CHECKLIST_PAGES
from catalog.loanlist.pages import LIST_PAGES
from catalog.materials.pages import MATERIAL_PAGES
from catalog.pages.browse import browse
from catalog.pages.finding import find_by_dates, find_by_robot
from catalog.pages.home import welcome
from catalog.pages.labels import LABEL_PAGES
from catalog.pages.product import show_product
from catalog.pages.products import PRODUCT_PAGES
from catalog.pages.taxonomy import show_crosswalk
from catalog.pages.units import UNIT_PAGES
from catalog.policies.pages import POLICY_PAGES
from catalog.problems.pages import PROBLEM_PAGES
from catalog.subsidies.pages import SUBSIDY_PAGES

PAGES: list[ControllerRouterHandler] = [
    welcome,
    browse,
    find_by_dates,
    find_by_robot,
    show_product,
    show_crosswalk,
    *PRODUCT_PAGES,
    *CHECKLIST_PAGES,
    *LABEL_PAGES,
    *LIST_PAGES,
    *UNIT_PAGES,
    *POLICY_PAGES,
    *PROBLEM_PAGES,
    *MATERIAL_PAGES,
    *SUBSIDY_PAGES,
]
