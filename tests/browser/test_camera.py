"""The scan page with a lens: what stands before the camera is a film of a label on a desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import qrcode
from PIL import Image, ImageFilter
from playwright.async_api import expect

from tests.browser.chromium import a_chromium
from tests.browser.conftest import LetIn
from tests.browser.test_scanning import codes_of, figure, ready
from tests.browser.visitor import DESK, HEIGHT, PHONE, Album, Visitor

WIDE, HIGH, FRAMES = 640, 480, 12
GREY = bytes([128])


def on_a_desk(address: str, turned: float) -> Image.Image:
    """A label as a hand holds it before a lens: turned, seen at an angle, not quite sharp."""
    label = qrcode.make(address).get_image().convert("L").resize((230, 230))
    scene = Image.new("L", (WIDE, HIGH), 150)
    scene.paste(label, (200, 120))
    leaning = (1, 0.12, -30, 0.05, 1, -20, 0.0001, 0.0002)
    seen = scene.transform(scene.size, Image.Transform.PERSPECTIVE, leaning, fillcolor=150)
    return seen.rotate(turned, fillcolor=150).filter(ImageFilter.GaussianBlur(0.8))


def a_film(path: Path, *labels: str) -> Path:
    """Each label before the lens for some frames, again and again."""
    with path.open("wb") as film:
        film.write(b"YUV4MPEG2 W%d H%d F12:1 Ip A1:1 C420jpeg\n" % (WIDE, HIGH))
        for number, address in enumerate(labels):
            for frame in range(FRAMES):
                picture = on_a_desk(address, turned=7 * number + frame)
                film.write(b"FRAME\n" + picture.tobytes() + GREY * (WIDE * HIGH // 2))
    return path


@asynccontextmanager
async def before_a_lens(film: Path, base_url: str, album: Album) -> AsyncIterator[Visitor]:
    """Somebody with a phone whose camera sees the film, and who lets pages use it."""
    seen = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    async with a_chromium(*seen) as browser:
        context = await browser.new_context(
            viewport={"width": PHONE, "height": HEIGHT[PHONE]},
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            permissions=["camera"],
        )
        visitor = Visitor(context, await context.new_page(), base_url, album)
        yield visitor
        await context.close()
        assert visitor.complaints == []


async def test_the_camera_reads_one_label_after_the_other(
    let_in: LetIn, base_url: str, album: Album, tmp_path: Path
) -> None:
    vendor = await let_in(DESK)
    await vendor.signs_in("vendor@demo.example")
    codes = (await codes_of(vendor, "HZ-10"))[:3]
    film = a_film(tmp_path / "labels.y4m", *(f"{base_url}/t/{code}" for code in codes))
    async with before_a_lens(film, base_url, album) as phone:
        await phone.signs_in("vendor@demo.example")
        await ready(phone)
        await phone.ticks("所在を確かめる")
        await phone.presses("カメラ", within="main")
        await figure(phone.page, "done", len(codes))
        await figure(phone.page, "refused", 0)
        await expect(phone.page.locator("[data-view]")).to_be_in_viewport(ratio=1)
        await expect(phone.page.locator("[data-last]")).to_be_in_viewport(ratio=1)
        await phone.photographs("scan-camera-phone")
        await phone.presses("カメラ", within="main")
        await expect(phone.page.locator("[data-view]")).to_be_hidden()


async def test_whoever_has_no_camera_is_told_so_and_types_the_code(let_in: LetIn) -> None:
    vendor = await let_in(PHONE)
    await vendor.signs_in("vendor@demo.example")
    await ready(vendor)
    await vendor.presses("カメラ", within="main")
    await vendor.sees("カメラが見つかりません")
    await expect(vendor.field("ラベルのコード")).to_be_editable()
