"""The page of an incident: what differs, its history, and what its reader may make of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.conditions import incident_words as words
from catalog.conditions.entries import IncidentView
from catalog.conditions.incident_forms import CommentForm, DecideForm
from catalog.conditions.incidents import EntryKind, Payer
from catalog.conditions.photos import PhotoView
from catalog.pages.asking import PageRequest
from core.errors import Conflict, Invalid
from core.i18n import LazyText, Text, lazy
from core.web.forms import Form
from core.web.pages import page, see_other


class About(msgspec.Struct, frozen=True):
    """What an incident belongs to: the way there, its parties, and who hears what is written."""

    name: str
    href: str
    parties: Sequence[tuple[Text, str]]
    told: Text
    photos: Sequence[PhotoView]


View = TypeVar("View", bound=IncidentView)
Take = Callable[[Actor, UUID, Any], Awaitable[IncidentView]]


class Incidents(msgspec.Struct, Generic[View], frozen=True, kw_only=True):
    """The incidents of a feature: where they lie, how one is found and told of, and what is done with it."""

    path: str
    find: Callable[[Actor, UUID], Awaitable[View]]
    about: Callable[[View], Awaitable[About]]
    payers: Mapping[Payer, LazyText]
    comment: Take
    agree: Take
    settle: Take

    def form(self, sent: Form | None, incident: IncidentView) -> DecideForm:
        """The form for a decision; what was sent, where it was one."""
        form = sent if isinstance(sent, DecideForm) else DecideForm(data={"expected": incident.state.value})
        form.payer.offer((one.value, label) for one, label in self.payers.items())
        if sent is form:
            form.expected.data, form.expected.raw_data = incident.state.value, None
        return form

    async def shown(
        self, request: PageRequest, incident: View, sent: Form | None = None, *, status: int = 200
    ) -> Response[Any]:
        """Its page."""
        about = await self.about(incident)
        return page(
            request,
            "catalog/conditions/incident.html",
            status=status,
            incident=incident,
            about=about,
            path=self.path,
            words=words,
            happenings=words.history(incident.entries),
            photos=[one for one in about.photos if one.unit_id == incident.unit_id],
            comment_form=sent if isinstance(sent, CommentForm) else CommentForm(),
            decide_form=self.form(sent, incident),
            sent=sent,
            may_agree=EntryKind.AGREED in incident.next_steps,
            may_settle=EntryKind.SETTLED in incident.next_steps,
        )


def doors_of(incidents: Incidents[Any]) -> list[ControllerRouterHandler]:
    """The page of an incident, and the ways to write into its history."""

    @get(f"{incidents.path}/{{incident_id:uuid}}", include_in_schema=False)
    async def show_incident(request: PageRequest, incident_id: FromPath[UUID]) -> Response[Any]:
        """One of them."""
        return await incidents.shown(request, await incidents.find(request.user, incident_id))

    return [
        show_incident,
        _door(incidents, "comment", CommentForm, incidents.comment, lazy("コメントを記録しました。")),
        _door(incidents, "agree", DecideForm, incidents.agree, lazy("合意したことを記録しました。")),
        _door(incidents, "settle", DecideForm, incidents.settle, lazy("解決したことを記録しました。")),
    ]


def _door(
    incidents: Incidents[Any], way: str, shape: type[CommentForm | DecideForm], take: Take, said: LazyText
) -> ControllerRouterHandler:
    """What is sent from the page of an incident goes to `take`."""

    @post(f"{incidents.path}/{{incident_id:uuid}}/{way}", include_in_schema=False)
    async def send(request: PageRequest, incident_id: FromPath[UUID]) -> Response[Any]:
        incident = await incidents.find(request.user, incident_id)
        form = await shape.of(request)
        if isinstance(form, DecideForm):
            form.payer.offer((one.value, label) for one, label in incidents.payers.items())
        if not form.validate():
            return await incidents.shown(request, incident, form, status=422)
        try:
            await take(request.user, incident_id, form.command())
        except Invalid as error:
            form.refuse(error)
            return await incidents.shown(request, incident, form, status=422)
        except Conflict as error:
            form.refuse(Invalid({}, error.reason, **error.facts))
            now = await incidents.find(request.user, incident_id)
            return await incidents.shown(request, now, form, status=409)
        return see_other(f"{incidents.path}/{incident_id}", str(said))

    return send
