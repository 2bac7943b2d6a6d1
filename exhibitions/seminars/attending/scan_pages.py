"""Pages of the door: scan the tickets of participants, also without network; settle what failed."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.scans.pages import PageRequest, Scanner
from core.clock import now
from core.ids import new_id
from core.web import scan_worker
from core.web.pages import page
from core.web.scanning import Standing, Told
from directory.kinds import COUNTERS
from exhibitions.seminars.attending.forms import TicketScanForm
from exhibitions.seminars.attending.refused import REFUSALS
from exhibitions.seminars.attending.scanning import RecordSeminarScans, SeminarScanRead
from exhibitions.seminars.attending.told import ACTIONS, recorded, refusal, script_words

SCAN = "/scan/seminars"
REFUSED = f"{SCAN}/refused"
SCANNER = Scanner(
    path=SCAN,
    who=COUNTERS,
    actions=ACTIONS,
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


@get(f"{SCAN}/standing", include_in_schema=False)
async def ticket_standing(request: PageRequest) -> Standing:
    """Who is signed in now: the page may have been opened without network, for somebody else."""
    return await SCANNER.standing(request)


@post(f"{SCAN}/records", include_in_schema=False, status_code=200)
async def record_tickets(request: PageRequest, data: JSONBody[RecordSeminarScans]) -> list[Told]:
    """The scans of the page, also those kept while there was no network."""
    return await recorded(request.user, data)


@get(f"{SCAN}/shell", include_in_schema=False)
async def show_ticket_shell(request: PageRequest) -> Template:
    """The page as a telephone keeps it for when there is no network: it names nobody."""
    return _scan_page(request, TicketScanForm(), is_shell=True, actor=Actor.anonymous())


@get(f"{SCAN}/worker.js", include_in_schema=False)
async def show_ticket_worker() -> Response[str]:
    """The service worker: keeps the page and what it is made of."""
    return scan_worker.answer(SCAN)


@get(REFUSED, include_in_schema=False)
async def show_refused_tickets(
    request: PageRequest, cursor: FromQuery[str | None] = None, show: FromQuery[str] = ""
) -> Template:
    """Scans that changed nothing, until somebody has seen to them."""
    return await SCANNER.show_refused(request, cursor, is_settled=show == "settled")


@post(REFUSED + "/{scan_id:uuid}", include_in_schema=False)
async def settle_ticket(request: PageRequest, scan_id: FromPath[UUID]) -> Response[Any]:
    """済みにする."""
    return await SCANNER.settle(request, scan_id)


PAGES: list[ControllerRouterHandler] = [
    show_ticket_scanner,
    scan_one_ticket,
    ticket_standing,
    record_tickets,
    show_ticket_shell,
    show_ticket_worker,
    show_refused_tickets,
    settle_ticket,
]
