"""Reports of accidents and near misses. Immutable: a trigger refuses to change them."""

from piccolo.constraints import Check
from piccolo.table import Table

from accounts.tables import Person
from catalog.tables import Unit
from core.columns import day, key, moment, one_of, reference, text
from directory.tables import Organization
from loans.safety.domain import Harm, SafetyKind
from loans.tables import Loan


class SafetyReport(Table, tablename="safety_report"):
    """事故・ヒヤリハット: what happened, when, where, to what harm, and what was done."""

    id = key()
    loan = reference(Loan, "loan_id")
    unit = reference(Unit, "unit_id", null=True, index=False)
    kind = text("kind")
    happened_on = day("happened_on", null=False)
    place = text("place")
    what = text("what")
    done = text("done")
    harm = text("harm", default=Harm.UNKNOWN.value)
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    at = moment("at")

    safety_report_kind_known = one_of("kind", SafetyKind)
    safety_report_harm_known = one_of("harm", Harm)
    safety_report_says_what = Check("btrim(what) <> ''")
