"""The lines of a checklist. Pure."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import Invalid

MOST_LINES = 30


class LineKind(StrEnum):
    """What is answered: yes or no, how many of an accessory, or a free note."""

    YES_NO = "yes_no"
    COUNT = "count"
    NOTE = "note"


class ChecklistLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at; `key` stays when its words change, so that out and back can be compared.

    `expected` is how many of an accessory belong to a unit.
    """

    kind: LineKind
    text: Annotated[str, Meta(max_length=200)]
    key: Annotated[str, Meta(max_length=40)] = ""
    expected: Annotated[int, Meta(ge=0, le=999)] | None = None


class WriteChecklist(msgspec.Struct, frozen=True, kw_only=True):
    """All lines in their order; `expected_version` is the version that the writer saw."""

    lines: Annotated[list[ChecklistLine], Meta(max_length=MOST_LINES)]
    expected_version: UUID | None = None


def must_be_readable(lines: list[ChecklistLine]) -> None:
    """Raise `Invalid` for a line without words, for two that are told apart by nothing, and for too many."""
    texts = [line.text.strip() for line in lines]
    keys = [line.key for line in lines if line.key]
    if not all(texts):
        raise Invalid({"lines": "line-without-words"})
    if len(set(texts)) < len(texts) or len(set(keys)) < len(keys):
        raise Invalid({"lines": "line-twice"})
    if len(lines) > MOST_LINES:
        raise Invalid({"lines": "too-many-lines"}, most=MOST_LINES)
