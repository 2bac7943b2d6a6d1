"""What a stocktaking finds, and how a difference is settled. Pure."""

from enum import StrEnum


class Finding(StrEnum):
    """What became of one unit: `left` was there when the count began and has properly gone since."""

    FOUND = "found"
    MISSING = "missing"
    STRANGE = "strange"
    LEFT = "left"


class Settlement(StrEnum):
    """How somebody settled a difference by hand: it is here after all, it is lost, its people were asked."""

    HERE = "here"
    LOST = "lost"
    ASKED = "asked"


DIFFERENCES = frozenset({Finding.MISSING, Finding.STRANGE})


def settlements(finding: Finding, *, is_keeper: bool) -> list[Settlement]:
    """What can be done about a difference; whoever does not answer for the unit can only ask."""
    if finding not in DIFFERENCES:
        return []
    if not is_keeper:
        return [Settlement.ASKED]
    if finding is Finding.MISSING:
        return [Settlement.HERE, Settlement.LOST, Settlement.ASKED]
    return [Settlement.HERE, Settlement.ASKED]
