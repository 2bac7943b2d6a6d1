"""What mails about a loan can be about, and what each is made of."""

from enum import StrEnum

import msgspec

from core.i18n import LazyText


class Notice(StrEnum):
    """Something that happened to a loan, or that has become due, and that somebody must hear of."""

    REQUESTED = "requested"
    REVISED = "revised"
    PROPOSED = "proposed"
    HOLD_PROLONGED = "hold_prolonged"
    OFFERED = "offered"
    OFFER_ACCEPTED = "offer_accepted"
    CONFIRMED = "confirmed"
    RESCHEDULED = "rescheduled"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXCHANGED = "exchanged"
    DISPATCHED = "dispatched"
    RECEIVED = "received"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    RECALLED = "recalled"
    RECALLED_WITH_REPLACEMENT = "recalled_with_replacement"
    REPLACEMENT_ACCEPTED = "replacement_accepted"
    REPLACEMENT_REFUSED = "replacement_refused"
    REPLACEMENT_LAPSED = "replacement_lapsed"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"
    PARTLY_SENT_BACK = "partly_sent_back"
    PARTLY_TAKEN_BACK = "partly_taken_back"
    WRITTEN_OFF = "written_off"
    RESULT_SUBMITTED = "result_submitted"
    RECORDED_AFTERWARDS = "recorded_afterwards"
    DAMAGED = "damaged"
    INCIDENT_OPENED = "incident_opened"
    INCIDENT_COMMENTED = "incident_commented"
    INCIDENT_AGREED = "incident_agreed"
    INCIDENT_SETTLED = "incident_settled"
    SAFETY_REPORTED = "safety_reported"
    HOLD_ENDING = "hold_ending"
    LENDER_SILENT = "lender_silent"
    HOLD_EXPIRED = "hold_expired"
    EARLIER_IS_LATE = "earlier_is_late"
    LATE_TOUCHES_OTHERS = "late_touches_others"
    ANSWER_DUE = "answer_due"
    DUE_BACK = "due_back"
    OVERDUE = "overdue"
    RESULT_MISSING = "result_missing"


class NoticeText(msgspec.Struct, frozen=True):
    """The subject, what happened, and what the reader should do next."""

    subject: LazyText
    happened: LazyText
    next_step: LazyText
