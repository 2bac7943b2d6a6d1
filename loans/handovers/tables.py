"""Units that go from one lender to another, and what happened to them on the way."""

from piccolo.constraints import Check
from piccolo.table import Table

from accounts.domain import Via
from accounts.tables import Person
from catalog.domain import Way
from catalog.tables import Occupancy, Unit
from core.columns import day, document, key, moment, one_of, reference, text
from directory.tables import Organization
from loans.handovers.domain import HandoverKind, HandoverState


class Handover(Table, tablename="handover"):
    """引き渡し or 長期借用; days are half-open. A long loan ends on `ends_on`, a transfer never."""

    id = key()
    kind = text("kind", default=HandoverKind.TRANSFER.value)
    state = text("state", default=HandoverState.PROPOSED.value)
    giver = reference(Organization, "giver_id")
    taker = reference(Organization, "taker_id")
    proposer = reference(Organization, "proposer_id", index=False)
    starts_on = day("starts_on", null=False)
    arrives_on = day("arrives_on", null=False)
    ends_on = day("ends_on")
    reason = text("reason")
    answer = text("answer")
    way = text("way", default=Way.PARCEL.value)
    carrier = text("carrier")
    tracking_number = text("tracking_number")
    recall_by = day("recall_by")
    created_at = moment("created_at")
    updated_at = moment("updated_at")

    handover_kind_known = one_of("kind", HandoverKind)
    handover_state_known = one_of("state", HandoverState)
    handover_way_known = one_of("way", Way)
    handover_days_in_order = Check("starts_on < arrives_on AND (ends_on IS NULL OR arrives_on < ends_on)")
    handover_end_of_long_loan = Check("(kind = 'long_loan') = (ends_on IS NOT NULL)")
    handover_two_parties = Check("giver_id <> taker_id")


class HandoverUnit(Table, tablename="handover_unit"):
    """A unit on the way; its days until it is there, and those from which it goes back."""

    id = key()
    handover = reference(Handover, "handover_id")
    unit = reference(Unit, "unit_id")
    occupancy = reference(Occupancy, "occupancy_id", index=False)
    way_back = reference(Occupancy, "way_back_id", null=True, index=False)
    received_at = moment("received_at", null=True)
    returned_at = moment("returned_at", null=True)


class HandoverEvent(Table, tablename="handover_event"):
    """A step that was taken. Never changed, never deleted."""

    id = key()
    handover = reference(Handover, "handover_id")
    step = text("step")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    facts = document("facts")
    at = moment("at")

    handover_event_via_known = one_of("via", Via)
