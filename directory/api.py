"""Organisations for programs (DESIGN section 7)."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get
from litestar.params import FromPath, FromQuery

from accounts.domain import Actor
from core.web.paging import Page
from directory.kinds import OrganizationKind
from directory.queries import (
    OrganizationFilter,
    OrganizationView,
    list_organizations,
    organization_for,
)

ApiRequest = Request[Actor, Any, Any]


class OrganizationApi(Controller):
    """Counters, labs, vendors and facilities, as far as the caller may know them."""

    path = "/api/v1/organizations"
    tags = ("directory",)

    @get(operation_id="listOrganizations")
    async def list_organizations(
        self,
        request: ApiRequest,
        kind: FromQuery[OrganizationKind | None] = None,
        q: FromQuery[str] = "",
        prefecture: FromQuery[str] = "",
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
    ) -> Page[OrganizationView]:
        """The organisations this caller may know."""
        wanted = OrganizationFilter(kind=kind, q=q, prefecture=prefecture)
        return await list_organizations(request.user.signed_in(), wanted, cursor=cursor, limit=limit)

    @get("/{organization_id:uuid}", operation_id="getOrganization")
    async def get_organization(
        self, request: ApiRequest, organization_id: FromPath[UUID]
    ) -> OrganizationView:
        """One organisation."""
        return await organization_for(request.user.signed_in(), organization_id)
