"""Subsidies as data: they change every year and differ by prefecture (DOMAIN section 13)."""

from piccolo.columns import Boolean, Date, Integer
from piccolo.constraints import Check
from piccolo.table import Table

from accounts.tables import Person
from core.columns import TextArray, key, moment, reference, text


class Subsidy(Table, tablename="subsidy"):
    """補助金 of a fiscal year (April to March), with who says so and when that was looked at.

    An empty prefecture is the whole nation; without items it may serve for any of them. What nobody has
    said in English is empty there.
    """

    id = key()
    fiscal_year = Integer(null=False, default=0)
    prefecture = text("prefecture")
    item_codes = TextArray(null=True)
    name = text("name")
    amount = text("amount")
    rate = text("rate")
    conditions = text("conditions")
    source = text("source")
    source_url = text("source_url")
    checked_on = Date(null=False, default=None)
    name_en = text("name_en")
    amount_en = text("amount_en")
    rate_en = text("rate_en")
    conditions_en = text("conditions_en")
    source_en = text("source_en")
    is_hidden = Boolean(null=False, default=False)
    changed_by = reference(Person, "changed_by", null=True, index=False)
    changed_at = moment("changed_at", null=True)

    subsidy_fiscal_year_plausible = Check("fiscal_year BETWEEN 2010 AND 2100")
