"""The page behind a QR tag. Reading a tag never acts: it shows what fits whoever reads."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from catalog import looks, queries
from catalog.forms import TagForm
from catalog.tags import Tag, find_tag
from core.clock import today
from core.i18n import gettext as _
from core.web.pages import page, see_other
from loans.domain import Party, StepName
from loans.handovers import words
from loans.handovers.queries import handover_behind
from loans.next_things import next_thing
from loans.pages.home import HomeCard, cards_of
from loans.pages.ways import PageRequest, step_path
from loans.queries import LoanView
from loans.tagged import loan_behind, printer_of, tagged_unit

TAG = "/t"


@get(TAG, include_in_schema=False)
async def ask_for_code(request: PageRequest) -> Response[Any]:
    """For those who cannot read the picture: type the code below it."""
    form = TagForm.of_query(request)
    if not request.query_params.get("code"):
        return page(request, "loans/tag_code.html", form=TagForm())
    tag = await find_tag(form.code.data or "") if form.validate() else None
    if tag is None:
        if not form.mistakes:
            form.add_mistake(_("このコードのタグは見つかりません。もう一度確かめてください。"), "code")
        return page(request, "loans/tag_code.html", form=form, status=422)
    return see_other(f"{TAG}/{tag.token}")


@get(TAG + "/{token:str}", include_in_schema=False)
async def show_tag(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """The robot, its loan, or whom to call."""
    tag = await find_tag(token)
    if tag is None:
        return page(request, "loans/tag_unknown.html", form=TagForm(), status=404)
    if tag.unit_id is None:
        return page(request, "loans/tag_unclaimed.html", tag=tag, printer=await printer_of(tag))
    return await _unit_page(request, tag, tag.unit_id)


async def _unit_page(request: PageRequest, tag: Tag, unit_id: UUID) -> Response[Any]:
    actor = request.user
    unit = await tagged_unit(unit_id)
    loan = await loan_behind(actor, unit)
    products = await queries.products_seen_by(actor, [unit.product_id])
    return page(
        request,
        "loans/tag.html",
        tag=tag,
        unit=unit,
        product=products.get(unit.product_id),
        card=_card(loan, unit_id) if loan else None,
        handover=await handover_behind(actor, unit_id),
        words=words,
        way_back=_way_back(loan, unit_id) if loan else "",
        keeps=await queries.unit_for(actor, unit.unit_id) if unit.is_handled_by(actor) else None,
        looks=looks,
    )


def _card(loan: LoanView, unit_id: UUID) -> HomeCard:
    """The loan's next thing; of several units that go back one by one, for the one in hand."""
    card = cards_of([loan])[0]
    if card.thing.step not in (StepName.SEND_BACK, StepName.TAKE_BACK):
        return card
    return msgspec.structs.replace(card, href=_of_this(loan, card.href, unit_id))


def _of_this(loan: LoanView, path: str, unit_id: UUID) -> str:
    return path if loan.quantity == 1 else f"{path}?unit={unit_id}"


def _way_back(loan: LoanView, unit_id: UUID) -> str:
    """Where the facility sends the unit in its hands back, though something else is due before."""
    is_there = Party.FACILITY in loan.parties and unit_id in loan.at_facility
    if not is_there or StepName.SEND_BACK not in loan.next_steps:
        return ""
    if next_thing(loan, today()).step is StepName.SEND_BACK:
        return ""  # it is the next thing anyhow
    return _of_this(loan, step_path(loan.id, StepName.SEND_BACK), unit_id)


PAGES = [ask_for_code, show_tag]
