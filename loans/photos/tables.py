"""Photos beside the checks of condition."""

from piccolo.columns import Integer
from piccolo.constraints import Check
from piccolo.table import Table

from accounts.tables import Person
from catalog.domain import CheckMoment
from catalog.tables import Unit
from core.columns import key, moment, one_of, reference, text
from directory.tables import Organization
from loans.tables import Loan


class ConditionPhoto(Table, tablename="condition_photo"):
    """A photo of a unit as it changed hands; `file` and `thumb` are names of kept files.

    Without a unit it is in hand only: sent with a form that was not taken yet, and forgotten after a day.
    """

    id = key()
    loan = reference(Loan, "loan_id")
    unit = reference(Unit, "unit_id", null=True)
    moment_of = text("check_moment")
    file = text("file")
    thumb = text("thumb")
    width = Integer(null=False, default=0)
    height = Integer(null=False, default=0)
    person = reference(Person, "person_id", null=True)
    organization = reference(Organization, "organization_id", null=True, index=False)
    at = moment("at")

    condition_photo_moment_known = one_of("check_moment", CheckMoment)
    condition_photo_has_size = Check("width > 0 AND height > 0")
