"""Incidents and their history. Entries are immutable: a trigger refuses to change them."""

from piccolo.columns import Integer
from piccolo.constraints import Unique
from piccolo.table import Table

from accounts.tables import Person
from catalog.conditions.incidents import EntryKind, IncidentState
from catalog.tables import Unit
from core.columns import document, key, moment, one_of, reference, text
from directory.tables import Organization
from loans.tables import Loan


class Incident(Table, tablename="incident"):
    """A unit of a loan that came otherwise than it went; at most one of a unit and a loan is not settled."""

    id = key()
    loan = reference(Loan, "loan_id")
    unit = reference(Unit, "unit_id")
    state = text("state", default=IncidentState.OPEN.value)
    payer = text("payer")
    opened_at = moment("opened_at")
    updated_at = moment("updated_at")

    incident_state_known = one_of("state", IncidentState)


class IncidentEntry(Table, tablename="incident_entry"):
    """What happened to an incident: who, as whom, when, what. Never changed, never deleted."""

    id = key()
    incident = reference(Incident, "incident_id")
    position = Integer(null=False, default=0)
    kind = text("kind")
    text_of = text("text")
    payer = text("payer")
    differences = document("differences")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    at = moment("at")

    incident_entry_kind_known = one_of("kind", EntryKind)
    incident_entry_position_once = Unique(["incident_id", "position"])
