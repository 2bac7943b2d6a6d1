"""The planning board for a counter's own program."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.availability import Reason
from catalog.domain import TaxonomyVersion
from core.errors import NotAllowed
from core.web.idempotency import answer_once
from exhibitions.proposing.asking import AskForChoices, Lender, Refused, ask_for, preview
from exhibitions.proposing.board import Board, Wanted, board_of
from exhibitions.proposing.domain import KINDS, MOST_KINDS, Because, Candidate
from exhibitions.queries import exhibition_for
from exhibitions.usecases.recording import runs

ApiRequest = Request[Actor, Any, Any]
_PATH = "/api/v1/exhibitions/{exhibition_id:uuid}/proposal"
_TAGS = ("exhibitions",)


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """A product to ask for, why, and what else could show its items."""

    product_id: UUID
    product_name: str
    item_codes: list[str]
    lender_id: UUID
    lender_name: str
    unit_id: UUID
    free_units: int
    new_items: list[str]
    because: list[Because]
    instead: list[UUID]


class Elsewhere(msgspec.Struct, frozen=True):
    """What another counter could lend."""

    product_id: UUID
    product_name: str
    lender_id: UUID
    lender_name: str
    free_units: int


class Lacking(msgspec.Struct, frozen=True):
    """An item that nothing stands for, why, and who could help."""

    item: str
    reasons: list[Reason]
    shown_at: list[str]
    other_counters: list[Elsewhere]


class ProposalAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The board: what is proposed, what is missing, how much of the taxonomy is covered."""

    taxonomy: TaxonomyVersion
    choices: list[Proposed]
    missing: list[Lacking]
    covered: int
    items: int


class WhoIsAsked(msgspec.Struct, frozen=True):
    """Whom the press would ask for what, and what could not be asked for."""

    lenders: list[Lender]
    refused: list[Refused]


def _answer(board: Board) -> ProposalAnswer:
    return ProposalAnswer(
        taxonomy=board.coverage.version,
        choices=[
            Proposed(
                product_id=row.chosen.candidate.product_id,
                product_name=row.chosen.candidate.product_name,
                item_codes=list(row.chosen.candidate.item_codes),
                lender_id=row.chosen.candidate.lender_id,
                lender_name=row.chosen.candidate.lender_name,
                unit_id=row.chosen.unit_id,
                free_units=len(row.chosen.candidate.free),
                new_items=list(row.chosen.new_items),
                because=list(row.chosen.because),
                instead=[one.product_id for one in row.options],
            )
            for row in board.rows
        ],
        missing=[
            Lacking(
                one.item.code,
                [reason for conflict in one.conflicts for reason in conflict.reasons],
                one.shown_at,
                [_elsewhere(other) for other in one.others],
            )
            for one in board.missing
        ],
        covered=board.coverage.covered,
        items=len(board.coverage.items),
    )


def _elsewhere(one: Candidate) -> Elsewhere:
    return Elsewhere(one.product_id, one.product_name, one.lender_id, one.lender_name, len(one.free))


@get(_PATH, operation_id="proposeExhibits", tags=_TAGS)
async def propose_exhibits(
    request: ApiRequest,
    exhibition_id: FromPath[UUID],
    taxonomy: FromQuery[TaxonomyVersion] = TaxonomyVersion.Y2017,
    kinds: FromQuery[int] = KINDS,
) -> ProposalAnswer:
    """Which kinds and free units cover the taxonomy best on the display's days; nobody is asked yet."""
    exhibition = await exhibition_for(request.user.signed_in(), exhibition_id)
    if not runs(request.user, exhibition):
        raise NotAllowed
    wanted = Wanted(version=taxonomy, kinds=min(max(kinds, 1), MOST_KINDS))
    return _answer(await board_of(request.user, exhibition, wanted))


@post(_PATH + "/preview", operation_id="previewAskingLenders", tags=_TAGS, status_code=200)
async def preview_asking(
    request: ApiRequest, exhibition_id: FromPath[UUID], data: JSONBody[AskForChoices]
) -> WhoIsAsked:
    """Whom `askLenders` would ask for what; nothing happens."""
    return WhoIsAsked(*await preview(request.user, exhibition_id, data.choices))


@post(_PATH + "/ask", operation_id="askLenders", tags=_TAGS, status_code=200)
async def ask_lenders(
    request: ApiRequest, exhibition_id: FromPath[UUID], data: JSONBody[AskForChoices]
) -> Response[bytes]:
    """Put the choices on the display and ask every lender at once; the same `key` asks once."""
    return await answer_once(request, lambda: ask_for(request.user, exhibition_id, data))


HANDLERS: list[ControllerRouterHandler] = [propose_exhibits, preview_asking, ask_lenders]
