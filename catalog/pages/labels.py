"""Labels: printed on sheets for units or for none yet, tried on plain paper, put on units, moved, retired."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog import labelling, queries
from catalog.documents import (
    DEFAULT_SHEET,
    SHEETS,
    Placement,
    blank_label_of,
    label_of,
    labels_pdf,
    test_sheet,
    words_on,
)
from catalog.domain import UnitStatus
from catalog.forms import LAYOUT_NAMES, BlankLabelsForm, LabelsForm
from catalog.labelling import Shift
from catalog.pages.asking import PageRequest, attempt, pdf
from catalog.queries import UnitFilter, UnitView
from catalog.tags import Tag, find_tag
from core.errors import Invalid, NotFound
from core.i18n import gettext as _
from core.typesetting import lost_in
from core.web.pages import page, see_other
from core.web.paging import LARGEST_PAGE
from core.web.values import as_uuid
from directory.kinds import COUNTERS, OrganizationKind

LABELS = "/units/labels"
TAGS = "/units/tags"


@get(LABELS, include_in_schema=False)
async def show_label_page(request: PageRequest, product: FromQuery[UUID | None] = None) -> Response[Any]:
    """How to print: the sheet, where to begin, and how the printer is put right."""
    layout = request.query_params.get("layout", DEFAULT_SHEET)
    layout = layout if layout in SHEETS else DEFAULT_SHEET
    return await _label_page(request, product, await _form_for(request.user, layout))


async def _form_for(actor: Actor, layout: str) -> BlankLabelsForm:
    shift = (await labelling.shifts_of(actor)).get(layout, Shift())
    given = {"right": round(shift.right * 10), "down": round(shift.down * 10)}
    sheet = {"layout": layout, "shifted_for": layout, "position": 1, "count": SHEETS[layout].count}
    return BlankLabelsForm(data={**sheet, **given})


async def _label_page(
    request: PageRequest, product_id: UUID | None, form: LabelsForm, status: int = 200
) -> Response[Any]:
    actor = request.user.one_of(OrganizationKind.VENDOR, *COUNTERS)
    units = await _units_of(actor, product_id) if product_id else []
    if product_id and not units:
        raise NotFound
    shown = {
        "form": form,
        "product_id": product_id,
        "units": units,
        "shifts": await labelling.shifts_of(actor),
        "layouts": LAYOUT_NAMES,
        "lost": lost_in([words_on(unit) for unit in units], actor.organization_name),
    }
    return page(request, "catalog/labels.html", status=status, **shown)


async def _units_of(actor: Actor, product_id: UUID) -> list[UnitView]:
    wanted, units, cursor = (
        UnitFilter(product_id=product_id, status=UnitStatus.ACTIVE),
        list[UnitView](),
        None,
    )
    while True:
        found = await queries.list_units(actor, wanted, cursor=cursor, limit=LARGEST_PAGE)
        units += found.items
        cursor = found.next
        if cursor is None or len(units) >= labelling.MOST_TAGS:
            mine = [one for one in units if actor.organization_id in (one.owner_id, one.lender_id)]
            return sorted(mine, key=lambda unit: unit.serial_number)


@get("/units/labels.pdf", include_in_schema=False)
async def show_labels(request: PageRequest) -> Response[bytes]:
    """A sheet: `unit=` once for each, or all of `product=`; `layout`, `position`, `right`, `down`."""
    query = request.query_params
    name = query.get("layout", DEFAULT_SHEET)
    units = await _units_asked_for(request)
    if name not in SHEETS or not units:
        raise NotFound
    labels = [label_of(unit) for unit in units[: labelling.MOST_TAGS] if unit.tag_token]
    return pdf(labels_pdf(labels, SHEETS[name], await _placement(request.user, query, name)))


@get("/units/labels/test.pdf", include_in_schema=False)
async def show_test_sheet(request: PageRequest) -> Response[bytes]:
    """A sheet on plain paper, to be held against the labels and a lamp."""
    actor = request.user.one_of(OrganizationKind.VENDOR, *COUNTERS)
    name = request.query_params.get("layout", DEFAULT_SHEET)
    if name not in SHEETS:
        raise NotFound
    return pdf(test_sheet(SHEETS[name], await _placement(actor, request.query_params, name)))


async def _placement(actor: Actor, query: Mapping[str, Any], name: str) -> Placement:
    """Where to begin, and the shift: as the address says, else as it is remembered for this layout.

    What was filled in for another layout and not touched since is that one's shift, not this one's. Raises
    `Invalid` for a position that the sheet does not have.
    """
    known = await labelling.shifts_of(actor)
    kept, filled_in = known.get(name, Shift()), known.get(query.get("shifted_for") or name, Shift())
    position = _whole(query.get("position") or "", 1)
    if position > SHEETS[name].count:
        raise Invalid({"position": "beyond-sheet"}, count=SHEETS[name].count)
    asked = Shift(_tenths(query.get("right"), kept.right), _tenths(query.get("down"), kept.down))
    shift = kept if asked == filled_in else asked
    return Placement(skip=max(position, 1) - 1, right=shift.right, down=shift.down)


def _whole(text: Any, otherwise: int) -> int:
    """A small whole number; anything else is `otherwise`."""
    try:
        return int(str(text)[:6])
    except ValueError:
        return otherwise


def _tenths(text: Any, otherwise: float) -> float:
    if text in (None, ""):
        return otherwise
    most = labelling.WIDEST_SHIFT
    return min(max(_whole(text, round(otherwise * 10)) / 10, -most), most)


async def _units_asked_for(request: PageRequest) -> list[UnitView]:
    """The units of the reader that the address names; others are left out without a word."""
    actor = request.user.signed_in()
    product_id = as_uuid(request.query_params.get("product", ""))
    if product_id is not None:
        return await _units_of(actor, product_id)
    named = [as_uuid(text) for text in request.query_params.getall("unit", [])]
    units = await queries.units_for(actor, [unit_id for unit_id in named if unit_id])
    return [unit for unit in units if actor.organization_id in (unit.owner_id, unit.lender_id)]


@post("/units/labels/shift", include_in_schema=False)
async def keep_shift(request: PageRequest) -> Response[Any]:
    """Remember how far this printer misses this sheet."""
    request.user.one_of(OrganizationKind.VENDOR, *COUNTERS)
    form = await BlankLabelsForm.of(request)
    form.count.data = form.count.data or 1  # not asked for here
    layout = form.layout.data or ""
    shift = Shift((form.right.data or 0) / 10, (form.down.data or 0) / 10)
    done = await attempt(form, lambda: _kept(request.user, layout, shift))
    if done is None:
        return await _label_page(request, None, form, status=422)
    return see_other(f"{LABELS}?layout={layout}", said=_("印刷位置を覚えました。"))


async def _kept(actor: Actor, layout: str, shift: Shift) -> bool:
    await labelling.keep_shift(actor, layout, shift)
    return True


@post("/units/blank-labels", include_in_schema=False, status_code=200)
async def make_blank_labels(request: PageRequest) -> Response[Any]:
    """Labels to be printed before they are tied to a unit."""
    form = await BlankLabelsForm.of(request)
    name = form.layout.data or DEFAULT_SHEET
    typed = {field.name: field.data for field in form}

    async def make() -> bytes:
        placement = await _placement(request.user, typed, name)
        made = await labelling.make_tags(request.user, form.count.data or 0)
        owner = request.user.organization_name
        return labels_pdf([blank_label_of(tag, owner) for tag in made], SHEETS[name], placement)

    paper = await attempt(form, make)
    return await _label_page(request, None, form, status=422) if paper is None else pdf(paper)


async def _tag(token: str) -> Tag:
    tag = await find_tag(token)
    if tag is None:
        raise NotFound
    return tag


@get(TAGS + "/{token:str}", include_in_schema=False)
async def choose_unit(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Which unit the label in hand is put on: found by its serial number."""
    return await _choose_page(request, await _tag(token))


async def _choose_page(request: PageRequest, tag: Tag, wrong: str = "") -> Response[Any]:
    actor = request.user.one_of(OrganizationKind.VENDOR, *COUNTERS)
    words = request.query_params.get("q", "")[:100]
    found = await queries.list_units(actor, UnitFilter(q=words, status=UnitStatus.ACTIVE), limit=20)
    mine = [one for one in found.items if actor.organization_id in (one.owner_id, one.lender_id)]
    on = await labelling.own_unit(actor, tag.unit_id) if tag.unit_id else None
    shown = {"tag": tag, "q": words, "units": mine, "on": on, "wrong": wrong, "more": bool(found.next)}
    return page(request, "catalog/tag_choose.html", status=422 if wrong else 200, **shown)


@post(TAGS + "/{token:str}", include_in_schema=False)
async def put_on(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Put it on the unit chosen; from another one only when that is said."""
    tag = await _tag(token)
    sent = await request.form()
    unit_id = as_uuid(str(sent.get("unit_id", "")))
    if unit_id is None:
        return await _choose_page(request, tag, wrong=_("付ける個体を選んでください。"))
    try:
        unit = await labelling.put_on(request.user, token, unit_id, moves="moves" in sent)
    except Invalid:
        return await _choose_page(
            request, tag, wrong=_("このラベルは使えません。付いている個体か、状態を確かめてください。")
        )
    return see_other(
        f"/units/{unit.id}", said=_("%(serial)sにラベルを付けました。", serial=unit.serial_number)
    )


@post("/units/{unit_id:uuid}/label/retire", include_in_schema=False)
async def retire_label(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """The label is gone: whoever finds it is told so."""
    await labelling.retire_label(request.user, unit_id)
    return see_other(f"/units/{unit_id}", said=_("ラベルを使い終わりにしました。"))


@post("/units/{unit_id:uuid}/label/new", include_in_schema=False)
async def make_label(request: PageRequest, unit_id: FromPath[UUID]) -> Response[Any]:
    """A fresh label in place of the one it has."""
    await labelling.new_label(request.user, unit_id)
    return see_other(f"/units/{unit_id}", said=_("新しいラベルを作りました。印刷して貼り替えてください。"))


LABEL_PAGES: list[ControllerRouterHandler] = [
    show_label_page,
    show_labels,
    show_test_sheet,
    keep_shift,
    make_blank_labels,
    choose_unit,
    put_on,
    retire_label,
    make_label,
]
