"""How exhibits are found, for programs: photos kept before a step, what was found, marks, incidents."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.checklists.domain import ChecklistLine
from catalog.conditions.checks import CheckView
from catalog.conditions.incidents import Comment, Decide, IncidentState
from catalog.conditions.marking import MarkView, marks_on, put
from catalog.conditions.marks import PutMark
from catalog.domain import CheckMoment
from core import db
from core.errors import Invalid, NotFound
from core.images import LARGEST_FILE
from core.web.idempotency import answer_once
from core.web.paging import Page
from exhibitions.conditions import incidents
from exhibitions.conditions.checking import keep_photo
from exhibitions.conditions.queries import condition_of, photo_for
from exhibitions.conditions.records import RECORDS
from exhibitions.domain import MOMENT_OF, ExhibitStep
from exhibitions.exhibits import exhibit_for

ApiRequest = Request[Actor, Any, Any]
Answer = Response[bytes]
_ROOM = 1024


class PhotoOfExhibit(msgspec.Struct, frozen=True):
    """A photo that belongs to a check."""

    id: UUID
    unit_id: UUID | None
    check_moment: CheckMoment
    width: int
    height: int
    marks: int


class ConditionOfExhibit(msgspec.Struct, frozen=True):
    """What was found at each handing over; `checklist` is what is to be answered at the next one."""

    checks: list[CheckView]
    photos: list[PhotoOfExhibit]
    incidents: list[incidents.ExhibitIncidentRow]
    checklist: list[ChecklistLine]


class KeptExhibitPhoto(msgspec.Struct, frozen=True):
    """A photo in hand: its id goes into `photos` of the step within a day."""

    id: UUID
    width: int
    height: int


class ExhibitMarks(msgspec.Struct, frozen=True):
    """The marks of a photo; they have no pages."""

    items: list[MarkView]
    next: None = None


class ExhibitConditionApi(Controller):
    """How an exhibit is found when it changes hands."""

    path = "/api/v1/exhibits/{exhibit_id:uuid}"
    tags = ("exhibitions",)

    @get("/condition", operation_id="getExhibitCondition")
    async def get_condition(self, request: ApiRequest, exhibit_id: FromPath[UUID]) -> ConditionOfExhibit:
        """What was found at each handing over, and the lines of the checklist in force."""
        found = await condition_of(await exhibit_for(request.user, exhibit_id))
        photos = [
            PhotoOfExhibit(one.id, one.unit_id, one.check_moment, one.width, one.height, one.marks)
            for one in found.photos
        ]
        return ConditionOfExhibit(found.checks, photos, found.incidents, found.checklist)

    @post(
        "/photos",
        operation_id="keepExhibitPhoto",
        status_code=201,
        request_max_body_size=LARGEST_FILE + _ROOM,
    )
    async def keep(
        self, request: ApiRequest, exhibit_id: FromPath[UUID], step: FromQuery[str] = ""
    ) -> Answer:
        """Send a photo for `step` (dispatch, deliver, send_back, return); the body is the file."""
        await exhibit_for(request.user, exhibit_id)  # before anything is read
        content = await request.body()
        return await answer_once(request, lambda: _kept(request.user, exhibit_id, step, content), status=201)

    @get("/photos/{photo_id:uuid}/marks", operation_id="listExhibitMarks")
    async def list_marks(
        self, request: ApiRequest, exhibit_id: FromPath[UUID], photo_id: FromPath[UUID]
    ) -> ExhibitMarks:
        """The marks on a photo of an exhibit, by their numbers."""
        photo = await photo_for(request.user, exhibit_id, photo_id)
        return ExhibitMarks(await marks_on(RECORDS, photo.id))

    @post("/photos/{photo_id:uuid}/marks", operation_id="markExhibitPhoto", status_code=201)
    async def mark(
        self,
        request: ApiRequest,
        exhibit_id: FromPath[UUID],
        photo_id: FromPath[UUID],
        data: JSONBody[PutMark],
    ) -> Answer:
        """Mark damage: `x` from the left and `y` from the top in thousandths of the photo."""
        return await answer_once(
            request, lambda: _marked(request.user, exhibit_id, photo_id, data), status=201
        )


async def _kept(actor: Actor, exhibit_id: UUID, step: str, content: bytes) -> KeptExhibitPhoto:
    exhibit = await exhibit_for(actor, exhibit_id)
    if step not in MOMENT_OF:
        raise Invalid({"step": "unknown"})
    photo = await keep_photo(actor, exhibit, ExhibitStep(step), content)
    return KeptExhibitPhoto(photo.id, photo.width, photo.height)


async def _marked(actor: Actor, exhibit_id: UUID, photo_id: UUID, command: PutMark) -> MarkView:
    async with db.transaction():
        photo = await photo_for(actor, exhibit_id, photo_id)
        if photo.unit_id is None:
            raise NotFound
        return await put(RECORDS, actor, photo, command)


class ExhibitIncidentApi(Controller):
    """What exhibits lacked when they came, and what was made of it."""

    path = "/api/v1/exhibit-incidents"
    tags = ("exhibitions",)

    @get(operation_id="listExhibitIncidents")
    async def list(
        self,
        request: ApiRequest,
        wanted: Annotated[IncidentState | None, QueryParameter(name="state")] = None,
        cursor: FromQuery[str | None] = None,
    ) -> Page[incidents.ExhibitIncidentRow]:
        """Those this caller may see, the latest first."""
        return await incidents.list_incidents(request.user, wanted, cursor=cursor)

    @get("/{incident_id:uuid}", operation_id="getExhibitIncident")
    async def get_one(self, request: ApiRequest, incident_id: FromPath[UUID]) -> incidents.ExhibitIncident:
        """One of them, with its history and what this caller may do now."""
        return await incidents.incident_for(request.user, incident_id)

    @post("/{incident_id:uuid}/comment", operation_id="commentExhibitIncident", status_code=200)
    async def comment(
        self, request: ApiRequest, incident_id: FromPath[UUID], data: JSONBody[Comment]
    ) -> Answer:
        """Say something to the other side."""
        return await answer_once(request, lambda: incidents.comment_incident(request.user, incident_id, data))

    @post("/{incident_id:uuid}/agree", operation_id="agreeExhibitIncident", status_code=200)
    async def agree(self, request: ApiRequest, incident_id: FromPath[UUID], data: JSONBody[Decide]) -> Answer:
        """Write down what lender and counter have agreed, and who pays."""
        return await answer_once(request, lambda: incidents.agree_incident(request.user, incident_id, data))

    @post("/{incident_id:uuid}/settle", operation_id="settleExhibitIncident", status_code=200)
    async def settle(
        self, request: ApiRequest, incident_id: FromPath[UUID], data: JSONBody[Decide]
    ) -> Answer:
        """Write down how it ended."""
        return await answer_once(request, lambda: incidents.settle_incident(request.user, incident_id, data))


HANDLERS: list[ControllerRouterHandler] = [ExhibitConditionApi, ExhibitIncidentApi]
