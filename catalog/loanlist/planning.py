"""What a list would do to the catalogue: what is new, what changes from what to what, what is gone."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import ProductStatus
from catalog.loanlist.headings import Field
from catalog.loanlist.rows import CellFault, Listed, Reading
from catalog.queries.products import PRODUCT, ProductView
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
    """All of it; `gone` are public products of the same vendors that the list does not name."""

    new: list[New]
    changed: list[Changed]
    unchanged: int
    gone: list[ProductView]
    faults: list[CellFault]
    skipped: int

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing but what is gone."""
        return not (self.new or self.changed)


class _Vendor(msgspec.Struct, frozen=True):
    id: UUID
    name: str


_VENDORS = "SELECT id, name FROM organization WHERE kind = 'vendor' AND gone_on IS NULL ORDER BY id"
_CORPORATE = ("株式会社", "有限会社", "合同会社", "（株）", "(株)", "㈱", "（有）", "(有)")


async def plan_of(actor: Actor, reading: Reading, *, has_companies: bool) -> Plan:
    """Compare what was read with the catalogue: a vendor's own products, or those of all for the centre."""
    actor.one_of(OrganizationKind.VENDOR, OrganizationKind.CENTRE)
    vendors = await db.fetch_as(_Vendor, _VENDORS)
    own = [one for one in vendors if actor.is_centre or one.id == actor.organization_id]
    faults, found = list(reading.faults), list[tuple[Listed, _Vendor]]()
    seen: dict[tuple[UUID, str], int] = {}
    for listed in reading.products:
        vendor = _vendor(listed, own, actor, has_companies=has_companies)
        if vendor is None:
            faults.append(_fault(listed, Field.COMPANY, "company-unknown", listed.company))
        elif (first := seen.setdefault((vendor.id, normalise(listed.name)), listed.row)) != listed.row:
            faults.append(_fault(listed, Field.PRODUCT, "listed-twice", f"{listed.name} ({first})"))
        else:
            found.append((listed, vendor))
    known = await _products({vendor.id for _, vendor in found})
    return _compared(found, known, faults, reading.skipped)


def _vendor(
    listed: Listed, vendors: Sequence[_Vendor], actor: Actor, *, has_companies: bool
) -> _Vendor | None:
    if not has_companies or not listed.company:
        return None if actor.is_centre else next(iter(vendors), None)
    wanted = _company(listed.company)
    return next((one for one in vendors if _company(one.name) == wanted), None)


def _company(name: str) -> str:
    for word in _CORPORATE:
        name = name.replace(word, "")
    return normalise(name)


def _fault(listed: Listed, field: Field, code: str, found: str) -> CellFault:
    return CellFault(listed.row, 0, field, code, found[:80])


async def _products(vendor_ids: set[UUID]) -> list[ProductView]:
    rows = await db.fetch(f"{PRODUCT} WHERE p.vendor_id = ANY($1::uuid[]) ORDER BY p.id", list(vendor_ids))
    return [msgspec.convert(dict(row), ProductView) for row in rows]


def _compared(
    found: Sequence[tuple[Listed, _Vendor]],
    known: Sequence[ProductView],
    faults: list[CellFault],
    skipped: int,
) -> Plan:
    by_code = {(one.vendor_id, one.tais_code): one for one in known if one.tais_code}
    by_name = {(one.vendor_id, normalise(one.name)): one for one in known}
    new, changed, named = list[New](), list[Changed](), set[UUID]()
    for listed, vendor in found:
        code = str(listed.values.get("tais_code") or "")
        product = by_name.get((vendor.id, normalise(listed.name))) or by_code.get((vendor.id, code))
        if product is None:
            new.append(New(listed.row, vendor.id, vendor.name, listed.name, listed.values))
            continue
        named.add(product.id)
        if changes := _changes(product, listed):
            changed.append(Changed(listed.row, product, changes))
    gone = [one for one in known if one.id not in named and one.status is ProductStatus.PUBLIC]
    return Plan(new, changed, len(named) - len(changed), gone, sorted_faults(faults), skipped)


def _changes(product: ProductView, listed: Listed) -> dict[str, tuple[Any, Any]]:
    said: Mapping[str, Any] = {"name": listed.name} | listed.values
    known = msgspec.structs.asdict(product)
    changes = {name: (known[name], value) for name, value in said.items() if known[name] != value}
    if "name" in changes and normalise(product.name) == normalise(listed.name):
        del changes["name"]  # the same name in other widths
    if "item_codes" in changes and sorted(product.item_codes) == sorted(listed.values["item_codes"]):
        del changes["item_codes"]
    if product.status is ProductStatus.DISCONTINUED:
        changes["status"] = (product.status.value, ProductStatus.PUBLIC.value)
    return changes


def sorted_faults(faults: Sequence[CellFault]) -> list[CellFault]:
    """In the order in which somebody goes through the sheet."""
    return sorted(faults, key=lambda fault: (fault.row, fault.column))
