"""From a form into hand: each photo on its own, so that a bad one does not cost the good ones."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from catalog.conditions.photo_fields import PhotosField
from catalog.conditions.photos import MOST_AT_ONCE, MOST_PHOTOS, PhotoView
from core.errors import Invalid
from core.images import LARGEST_FILE
from core.web.forms import words_for
from core.web.uploads import Room

ROOM = Room(files=MOST_AT_ONCE, largest=LARGEST_FILE)

Keep = Callable[[bytes], Awaitable[PhotoView]]


async def take_in(
    fields: Sequence[PhotosField], in_hand: Callable[[Sequence[UUID]], Awaitable[list[PhotoView]]], keep: Keep
) -> None:
    """Keep what was sent with a form; what cannot be kept is said beside the field when it is judged."""
    room = MOST_AT_ONCE
    for field in fields:
        field.in_hand = await in_hand(field.data or [])
        await _take_in(field, room, keep)
        room -= len(field.uploads)


async def _take_in(field: PhotosField, room: int, keep: Keep) -> None:
    for sent, upload in enumerate(field.uploads):
        if sent >= room:
            field.refusals.append(words_for("too-many-at-once", {"most": MOST_AT_ONCE}))
            return
        if max(sent, len(field.in_hand)) >= MOST_PHOTOS:
            field.refusals.append(words_for("too-many-photos", {"most": MOST_PHOTOS}))
            return
        try:
            photo = await keep(await upload.read())
        except Invalid as error:
            field.refusals.append(words_for(error.reason, {**error.facts, "file": upload.filename}))
        else:
            field.in_hand = [*field.in_hand, photo]
