"""The loan for programs: DESIGN section 7. Operation ids, paths and field names are a contract."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from accounts.domain import Actor
from catalog.foreseen import Foreseen
from core.web.idempotency import answer_once
from core.web.paging import Page
from loans import commands, queries, usecases
from loans.domain import Custody, ResultState
from loans.late_returns import LateReturn, late_return_for
from loans.previewing import (
    PreviewStep,
    StepPreview,
    foresee_home,
    foresee_opening,
    foresee_request,
    preview_step,
)
from loans.queries import EventView, LoanFilter, LoanView

ApiRequest = Request[Actor, Any, Any]
Answer = Response[bytes]


async def _step(
    request: ApiRequest,
    take: Callable[[Actor, UUID, Any], Awaitable[LoanView]],
    loan_id: UUID,
    command: object,
) -> Answer:
    return await answer_once(request, lambda: take(request.user, loan_id, command))


class Events(msgspec.Struct, frozen=True):
    """The whole history of a loan; it has no pages."""

    items: list[EventView]
    next: None = None


class LoanApi(Controller):
    """Loans, their steps, their history and their results."""

    path = "/api/v1/loans"
    tags = ("loans",)

    @post(operation_id="requestLoan", status_code=201)
    async def request_loan(self, request: ApiRequest, data: JSONBody[commands.RequestLoan]) -> Answer:
        """Ask for a robot; a free unit is held at once, or 409 says why not and what instead."""
        return await answer_once(request, lambda: usecases.request_loan(request.user, data), status=201)

    @post("/preview", operation_id="previewRequest", status_code=200)
    async def preview_request(self, request: ApiRequest, data: JSONBody[commands.RequestLoan]) -> Foreseen:
        """The days that a request would hold and who would hear of it; refused like the request."""
        return await foresee_request(request.user, data)

    @post("/past", operation_id="recordPastLoan", status_code=201)
    async def record_past_loan(self, request: ApiRequest, data: JSONBody[commands.RecordPastLoan]) -> Answer:
        """Write down a loan that happened on paper; 409 says who has the days."""
        return await answer_once(request, lambda: usecases.record_past_loan(request.user, data), status=201)

    @post("/past/preview", operation_id="previewPastLoan", status_code=200)
    async def preview_past_loan(
        self, request: ApiRequest, data: JSONBody[commands.RecordPastLoan]
    ) -> Foreseen:
        """The days that such a loan still has, the units that change hands, and who would hear of it."""
        actor = request.user
        return await foresee_opening(actor, lambda: usecases.record_past_loan(actor, data))

    @post("/{loan_id:uuid}/repeat/preview", operation_id="previewRepeat", status_code=200)
    async def preview_repeat(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.RepeatLoan]
    ) -> Foreseen:
        """The days that asking again would hold and who would hear of it; refused like the request."""
        actor = request.user
        return await foresee_opening(actor, lambda: usecases.repeat_loan(actor, loan_id, data))

    @post("/{loan_id:uuid}/repeat", operation_id="repeatLoan", status_code=201)
    async def repeat_loan(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.RepeatLoan]
    ) -> Answer:
        """Ask again for the same on other days; everything is checked anew."""
        return await answer_once(
            request, lambda: usecases.repeat_loan(request.user, loan_id, data), status=201
        )

    @get(operation_id="listLoans")
    async def list_loans(  # noqa: PLR0913, PLR0917  # one parameter a filter
        self,
        request: ApiRequest,
        custody: FromQuery[Custody | None] = None,
        result: FromQuery[ResultState | None] = None,
        product_id: FromQuery[UUID | None] = None,
        facility_id: FromQuery[UUID | None] = None,
        is_open: FromQuery[bool | None] = None,
        overdue: FromQuery[bool] = False,  # noqa: FBT002  # a query parameter has a name
        number: FromQuery[str] = "",
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
    ) -> Page[LoanView]:
        """The loans this caller may see, latest first."""
        wanted = LoanFilter(
            custody=custody,
            result=result,
            product_id=product_id,
            facility_id=facility_id,
            is_open=is_open,
            overdue=overdue,
            number=number,
        )
        return await queries.list_loans(request.user, wanted, cursor=cursor, limit=limit)

    @get("/{loan_id:uuid}", operation_id="getLoan")
    async def get_loan(self, request: ApiRequest, loan_id: FromPath[UUID]) -> LoanView:
        """One loan, with the steps this caller may take now."""
        return await queries.loan_for(request.user, loan_id)

    @get("/{loan_id:uuid}/events", operation_id="listLoanEvents")
    async def list_loan_events(self, request: ApiRequest, loan_id: FromPath[UUID]) -> Events:
        """The history of a loan, earliest first."""
        return Events(await queries.loan_events(request.user, loan_id))

    @get("/{loan_id:uuid}/late-return", operation_id="getLateReturn")
    async def get_late_return(self, request: ApiRequest, loan_id: FromPath[UUID]) -> LateReturn:
        """Whose bookings the loan's late units run into, and what this caller can do for each of them."""
        return await late_return_for(request.user, loan_id)


class LoanStepApi(Controller):
    """Every step of a loan: the answer is the loan."""

    path = "/api/v1/loans/{loan_id:uuid}"
    tags = ("loans",)

    @post("/preview", operation_id="previewLoanStep", status_code=200)
    async def preview(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[PreviewStep]
    ) -> Response[StepPreview]:
        """What a step would change for whom: the step itself, rehearsed and rolled back; refused alike."""
        return Response(await preview_step(request.user, loan_id, data))

    @post("/propose", operation_id="proposeLoan", status_code=200)
    async def propose(self, request: ApiRequest, loan_id: FromPath[UUID]) -> Answer:
        """打診: ask the lender."""
        return await answer_once(request, lambda: usecases.propose_loan(request.user, loan_id))

    @post("/offer", operation_id="offerLoan", status_code=200)
    async def offer(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.OfferLoan]
    ) -> Answer:
        """Offer other dates, other units, or both; the facility accepts or refuses."""
        return await _step(request, usecases.offer_loan, loan_id, data)

    @post("/accept-offer", operation_id="acceptOffer", status_code=200)
    async def accept_offer(self, request: ApiRequest, loan_id: FromPath[UUID]) -> Answer:
        """Take the dates offered."""
        return await answer_once(request, lambda: usecases.accept_offer(request.user, loan_id))

    @post("/refuse-offer", operation_id="refuseOffer", status_code=200)
    async def refuse_offer(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.GiveReason]
    ) -> Answer:
        """Leave the dates offered; the loan ends."""
        return await _step(request, usecases.refuse_offer, loan_id, data)

    @post("/confirm", operation_id="confirmLoan", status_code=200)
    async def confirm(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.ConfirmLoan | None] = None
    ) -> Answer:
        """承諾, with other units if named; it needs no body."""
        return await _step(request, usecases.confirm_loan, loan_id, data or commands.ConfirmLoan())

    @post("/revise", operation_id="reviseLoan", status_code=200)
    async def revise(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.RescheduleLoan]
    ) -> Answer:
        """Move a request to other days; its units are held on them."""
        return await _step(request, usecases.revise_loan, loan_id, data)

    @post("/reschedule", operation_id="rescheduleLoan", status_code=200)
    async def reschedule(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.RescheduleLoan]
    ) -> Answer:
        """Move what is agreed to other days, with a reason; everybody is told."""
        return await _step(request, usecases.reschedule_loan, loan_id, data)

    @post("/decline", operation_id="declineLoan", status_code=200)
    async def decline(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.GiveReason]
    ) -> Answer:
        """Say no, with a reason."""
        return await _step(request, usecases.decline_loan, loan_id, data)

    @post("/cancel", operation_id="cancelLoan", status_code=200)
    async def cancel(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.GiveReason]
    ) -> Answer:
        """Withdraw, with a reason."""
        return await _step(request, usecases.cancel_loan, loan_id, data)

    @post("/exchange", operation_id="exchangeLoan", status_code=200)
    async def exchange(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.ExchangeLoan]
    ) -> Answer:
        """交換: other units of the same product on the same days."""
        return await _step(request, usecases.exchange_loan, loan_id, data)

    @post("/exchanged-home", operation_id="recordExchangedUnitsHome", status_code=200)
    async def exchanged_home(self, request: ApiRequest, loan_id: FromPath[UUID]) -> Answer:
        """The units that others took the place of are home; their days are free after the inspection."""
        return await answer_once(request, lambda: usecases.exchanged_units_home(request.user, loan_id))

    @post("/exchanged-home/preview", operation_id="previewExchangedUnitsHome", status_code=200)
    async def preview_exchanged_home(self, request: ApiRequest, loan_id: FromPath[UUID]) -> Foreseen:
        """The days that come free then, and who keeps the units."""
        return await foresee_home(request.user, loan_id)

    @post("/recall", operation_id="recallLoan", status_code=200)
    async def recall(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.RecallLoan]
    ) -> Answer:
        """呼び戻し: the units are needed back; others are held in their place where any are free."""
        return await _step(request, usecases.recall_loan, loan_id, data)

    @post("/accept-replacement", operation_id="acceptReplacement", status_code=200)
    async def accept_replacement(self, request: ApiRequest, loan_id: FromPath[UUID]) -> Answer:
        """Go on with the units held in the place of those recalled, to the planned end."""
        return await answer_once(request, lambda: usecases.accept_replacement(request.user, loan_id))

    @post("/refuse-replacement", operation_id="refuseReplacement", status_code=200)
    async def refuse_replacement(self, request: ApiRequest, loan_id: FromPath[UUID]) -> Answer:
        """Do without; the units come back by the day the lender named."""
        return await answer_once(request, lambda: usecases.refuse_replacement(request.user, loan_id))

    @post("/dispatch", operation_id="dispatchLoan", status_code=200)
    async def dispatch(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.DispatchLoan]
    ) -> Answer:
        """発送."""
        return await _step(request, usecases.dispatch_loan, loan_id, data)

    @post("/receive", operation_id="receiveLoan", status_code=200)
    async def receive(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.ReceiveLoan]
    ) -> Answer:
        """受領, with the check of the unit."""
        return await _step(request, usecases.receive_loan, loan_id, data)

    @post("/extend", operation_id="extendLoan", status_code=200)
    async def extend(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.ExtendLoan]
    ) -> Answer:
        """Ask for more days (facility), or grant them (lender)."""
        return await _step(request, usecases.extend_loan, loan_id, data)

    @post("/prolong-hold", operation_id="prolongHold", status_code=200)
    async def prolong_hold(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.ProlongHold]
    ) -> Answer:
        """仮押さえを延ばす: wait longer than the counter's rules say, with a reason that stays."""
        return await _step(request, usecases.prolong_hold, loan_id, data)

    @post("/refuse-extension", operation_id="refuseExtension", status_code=200)
    async def refuse_extension(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.GiveReason]
    ) -> Answer:
        """The unit is needed back as agreed."""
        return await _step(request, usecases.refuse_extension, loan_id, data)

    @post("/send-back", operation_id="sendBackLoan", status_code=200)
    async def send_back(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.SendBackLoan]
    ) -> Answer:
        """返送, of some units or of all."""
        return await _step(request, usecases.send_back_loan, loan_id, data)

    @post("/take-back", operation_id="takeBackLoan", status_code=200)
    async def take_back(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.TakeBackLoan]
    ) -> Answer:
        """返却受入 of some units or of all, with their check."""
        return await _step(request, usecases.take_back_loan, loan_id, data)

    @post("/write-off", operation_id="writeOffLoan", status_code=200)
    async def write_off(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.WriteOffLoan]
    ) -> Answer:
        """The unit will not come back; of several, the others go on."""
        return await _step(request, usecases.write_off_loan, loan_id, data)

    @post("/results", operation_id="submitResult", status_code=200)
    async def submit_result(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.SubmitResult]
    ) -> Answer:
        """試用結果報告 of one stage."""
        return await _step(request, usecases.submit_result, loan_id, data)

    @post("/waive-result", operation_id="waiveResult", status_code=200)
    async def waive_result(
        self, request: ApiRequest, loan_id: FromPath[UUID], data: JSONBody[commands.GiveReason]
    ) -> Answer:
        """Do without a result, with a reason."""
        return await _step(request, usecases.waive_result, loan_id, data)
