"""Days on the road within an occupancy, and how far it has come: a feature tells them, the board shows them.

The ledger knows for what a unit is taken and from when to when; on which of these days it travels is for the
feature to say.
"""

from collections.abc import Mapping

from core.i18n import Text

_told: list[str] = []
_standings: list[str] = []
_words: dict[str, Text] = {}


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


def tells_standing(sql: str, words: Mapping[str, Text]) -> None:
    """Let a feature say how far an occupancy has come: SQL over `o` that answers a key of `words`, or NULL.

    In it `{mine}` is the organisation that asks, `{sees_all}` whether it may see everything.
    """
    if sql not in _standings:
        _standings.append(sql)
    _words.update(words)


def standing_of(purpose: str, mine: str, sees_all: str) -> str:
    """SQL: how far `o` has come, as whoever asks may know; NULL for other purposes."""
    if not _standings:
        return "NULL::text"
    told = ", ".join(f"({sql.format(mine=mine, sees_all=sees_all)})" for sql in _standings)
    return f"CASE WHEN o.purpose = '{purpose}' THEN coalesce({told}) END"


def words_of(standing: str | None) -> str:
    """What the board says of it, in the reader's language."""
    return str(_words[standing]) if standing in _words else ""
