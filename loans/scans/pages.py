"""The scan page: one code at a time as a plain form, many with a script, and what could not be done."""

from typing import Any

from litestar import get, post
from litestar.params import JSONBody
from litestar.response import Template

from accounts.domain import Actor
from catalog.domain import ScanAction, Way
from catalog.scans.pages import PageRequest, Scanner, doors_of
from catalog.stocktaking.queries import open_stocktaking
from core.clock import now
from core.ids import new_id
from core.web.pages import page
from core.web.scanning import Told
from directory.kinds import COUNTERS, OrganizationKind
from loans.scanning import RecordScans, Scan
from loans.scans.forms import ScanForm
from loans.scans.refused import REFUSALS
from loans.scans.told import ACTIONS, actions_of, recorded, refusal
from loans.scans.words import script_words

SCAN = "/scan"
_WHO = (OrganizationKind.FACILITY, OrganizationKind.VENDOR, *COUNTERS)
SCANNER = Scanner(
    path=SCAN,
    who=_WHO,
    actions=ACTIONS,
    actions_of=actions_of,
    refusal=refusal,
    refusals=REFUSALS,
    template="loans/scans/refused.html",
)


def _form(actor: Actor, chosen: str | None = None) -> ScanForm:
    form = ScanForm(data={"key": new_id().hex, "action": chosen, "way": Way.PARCEL.value})
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
        way=form.way.data,
        carrier=form.carrier.data or "",
        tracking_number=form.tracking_number.data or "",
        scanned_at=now(),
    )
    (told,) = await recorded(actor, RecordScans(scans=[scan]))
    going_on = await open_stocktaking(actor)
    again = _form(actor, scan.action.value)
    for name in ("way", "carrier", "tracking_number"):
        again[name].data = form[name].data
    return _scan_page(request, again, told, stocktaking=going_on)


@post(f"{SCAN}/records", include_in_schema=False, status_code=200)
async def record(request: PageRequest, data: JSONBody[RecordScans]) -> list[Told]:
    """The scans of the page, also those kept while there was no network."""
    return await recorded(request.user.one_of(*_WHO), data)


@get(f"{SCAN}/shell", include_in_schema=False)
async def show_shell(request: PageRequest) -> Template:
    """The page as a telephone keeps it for when there is no network: it names nobody."""
    form = ScanForm(data={"way": Way.PARCEL.value})
    form.action.offer((action.value, words) for action, words in ACTIONS.items())
    return _scan_page(request, form, is_shell=True, actor=Actor.anonymous())


PAGES = (
    show_scan_page,
    scan_one,
    record,
    show_shell,
    *doors_of(SCANNER),
)
