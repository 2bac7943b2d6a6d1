"""What counters do to displays. Each use case owns one transaction."""

from exhibitions.usecases.asking_all import ask_all
from exhibitions.usecases.discarding import discard_exhibition
from exhibitions.usecases.displays import (
    change_exhibition,
    create_exhibition,
    move_exhibition,
)
from exhibitions.usecases.exhibits import add_exhibit, dispatch_exhibit, move_exhibit
from exhibitions.usecases.touring import (
    add_venue,
    count_attendance,
    put_in_team,
    remove_from_team,
    remove_venue,
)

__all__ = [
    "add_exhibit",
    "add_venue",
    "ask_all",
    "change_exhibition",
    "count_attendance",
    "create_exhibition",
    "discard_exhibition",
    "dispatch_exhibit",
    "move_exhibit",
    "move_exhibition",
    "put_in_team",
    "remove_from_team",
    "remove_venue",
]
