"""What people and time do to wishes. Each use case owns one transaction: state, event and outbox row."""

from loans.waiting.usecases.answering import (
    accept_waitlist_offer,
    leave_waitlist,
    put_back,
    refuse_waitlist_offer,
    skip_entry,
    wait_again,
)
from loans.waiting.usecases.joining import join_waitlist
from loans.waiting.usecases.lapsing import end_past_wishes, lapse_offers, remind_of_offers
from loans.waiting.usecases.matching import match_product, offer_freed_days

__all__ = [
    "accept_waitlist_offer",
    "end_past_wishes",
    "join_waitlist",
    "lapse_offers",
    "leave_waitlist",
    "match_product",
    "offer_freed_days",
    "put_back",
    "refuse_waitlist_offer",
    "remind_of_offers",
    "skip_entry",
    "wait_again",
]
