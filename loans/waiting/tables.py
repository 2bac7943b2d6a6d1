"""The waitlist: a wish, the offers made for it, and its history. Events are immutable (a trigger)."""

from piccolo.columns import Boolean, Integer
from piccolo.constraints import Check
from piccolo.table import Table

from accounts.domain import Via
from accounts.tables import Person
from catalog.tables import Product
from core.columns import day, document, key, moment, one_of, reference, text
from directory.tables import Organization
from loans.domain import Channel
from loans.tables import Loan
from loans.waiting.domain import OfferState, WaitingState, WaitingStep


class WaitingEntry(Table, tablename="waiting_entry"):
    """キャンセル待ち: a facility waits for days of a product, or of any product of an item."""

    id = key()
    facility = reference(Organization, "facility_id", index=False)
    counter = reference(Organization, "counter_id", index=False)
    product = reference(Product, "product_id", null=True, index=False)
    item = text("item", null=True)
    starts_on = day("starts_on", null=False)
    ends_on = day("ends_on", null=False)
    tolerance_days = Integer(null=False, default=0)
    quantity = Integer(null=False, default=1)
    accept_fewer = Boolean(null=False, default=False)
    state = text("state", default=WaitingState.WAITING.value)
    # What the request will say once an offer is accepted.
    problem = text("problem")
    goal = text("goal")
    place_of_use = text("place_of_use")
    contact_name = text("contact_name")
    contact_phone = text("contact_phone")
    note = text("note")
    channel = text("channel", default=Channel.PAGE.value)
    requested_by = reference(Person, "requested_by", null=True, index=False)
    joined_at = moment("joined_at")
    # Offers that ran out or were refused before this moment count no more: it said that it still waits.
    waits_since = moment("waits_since")
    skipped_at = moment("skipped_at", null=True)
    skipped_reason = text("skipped_reason")
    ended_at = moment("ended_at", null=True)
    ended_reason = text("ended_reason")
    loan = reference(Loan, "loan_id", null=True)

    waiting_entry_state_known = one_of("state", WaitingState)
    waiting_entry_channel_known = one_of("channel", Channel)
    waiting_entry_days_in_order = Check("starts_on < ends_on")
    waiting_entry_quantity_positive = Check("quantity > 0")
    waiting_entry_tolerance_known = Check("tolerance_days >= 0")
    waiting_entry_product_or_item = Check("(product_id IS NULL) <> (item IS NULL)")


class WaitingOffer(Table, tablename="waiting_offer"):
    """Days held for a wish until `expires_at`; at most one of them open for each wish (an index)."""

    id = key()
    entry = reference(WaitingEntry, "entry_id")
    product = reference(Product, "product_id", index=False)
    lender = reference(Organization, "lender_id", index=False)
    starts_on = day("starts_on", null=False)
    ends_on = day("ends_on", null=False)
    quantity = Integer(null=False, default=1)
    state = text("state", default=OfferState.OPEN.value)
    offered_at = moment("offered_at")
    expires_at = moment("expires_at")
    ended_at = moment("ended_at", null=True)
    reason = text("reason")

    waiting_offer_state_known = one_of("state", OfferState)
    waiting_offer_days_in_order = Check("starts_on < ends_on")
    waiting_offer_quantity_positive = Check("quantity > 0")


class WaitingEvent(Table, tablename="waiting_event"):
    """What happened to a wish: who, as whom, when, by which way, what."""

    id = key()
    entry = reference(WaitingEntry, "entry_id")
    step = text("step")
    state = text("state")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    facts = document("facts")
    at = moment("at")

    waiting_event_step_known = one_of("step", WaitingStep)
    waiting_event_via_known = one_of("via", Via)
