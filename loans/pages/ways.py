"""Where the pages of loans are: paths said once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request

from accounts.domain import Actor
from loans.domain import Stage, StepName

PageRequest = Request[Actor, Any, Any]

CATALOGUE = "/products"
LOANS = "/loans"
REQUEST = "/loans/new"
PAST = "/loans/past"
COUNTER = "/counter"

STEP_PATHS: Mapping[StepName, str] = {
    StepName.PROPOSE: "propose",
    StepName.REVISE: "revise",
    StepName.PROLONG_HOLD: "prolong-hold",
    StepName.OFFER: "offer",
    StepName.ACCEPT_OFFER: "accept-offer",
    StepName.REFUSE_OFFER: "refuse-offer",
    StepName.CONFIRM: "confirm",
    StepName.RESCHEDULE: "reschedule",
    StepName.DECLINE: "decline",
    StepName.CANCEL: "cancel",
    StepName.EXCHANGE: "exchange",
    StepName.DISPATCH: "dispatch",
    StepName.RECEIVE: "receive",
    StepName.EXTEND: "extend",
    StepName.REFUSE_EXTENSION: "refuse-extension",
    StepName.RECALL: "recall",
    StepName.ACCEPT_REPLACEMENT: "accept-replacement",
    StepName.REFUSE_REPLACEMENT: "refuse-replacement",
    StepName.SEND_BACK: "send-back",
    StepName.TAKE_BACK: "take-back",
    StepName.WRITE_OFF: "write-off",
    StepName.SUBMIT_RESULT: "results",
    StepName.WAIVE_RESULT: "waive-result",
}


def loan_path(loan_id: UUID) -> str:
    """The page of a loan."""
    return f"{LOANS}/{loan_id}"


def step_path(loan_id: UUID, step: StepName, stage: Stage | None = None) -> str:
    """The page of a step of a loan; a result needs its stage."""
    path = f"{loan_path(loan_id)}/{STEP_PATHS[step]}"
    return f"{path}/{stage.value}" if stage is not None else path
