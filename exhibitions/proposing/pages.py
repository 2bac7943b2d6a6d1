"""The planning board on a page: the proposal, every choice to be changed, who will be asked, one press."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.domain import TaxonomyVersion
from catalog.pages.asking import PageRequest
from core.errors import Conflict, Invalid
from core.i18n import gettext as _
from core.ids import new_id
from core.web.forms import words_for
from core.web.pages import page, see_other
from core.web.values import as_uuid
from exhibitions import looks
from exhibitions.domain import UNDER_WAY
from exhibitions.pages.preparing import ONE, own_exhibition, workshop
from exhibitions.proposing import words
from exhibitions.proposing.asking import AskForChoices, ask_for, preview
from exhibitions.proposing.board import Pick, Wanted, board_of
from exhibitions.proposing.domain import KINDS, MOST_KINDS

BOARD = ONE + "/proposal"


def picks_of(sent: list[str]) -> tuple[Pick, ...]:
    """What was chosen: `product:lender` each; what cannot be read and what comes twice is left out."""
    found: dict[UUID, Pick] = {}
    for text in sent[: MOST_KINDS * 2]:
        product, _colon, lender = text.partition(":")
        product_id, lender_id = as_uuid(product), as_uuid(lender)
        if product_id and lender_id:
            found.setdefault(product_id, Pick(product_id, lender_id))
    return tuple(found.values())[:MOST_KINDS]


def wanted_of(query: Mapping[str, Any], sent: list[str]) -> Wanted:
    """What the address asks of the board."""
    kinds = query.get("kinds", "")
    count = int(kinds) if kinds.isascii() and kinds.isdigit() and len(kinds) < 4 else KINDS
    return Wanted(
        version=TaxonomyVersion.asked(query.get("taxonomy")),
        kinds=min(max(count, 1), MOST_KINDS),
        picks=picks_of(sent) if "chosen" in query else None,
    )


@get(BOARD, include_in_schema=False)
async def show_board(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """The proposal, or what has been made of it."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    if exhibition.status not in UNDER_WAY:
        raise Conflict("exhibition-over")
    query = request.query_params
    wanted = wanted_of(query, query.getall("pick", []))
    board = await board_of(request.user, exhibition, wanted)
    names = {one.item.code: one.item.full_name for one in board.coverage.items}
    return page(
        request,
        "exhibitions/proposing/board.html",
        exhibition=exhibition,
        board=board,
        wanted=wanted,
        names=names,
        words=words,
        can_be_had={code for one in board.free for code in one.item_codes},
        used={row.chosen.candidate.product_id for row in board.rows},
    )


@get(BOARD + "/check", include_in_schema=False)
async def check_asking(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Who will be asked for what; nobody has been asked yet."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    query = request.query_params
    picks = picks_of(query.getall("pick", []))
    if not picks:
        said = _("依頼する機種がありません。1つ以上選んでください。")
        return see_other(f"/exhibitions/{exhibition_id}/proposal", said, tone="attention")
    lenders, refused = await preview(request.user, exhibition_id, picks)
    return page(
        request,
        "exhibitions/proposing/check.html",
        exhibition=exhibition,
        lenders=lenders,
        refused=refused,
        picks=picks,
        key=new_id().hex,
        back=f"/exhibitions/{exhibition_id}/proposal?{request.url.query}",
        words=words,
        looks=looks,
    )


@post(BOARD + "/ask", include_in_schema=False)
async def ask_lenders(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Ask everybody; pressed twice it asks once."""
    await own_exhibition(request.user, exhibition_id)
    sent = await request.form()
    picks = picks_of([str(one) for one in sent.getall("pick", [])])
    command = AskForChoices(choices=list(picks), key=str(sent.get("key", ""))[:64])
    try:
        done = await ask_for(request.user, exhibition_id, command)
    except Invalid as error:
        said = next(words_for(code, error.facts) for code in error.fields.values())
        return see_other(f"/exhibitions/{exhibition_id}/proposal", said, tone="attention")
    said = _("%(count)s台をまとめて依頼しました。", count=len(done.asked))
    if done.refused:
        said += _("%(count)s機種は先にほかの人が押さえたので、依頼していません。", count=len(done.refused))
    return see_other(workshop(exhibition_id), said, tone="attention" if done.refused else "done")


PAGES: list[ControllerRouterHandler] = [show_board, check_asking, ask_lenders]
