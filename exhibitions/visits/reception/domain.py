"""What can be said of a party at the entrance. Pure."""

from enum import StrEnum


class ReceptionAction(StrEnum):
    """A party has come, or it leaves."""

    ARRIVE = "arrive"
    LEAVE = "leave"
