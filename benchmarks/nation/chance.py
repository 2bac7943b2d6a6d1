"""Ids and chances that follow from a seed alone, in Python and in SQL, in a scratch schema."""

import hashlib
from datetime import date
from uuid import UUID

_EPOCH = date(1970, 1, 1)
_DAY = 86_400_000

# UUIDv7: the moment first, so that the rows of a day lie together as they do in a living house.
_KEY = """
CREATE FUNCTION nation.key(kind text, n bigint, made date) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((made - date '1970-01-01')::bigint * 86400000 + n % 86400000), 12, '0')
        || overlay(overlay(substr(md5('{seed}' || kind || n), 1, 20) placing '7' from 1) placing '8' from
            5))::uuid
$$
"""
_CHANCE = """
CREATE FUNCTION nation.chance(kind int, n bigint, below int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT ((hashint8extended(n, {seed}::bigint * 1000 + kind) & 9223372036854775807) % below)::int
$$
"""
_MOMENT = """
CREATE FUNCTION nation.moment(n bigint, day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT (day + make_interval(hours => 9, secs => n % 28800)) AT TIME ZONE 'Asia/Tokyo'
$$
"""


def schema(seed: int) -> tuple[str, ...]:
    """The statements that make the scratch schema."""
    return (
        "CREATE SCHEMA nation",
        _KEY.format(seed=seed),
        _CHANCE.format(seed=seed),
        _MOMENT,
    )


def key(seed: int, kind: str, n: int, made: date) -> UUID:
    """The id of the n-th thing of a kind, made on a day."""
    moment = (made - _EPOCH).days * _DAY + n % _DAY
    digits = hashlib.md5(f"{seed}{kind}{n}".encode(), usedforsecurity=False).hexdigest()
    return UUID(f"{moment:012x}7{digits[1:4]}8{digits[5:20]}")
