"""What was scanned at the entrance, and when."""

from piccolo.constraints import Unique
from piccolo.table import Table

from accounts.tables import Person
from catalog.domain import ScanOutcome
from core.columns import key, moment, one_of, reference, text
from directory.tables import Organization
from exhibitions.visits.reception.domain import ReceptionAction
from exhibitions.visits.tables import Visit


class VisitScan(Table, tablename="visit_scan"):
    """A scan of a visit's code, once for each key; a refused one waits until somebody has settled it."""

    id = key()
    scan_key = text("scan_key")
    organization = reference(Organization, "organization_id", index=False)
    visit = reference(Visit, "visit_id", null=True)
    action = text("action")
    outcome = text("outcome")
    reason = text("reason")
    person = reference(Person, "person_id", null=True, index=False)
    scanned_at = moment("scanned_at")
    received_at = moment("received_at")
    code_read = text("code_read")
    settled_at = moment("settled_at", null=True)
    settled_by = reference(Person, "settled_by", null=True, index=False)
    settled_note = text("settled_note")

    visit_scan_once = Unique(["organization_id", "scan_key"])
    visit_scan_action_known = one_of("action", ReceptionAction)
    visit_scan_outcome_known = one_of("outcome", ScanOutcome)
