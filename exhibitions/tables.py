"""Displays and the units on them; their days stand in the same ledger as loans."""

from piccolo.columns import Integer
from piccolo.table import Table

from catalog.tables import Occupancy, Product, Unit
from core.columns import day, key, moment, one_of, reference, text
from directory.tables import Organization
from exhibitions.domain import ExhibitionKind, ExhibitionStatus


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
    description = text("description")
    starts_on = day("starts_on", null=False)
    ends_on = day("ends_on", null=False)
    created_at = moment("created_at")

    exhibition_kind_known = one_of("kind", ExhibitionKind)
    exhibition_status_known = one_of("status", ExhibitionStatus)


class Exhibit(Table, tablename="exhibit"):
    """展示品: one unit on a display."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id")
    product = reference(Product, "product_id")
    unit = reference(Unit, "unit_id", null=True)
    occupancy = reference(Occupancy, "occupancy_id", null=True)
    position = Integer(null=False, default=0)
    caption = text("caption")
    created_at = moment("created_at")
