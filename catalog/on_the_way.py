"""Days on the road within an occupancy: a feature tells them, the board shows them as transit.

The ledger knows for what a unit is taken and from when to when; on which of these days it travels is for the
feature to say.
"""

_told: list[str] = []


def tells_ways(sql: str) -> None:
    """Let a feature say when units travel: SQL over occupancy `o` that answers one column of date ranges."""
    if sql not in _told:
        _told.append(sql)


def ways_of(purpose: str) -> str:
    """SQL: the stretches of `o` on which its unit travels, in their order; NULL for other purposes."""
    if not _told:
        return "NULL::daterange[]"
    return f"""CASE WHEN o.purpose = '{purpose}' THEN ARRAY(
        SELECT unnest(datemultirange(o.period) * range_agg(way.days))
        FROM ({" UNION ALL ".join(_told)}) way (days)) END"""  # noqa: S608  # put together from constants
