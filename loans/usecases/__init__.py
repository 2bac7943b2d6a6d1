"""What people do to loans. Each use case owns one transaction: state, event and outbox row together."""

from loans.usecases.afterwards import record_past_loan
from loans.usecases.agreeing import (
    accept_offer,
    cancel_loan,
    confirm_loan,
    decline_loan,
    offer_loan,
    propose_loan,
    refuse_offer,
)
from loans.usecases.exchanging import exchange_loan
from loans.usecases.extending import extend_loan, refuse_extension
from loans.usecases.hold_clock import escalate_silence, remind_of_holds
from loans.usecases.homecoming import exchanged_units_home, loan_exchanged_from
from loans.usecases.moving import dispatch_loan, receive_loan
from loans.usecases.prolonging import prolong_hold
from loans.usecases.recalling import (
    accept_replacement,
    lapse_replacements,
    recall_loan,
    refuse_replacement,
)
from loans.usecases.repeating import repeat_loan
from loans.usecases.reporting import submit_result, waive_result
from loans.usecases.requesting import request_loan
from loans.usecases.rescheduling import reschedule_loan, revise_loan
from loans.usecases.returning import send_back_loan, take_back_loan, write_off_loan
from loans.usecases.sweeping import expire_holds, stretch_overdue

__all__ = [
    "accept_offer",
    "accept_replacement",
    "cancel_loan",
    "confirm_loan",
    "decline_loan",
    "dispatch_loan",
    "escalate_silence",
    "exchange_loan",
    "exchanged_units_home",
    "expire_holds",
    "extend_loan",
    "lapse_replacements",
    "loan_exchanged_from",
    "offer_loan",
    "prolong_hold",
    "propose_loan",
    "recall_loan",
    "receive_loan",
    "record_past_loan",
    "refuse_extension",
    "refuse_offer",
    "refuse_replacement",
    "remind_of_holds",
    "repeat_loan",
    "request_loan",
    "reschedule_loan",
    "revise_loan",
    "send_back_loan",
    "stretch_overdue",
    "submit_result",
    "take_back_loan",
    "waive_result",
    "write_off_loan",
]
