"""Which units concern a party besides those it lends, keeps or has loans of: a feature tells the board."""

_told: list[str] = []


def concerns(sql: str) -> None:
    """Let a feature say which units concern a party: SQL that answers their ids, `{mine}` being who asks."""
    if sql not in _told:
        _told.append(sql)


def concerned(mine: str) -> str:
    """SQL that goes on with UNION ALL to the ids of these units; empty where nobody told of any."""
    return "".join(f" UNION ALL {sql.format(mine=mine)}" for sql in _told)
