"""What counters do to displays. Each use case owns one transaction."""

from exhibitions.usecases.displays import (
    change_exhibition,
    create_exhibition,
    move_exhibition,
)
from exhibitions.usecases.touring import (
    add_venue,
    count_attendance,
    put_in_team,
    remove_from_team,
    remove_venue,
)

__all__ = [
    "add_venue",
    "change_exhibition",
    "count_attendance",
    "create_exhibition",
    "move_exhibition",
    "put_in_team",
    "remove_from_team",
    "remove_venue",
]
