"""Every door of the house, in one list: a feature adds its handlers here."""

from litestar.types import ControllerRouterHandler

import accounts.merged  # noqa: F401  # who sits elsewhere after a merger
import catalog.merged  # noqa: F401  # which units a merger concerns
import exhibitions.introductions  # tells the directory what is on show
import exhibitions.seminars.introductions  # noqa: F401  # tells desks who waits for an answer
import loans.feeds  # registers the events it knows
import loans.incidents.notices  # tells desks what waits
import loans.introductions  # tells the directory who knows whom by a loan
import loans.merged  # which loans a merger concerns
import loans.mergers  # whom a merger is told to
import loans.safety.notices  # noqa: F401  # tells the report what to count
from accounts.claims.pages import PAGES as CLAIM_PAGES
from accounts.pages import PAGES as ACCOUNT_PAGES
from app.health import healthz, readyz
from catalog import api as catalog_api
from catalog.checklists import api as checklists_api
from catalog.pages import PAGES as CATALOG_PAGES
from catalog.policies.api import PolicyApi
from catalog.register.pages import PAGES as REGISTER_PAGES
from catalog.stocktaking.api import StocktakingApi
from catalog.stocktaking.pages import PAGES as STOCKTAKING_PAGES
from directory.api import OrganizationApi
from directory.pages import PAGES as DIRECTORY_PAGES
from exhibitions.api import ExhibitApi, ExhibitionApi
from exhibitions.embedding.pages import PAGES as EMBEDDED_PAGES
from exhibitions.enquiries.pages import PAGES as ENQUIRY_PAGES
from exhibitions.figures.api import get_visit_report
from exhibitions.figures.pages import PAGES as VISIT_REPORT_PAGES
from exhibitions.operations import HANDLERS as SHOW_OPERATIONS
from exhibitions.pages import PAGES as EXHIBITION_PAGES
from exhibitions.questionnaires.counter_pages import PAGES as QUESTIONNAIRE_PAGES
from exhibitions.questionnaires.pages import PAGES as REPLY_PAGES
from exhibitions.seminars import api as seminars_api
from exhibitions.seminars.applying import api as applying_api
from exhibitions.seminars.applying.deciding_pages import PAGES as DECIDING_PAGES
from exhibitions.seminars.applying.pages import PAGES as APPLYING_PAGES
from exhibitions.seminars.asking import api as seminar_asking_api
from exhibitions.seminars.asking.pages import PAGES as SEMINAR_ASKING_PAGES
from exhibitions.seminars.attending import api as attending_api
from exhibitions.seminars.attending.pages import PAGES as ATTENDING_PAGES
from exhibitions.seminars.attending.scan_pages import PAGES as SEMINAR_SCAN_PAGES
from exhibitions.seminars.certifying.pages import PAGES as CERTIFYING_PAGES
from exhibitions.seminars.figuring.api import get_seminar_report
from exhibitions.seminars.figuring.pages import PAGES as SEMINAR_FIGURE_PAGES
from exhibitions.seminars.materials.pages import PAGES as SEMINAR_MATERIAL_PAGES
from exhibitions.seminars.pages import PAGES as SEMINAR_PAGES
from exhibitions.seminars.preparing_pages import PAGES as SEMINAR_PREPARING_PAGES
from exhibitions.visits import api as visits_api
from exhibitions.visits import plan_api as visit_plan_api
from exhibitions.visits.pages import PAGES as VISIT_PAGES
from exhibitions.visits.plan_pages import PAGES as VISIT_PLAN_PAGES
from exhibitions.visits.reception.pages import PAGES as RECEPTION_PAGES
from exhibitions.visits.waiting.pages import PAGES as VISIT_WAITING_PAGES
from loans.api import LoanApi, LoanStepApi
from loans.board import api as board_api
from loans.board.pages import PAGES as BOARD_PAGES
from loans.bundles.api import LoanRequestApi
from loans.bundles.pages import PAGES as BUNDLE_PAGES
from loans.demand.api import get_demand_report
from loans.demand.pages import PAGES as DEMAND_PAGES
from loans.desks.pages import PAGES as DESK_PAGES
from loans.form_api import get_result_form
from loans.handovers.api import HANDLERS as HANDOVER_API
from loans.handovers.pages import PAGES as HANDOVER_PAGES
from loans.incidents.api import IncidentApi
from loans.marks import api as marks_api
from loans.pages import PAGES as LOAN_PAGES
from loans.photos.api import keep_loan_photo
from loans.reports.api import get_loan_report
from loans.reports.pages import PAGES as REPORT_PAGES
from loans.safety import api as safety_api
from loans.scan_api import record_scans
from loans.scans.pages import PAGES as SCAN_PAGES
from loans.unit_api import HANDLERS as UNIT_API
from loans.waiting.api import WaitlistApi
from loans.waiting.pages import PAGES as WAITING_PAGES
from notifications.api import FeedApi
from notifications.feeds import calendar_feed
from notifications.pages import FeedPages, MailboxPages

ROUTES: list[ControllerRouterHandler] = [
    healthz,
    readyz,
    OrganizationApi,
    *catalog_api.HANDLERS,
    PolicyApi,
    *checklists_api.HANDLERS,
    LoanApi,
    LoanStepApi,
    LoanRequestApi,
    keep_loan_photo,
    *marks_api.HANDLERS,
    IncidentApi,
    *safety_api.HANDLERS,
    get_result_form,
    get_loan_report,
    get_visit_report,
    record_scans,
    *UNIT_API,
    *HANDOVER_API,
    *HANDOVER_PAGES,
    WaitlistApi,
    ExhibitionApi,
    *SHOW_OPERATIONS,
    *visits_api.HANDLERS,
    *visit_plan_api.HANDLERS,
    *seminars_api.HANDLERS,
    *seminar_asking_api.HANDLERS,
    *applying_api.HANDLERS,
    *attending_api.HANDLERS,
    get_seminar_report,
    ExhibitApi,
    *DESK_PAGES,
    *BOARD_PAGES,
    *board_api.HANDLERS,
    *REPORT_PAGES,
    *VISIT_REPORT_PAGES,
    *DEMAND_PAGES,
    get_demand_report,
    FeedApi,
    calendar_feed,
    *CATALOG_PAGES,
    *REGISTER_PAGES,
    StocktakingApi,
    *STOCKTAKING_PAGES,
    *DIRECTORY_PAGES,
    *EXHIBITION_PAGES,
    *VISIT_PAGES,
    *VISIT_PLAN_PAGES,
    *SEMINAR_PAGES,
    *SEMINAR_PREPARING_PAGES,
    *APPLYING_PAGES,
    *DECIDING_PAGES,
    *ATTENDING_PAGES,
    *CERTIFYING_PAGES,
    *SEMINAR_SCAN_PAGES,
    *SEMINAR_FIGURE_PAGES,
    *SEMINAR_MATERIAL_PAGES,
    *SEMINAR_ASKING_PAGES,
    *RECEPTION_PAGES,
    *EMBEDDED_PAGES,
    *VISIT_WAITING_PAGES,
    *REPLY_PAGES,
    *ENQUIRY_PAGES,
    *QUESTIONNAIRE_PAGES,
    *ACCOUNT_PAGES,
    *CLAIM_PAGES,
    MailboxPages,
    FeedPages,
    *LOAN_PAGES,
    *BUNDLE_PAGES,
    *WAITING_PAGES,
    *SCAN_PAGES,
]
