"""The loan, its units, its steps and its results. Events are immutable: a trigger refuses to change them."""

from piccolo.columns import Boolean, Integer
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from accounts.domain import Via
from accounts.tables import Person
from catalog.domain import CheckMoment, Condition, ShippingPayer, Way
from catalog.rules import Whose
from catalog.tables import Occupancy, Product, Unit
from core.columns import day, document, key, moment, one_of, reference, text
from directory.tables import Organization
from loans.domain import Channel, Custody, Decision, Direction, ResultState, Stage
from loans.recalls import RecallState


class LoanBundle(Table, tablename="loan_bundle"):
    """Several products asked for together, for one delivery: each is a loan of its own.

    `refusals` keeps what could not be had, and why, as it was told to whoever asked.
    """

    id = key()
    facility = reference(Organization, "facility_id")
    counter = reference(Organization, "counter_id")
    whole = Boolean(null=False, default=False)
    refusals = document("refusals")
    requested_by = reference(Person, "requested_by", null=True)
    created_at = moment("created_at")


class BasketItem(Table, tablename="basket_item"):
    """A product that somebody means to ask for, with what they have typed so far; no day is held for it."""

    id = key()
    person = reference(Person, "person_id")
    facility = reference(Organization, "facility_id")
    product = reference(Product, "product_id")
    quantity = Integer(null=False, default=1)
    starts_on = day("starts_on")
    ends_on = day("ends_on")
    problem = text("problem")
    goal = text("goal")
    accept_fewer = Boolean(null=False, default=False)
    created_at = moment("created_at")

    basket_item_product_once = Unique(["person_id", "facility_id", "product_id"])
    basket_item_quantity_positive = Check("quantity > 0")


class Loan(Table, tablename="loan"):
    """試用貸出: one or several units of one product at one facility for a trial."""

    id = key()
    number = text("number")
    product = reference(Product, "product_id")
    facility = reference(Organization, "facility_id")
    counter = reference(Organization, "counter_id")
    lender = reference(Organization, "lender_id")
    quantity = Integer(null=False, default=1)
    starts_on = day("starts_on", null=False)
    ends_on = day("ends_on", null=False)
    custody = text("custody", default=Custody.REQUESTED.value)
    result = text("result", default=ResultState.NONE.value)
    # When the present custody began: what a desk sorts by ("waiting since").
    custody_since = moment("custody_since")
    hold_expires_at = moment("hold_expires_at", null=True)
    answer_by = day("answer_by")
    problem = text("problem")
    goal = text("goal")
    place_of_use = text("place_of_use")
    has_wifi = Boolean(null=True, default=None)
    has_power = Boolean(null=True, default=None)
    consent = Boolean(null=False, default=False)
    lecture_wished_on = day("lecture_wished_on")
    lecture_held_on = day("lecture_held_on")
    shipping_payer = text("shipping_payer", default=ShippingPayer.VENDOR.value)
    contact_name = text("contact_name")
    contact_phone = text("contact_phone")
    wishes = text("wishes")
    channel = text("channel", default=Channel.PAGE.value)
    requested_by = reference(Person, "requested_by", null=True)
    dispatched_on = day("dispatched_on")
    received_on = day("received_on")
    sent_back_on = day("sent_back_on")
    returned_on = day("returned_on")
    ended_reason = text("ended_reason")
    waived_reason = text("waived_reason")
    closed_at = moment("closed_at", null=True)
    bundle = reference(LoanBundle, "bundle_id", null=True)
    # More than `quantity` where the asker was content with fewer; else nothing.
    wished_quantity = Integer(null=True, default=None)
    repeat_of = reference("self", "repeat_of", null=True)
    # Typed in from paper: its steps happened before anybody wrote them down here.
    recorded_afterwards = Boolean(null=False, default=False)
    created_at = moment("created_at")
    updated_at = moment("updated_at")

    loan_number_once = Unique(["number"])
    loan_custody_known = one_of("custody", Custody)
    loan_result_known = one_of("result", ResultState)
    loan_channel_known = one_of("channel", Channel)
    loan_shipping_payer_known = one_of("shipping_payer", ShippingPayer)
    loan_days_in_order = Check("starts_on < ends_on")
    loan_quantity_positive = Check("quantity > 0")


class LoanUnit(Table, tablename="loan_unit"):
    """A unit given to a loan, and when it went back, came back or was lost.

    `released_at` when another one took its place; `condition` as found when it came back, empty before.
    """

    id = key()
    loan = reference(Loan, "loan_id")
    unit = reference(Unit, "unit_id")
    occupancy = reference(Occupancy, "occupancy_id")
    released_at = moment("released_at", null=True)
    sent_back_on = day("sent_back_on")
    returned_on = day("returned_on")
    lost_on = day("lost_on")
    condition = text("condition")


class LoanEvent(Table, tablename="loan_event"):
    """One step of a loan: who, as whom, when, by which way, what. Never changed, never deleted."""

    id = key()
    loan = reference(Loan, "loan_id")
    position = Integer(null=False, default=0)
    step = text("step")
    custody_from = text("custody_from", null=True)
    custody_to = text("custody_to")
    result_from = text("result_from", null=True)
    result_to = text("result_to")
    person = reference(Person, "person_id", null=True)
    organization = reference(Organization, "organization_id", null=True, index=False)
    on_behalf_of = reference(Organization, "on_behalf_of", null=True, index=False)
    via = text("via")
    occurred_on = day("occurred_on", null=False)
    facts = document("facts")
    at = moment("at")

    loan_event_via_known = one_of("via", Via)
    loan_event_position_once = Unique(["loan_id", "position"])


class LoanOverride(Table, tablename="loan_override"):
    """例外: a rule of lending set aside for a trial of a loan. Never changed, never deleted."""

    id = key()
    loan = reference(Loan, "loan_id")
    step = text("step")
    code = text("code")
    whose = text("whose", default=Whose.COUNTER.value)
    starts_on = day("starts_on", null=False)
    ends_on = day("ends_on", null=False)
    facts = document("facts")
    reason = text("reason")
    person = reference(Person, "person_id", null=True)
    organization = reference(Organization, "organization_id", null=True, index=False)
    at = moment("at")

    loan_override_whose_known = one_of("whose", Whose)
    loan_override_has_reason = Check("btrim(reason) <> ''")
    loan_override_days_in_order = Check("starts_on < ends_on")


class Shipment(Table, tablename="shipment"):
    """The way out or back of a loan's units."""

    id = key()
    loan = reference(Loan, "loan_id")
    direction = text("direction")
    way = text("way")
    carrier = text("carrier")
    tracking_number = text("tracking_number")
    accessories = document("accessories")
    shipped_on = day("shipped_on", null=False)
    created_at = moment("created_at")

    shipment_direction_known = one_of("direction", Direction)
    shipment_way_known = one_of("way", Way)


class ConditionCheck(Table, tablename="condition_check"):
    """What somebody found when a unit changed hands; out and in are shown side by side."""

    id = key()
    loan = reference(Loan, "loan_id")
    unit = reference(Unit, "unit_id")
    moment_of = text("check_moment")
    condition = text("condition", default=Condition.OK.value)
    cleaned = Boolean(null=True, default=None)
    items = document("items")
    note = text("note")
    person = reference(Person, "person_id", null=True)
    organization = reference(Organization, "organization_id", null=True, index=False)
    at = moment("at")

    condition_check_moment_known = one_of("check_moment", CheckMoment)
    condition_check_condition_among = one_of("condition", Condition)


class LoanOffer(Table, tablename="loan_offer"):
    """Other dates or units that a lender offers, or an extension that a facility asks for."""

    id = key()
    loan = reference(Loan, "loan_id")
    kind = text("kind")
    starts_on = day("starts_on", null=False)
    ends_on = day("ends_on", null=False)
    message = text("message")
    person = reference(Person, "person_id", null=True)
    made_at = moment("made_at")
    answered_at = moment("answered_at", null=True)
    accepted = Boolean(null=True, default=None)

    loan_offer_kind_known = Check("kind IN ('dates', 'extension')")
    loan_offer_days_in_order = Check("starts_on < ends_on")


class LoanRecall(Table, tablename="loan_recall"):
    """呼び戻し: a lender calls its units back; `ends_before` is the exclusive end that was planned.

    While it is open, the units held for the loan are those that could take the place of the others.
    """

    id = key()
    loan = reference(Loan, "loan_id")
    reason = text("reason")
    back_by = day("back_by", null=False)
    ends_before = day("ends_before", null=False)
    state = text("state", default=RecallState.OPEN.value)
    expires_at = moment("expires_at", null=True)
    person = reference(Person, "person_id", null=True)
    made_at = moment("made_at")
    answered_at = moment("answered_at", null=True)

    loan_recall_state_known = one_of("state", RecallState)
    loan_recall_has_reason = Check("btrim(reason) <> ''")
    loan_recall_open_until = Check("state <> 'open' OR expires_at IS NOT NULL")


class ResultReport(Table, tablename="result_report"):
    """試用結果報告: the answers of one stage; a later report of the same stage stands beside it."""

    id = key()
    loan = reference(Loan, "loan_id")
    stage = text("stage")
    form_version = text("form_version")
    answers = document("answers")
    decision = text("decision", null=True)
    reason = text("reason")
    person = reference(Person, "person_id", null=True)
    organization = reference(Organization, "organization_id", null=True, index=False)
    submitted_at = moment("submitted_at")

    result_report_stage_known = one_of("stage", Stage)
    result_report_decision_known = one_of("decision", Decision)
