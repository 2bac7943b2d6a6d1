"""QRタグ: opaque and permanent; printed before or after they are tied to a unit, moved, retired."""

import re
import unicodedata
from datetime import datetime
from uuid import UUID

import msgspec

from core import db
from core.clock import now
from core.errors import Conflict, Invalid
from core.ids import new_id
from core.secrets import new_token, readable_code

_CODE_LENGTH = 8
# What people put between the signs of a code.
_BETWEEN = re.compile(r"[-‐‑‒–—―−ー\s]")


class Tag(msgspec.Struct, frozen=True):
    """A label; without `unit_id` it is not tied to anything yet, or no more."""

    id: UUID
    token: str
    code: str
    unit_id: UUID | None
    is_retired: bool = False
    printed_by_id: UUID | None = None


_FIND = """
SELECT id, token, code, CASE WHEN retired_at IS NULL THEN unit_id END AS unit_id,
    retired_at IS NOT NULL AS is_retired, printed_by_id
FROM tag WHERE token = $1 OR code = $2 ORDER BY (token = $1) DESC LIMIT 1
"""
_NEW = """
INSERT INTO tag (id, token, code, unit_id, printed_by_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
"""
_RETIRE = "UPDATE tag SET retired_at = $2 WHERE unit_id = $1 AND retired_at IS NULL"
_TIE = "UPDATE tag SET unit_id = $2 WHERE id = $1 AND unit_id IS NULL AND retired_at IS NULL"
_MOVE = "UPDATE tag SET unit_id = $2 WHERE id = $1 AND unit_id = $3 AND retired_at IS NULL"


def as_read(text: str) -> tuple[str, str]:
    """What a scanner or a person read, as a token and as a short code: whole addresses, any width."""
    plain = unicodedata.normalize("NFKC", text).strip()
    last = plain.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]
    return last, _BETWEEN.sub("", last.upper())


async def find_tag(text: str) -> Tag | None:
    """The tag whose token, address or short code this is."""
    return await db.fetch_one_as(Tag, _FIND, *as_read(text))


async def new_tag(unit_id: UUID | None = None, printed_by: UUID | None = None) -> Tag:
    """Make a tag, tied to a unit or to none yet; must run inside a transaction with what it is for."""
    tag = Tag(new_id(), new_token(16), readable_code(_CODE_LENGTH), unit_id, printed_by_id=printed_by)
    await db.execute(_NEW, tag.id, tag.token, tag.code, unit_id, printed_by, now())
    return tag


async def new_tags(count: int, printed_by: UUID) -> list[Tag]:
    """Make `count` tags that belong to no unit yet."""
    made = [
        Tag(new_id(), new_token(16), readable_code(_CODE_LENGTH), None, printed_by_id=printed_by)
        for _ in range(count)
    ]
    await db.execute_many(_NEW, [(tag.id, tag.token, tag.code, None, printed_by, now()) for tag in made])
    return made


async def tie(text: str, unit_id: UUID) -> None:
    """Tie the tag read to the unit in place of the one it has.

    Raises `Invalid` on field `tag` when there is no such tag, or when it belongs to another unit.
    """
    tag = await find_tag(text)
    if tag is None:
        raise Invalid({"tag": "unknown-tag"})
    if tag.unit_id == unit_id:
        return
    await retire_tag_of(unit_id)
    if not await db.execute(_TIE, tag.id, unit_id):
        raise Invalid({"tag": "tag-in-use"})


async def move(tag: Tag, unit_id: UUID) -> None:
    """Take the tag off the unit it is on and put it on another, whose own one is retired.

    Raises `Invalid` on field `tag` when somebody has moved or retired it meanwhile.
    """
    await retire_tag_of(unit_id)
    if not await db.execute(_MOVE, tag.id, unit_id, tag.unit_id):
        raise Invalid({"tag": "tag-in-use"})


async def retire_tag_of(unit_id: UUID) -> bool:
    """The label of the unit is gone or torn off: whoever finds it is told so. Whether there was one."""
    return bool(await db.execute(_RETIRE, unit_id, now()))


_PUT_ON_SINCE = """
SELECT EXISTS (
    SELECT FROM unit_move m JOIN tag t ON t.code = m.facts->>'tag'
    WHERE t.id = $1 AND m.unit_id = $2 AND m.cause = 'tag' AND m.at > $3
)
"""


async def put_on_since(tag_id: UUID, unit_id: UUID, moment: datetime) -> bool:
    """Whether the tag was put on this unit only after `moment`: what was read then was another robot."""
    return bool(await db.fetch_value(_PUT_ON_SINCE, tag_id, unit_id, moment))


def _code_taken() -> Conflict:
    return Conflict("busy")


# One in 10¹¹: the next try makes another code.
db.judged_by("tag_code_once", _code_taken)
