"""What a list would do to the catalogue: what is new, what changes from what to what, what is gone."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import ProductStatus
from catalog.loanlist.headings import Field
from catalog.loanlist.known import Known, known_products
from catalog.loanlist.rows import CellFault, Listed, Reading
from catalog.queries.products import ProductView
from core import db
from core.text import normalise
from directory.kinds import OrganizationKind


class New(msgspec.Struct, frozen=True):
    """A product that the catalogue does not know."""

    row: int
    vendor_id: UUID
    vendor_name: str
    name: str
    values: dict[str, Any]


class Changed(msgspec.Struct, frozen=True):
    """A product of which the list says something else: each column before and after."""

    row: int
    product: ProductView
    changes: dict[str, tuple[Any, Any]]


class Plan(msgspec.Struct, frozen=True):
    """All of it; `gone` are public products of the same vendors that no row of the list names.

    `skipped` are the numbers of rows that hold no product, `of_others` those of other vendors' products.
    """

    new: list[New]
    changed: list[Changed]
    unchanged: int
    gone: list[ProductView]
    faults: list[CellFault]
    skipped: list[int]
    of_others: list[int] = []

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing but what is gone."""
        return not (self.new or self.changed)

    @property
    def mark(self) -> str:
        """What tells this plan from any other: somebody who looked at it agreed to nothing else."""
        parts = (
            [(one.vendor_id, one.name, one.values) for one in self.new],
            [(one.product.id, one.changes) for one in self.changed],
            [one.id for one in self.gone],
        )
        return hashlib.blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()


class Vendor(msgspec.Struct, frozen=True):
    """Whose products a row may speak of."""

    id: UUID
    name: str


_VENDORS = "SELECT id, name FROM organization WHERE kind = 'vendor' AND gone_on IS NULL ORDER BY id"
_CORPORATE = ("株式会社", "有限会社", "合同会社", "（株）", "(株)", "㈱", "（有）", "(有)")


async def plan_of(actor: Actor, reading: Reading, columns: Mapping[Field, int]) -> Plan:
    """Compare what was read with the catalogue: a vendor's own products, or those of all for the centre."""
    actor.one_of(OrganizationKind.VENDOR, OrganizationKind.CENTRE)
    vendors = await db.fetch_as(Vendor, _VENDORS)
    own = [one for one in vendors if actor.is_centre or one.id == actor.organization_id]
    faults, found = list(reading.faults), list[tuple[Listed, Vendor]]()
    mentioned, of_others = list(reading.faulty), list[int]()
    for listed in reading.products:
        vendor = _vendor(listed, own, actor, has_companies=Field.COMPANY in columns)
        if vendor is None and _alike(listed.company, vendors):
            of_others.append(listed.row)
            mentioned.append(listed)
        elif vendor is None:
            faults.append(_fault(listed, columns, Field.COMPANY, "company-unknown", listed.company))
            mentioned.append(listed)
        else:
            found.append((listed, vendor))
    known = await known_products({vendor.id for _, vendor in found})
    plan = compared(found, known, columns, mentioned)
    faults = sorted(faults + plan.faults, key=lambda fault: (fault.row, fault.column))
    return msgspec.structs.replace(plan, faults=faults, skipped=reading.skipped, of_others=of_others)


def _vendor(listed: Listed, vendors: Sequence[Vendor], actor: Actor, *, has_companies: bool) -> Vendor | None:
    """Whose product a row is: of vendors whose names differ only in how they are written, the exact one."""
    if not has_companies or not listed.company:
        return None if actor.is_centre else next(iter(vendors), None)
    alike = _alike(listed.company, vendors)
    return next((one for one in alike if one.name == listed.company), next(iter(alike), None))


def _alike(company: str, vendors: Sequence[Vendor]) -> list[Vendor]:
    wanted = _company(company)
    return [one for one in vendors if _company(one.name) == wanted]


def _company(name: str) -> str:
    for word in _CORPORATE:
        name = name.replace(word, "")
    return normalise(name)


def _fault(listed: Listed, columns: Mapping[Field, int], field: Field, code: str, found: str) -> CellFault:
    return CellFault(listed.row, columns.get(field, -1) + 1, field, code, found[:80])


def compared(
    found: Sequence[tuple[Listed, Vendor]],
    known: Known,
    columns: Mapping[Field, int],
    mentioned: Sequence[Listed],
) -> Plan:
    """What each product comes to; rows that name one a second time are its faults."""
    new, changed, faults = list[New](), list[Changed](), list[CellFault]()
    rows: dict[object, int] = {}
    for listed, vendor in found:
        product = known.meant(vendor.id, listed)
        key = product.id if product else (vendor.id, normalise(listed.name))
        if (first := rows.setdefault(key, listed.row)) != listed.row:
            faults.append(_fault(listed, columns, Field.PRODUCT, "listed-twice", f"{listed.name} ({first})"))
        elif product is None:
            new.append(New(listed.row, vendor.id, vendor.name, listed.name, listed.values))
        elif changes := _changes(product, listed, known.same_cells(product, listed)):
            changed.append(Changed(listed.row, product, changes))
    named = {one.id for one in known.products if one.id in rows}
    spoken_of = named | known.mentioned(mentioned)
    gone = [one for one in known.products if one.id not in spoken_of and one.status is ProductStatus.PUBLIC]
    return Plan(new, changed, len(named) - len(changed), gone, faults, [])


def _changes(product: ProductView, listed: Listed, same: frozenset[str]) -> dict[str, tuple[Any, Any]]:
    """What a row says otherwise; `same` are the columns whose cells stand there as we would write them."""
    said: Mapping[str, Any] = {"name": listed.name} | listed.values
    known = msgspec.structs.asdict(product)
    changes = {
        name: (known[name], value)
        for name, value in said.items()
        if known[name] != value and name not in same
    }
    if "name" in changes and normalise(product.name) == normalise(listed.name):
        del changes["name"]  # the same name in other widths
    if "item_codes" in changes and sorted(product.item_codes) == sorted(listed.values["item_codes"]):
        del changes["item_codes"]
    if product.status is ProductStatus.DISCONTINUED:
        changes["status"] = (product.status.value, ProductStatus.PUBLIC.value)
    return changes
