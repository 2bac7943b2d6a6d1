"""Counting how often a code is read: a number a day, no address, no cookie, nothing about whoever read it."""

from uuid import UUID

from core import db
from core.clock import today
from core.ids import new_id
from core.words import Reading

_COUNT = """
INSERT INTO exhibit_scan (id, exhibit_id, day, language, readings) VALUES ($1, $2, $3, $4, 1)
ON CONFLICT ON CONSTRAINT exhibit_scan_once DO UPDATE SET readings = exhibit_scan.readings + 1
"""


async def count_scan(exhibit_id: UUID, reading: Reading) -> None:
    """One more today."""
    await db.execute(_COUNT, new_id(), exhibit_id, today(), reading.value)
