"""The scan page: one code at a time as a plain form, many with a script, and what could not be done."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Template
from litestar.template.base import csrf_token

from accounts.domain import Actor
from catalog.domain import ScanAction
from catalog.stocktaking.queries import open_stocktaking
from core.clock import now
from core.i18n import gettext as _
from core.ids import new_id
from core.web import scan_worker
from core.web.pages import page, see_other
from core.web.scanning import SettleForm, Standing, Told
from directory.kinds import COUNTERS, OrganizationKind
from loans.scanning import RecordScans, Scan
from loans.scans import refused
from loans.scans.forms import ScanForm
from loans.scans.told import ACTIONS, actions_of, recorded, refusal
from loans.scans.words import script_words

PageRequest = Request[Actor, Any, Any]
SCAN = "/scan"
REFUSED = f"{SCAN}/refused"
_WHO = (OrganizationKind.FACILITY, OrganizationKind.VENDOR, *COUNTERS)


def _form(actor: Actor, chosen: str | None = None) -> ScanForm:
    form = ScanForm(data={"key": new_id().hex, "action": chosen})
    form.action.offer((action.value, words) for action, words in actions_of(actor).items())
    form.action.data = chosen or next(iter(actions_of(actor))).value
    return form


def _scan_page(request: PageRequest, form: ScanForm, told: Told | None = None, **how: Any) -> Template:
    given = {"form": form, "told": told, "is_shell": False, "stocktaking": None, "words": script_words()}
    return page(request, "loans/scans/scan.html", **{**given, **how})


@get(SCAN, include_in_schema=False)
async def show_scan_page(request: PageRequest) -> Template:
    """What is being done, and the codes."""
    actor = request.user.one_of(*_WHO)
    asked = request.query_params.get("action", "")
    chosen = asked if asked in {action.value for action in actions_of(actor)} else None
    return _scan_page(request, _form(actor, chosen), stocktaking=await open_stocktaking(actor))


@post(SCAN, include_in_schema=False, status_code=200)
async def scan_one(request: PageRequest) -> Template:
    """One code, typed or read into the field."""
    actor = request.user.one_of(*_WHO)
    form = await ScanForm.of(request)
    form.action.offer((action.value, words) for action, words in actions_of(actor).items())
    if not form.validate():
        return _scan_page(request, form, status=422)
    scan = Scan(
        key=form.key.data or new_id().hex,
        tag=form.code.data or "",
        action=ScanAction(form.action.data),
        scanned_at=now(),
    )
    (told,) = await recorded(actor, RecordScans(scans=[scan]))
    going_on = await open_stocktaking(actor)
    return _scan_page(request, _form(actor, scan.action.value), told, stocktaking=going_on)


@get(f"{SCAN}/standing", include_in_schema=False)
async def standing(request: PageRequest) -> Standing:
    """Who is signed in now: the page may have been opened without network, for somebody else."""
    actor, token = request.user, str(csrf_token({"request": request}))
    moment = now().timestamp()
    if actor.kind not in _WHO or actor.organization_id is None:
        return Standing(token, moment)
    return Standing(
        token=token,
        now=moment,
        organization_id=actor.organization_id,
        organization_name=actor.organization_name,
        actions=tuple(action.value for action in actions_of(actor)),
        refused=await refused.open_refusals(actor),
    )


@post(f"{SCAN}/records", include_in_schema=False, status_code=200)
async def record(request: PageRequest, data: JSONBody[RecordScans]) -> list[Told]:
    """The scans of the page, also those kept while there was no network."""
    return await recorded(request.user.one_of(*_WHO), data)


@get(f"{SCAN}/shell", include_in_schema=False)
async def show_shell(request: PageRequest) -> Template:
    """The page as a telephone keeps it for when there is no network: it names nobody."""
    form = ScanForm()
    form.action.offer((action.value, words) for action, words in ACTIONS.items())
    return _scan_page(request, form, is_shell=True, actor=Actor.anonymous())


@get(f"{SCAN}/worker.js", include_in_schema=False)
async def show_worker() -> Response[str]:
    """The service worker: keeps the page and what it is made of."""
    return scan_worker.answer(SCAN)


@get(REFUSED, include_in_schema=False)
async def show_refused(
    request: PageRequest, cursor: FromQuery[str | None] = None, show: FromQuery[str] = ""
) -> Template:
    """Scans that changed nothing, until somebody has seen to them."""
    return await _refused_page(request, cursor, is_settled=show == "settled")


async def _refused_page(
    request: PageRequest,
    cursor: str | None,
    *,
    is_settled: bool,
    status: int = 200,
    wrong: SettleForm | None = None,
) -> Template:
    actor = request.user.one_of(*_WHO)
    found = await refused.refused_scans(actor, settled=is_settled, cursor=cursor)
    words = {scan.reason: refusal(scan.reason) for scan in found.items}
    shown = {"found": found, "words": words, "is_settled": is_settled, "actions": ACTIONS, "wrong": wrong}
    return page(request, "loans/scans/refused.html", status=status, form=SettleForm(), **shown)


@post(REFUSED + "/{scan_id:uuid}", include_in_schema=False)
async def settle(request: PageRequest, scan_id: FromPath[UUID]) -> Response[Any]:
    """済みにする."""
    actor = request.user.one_of(*_WHO)
    form = await SettleForm.of(request)
    if not form.validate():
        return await _refused_page(request, None, is_settled=False, status=422, wrong=form)
    await refused.settle(actor, scan_id, form.note.data or "")
    return see_other(REFUSED, said=_("済みにしました。"))


PAGES = (
    show_scan_page,
    scan_one,
    standing,
    record,
    show_shell,
    show_worker,
    show_refused,
    settle,
)
