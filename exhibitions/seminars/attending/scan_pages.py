"""Pages of the door: scan the tickets of participants, also without network; settle what failed."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Template
from litestar.template.base import csrf_token
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.clock import now
from core.i18n import gettext as _
from core.ids import new_id
from core.web import scan_worker
from core.web.pages import page, see_other
from core.web.scanning import SettleForm, Standing, Told
from directory.kinds import COUNTERS
from exhibitions.seminars.attending import refused
from exhibitions.seminars.attending.forms import TicketScanForm
from exhibitions.seminars.attending.scanning import RecordSeminarScans, SeminarScanRead
from exhibitions.seminars.attending.told import ACTIONS, recorded, refusal, script_words

PageRequest = Request[Actor, Any, Any]
SCAN = "/scan/seminars"
REFUSED = f"{SCAN}/refused"


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
    actor, token = request.user, str(csrf_token({"request": request}))
    moment = now().timestamp()
    if not actor.is_counter or actor.organization_id is None:
        return Standing(token, moment)
    return Standing(
        token=token,
        now=moment,
        organization_id=actor.organization_id,
        organization_name=actor.organization_name,
        actions=tuple(action.value for action in ACTIONS),
        refused=await refused.open_refusals(actor),
    )


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
    headers = {"Service-Worker-Allowed": SCAN}
    return Response(scan_worker.script(SCAN), media_type="text/javascript", headers=headers)


@get(REFUSED, include_in_schema=False)
async def show_refused_tickets(
    request: PageRequest, cursor: FromQuery[str | None] = None, show: FromQuery[str] = ""
) -> Template:
    """Scans that changed nothing, until somebody has seen to them."""
    return await _refused_page(request, cursor, is_settled=show == "settled")


async def _refused_page(
    request: PageRequest,
    cursor: str | None = None,
    *,
    is_settled: bool = False,
    status: int = 200,
    wrong: SettleForm | None = None,
) -> Template:
    actor = request.user.one_of(*COUNTERS)
    found = await refused.refused_seminar_scans(actor, settled=is_settled, cursor=cursor)
    words = {scan.reason: refusal(scan.reason) for scan in found.items}
    shown = {"found": found, "words": words, "is_settled": is_settled, "wrong": wrong}
    return page(request, "exhibitions/seminars/scans_refused.html", status=status, form=SettleForm(), **shown)


@post(REFUSED + "/{scan_id:uuid}", include_in_schema=False)
async def settle_ticket(request: PageRequest, scan_id: FromPath[UUID]) -> Response[Any]:
    """済みにする."""
    actor = request.user.one_of(*COUNTERS)
    form = await SettleForm.of(request)
    if not form.validate():
        return await _refused_page(request, status=422, wrong=form)
    await refused.settle(actor, scan_id, form.note.data or "")
    return see_other(REFUSED, said=_("済みにしました。"))


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
