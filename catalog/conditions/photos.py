"""Photos come in before a step is taken, and belong to its check once it is.

So a form that is refused keeps its photos: nobody has to unpack the robot again for a telephone number.
Without a unit a photo is in hand only: sent with a form that was not taken yet, and forgotten after a day.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.conditions.records import Records
from catalog.domain import CheckMoment
from core import db, files
from core.clock import now
from core.errors import Invalid
from core.ids import new_id
from core.images import photo_from

# Of one unit at one handing over, and with one form.
MOST_PHOTOS = 6
MOST_AT_ONCE = 24
KEPT_IN_HAND = timedelta(days=1)
_JPEG = "image/jpeg"
_PHOTOS = """
SELECT h.id, h.{subject} AS subject_id, '{home}' || h.{subject} AS home, h.unit_id, h.check_moment, h.file,
    h.thumb, h.width, h.height,
    (SELECT count(*) FROM {marks} m WHERE m.photo_id = h.id AND m.withdrawn_at IS NULL) AS marks,
    EXISTS (SELECT FROM {photos} o WHERE o.{subject} = h.{subject} AND o.check_moment = h.check_moment
        AND o.file = h.file AND o.unit_id <> h.unit_id) AS is_of_several
FROM {photos} h
"""
_INSERT = """
INSERT INTO {photos} (id, {subject}, unit_id, check_moment, file, thumb, width, height, person_id,
    organization_id, at)
VALUES ($1, $2, NULL, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_ATTACH = """
UPDATE {photos} SET unit_id = $1
WHERE id = ANY($2::uuid[]) AND {subject} = $3 AND check_moment = $4 AND unit_id IS NULL
    AND person_id IS NOT DISTINCT FROM $5 AND organization_id IS NOT DISTINCT FROM $6
RETURNING id
"""
_SHOWN = "WHERE h.{subject} = $1 AND h.unit_id IS NOT NULL ORDER BY h.at, h.id"
_IN_HAND = """
WHERE h.id = ANY($1::uuid[]) AND h.{subject} = $2 AND h.check_moment = $3 AND h.unit_id IS NULL
    AND h.person_id IS NOT DISTINCT FROM $4 AND h.organization_id IS NOT DISTINCT FROM $5 ORDER BY h.at, h.id
"""
_LEFT = "DELETE FROM {photos} WHERE unit_id IS NULL AND at < $1 RETURNING file, thumb"
# Another unit, a product or a display may show the same picture: files are kept under what they contain.
STILL_NAMED = """
SELECT EXISTS (SELECT FROM condition_photo WHERE file = $1 OR thumb = $1)
    OR EXISTS (SELECT FROM exhibit_photo WHERE file = $1 OR thumb = $1)
    OR EXISTS (SELECT FROM product_material WHERE file = $1 OR thumb = $1)
    OR EXISTS (SELECT FROM exhibition_picture WHERE file = $1 OR thumb = $1)
"""


class PhotoView(msgspec.Struct, frozen=True, kw_only=True):
    """A photo of what `subject_id` names; without `unit_id` it is still in the hands of whoever took it.

    One that `is_of_several` stands beside other units of the same handing over, too: nobody said which one it
    shows, as photos of a form once belonged to all of its units.
    """

    id: UUID
    subject_id: UUID
    home: str
    unit_id: UUID | None
    check_moment: CheckMoment
    file: str
    thumb: str
    width: int
    height: int
    marks: int = 0
    is_of_several: bool = False

    @property
    def path(self) -> str:
        """Where its pictures are."""
        return f"{self.home}/photos/{self.id}"

    @property
    def thumb_path(self) -> str:
        """The small picture."""
        return f"{self.path}/thumb.jpg"

    @property
    def full_path(self) -> str:
        """The large picture."""
        return f"{self.path}/full.jpg"

    def file_of(self, size: str) -> str | None:
        """The kept file of a size, by the last part of its address."""
        return {"full.jpg": self.file, "thumb.jpg": self.thumb}.get(size)


async def find_photos(records: Records, more: str, *arguments: object) -> list[PhotoView]:
    """The photos `h` that `more`, SQL of ours, joins and chooses."""
    rows = await db.fetch(records.sql(_PHOTOS) + more, *arguments)
    return [msgspec.convert(dict(row), PhotoView) for row in rows]


async def photos_shown(records: Records, subject_id: UUID) -> list[PhotoView]:
    """Those that belong to a check, earliest first; the caller has been shown what they are of."""
    return await find_photos(records, records.sql(_SHOWN), subject_id)


async def photos_held(
    records: Records, actor: Actor, subject_id: UUID, moment: CheckMoment, ids: Sequence[UUID]
) -> list[PhotoView]:
    """Those of `ids` that `actor` has sent for `moment` and that belong to no check yet."""
    mine = (actor.person_id, actor.organization_id)
    return await find_photos(records, records.sql(_IN_HAND), list(ids), subject_id, moment.value, *mine)


async def take_photo(
    records: Records, actor: Actor, subject_id: UUID, moment: CheckMoment, content: bytes
) -> UUID:
    """Take a photo into hand, drawn anew; the caller has judged that `actor` may send it.

    Raises `Invalid` for what is no photo, or when photos cannot be kept at the moment.
    """
    photo = await photo_from(content)
    try:
        file, thumb = await files.keep(photo.full, _JPEG), await files.keep(photo.thumb, _JPEG)
    except (files.FileStorageError, OSError) as error:
        raise Invalid(code="photo-not-kept") from error
    photo_id, described = new_id(), (moment.value, file, thumb, photo.width, photo.height)
    mine = (actor.person_id, actor.organization_id)
    await db.execute(records.sql(_INSERT), photo_id, subject_id, *described, *mine, now())
    return photo_id


async def attach(
    records: Records, actor: Actor, subject_id: UUID, unit_id: UUID, moment: CheckMoment, ids: Sequence[UUID]
) -> None:
    """Let photos in hand belong to the check of the unit that they show; part of the caller's transaction."""
    if not ids:
        return
    mine = (actor.person_id, actor.organization_id)
    wanted = sorted(set(ids))
    shown = await db.fetch(records.sql(_ATTACH), unit_id, wanted, subject_id, moment.value, *mine)
    if len(shown) != len(wanted):
        raise Invalid({"photos": "photo-gone"})


async def forget_in_hand(records: Records) -> int:
    """A sweep: photos of forms that were never sent are gone after a day, and their files with them."""
    before = now() - KEPT_IN_HAND
    left = await db.fetch(records.sql(_LEFT), before)
    for name in {row[column] for row in left for column in ("file", "thumb")}:
        if not await db.fetch_value(STILL_NAMED, name):
            await files.discard(name, older_than=before)
    return len(left)
