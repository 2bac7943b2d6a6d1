"""Photos that people send: read with suspicion, turned upright, made small, and stripped of what they tell.

What is kept is drawn anew: no place, no camera, no time, no comment of the photo that came survives.
"""

import asyncio
import io
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from core.errors import Invalid

LARGEST_FILE = 20 * 1024 * 1024
# 48 million are what telephones take; a PNG, which no camera writes, is always unpacked whole.
MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000, "HEIF": 50_000_000, "PNG": 16_000_000}
LONGEST_SIDE, THUMB_SIDE = 2048, 480
KINDS = ("JPEG", "PNG", "HEIF")
# A camera writes ten at most; thousands keep a reader busy for hours.
_MOST_SCANS = 64
_START_OF_SCAN = b"\xff\xda"
_AT_ONCE = asyncio.Semaphore(2)

register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


class Photo(NamedTuple):
    """A photo drawn anew: two JPEG pictures, and the width and height of the larger."""

    full: bytes
    thumb: bytes
    width: int
    height: int


async def photo_from(content: bytes) -> Photo:
    """The photo in `content`; work goes on meanwhile, two photos at once at most.

    Raises `Invalid` with `photo-too-large`, `photo-too-many-pixels` or `photo-unreadable`.
    """
    if len(content) > LARGEST_FILE:
        raise Invalid(code="photo-too-large", most=LARGEST_FILE // 1024**2)
    async with _AT_ONCE:
        return await asyncio.to_thread(redrawn, content)


def redrawn(content: bytes) -> Photo:
    """As `photo_from`, in this thread."""
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as opened:
            _must_be_harmless(opened, content)
            full = _clean(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Invalid(code="photo-unreadable") from error
    except Image.DecompressionBombError as error:
        raise Invalid(code="photo-too-many-pixels", most=MOST_PIXELS["JPEG"] // 10_000) from error
    thumb = full.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return Photo(_jpeg(full), _jpeg(thumb), full.width, full.height)


def _must_be_harmless(opened: Image.Image, content: bytes) -> None:
    """Judge by what the file says of itself, before a single pixel is unpacked."""
    most = MOST_PIXELS[str(opened.format)]
    if opened.width * opened.height > most:
        raise Invalid(code="photo-too-many-pixels", most=most // 10_000)
    if opened.format in ("JPEG", "MPO") and content.count(_START_OF_SCAN) > _MOST_SCANS:
        raise Invalid(code="photo-unreadable")


def _clean(opened: Image.Image) -> Image.Image:
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is unpacked at a fraction of its size
    ImageOps.exif_transpose(opened, in_place=True)
    opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    shown = opened.convert("RGBA") if opened.has_transparency_data else opened.convert("RGB")
    clean = Image.new("RGB", shown.size, "white")
    clean.paste(shown, mask=shown.getchannel("A") if shown.mode == "RGBA" else None)
    return clean


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()
