"""Several products in one request, for programs."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, JSONBody

from accounts.domain import Actor
from core.web.idempotency import answer_once
from loans.bundles.commands import RequestLoans
from loans.bundles.queries import BundleView, bundle_for
from loans.bundles.usecases import request_loans as ask

ApiRequest = Request[Actor, Any, Any]


class LoanRequestApi(Controller):
    """Requests for several products at once."""

    path = "/api/v1/loan-requests"
    tags = ("loans",)

    @post(operation_id="requestLoans", status_code=201)
    async def request_loans(self, request: ApiRequest, data: JSONBody[RequestLoans]) -> Response[bytes]:
        """Ask for several products, whole or in part; what cannot be had says why and what instead."""
        return await answer_once(request, lambda: ask(request.user, data), status=201)

    @get("/{bundle_id:uuid}", operation_id="getLoanRequest")
    async def get_loan_request(self, request: ApiRequest, bundle_id: FromPath[UUID]) -> BundleView:
        """A bundle with those of its loans that this caller may see."""
        return await bundle_for(request.user, bundle_id)
