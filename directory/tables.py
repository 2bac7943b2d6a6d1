"""Organisations and the areas that counters answer for."""

from piccolo.columns import UUID, DoublePrecision, Integer
from piccolo.constraints import Unique
from piccolo.table import Table

from core.columns import IntegerArray, TextArray, day, document, key, moment, one_of, reference, text
from directory.kinds import OrganizationKind


class Organization(Table, tablename="organization"):
    """組織: a party. Facilities come from the national open data, keyed by office number and service."""

    id = key()
    kind = text("kind")
    code = text("code", null=True)
    name = text("name")
    name_kana = text("name_kana")
    corporation_name = text("corporation_name")
    corporation_number = text("corporation_number")
    office_number = text("office_number", null=True)
    service_code = text("service_code", null=True)
    postal_code = text("postal_code")
    prefecture = text("prefecture")
    city = text("city")
    address = text("address")
    building = text("building")
    phone = text("phone")
    fax = text("fax")
    # Shown to readers; never written to. Only notification_email receives mail.
    email = text("email")
    notification_email = text("notification_email", null=True)
    url = text("url")
    capacity = Integer(null=True, default=None)
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    note = text("note")
    counter = reference("self", "counter_id", null=True)
    closed_weekdays = IntegerArray(null=True)
    # What it is found by (directory.finding): pairs of characters, and the words themselves.
    search_terms = TextArray(null=True)
    search_text = text("search_text")
    source = text("source")
    source_digest = text("source_digest")
    gone_on = day("gone_on")
    # What the open data say, kept beside what people have put right; an import leaves edited columns alone.
    published = document("published")
    edited = TextArray(null=True)
    # Where everything went when two rows turned out to be one party.
    merged_into = reference("self", "merged_into", null=True)
    created_at = moment("created_at")
    updated_at = moment("updated_at")

    organization_kind_known = one_of("kind", OrganizationKind)
    organization_office_once = Unique(["office_number", "service_code"])
    organization_code_once = Unique(["code"])


class CounterArea(Table, tablename="counter_area"):
    """A prefecture whose facilities a counter serves unless they choose another one."""

    id = key()
    counter = reference(Organization, "counter_id")
    prefecture = text("prefecture")

    counter_area_once = Unique(["counter_id", "prefecture"])


class ClosingDay(Table, tablename="closing_day"):
    """A day on which a party is closed, beyond weekends, holidays and the turn of the year."""

    id = key()
    organization = reference(Organization, "organization_id")
    day = day("day", null=False)
    note = text("note")

    closing_day_once = Unique(["organization_id", "day"])


class OrganizationChange(Table, tablename="organization_change"):
    """A change by hand, or a merger: who, when, by which way, and each column before and after."""

    id = key()
    organization = reference(Organization, "organization_id")
    person_id = UUID(null=True, default=None)
    by_organization_id = UUID(null=True, default=None)
    via = text("via")
    facts = document("facts")
    at = moment("at")
