"""What programs may do about displays beside `exhibitions.api`: one list for the whole house."""

from litestar.types import ControllerRouterHandler

from exhibitions.captions.api import HANDLERS as CAPTIONS
from exhibitions.conditions.api import HANDLERS as CONDITIONS
from exhibitions.late_api import HANDLERS as LATE
from exhibitions.lending.api import HANDLERS as LENDING
from exhibitions.pictures.api import HANDLERS as PICTURES
from exhibitions.proposing.api import HANDLERS as PROPOSING
from exhibitions.questionnaires.api import HANDLERS as QUESTIONNAIRES
from exhibitions.questionnaires.lead_api import HANDLERS as LEADS
from exhibitions.touring.api import HANDLERS as TOURING
from exhibitions.visits.waiting.api import HANDLERS as VISIT_WAITING

HANDLERS: list[ControllerRouterHandler] = [
    *PROPOSING,
    *CAPTIONS,
    *TOURING,
    *LENDING,
    *LATE,
    *CONDITIONS,
    *VISIT_WAITING,
    *QUESTIONNAIRES,
    *LEADS,
    *PICTURES,
]
