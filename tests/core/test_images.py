"""Photos are drawn anew: upright, small, and telling nothing; what is no photo is refused at once."""

import asyncio
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from core.errors import Invalid
from core.images import LARGEST_FILE, LONGEST_SIDE, THUMB_SIDE, photo_from
from tests import photos

ROOT = Path(__file__).resolve().parents[2]
_MEASURE = """
import resource, sys, time
from core.errors import Invalid
from core.images import redrawn
content = sys.stdin.buffer.read()
pages = int(open("/proc/self/statm").read().split()[0])
room = pages * resource.getpagesize() + 64 * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (room, room))
since = time.process_time()
try:
    redrawn(content)
    code = "accepted"
except Invalid as error:
    code = error.reason
print(code, time.process_time() - since)
"""


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("make", [photos.a_jpeg, photos.a_png, photos.a_heic])
async def test_nothing_of_a_photo_survives_but_what_it_shows(make: Callable[[], bytes]) -> None:
    came = make()
    assert photos.SECRET.encode() in came
    photo = await photo_from(came)
    assert (photo.width, photo.height) == (640, 480)
    for content in (photo.full, photo.thumb):
        kept = opened(content)
        assert kept.format == "JPEG"
        assert not kept.getexif()
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        for trace in (photos.SECRET.encode(), b"Exif", b"GPS", b"http://", b"ICC_PROFILE"):
            assert trace not in content
    red = opened(photo.full).convert("RGB").getpixel((20, 20))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[1] < 60


async def test_a_photo_taken_with_the_telephone_on_its_side_stands_upright() -> None:
    photo = await photo_from(photos.a_jpeg(640, 480, orientation=6))
    assert (photo.width, photo.height) == (480, 640)
    corner = opened(photo.full).getpixel((470, 10))
    assert isinstance(corner, tuple)
    assert corner[0] > 200
    assert corner[1] < 60


@pytest.mark.parametrize("make", [photos.a_jpeg, photos.a_heic])
async def test_a_large_photo_becomes_small_and_has_a_smaller_one_beside_it(
    make: Callable[[int, int], bytes],
) -> None:
    photo = await photo_from(make(4032, 3024))
    assert (photo.width, photo.height) == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)
    assert max(opened(photo.thumb).size) == THUMB_SIDE
    assert len(photo.thumb) < len(photo.full) < 1_000_000


def a_gif() -> bytes:
    written = io.BytesIO()
    photos.a_picture().save(written, "GIF")
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a photo",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"%PDF-1.7\n",
        b"<!doctype html><script>alert(1)</script>",
        a_gif(),
        photos.a_jpeg()[:-2000],
        photos.a_png()[:200],
        photos.a_heic()[:600],
    ],
    ids=["nothing", "text", "svg", "pdf", "html", "gif", "half a jpeg", "half a png", "half a heic"],
)
async def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        await photo_from(content)
    assert refusal.value.reason == "photo-unreadable"


async def test_a_file_of_more_than_twenty_megabytes_is_refused_unread() -> None:
    with pytest.raises(Invalid) as refusal:
        await photo_from(photos.a_jpeg() + bytes(LARGEST_FILE))
    assert refusal.value.reason == "photo-too-large"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (photos.a_png_bomb, "photo-too-many-pixels"),
        (photos.a_jpeg_bomb, "photo-too-many-pixels"),
        (photos.a_heic_bomb, "photo-too-many-pixels"),
        (photos.a_text_bomb, "photo-unreadable"),
        (photos.a_jpeg_of_many_scans, "photo-unreadable"),
    ],
)
def test_a_bomb_is_refused_within_a_second_of_work_and_64_megabytes(
    make: Callable[[], bytes], code: str
) -> None:
    content = make()
    assert len(content) < LARGEST_FILE
    measured = subprocess.run(
        [sys.executable, "-c", _MEASURE], cwd=ROOT, input=content, capture_output=True, check=True, timeout=30
    )
    answer, seconds = measured.stdout.decode().split()
    assert answer in (code, "photo-unreadable"), measured.stderr.decode()
    assert float(seconds) < 1


async def test_others_are_served_while_a_photo_is_drawn() -> None:
    drawing = asyncio.create_task(photo_from(photos.a_jpeg(6000, 4000)))
    turns = 0
    while not drawing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 20
