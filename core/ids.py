"""Identifiers: UUIDv7, so that keys sort by the time they were made."""

from typing import Final
from uuid import UUID

from uuid_utils.compat import uuid7

# The id of nobody and nothing: a filter by it finds nothing.
NOBODY: Final = UUID(int=0)


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562)."""
    return uuid7()
