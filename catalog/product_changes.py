"""What became of a product's description and terms: each change with who, when, before and after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.ids import new_id

_RECORD = """
INSERT INTO product_change (id, product_id, person_id, organization_id, via, facts, at)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7)
"""
_CHANGES = """
SELECT c.at, coalesce(p.name, '') AS person_name, coalesce(o.name, '') AS organization_name, c.facts
FROM product_change c LEFT JOIN person p ON p.id = c.person_id
LEFT JOIN organization o ON o.id = c.organization_id
WHERE c.product_id = $1 ORDER BY c.at DESC, c.id DESC LIMIT $2
"""


class ProductChanged(msgspec.Struct, frozen=True, kw_only=True):
    """One change: each column before and after; `created` stands for the beginning."""

    at: datetime
    person_name: str
    organization_name: str
    facts: dict[str, tuple[Any, Any]]


async def record_change(actor: Actor, product_id: UUID, facts: Mapping[str, tuple[Any, Any]]) -> None:
    """Keep a change, inside the caller's transaction."""
    by = actor.person_id, actor.organization_id, actor.via.value
    await db.execute(_RECORD, new_id(), product_id, *by, db.to_json(dict(facts)), now())


async def product_changes(product_id: UUID, limit: int = 50) -> list[ProductChanged]:
    """The latest changes of a product that the caller has been shown, newest first."""
    rows = await db.fetch(_CHANGES, product_id, limit)
    return [msgspec.convert({**row, "facts": db.from_json(row["facts"])}, ProductChanged) for row in rows]
