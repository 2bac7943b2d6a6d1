"""Displays for programs (DESIGN section 7). Operation ids, paths and field names are a contract."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody

from accounts.domain import Actor
from catalog.foreseen import Foreseen
from core.errors import NotFound
from core.i18n import gettext as _
from core.web.idempotency import answer_once
from core.web.paging import Page
from exhibitions import commands, usecases
from exhibitions.captions.changing import change_exhibit
from exhibitions.domain import ExhibitionKind, ExhibitionStep, ExhibitStep
from exhibitions.exhibits import Exhibit, exhibit_for, exhibits_on
from exhibitions.previewing import (
    PreviewExhibitionStep,
    PreviewExhibitStep,
    adding,
    foresee_exhibit,
    foresee_exhibition,
)
from exhibitions.queries import ExhibitionFilter, ExhibitionView, exhibition_for
from exhibitions.queries import list_exhibitions as listed

ApiRequest = Request[Actor, Any, Any]
Answer = Response[bytes]
Move = JSONBody[commands.MoveExhibition]


class ExhibitionApi(Controller):
    """Displays: public to everybody, prepared by their counter."""

    path = "/api/v1/exhibitions"
    tags = ("exhibitions",)

    @get(operation_id="listExhibitions")
    async def list_exhibitions(
        self,
        request: ApiRequest,
        prefecture: FromQuery[str] = "",
        kind: FromQuery[ExhibitionKind | None] = None,
        counter_id: FromQuery[UUID | None] = None,
        past: FromQuery[bool] = False,  # noqa: FBT002  # a query parameter has a name
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
    ) -> Page[ExhibitionView]:
        """The displays that can still be seen, soonest first, or those that are over."""
        wanted = ExhibitionFilter(prefecture=prefecture, kind=kind, counter_id=counter_id, past=past)
        return await listed(request.user, wanted, cursor=cursor, limit=limit)

    @get("/{exhibition_id:uuid}", operation_id="getExhibition")
    async def get_exhibition(self, request: ApiRequest, exhibition_id: FromPath[UUID]) -> ExhibitionView:
        """One display."""
        return await exhibition_for(request.user, exhibition_id)

    @post(operation_id="createExhibition", status_code=201)
    async def create_exhibition(
        self, request: ApiRequest, data: JSONBody[commands.CreateExhibition]
    ) -> Answer:
        """Make a draft; nobody but its counter sees it before it is planned."""
        return await answer_once(request, lambda: usecases.create_exhibition(request.user, data), status=201)

    @patch("/{exhibition_id:uuid}", operation_id="updateExhibition")
    async def update_exhibition(
        self,
        request: ApiRequest,
        exhibition_id: FromPath[UUID],
        data: JSONBody[commands.ChangeExhibition],
    ) -> ExhibitionView:
        """Change what is given; the rest stays."""
        return await usecases.change_exhibition(request.user, exhibition_id, data)

    @delete("/{exhibition_id:uuid}", operation_id="deleteExhibition", status_code=204)
    async def delete_exhibition(self, request: ApiRequest, exhibition_id: FromPath[UUID]) -> None:
        """Discard a draft that nobody was told of; what somebody relies on is to be cancelled instead."""
        await usecases.discard_exhibition(request.user, exhibition_id, _("下書きを捨てました。"))

    @post("/{exhibition_id:uuid}/preview", operation_id="previewExhibitionStep", status_code=200)
    async def preview(
        self, request: ApiRequest, exhibition_id: FromPath[UUID], data: JSONBody[PreviewExhibitionStep]
    ) -> Foreseen:
        """What a step would change for whom: the step itself, rehearsed and rolled back; refused alike."""
        return await foresee_exhibition(request.user, exhibition_id, data.step, data.body)

    @post("/{exhibition_id:uuid}/plan", operation_id="planExhibition", status_code=200)
    async def plan(self, request: ApiRequest, exhibition_id: FromPath[UUID], data: Move) -> Answer:
        """Let the public know of it."""
        return await _moved(request, exhibition_id, ExhibitionStep.PLAN, data)

    @post("/{exhibition_id:uuid}/open", operation_id="openExhibition", status_code=200)
    async def open(self, request: ApiRequest, exhibition_id: FromPath[UUID], data: Move) -> Answer:
        """It can be seen now."""
        return await _moved(request, exhibition_id, ExhibitionStep.OPEN, data)

    @post("/{exhibition_id:uuid}/close", operation_id="closeExhibition", status_code=200)
    async def close(self, request: ApiRequest, exhibition_id: FromPath[UUID], data: Move) -> Answer:
        """It is over."""
        return await _moved(request, exhibition_id, ExhibitionStep.CLOSE, data)

    @post("/{exhibition_id:uuid}/cancel", operation_id="cancelExhibition", status_code=200)
    async def cancel(self, request: ApiRequest, exhibition_id: FromPath[UUID], data: Move) -> Answer:
        """Call it off, with a reason."""
        return await _moved(request, exhibition_id, ExhibitionStep.CANCEL, data)

    @get("/{exhibition_id:uuid}/exhibits", operation_id="listExhibits")
    async def list_exhibits(self, request: ApiRequest, exhibition_id: FromPath[UUID]) -> list[Exhibit]:
        """What stands on a display: all of it for its counter, for a lender what is asked of it."""
        found = await exhibits_on(request.user, exhibition_id)
        if not found:
            await exhibition_for(request.user, exhibition_id)
        return found

    @post("/{exhibition_id:uuid}/exhibits", operation_id="addExhibit", status_code=201)
    async def add_exhibit(
        self, request: ApiRequest, exhibition_id: FromPath[UUID], data: JSONBody[commands.AddExhibit]
    ) -> Answer:
        """Put a product on it; its lender is asked at once unless `ask` is false."""
        return await answer_once(
            request, lambda: usecases.add_exhibit(request.user, exhibition_id, data), status=201
        )

    @post("/{exhibition_id:uuid}/exhibits/preview", operation_id="previewAddingExhibit", status_code=200)
    async def preview_adding(
        self, request: ApiRequest, exhibition_id: FromPath[UUID], data: JSONBody[commands.AddExhibit]
    ) -> Foreseen:
        """The days that it would take and the lender who would be asked; refused like the order."""
        return await adding(request.user, exhibition_id, data)

    @post("/{exhibition_id:uuid}/ask", operation_id="askForExhibits", status_code=200)
    async def ask(self, request: ApiRequest, exhibition_id: FromPath[UUID]) -> Answer:
        """Ask all lenders at once for what is still only wished for; answers what could be asked."""
        return await answer_once(request, lambda: usecases.ask_all(request.user, exhibition_id))


class ExhibitApi(Controller):
    """What stands on displays, step by step."""

    path = "/api/v1/exhibits/{exhibit_id:uuid}"
    tags = ("exhibitions",)

    @get(operation_id="getExhibit")
    async def get_exhibit(self, request: ApiRequest, exhibit_id: FromPath[UUID]) -> Exhibit:
        """One exhibit, with the steps that this caller may take."""
        return await exhibit_for(request.user, exhibit_id)

    @patch(operation_id="updateExhibit")
    async def update_exhibit(
        self, request: ApiRequest, exhibit_id: FromPath[UUID], data: JSONBody[commands.ChangeExhibit]
    ) -> Exhibit:
        """Change what is given of its captions, its position, its demonstrations; the rest stays."""
        return await change_exhibit(request.user, exhibit_id, data)

    @post("/preview", operation_id="previewExhibitStep", status_code=200)
    async def preview(
        self, request: ApiRequest, exhibit_id: FromPath[UUID], data: JSONBody[PreviewExhibitStep]
    ) -> Foreseen:
        """What a step would change for whom: the step itself, rehearsed and rolled back; refused alike."""
        return await foresee_exhibit(request.user, exhibit_id, data.step, data.body)

    @post("/dispatch", operation_id="dispatchExhibit", status_code=200)
    async def dispatch(
        self,
        request: ApiRequest,
        exhibit_id: FromPath[UUID],
        data: JSONBody[commands.DispatchExhibit],
    ) -> Answer:
        """The lender sends the unit to the display; the counter is told once how and by which number."""
        return await answer_once(request, lambda: usecases.dispatch_exhibit(request.user, exhibit_id, data))

    @post("/{step:str}", operation_id="moveExhibit", status_code=200)
    async def move(
        self,
        request: ApiRequest,
        exhibit_id: FromPath[UUID],
        step: FromPath[str],
        data: JSONBody[commands.MoveExhibit],
    ) -> Answer:
        """`ask`, `confirm`, `decline`, `withdraw`, `deliver`, `show`, `send_back` or `return`."""
        if step not in {one.value for one in ExhibitStep}:
            raise NotFound
        return await answer_once(
            request, lambda: usecases.move_exhibit(request.user, exhibit_id, ExhibitStep(step), data)
        )


async def _moved(
    request: ApiRequest, exhibition_id: UUID, step: ExhibitionStep, command: commands.MoveExhibition
) -> Answer:
    return await answer_once(
        request, lambda: usecases.move_exhibition(request.user, exhibition_id, step, command)
    )
