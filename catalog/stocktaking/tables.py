"""A count of what is at a place, and each unit that should be or was there."""

from piccolo.columns import Boolean
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from accounts.tables import Person
from catalog.tables import Unit
from core.columns import key, moment, reference, text
from directory.tables import Organization


class Stocktaking(Table, tablename="stocktaking"):
    """棚卸 of a place; at most one of a place is open (a unique index says so)."""

    id = key()
    place = reference(Organization, "place_id")
    started_by = reference(Person, "started_by", null=True, index=False)
    started_at = moment("started_at")
    closed_by = reference(Person, "closed_by", null=True, index=False)
    closed_at = moment("closed_at", null=True)


class StocktakingLine(Table, tablename="stocktaking_line"):
    """A unit that should be at the place or was scanned there; what it came to is written when it is closed.

    `believed_…` is where it was thought to be at that moment.
    """

    id = key()
    stocktaking = reference(Stocktaking, "stocktaking_id")
    unit = reference(Unit, "unit_id")
    is_expected = Boolean(null=False, default=False)
    found_at = moment("found_at", null=True)
    finding = text("finding")
    believed_place = reference(Organization, "believed_place_id", null=True, index=False)
    believed_custodian = reference(Organization, "believed_custodian_id", null=True, index=False)
    settled = text("settled")
    settled_by = reference(Person, "settled_by", null=True, index=False)
    settled_at = moment("settled_at", null=True)
    note = text("note")

    stocktaking_line_once = Unique(["stocktaking_id", "unit_id"])
    stocktaking_line_finding_known = Check("finding IN ('', 'found', 'missing', 'strange', 'left')")
    stocktaking_line_settled_known = Check("settled IN ('', 'here', 'lost', 'asked')")
