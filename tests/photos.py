"""Photos as telephones send them, and files that only pretend to be some."""

import io
import struct
import zlib

from PIL import Image, ImageDraw, PngImagePlugin
from pillow_heif import from_pillow

SECRET = "Kitchen of the third ward"
_GPS = {1: "N", 2: (33.0, 14.0, 17.5), 3: "E", 4: (131.0, 36.0, 45.2)}
_ORIENTATION, _MAKER, _GPS_INFO, _COMMENT = 0x0112, 0x010F, 0x8825, 0x9286


def a_picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """A robot of sorts: its upper left corner is red."""
    picture = Image.new(mode, (width, height), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 4, height // 4), fill="red")
    draw.ellipse((width // 3, height // 3, width // 2, height // 2), fill="grey")
    return picture


def an_exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: where, with what, and how it was held."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif[_MAKER] = SECRET
    exif.get_ifd(_GPS_INFO).update(_GPS)
    return exif


def a_jpeg(width: int = 640, height: int = 480, *, orientation: int = 1) -> bytes:
    """A JPEG with place, maker and comment."""
    written = io.BytesIO()
    exif = an_exif(orientation)
    a_picture(width, height).save(written, "JPEG", exif=exif, comment=SECRET, xmp=SECRET.encode())
    return written.getvalue()


def a_png(width: int = 640, height: int = 480) -> bytes:
    """A PNG with transparency, a text and a place."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SECRET)
    written = io.BytesIO()
    a_picture(width, height, "RGBA").save(written, "PNG", pnginfo=told, exif=an_exif())
    return written.getvalue()


def a_heic(width: int = 640, height: int = 480) -> bytes:
    """A HEIC as an iPhone writes it, with a place."""
    written = io.BytesIO()
    from_pillow(a_picture(width, height)).save(written, quality=80, exif=an_exif().tobytes())
    return written.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def a_png_bomb(side: int = 40_000) -> bytes:
    """A PNG of a few hundred kilobytes that unpacks to gigabytes."""
    packer = zlib.compressobj(9)
    row = bytes(1 + side * 3)
    packed = b"".join(packer.compress(row) for _ in range(side // 40)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n"
    return start + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def a_text_bomb() -> bytes:
    """A small PNG whose packed text unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    text = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    whole = a_png(8, 8)
    head = 8 + 25
    return whole[:head] + _chunk(b"zTXt", b"Comment\x00\x00" + text) + whole[head:]


def a_jpeg_bomb(side: int = 60_000) -> bytes:
    """A JPEG that says of itself that it is larger than any."""
    return _with_size(a_jpeg(), struct.pack(">HH", 480, 640), struct.pack(">HH", side, side))


def a_heic_bomb(side: int = 60_000) -> bytes:
    """A HEIC that says so."""
    sizes = struct.pack(">II", 640, 480)
    return _with_size(a_heic(), sizes, struct.pack(">II", side, side))


def _with_size(content: bytes, said: bytes, instead: bytes) -> bytes:
    assert said in content
    return content.replace(said, instead)


def a_jpeg_of_many_scans(scans: int = 2000) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    written = io.BytesIO()
    a_picture().save(written, "JPEG", progressive=True)
    content = written.getvalue()
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * scans + b"\xff\xd9"
