"""Versions of checklists: the latest is in force, none is ever changed."""

from piccolo.table import Table

from accounts.tables import Person
from catalog.tables import Product
from core.columns import document, key, moment, reference, text
from directory.tables import Organization


class ProductChecklist(Table, tablename="product_checklist"):
    """One version of a product's checklist, and who wrote it."""

    id = key()
    product = reference(Product, "product_id")
    lines = document("lines")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    at = moment("at")
