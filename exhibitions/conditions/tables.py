"""Checks of exhibits, photos and marks beside them, and what was made of what differed."""

from piccolo.columns import Integer
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from accounts.tables import Person
from catalog.conditions.incidents import EntryKind, IncidentState
from catalog.domain import CheckMoment, Condition
from catalog.tables import Unit
from core.columns import document, key, moment, one_of, reference, text
from directory.tables import Organization
from exhibitions.tables import Exhibit


class ExhibitCheck(Table, tablename="exhibit_check"):
    """What somebody found when an exhibit changed hands; out and back are shown side by side."""

    id = key()
    exhibit = reference(Exhibit, "exhibit_id")
    unit = reference(Unit, "unit_id")
    moment_of = text("check_moment")
    condition = text("condition", default=Condition.OK.value)
    items = document("items")
    note = text("note")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    at = moment("at")

    exhibit_check_moment_known = one_of("check_moment", CheckMoment)
    exhibit_check_condition_known = one_of("condition", Condition)


class ExhibitPhoto(Table, tablename="exhibit_photo"):
    """A photo of an exhibit as it changed hands; `file` and `thumb` are names of kept files.

    Without a unit it is in hand only: sent with a form that was not taken yet, and forgotten after a day.
    """

    id = key()
    exhibit = reference(Exhibit, "exhibit_id")
    unit = reference(Unit, "unit_id", null=True)
    moment_of = text("check_moment")
    file = text("file")
    thumb = text("thumb")
    width = Integer(null=False, default=0)
    height = Integer(null=False, default=0)
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    at = moment("at")

    exhibit_photo_moment_known = one_of("check_moment", CheckMoment)
    exhibit_photo_has_size = Check("width > 0 AND height > 0")


class ExhibitMark(Table, tablename="exhibit_mark"):
    """One numbered mark on a photo; taken back it is shown no more, and kept."""

    id = key()
    photo = reference(ExhibitPhoto, "photo_id")
    number = Integer(null=False, default=0)
    x = Integer(null=False, default=0)
    y = Integer(null=False, default=0)
    note = text("note")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    at = moment("at")
    withdrawn_at = moment("withdrawn_at", null=True)

    exhibit_mark_number_once = Unique(["photo_id", "number"])
    exhibit_mark_on_the_photo = Check("x BETWEEN 0 AND 1000 AND y BETWEEN 0 AND 1000")
    exhibit_mark_has_note = Check("btrim(note) <> ''")


class ExhibitIncident(Table, tablename="exhibit_incident"):
    """An exhibit that came otherwise than it went; at most one of a unit and an exhibit is not settled."""

    id = key()
    exhibit = reference(Exhibit, "exhibit_id")
    unit = reference(Unit, "unit_id")
    state = text("state", default=IncidentState.OPEN.value)
    payer = text("payer")
    opened_at = moment("opened_at")
    updated_at = moment("updated_at")

    exhibit_incident_state_known = one_of("state", IncidentState)


class ExhibitIncidentEntry(Table, tablename="exhibit_incident_entry"):
    """What happened to an incident: who, as whom, when, what. Never changed, never deleted."""

    id = key()
    incident = reference(ExhibitIncident, "incident_id")
    position = Integer(null=False, default=0)
    kind = text("kind")
    text_of = text("text")
    payer = text("payer")
    differences = document("differences")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    at = moment("at")

    exhibit_incident_entry_kind_known = one_of("kind", EntryKind)
    exhibit_incident_entry_position_once = Unique(["incident_id", "position"])
