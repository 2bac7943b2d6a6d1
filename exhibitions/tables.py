"""Displays and the units on them; their days stand in the same ledger as loans."""

from piccolo.columns import UUID, Boolean, Integer
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from accounts.tables import Person
from catalog.tables import Occupancy, Product, Unit
from core.columns import day, document, key, moment, one_of, reference, text
from directory.tables import Organization
from exhibitions.domain import ExhibitionKind, ExhibitionStatus, ExhibitStatus, TeamRole, TourMove


class Exhibition(Table, tablename="exhibition"):
    """体験展示: a display of a counter, between two days (the last one exclusive)."""

    id = key()
    counter = reference(Organization, "counter_id")
    title = text("title")
    title_en = text("title_en")
    kind = text("kind", default=ExhibitionKind.PERMANENT.value)
    status = text("status", default=ExhibitionStatus.PLANNED.value)
    prefecture = text("prefecture")
    address = text("address")
    hours = text("hours")
    access = text("access")
    description = text("description")
    # In English, and in やさしい日本語 for whoever reads little Japanese; empty where Japanese has to do.
    title_plain = text("title_plain")
    description_en = text("description_en")
    description_plain = text("description_plain")
    hours_en = text("hours_en")
    hours_plain = text("hours_plain")
    access_en = text("access_en")
    access_plain = text("access_plain")
    starts_on = day("starts_on", null=False)
    ends_on = day("ends_on", null=False)
    created_at = moment("created_at")
    updated_at = moment("updated_at", null=True)

    exhibition_kind_known = one_of("kind", ExhibitionKind)
    exhibition_status_known = one_of("status", ExhibitionStatus)


class Exhibit(Table, tablename="exhibit"):
    """展示品: a product on a display; the unit stands there once it has been asked for."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id")
    product = reference(Product, "product_id")
    unit = reference(Unit, "unit_id", null=True)
    occupancy = reference(Occupancy, "occupancy_id", null=True)
    position = Integer(null=False, default=0)
    caption = text("caption")
    caption_en = text("caption_en")
    # やさしい日本語: for whoever reads little Japanese.
    caption_plain = text("caption_plain")
    # What its QR code says: opaque, made by the database, kept for the whole show.
    token = text("token")
    # The exhibit in whose place it stands, since that one is lent.
    stands_for = UUID(null=True, default=None)
    # The day from which it is lent from the show and no longer stands there.
    lent_on = day("lent_on")
    # When somebody shows how it works, in the counter's own words.
    demonstrations = text("demonstrations")
    status = text("status", default=ExhibitStatus.WISHED.value)
    lender = reference(Organization, "lender_id", null=True)
    answer_by = day("answer_by")
    # When and how its lender sent the unit off, kept for ever; with a carrier where it is a parcel.
    dispatched_at = moment("dispatched_at", null=True)
    way = text("way")
    carrier = text("carrier")
    tracking_number = text("tracking_number")
    # When and how the counter sent it back.
    sent_home_at = moment("sent_home_at", null=True)
    way_home = text("way_home")
    carrier_home = text("carrier_home")
    tracking_number_home = text("tracking_number_home")
    # Whether it may be lent from the show, where something else takes its place.
    may_be_lent = Boolean(null=False, default=False)
    created_at = moment("created_at")

    exhibit_status_known = one_of("status", ExhibitStatus)


class ExhibitScan(Table, tablename="exhibit_scan"):
    """How often visitors' phones read the code of an exhibit on a day: a number, and nobody's name."""

    id = key()
    exhibit = reference(Exhibit, "exhibit_id")
    day = day("day", null=False)
    language = text("language")
    readings = Integer(null=False, default=0)

    exhibit_scan_once = Unique(["exhibit_id", "day", "language"])


class ExhibitionVenue(Table, tablename="exhibition_venue"):
    """会場: one stop of a touring show, with its own days (half-open) and its visitors counted."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id")
    name = text("name")
    prefecture = text("prefecture")
    address = text("address")
    hours = text("hours")
    hours_en = text("hours_en")
    starts_on = day("starts_on", null=False)
    ends_on = day("ends_on", null=False)
    attendance = Integer(null=True, default=None)
    created_at = moment("created_at")

    exhibition_venue_days_in_order = Check("starts_on < ends_on")


class ExhibitionPicture(Table, tablename="exhibition_picture"):
    """A picture of a display or its venue; `file` and `thumb` name kept files, `title` says what it shows.

    What was taken away stays, with the moment, and can be brought back.
    """

    id = key()
    exhibition = reference(Exhibition, "exhibition_id")
    title = text("title")
    title_en = text("title_en")
    file = text("file")
    thumb = text("thumb")
    width = Integer(null=False, default=0)
    height = Integer(null=False, default=0)
    position = Integer(null=False, default=0)
    person = reference(Person, "person_id", null=True, index=False)
    added_at = moment("added_at")
    removed_at = moment("removed_at", null=True)

    exhibition_picture_has_size = Check("width > 0 AND height > 0")


class ExhibitionLeg(Table, tablename="exhibition_leg"):
    """移動: a touring show's way from one stop to the next; no venue is the counter itself."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id")
    from_venue = reference(ExhibitionVenue, "from_venue_id", null=True)
    to_venue = reference(ExhibitionVenue, "to_venue_id", null=True)
    departs_on = day("departs_on", null=False)
    # The day of arrival itself, not the day after it.
    arrives_on = day("arrives_on", null=False)
    driver = text("driver")
    driver_phone = text("driver_phone")
    # Whom to call where it goes.
    contact = text("contact")
    contact_phone = text("contact_phone")
    note = text("note")
    created_at = moment("created_at")

    exhibition_leg_days_in_order = Check("departs_on <= arrives_on")


class ExhibitMove(Table, tablename="exhibit_move"):
    """An exhibit was loaded for a leg, or unloaded at its end: by whom, when, by which way in."""

    id = key()
    leg = reference(ExhibitionLeg, "leg_id")
    exhibit = reference(Exhibit, "exhibit_id")
    move = text("move", default=TourMove.LOAD.value)
    person = reference(Person, "person_id", null=True, index=False)
    via = text("via")
    at = moment("at")

    exhibit_move_known = one_of("move", TourMove)
    exhibit_move_once = Unique(["leg_id", "exhibit_id", "move"])


class ExhibitionMember(Table, tablename="exhibition_member"):
    """担当: who of the counter does what for a display."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id")
    person = reference(Person, "person_id")
    role = text("role", default=TeamRole.GUIDE.value)

    exhibition_member_role_known = one_of("role", TeamRole)
    exhibition_member_once = Unique(["exhibition_id", "person_id"])


class ExhibitionEvent(Table, tablename="exhibition_event"):
    """Something that happened to a display or to an exhibit on it. Never changed, never deleted."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id")
    exhibit = reference(Exhibit, "exhibit_id", null=True)
    step = text("step")
    before = text("before")
    after = text("after")
    person = reference(Person, "person_id", null=True)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    facts = document("facts")
    at = moment("at")
