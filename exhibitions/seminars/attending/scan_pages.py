"""Pages of the door: scan the tickets of participants, also without network; settle what failed."""

from typing import Any

from litestar import get, post
from litestar.params import JSONBody
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.scans.pages import PageRequest, Scanner, doors_of
from core.clock import now
from core.ids import new_id
from core.web.pages import page
from core.web.scanning import Told
from directory.kinds import COUNTERS
from exhibitions.seminars.attending.forms import TicketScanForm
from exhibitions.seminars.attending.refused import REFUSALS
from exhibitions.seminars.attending.scanning import RecordSeminarScans, SeminarScanRead
from exhibitions.seminars.attending.told import ACTIONS, recorded, refusal, script_words

SCAN = "/scan/seminars"
SCANNER = Scanner(
    path=SCAN,
    who=COUNTERS,
    actions=ACTIONS,
    actions_of=lambda _: ACTIONS,
    refusal=refusal,
    refusals=REFUSALS,
    template="exhibitions/seminars/scans_refused.html",
)


def _scan_page(request: PageRequest, form: TicketScanForm, told: Told | None = None, **how: Any) -> Template:
    given = {"form": form, "told": told, "is_shell": False, "words": script_words()}
    return page(request, "exhibitions/seminars/scan.html", **{**given, **how})


def _fresh() -> TicketScanForm:
    return TicketScanForm(data={"key": new_id().hex})


@get(SCAN, include_in_schema=False)
async def show_ticket_scanner(request: PageRequest) -> Template:
    """The tickets of all courses of the counter; the time says for which session."""
    request.user.one_of(*COUNTERS)
    return _scan_page(request, _fresh())


@post(SCAN, include_in_schema=False, status_code=200)
async def scan_one_ticket(request: PageRequest) -> Template:
    """One ticket, typed or read into the field."""
    actor = request.user.one_of(*COUNTERS)
    form = await TicketScanForm.of(request)
    if not form.validate():
        return _scan_page(request, form, status=422)
    key, tag = form.key.data or new_id().hex, form.code.data or ""
    scan = SeminarScanRead(key=key, tag=tag, scanned_at=now())
    (told,) = await recorded(actor, RecordSeminarScans(scans=[scan]))
    return _scan_page(request, _fresh(), told)


@post(f"{SCAN}/records", include_in_schema=False, status_code=200)
async def record_tickets(request: PageRequest, data: JSONBody[RecordSeminarScans]) -> list[Told]:
    """The scans of the page, also those kept while there was no network."""
    return await recorded(request.user, data)


@get(f"{SCAN}/shell", include_in_schema=False)
async def show_ticket_shell(request: PageRequest) -> Template:
    """The page as a telephone keeps it for when there is no network: it names nobody."""
    return _scan_page(request, TicketScanForm(), is_shell=True, actor=Actor.anonymous())


PAGES: list[ControllerRouterHandler] = [
    show_ticket_scanner,
    scan_one_ticket,
    record_tickets,
    show_ticket_shell,
    *doors_of(SCANNER),
]
