"""The pages of incidents: a list for desks, and one for each with its history and what can be done."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.conditions import incident_words as words
from catalog.conditions.incident_forms import CommentForm, DecideForm, IncidentListForm
from catalog.conditions.incidents import EntryKind
from core.errors import Conflict, Invalid
from core.i18n import LazyText, lazy
from core.web.forms import Form
from core.web.pages import page, see_other
from loans.incidents.queries import IncidentView, incident_for, list_incidents
from loans.incidents.usecases import agree_incident, comment_incident, settle_incident
from loans.pages.ways import PageRequest
from loans.photos.queries import photos_of

_INCIDENT = "/incidents/{incident_id:uuid}"


@get("/incidents", include_in_schema=False)
async def show_incidents(request: PageRequest) -> Response[Any]:
    """All of those the reader may see, the latest first."""
    form = IncidentListForm.of_query(request)
    found = await list_incidents(
        request.user, form.wanted, cursor=request.query_params.get("cursor"), limit=30
    )
    chosen = form.wanted.value if form.wanted else ""
    next_url = f"/incidents?state={chosen}&cursor={found.next}" if found.next else ""
    return page(
        request, "loans/incidents/list.html", incidents=found.items, form=form, words=words, next_url=next_url
    )


@get(_INCIDENT, include_in_schema=False)
async def show_incident(request: PageRequest, incident_id: FromPath[UUID]) -> Response[Any]:
    """One of them."""
    return await _shown(request, await incident_for(request.user, incident_id))


def _door(
    way: str,
    shape: type[CommentForm | DecideForm],
    take: Callable[[Actor, UUID, Any], Awaitable[IncidentView]],
    said: LazyText,
) -> ControllerRouterHandler:
    """What is sent from the page of an incident goes to `take`."""

    @post(f"{_INCIDENT}/{way}", include_in_schema=False)
    async def send(request: PageRequest, incident_id: FromPath[UUID]) -> Response[Any]:
        incident = await incident_for(request.user, incident_id)
        form = await shape.of(request)
        return await _done(
            request, incident, form, lambda: take(request.user, incident_id, form.command()), str(said)
        )

    return send


async def _done(
    request: PageRequest,
    incident: IncidentView,
    form: Form,
    order: Callable[[], Awaitable[IncidentView]],
    said: str,
) -> Response[Any]:
    """Give the order when the form is well; else show it again with what was typed."""
    if not form.validate():
        return await _shown(request, incident, form, status=422)
    try:
        await order()
    except Invalid as error:
        form.refuse(error)
        return await _shown(request, incident, form, status=422)
    except Conflict as error:
        form.refuse(Invalid({}, error.reason, **error.facts))
        return await _shown(request, await incident_for(request.user, incident.id), form, status=409)
    return see_other(f"/incidents/{incident.id}", said)


async def _shown(
    request: PageRequest, incident: IncidentView, sent: Form | None = None, *, status: int = 200
) -> Response[Any]:
    expected = {"expected": incident.state.value}
    if isinstance(sent, DecideForm):
        sent.expected.data, sent.expected.raw_data = incident.state.value, None
    return page(
        request,
        "loans/incidents/incident.html",
        status=status,
        incident=incident,
        words=words,
        happenings=words.history(incident.entries),
        photos=[one for one in await photos_of(incident.loan_id) if one.unit_id == incident.unit_id],
        comment_form=sent if isinstance(sent, CommentForm) else CommentForm(),
        decide_form=sent if isinstance(sent, DecideForm) else DecideForm(data=expected),
        sent=sent,
        may_agree=EntryKind.AGREED in incident.next_steps,
        may_settle=EntryKind.SETTLED in incident.next_steps,
    )


PAGES: list[ControllerRouterHandler] = [
    show_incidents,
    show_incident,
    _door("comment", CommentForm, comment_incident, lazy("コメントを記録しました。")),
    _door("agree", DecideForm, agree_incident, lazy("合意したことを記録しました。")),
    _door("settle", DecideForm, settle_incident, lazy("解決したことを記録しました。")),
]
