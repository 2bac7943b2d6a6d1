"""Several products in one request, for programs."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, JSONBody

from accounts.domain import Actor
from catalog.foreseen import Foreseen
from core.web.idempotency import answer_once
from loans.bundles.commands import RequestLoans
from loans.bundles.previewing import (
    BundlePreview,
    PreviewBundleStep,
    foresee_requests,
    preview_bundle_step,
)
from loans.bundles.queries import BundleView, bundle_for
from loans.bundles.steps import cancel_bundle, confirm_bundle, decline_bundle, propose_bundle
from loans.bundles.usecases import request_loans as ask
from loans.commands import GiveReason

ApiRequest = Request[Actor, Any, Any]


class LoanRequestApi(Controller):
    """Requests for several products at once."""

    path = "/api/v1/loan-requests"
    tags = ("loans",)

    @post(operation_id="requestLoans", status_code=201)
    async def request_loans(self, request: ApiRequest, data: JSONBody[RequestLoans]) -> Response[bytes]:
        """Ask for several products, whole or in part; what cannot be had says why and what instead."""
        return await answer_once(request, lambda: ask(request.user, data), status=201)

    @post("/preview", operation_id="previewLoanRequest", status_code=200)
    async def preview_request(self, request: ApiRequest, data: JSONBody[RequestLoans]) -> Foreseen:
        """The days that a request would hold and who would hear of it; refused like the request."""
        return await foresee_requests(request.user, data)

    @get("/{bundle_id:uuid}", operation_id="getLoanRequest")
    async def get_loan_request(self, request: ApiRequest, bundle_id: FromPath[UUID]) -> BundleView:
        """A bundle with those of its loans that this caller may see."""
        return await bundle_for(request.user, bundle_id)

    @post("/{bundle_id:uuid}/preview", operation_id="previewLoanRequestStep", status_code=200)
    async def preview(
        self, request: ApiRequest, bundle_id: FromPath[UUID], data: JSONBody[PreviewBundleStep]
    ) -> Response[BundlePreview]:
        """What a step would change for whom: the step itself, rehearsed and rolled back; refused alike."""
        return Response(await preview_bundle_step(request.user, bundle_id, data))

    @post("/{bundle_id:uuid}/propose", operation_id="proposeLoanRequest", status_code=200)
    async def propose(self, request: ApiRequest, bundle_id: FromPath[UUID]) -> Response[bytes]:
        """打診: ask the lenders for all of the bundle that still waits for it; each is told once."""
        return await answer_once(request, lambda: propose_bundle(request.user, bundle_id))

    @post("/{bundle_id:uuid}/confirm", operation_id="confirmLoanRequest", status_code=200)
    async def confirm(self, request: ApiRequest, bundle_id: FromPath[UUID]) -> Response[bytes]:
        """承諾: a lender agrees to all of its products that it was asked for, with the units held."""
        return await answer_once(request, lambda: confirm_bundle(request.user, bundle_id))

    @post("/{bundle_id:uuid}/decline", operation_id="declineLoanRequest", status_code=200)
    async def decline(
        self, request: ApiRequest, bundle_id: FromPath[UUID], data: JSONBody[GiveReason]
    ) -> Response[bytes]:
        """謝絶: a counter declines all that is not agreed, a lender its own; each party is told once."""
        return await answer_once(request, lambda: decline_bundle(request.user, bundle_id, data))

    @post("/{bundle_id:uuid}/cancel", operation_id="cancelLoanRequest", status_code=200)
    async def cancel(
        self, request: ApiRequest, bundle_id: FromPath[UUID], data: JSONBody[GiveReason]
    ) -> Response[bytes]:
        """Withdraw all of the bundle that can still be withdrawn, with a reason; each party is told once."""
        return await answer_once(request, lambda: cancel_bundle(request.user, bundle_id, data))
