"""When a display receives visitors, and who comes. What names a person stands in a table of its own."""

from piccolo.columns import Boolean, Bytea, Integer
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from accounts.domain import Via
from accounts.tables import Person
from core.columns import IntegerArray, TextArray, day, document, key, moment, one_of, reference, text
from directory.tables import Organization
from exhibitions.tables import Exhibition
from exhibitions.visits.domain import Language, VisitChannel, VisitState, VisitStep


class VisitPlan(Table, tablename="visit_plan"):
    """来場の決まり: what a counter wants to hold for all visits of one display."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id", index=False)
    lead_hours = Integer(null=False, default=24)
    horizon_days = Integer(null=False, default=90)
    largest_party = Integer(null=False, default=20)
    no_show_minutes = Integer(null=False, default=30)
    keep_days = Integer(null=False, default=365)
    reminder_hours = Integer(null=False, default=24)
    offer_hours = Integer(null=False, default=24)
    note = text("note")
    created_at = moment("created_at")
    laid_at = moment("laid_at", null=True)

    visit_plan_once = Unique(["exhibition_id"])
    visit_plan_sensible = Check(
        "lead_hours >= 0 AND horizon_days > 0 AND largest_party > 0 AND no_show_minutes > 0 AND keep_days > 0"
    )


class VisitRule(Table, tablename="visit_rule"):
    """来場枠の決まり: times that repeat, or those of one extra day."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id")
    weekdays = IntegerArray(null=False)
    from_minute = Integer(null=False, default=0)
    until_minute = Integer(null=False, default=0)
    slot_minutes = Integer(null=False, default=60)
    capacity_people = Integer(null=False, default=1)
    capacity_groups = Integer(null=False, default=1)
    first_on = day("first_on", null=False)
    last_on = day("last_on")
    is_extra = Boolean(null=False, default=False)
    created_at = moment("created_at")

    visit_rule_sensible = Check(
        "from_minute >= 0 AND until_minute <= 1440 AND slot_minutes > 0 AND from_minute < until_minute"
        " AND capacity_people > 0 AND capacity_groups > 0"
    )


class VisitClosedDay(Table, tablename="visit_closed_day"):
    """来場を受けない日: an exception from the rules."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id", index=False)
    day = day("day", null=False)
    note = text("note")

    visit_closed_day_once = Unique(["exhibition_id", "day"])


class VisitSlot(Table, tablename="visit_slot"):
    """来場枠: one time, how many it holds and how many have taken it; changed by one guarded UPDATE."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id", index=False)
    day = day("day", null=False)
    starts_at = moment("starts_at")
    ends_at = moment("ends_at")
    capacity_people = Integer(null=False, default=1)
    capacity_groups = Integer(null=False, default=1)
    taken_people = Integer(null=False, default=0)
    taken_groups = Integer(null=False, default=0)
    is_closed = Boolean(null=False, default=False)

    visit_slot_once = Unique(["exhibition_id", "starts_at"])
    visit_slot_in_order = Check("starts_at < ends_at")
    visit_slot_never_over = Check(
        "taken_people BETWEEN 0 AND capacity_people AND taken_groups BETWEEN 0 AND capacity_groups"
    )


class Visit(Table, tablename="visit"):
    """来場予約: a party and its time. It names nobody: figures outlive the contact."""

    id = key()
    number = text("number")
    exhibition = reference(Exhibition, "exhibition_id", index=False)
    slot = reference(VisitSlot, "slot_id")
    facility = reference(Organization, "facility_id", null=True, index=False)
    state = text("state", default=VisitState.ASKED.value)
    channel = text("channel", default=VisitChannel.PAGE.value)
    party_size = Integer(null=False, default=1)
    interests = TextArray(null=False)
    access_needs = TextArray(null=False)
    language = text("language", default=Language.JAPANESE.value)
    changes = Integer(null=False, default=0)
    created_at = moment("created_at")
    confirm_by = moment("confirm_by", null=True)
    arrived_at = moment("arrived_at", null=True)
    left_at = moment("left_at", null=True)
    ended_at = moment("ended_at", null=True)
    ended_reason = text("ended_reason")
    asked_at = moment("asked_at", null=True)
    reminded_at = moment("reminded_at", null=True)

    visit_number_once = Unique(["number"])
    visit_state_is_known = one_of("state", VisitState)
    visit_channel_known = one_of("channel", VisitChannel)
    visit_language_known = one_of("language", Language)
    visit_party_positive = Check("party_size > 0")


class VisitContact(Table, tablename="visit_contact"):
    """来場者の連絡先: all that names a visitor, erased when the counter's period is over."""

    id = key()
    visit = reference(Visit, "visit_id", index=False)
    person = reference(Person, "person_id", null=True, index=False)
    name = text("name")
    email = text("email")
    phone = text("phone")
    organization_name = text("organization_name")
    access_note = text("access_note")
    locale = text("locale", default="ja")

    visit_contact_once = Unique(["visit_id"])


class VisitKey(Table, tablename="visit_key"):
    """The digest of a link that was mailed: each mail brings its own, all of them open the same visit."""

    id = key()
    visit = reference(Visit, "visit_id")
    token_digest = Bytea(null=False, default=b"")
    created_at = moment("created_at")

    visit_key_once = Unique(["token_digest"])


class VisitEvent(Table, tablename="visit_event"):
    """What happened to a visit, without a visitor's name. Never altered."""

    id = key()
    visit = reference(Visit, "visit_id")
    step = text("step")
    state = text("state")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    facts = document("facts")
    at = moment("at")

    visit_event_step_is_known = one_of("step", VisitStep)
    visit_event_via_known = one_of("via", Via)
