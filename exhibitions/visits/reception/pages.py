"""Pages of the entrance: scan the code of the mail, receive a party without a booking, settle what failed."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.queries.taxonomy import taxonomy_of
from catalog.scans.pages import PageRequest, Scanner, doors_of
from core.clock import now
from core.errors import Conflict, Invalid
from core.i18n import gettext as _
from core.ids import new_id
from core.web.pages import page, see_other
from core.web.scanning import Told
from directory.kinds import COUNTERS
from exhibitions.queries import ExhibitionView
from exhibitions.visits.queries import received_by
from exhibitions.visits.reception.domain import ReceptionAction
from exhibitions.visits.reception.forms import VisitScanForm, WalkInForm
from exhibitions.visits.reception.refused import REFUSALS
from exhibitions.visits.reception.scanning import RecordVisitScans, VisitScan
from exhibitions.visits.reception.told import ACTIONS, recorded, refusal, script_words
from exhibitions.visits.reception.walking_in import receive_walk_in, slots_at_the_door

SCAN = "/scan/visits"
SCANNER = Scanner(
    path=SCAN,
    who=COUNTERS,
    actions=ACTIONS,
    actions_of=lambda _: ACTIONS,
    refusal=refusal,
    refusals=REFUSALS,
    template="exhibitions/visits/refused.html",
)
_WALK_IN = "/exhibitions/{exhibition_id:uuid}/visitors/walk-in"


def _scan_page(request: PageRequest, form: VisitScanForm, told: Told | None = None, **how: Any) -> Template:
    given = {"form": form, "told": told, "is_shell": False, "words": script_words()}
    return page(request, "exhibitions/visits/scan.html", **{**given, **how})


def _fresh(action: ReceptionAction = ReceptionAction.ARRIVE) -> VisitScanForm:
    return VisitScanForm(data={"key": new_id().hex, "action": action})


@get(SCAN, include_in_schema=False)
async def show_scan_page(request: PageRequest) -> Template:
    """The codes of the visitors, of all displays of the counter."""
    request.user.one_of(*COUNTERS)
    return _scan_page(request, _fresh())


@post(SCAN, include_in_schema=False, status_code=200)
async def scan_one(request: PageRequest) -> Template:
    """One code, typed or read into the field."""
    actor = request.user.one_of(*COUNTERS)
    form = await VisitScanForm.of(request)
    if not form.validate():
        return _scan_page(request, form, status=422)
    action = form.action.data or ReceptionAction.ARRIVE
    scan = VisitScan(
        key=form.key.data or new_id().hex, tag=form.code.data or "", action=action, scanned_at=now()
    )
    (told,) = await recorded(actor, RecordVisitScans(scans=[scan]))
    return _scan_page(request, _fresh(action), told)


@post(f"{SCAN}/records", include_in_schema=False, status_code=200)
async def record(request: PageRequest, data: JSONBody[RecordVisitScans]) -> list[Told]:
    """The scans of the page, also those kept while there was no network."""
    return await recorded(request.user, data)


@get(f"{SCAN}/shell", include_in_schema=False)
async def show_shell(request: PageRequest) -> Template:
    """The page as a telephone keeps it for when there is no network: it names nobody."""
    return _scan_page(request, VisitScanForm(), is_shell=True, actor=Actor.anonymous())


async def _walk_in_page(
    request: PageRequest, exhibition: ExhibitionView, form: WalkInForm, status: int = 200
) -> Response[Any]:
    shown = {"exhibition": exhibition, "form": form, "has_slots": bool(form.slot_id.choices)}
    return page(request, "exhibitions/visits/walk_in.html", status=status, **shown)


async def _fit(request: PageRequest, exhibition_id: UUID, form: WalkInForm) -> None:
    items = (await taxonomy_of(TaxonomyVersion.Y2025)).items
    form.fit(items, await slots_at_the_door(request.user, exhibition_id))


@get(_WALK_IN, include_in_schema=False)
async def show_walk_in(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """A party without a booking."""
    exhibition = await received_by(request.user, exhibition_id)
    form = WalkInForm()
    await _fit(request, exhibition_id, form)
    # who stands at the door comes for the time that runs now, or else the next
    form.slot_id.data = form.slot_id.choices[0][0] if form.slot_id.choices else None
    return await _walk_in_page(request, exhibition, form)


@post(_WALK_IN, include_in_schema=False)
async def walk_in(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Receive it while there is room."""
    exhibition = await received_by(request.user, exhibition_id)
    form = await WalkInForm.of(request)
    await _fit(request, exhibition_id, form)
    if form.validate():
        try:
            visit = await receive_walk_in(request.user, exhibition_id, form.command())
            said = _("受付をしました。予約番号は%(number)sです。", number=visit.number)
            return see_other(f"/exhibitions/{exhibition_id}/visitors", said)
        except (Invalid, Conflict) as error:
            form.refuse(error if isinstance(error, Invalid) else Invalid({}, error.reason, **error.facts))
    return await _walk_in_page(request, exhibition, form, 422)


PAGES: list[ControllerRouterHandler] = [
    show_scan_page,
    scan_one,
    record,
    show_shell,
    *doors_of(SCANNER),
    show_walk_in,
    walk_in,
]
