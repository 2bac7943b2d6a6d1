"""Marks on photos."""

from piccolo.columns import Integer
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from accounts.tables import Person
from core.columns import key, moment, reference, text
from directory.tables import Organization
from loans.photos.tables import ConditionPhoto


class PhotoMark(Table, tablename="photo_mark"):
    """One numbered mark; taken back it is shown no more, and kept."""

    id = key()
    photo = reference(ConditionPhoto, "photo_id")
    number = Integer(null=False, default=0)
    x = Integer(null=False, default=0)
    y = Integer(null=False, default=0)
    note = text("note")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    at = moment("at")
    withdrawn_at = moment("withdrawn_at", null=True)

    photo_mark_number_once = Unique(["photo_id", "number"])
    photo_mark_on_the_photo = Check("x BETWEEN 0 AND 1000 AND y BETWEEN 0 AND 1000")
    photo_mark_has_note = Check("btrim(note) <> ''")
