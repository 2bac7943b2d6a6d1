"""Incidents for programs."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from accounts.domain import Actor
from catalog.conditions.incidents import Comment, Decide, IncidentState
from core.web.idempotency import answer_once
from core.web.paging import Page
from loans.incidents.queries import IncidentRow, IncidentView, incident_for, list_incidents
from loans.incidents.usecases import agree_incident, comment_incident, settle_incident

ApiRequest = Request[Actor, Any, Any]
Answer = Response[bytes]


class IncidentApi(Controller):
    """What units lacked when they came, and what was made of it."""

    path = "/api/v1/incidents"
    tags = ("loans",)

    @get(operation_id="listIncidents")
    async def list(
        self,
        request: ApiRequest,
        wanted: Annotated[IncidentState | None, QueryParameter(name="state")] = None,
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
    ) -> Page[IncidentRow]:
        """Those this caller may see, the latest first."""
        return await list_incidents(request.user, wanted, cursor=cursor, limit=limit)

    @get("/{incident_id:uuid}", operation_id="getIncident")
    async def get_one(self, request: ApiRequest, incident_id: FromPath[UUID]) -> IncidentView:
        """One of them, with its history and what this caller may do now."""
        return await incident_for(request.user, incident_id)

    @post("/{incident_id:uuid}/comment", operation_id="commentIncident", status_code=200)
    async def comment(
        self, request: ApiRequest, incident_id: FromPath[UUID], data: JSONBody[Comment]
    ) -> Answer:
        """Say something to the other parties."""
        return await answer_once(request, lambda: comment_incident(request.user, incident_id, data))

    @post("/{incident_id:uuid}/agree", operation_id="agreeIncident", status_code=200)
    async def agree(self, request: ApiRequest, incident_id: FromPath[UUID], data: JSONBody[Decide]) -> Answer:
        """Write down what lender and counter have agreed, and who pays."""
        return await answer_once(request, lambda: agree_incident(request.user, incident_id, data))

    @post("/{incident_id:uuid}/settle", operation_id="settleIncident", status_code=200)
    async def settle(
        self, request: ApiRequest, incident_id: FromPath[UUID], data: JSONBody[Decide]
    ) -> Answer:
        """Write down how it ended."""
        return await answer_once(request, lambda: settle_incident(request.user, incident_id, data))
