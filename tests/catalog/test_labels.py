"""Labels are judged by what a scanner reads off the paper."""

import random
from collections.abc import Sequence
from io import BytesIO
from string import ascii_letters
from uuid import UUID

import httpx
import pikepdf
import pytest
import zxingcpp
from litestar import Litestar
from msgspec import structs
from PIL import Image, ImageDraw

from catalog import documents, tags
from catalog.documents import SHEETS, SINGLE, Label, Layout, Placement
from catalog.queries import UnitView, units_for
from core import db
from tests import sheets
from tests.accounts.browser import words
from tests.factories import Parties, the_parties
from tests.loans.visiting import forms_of, send, visiting
from tests.sheets import signs_in

DOTS_PER_INCH = 300


async def tagged_units(parties: Parties) -> list[UnitView]:
    ids: list[UUID] = [
        row["id"] for row in await db.fetch("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    ]
    async with db.transaction():
        for unit_id in ids:
            await tags.new_tag(unit_id)
    return await units_for(parties.vendor, ids)


def pictures(
    units: Sequence[UnitView], layout: Layout, placement: Placement | None = None
) -> list[Image.Image]:
    """The pages as a printer would raster them."""
    given = documents.given_for([documents.label_of(unit) for unit in units], layout, placement)
    return sheets.pictures(documents.TEMPLATE, given, DOTS_PER_INCH)


def read(picture: Image.Image) -> list[tuple[str, float, float]]:
    """What stands in the codes of a page, and where: left and top of each, in millimetres."""
    scale = 25.4 / DOTS_PER_INCH
    return [
        (code.text, code.position.top_left.x * scale, code.position.top_left.y * scale)
        for code in zxingcpp.read_barcodes(picture)
    ]


async def test_a_label_can_be_read(database: str) -> None:
    assert database
    (unit,) = await tagged_units(await the_parties())
    (page,) = pictures([unit], SINGLE)
    assert [text for text, _, _ in read(page)] == [documents.tag_address(unit.tag_token or "")]


@pytest.mark.parametrize("name", sorted(SHEETS))
async def test_every_sheet_has_its_labels_where_the_paper_has_them(database: str, name: str) -> None:
    assert database
    layout = SHEETS[name]
    units = await tagged_units(await the_parties(units=layout.count + 2))
    pages = pictures(units, layout, Placement(skip=1))
    assert len(pages) == 2
    found = [code for page in pages for code in read(page)]
    assert {text for text, _, _ in found} == {documents.tag_address(unit.tag_token or "") for unit in units}
    for _, left, top in found:
        column = (left - layout.left) // layout.width
        row = (top - layout.top) // layout.height
        assert 0 <= column < layout.columns
        assert 0 <= row < layout.rows


def covered(picture: Image.Image, dice: random.Random) -> Image.Image:
    """The page with a tenth of each code torn away: a square, away from its three corners."""
    torn = picture.convert("RGB")
    draw = ImageDraw.Draw(torn)
    for code in zxingcpp.read_barcodes(picture):
        corners = code.position
        left, top = corners.top_left.x, corners.top_left.y
        side = corners.bottom_right.x - left
        hole = side * (0.1**0.5)
        # The finder patterns reach a quarter of the way in; the middle and the fourth corner are free.
        x, y = (left + side * dice.uniform(0.3, 0.62) for _ in range(2))
        y = y - left + top
        draw.rectangle((x, y, x + hole, y + hole), fill=dice.choice(("white", "black")))
    return torn


@pytest.mark.parametrize("name", sorted(SHEETS))
async def test_a_torn_label_can_still_be_read(database: str, name: str) -> None:
    assert database
    dice = random.Random(1)  # noqa: S311 - the same codes and holes every time, no secret
    units = [
        structs.replace(unit, tag_token="".join(dice.choices(ascii_letters, k=22)))
        for unit in await tagged_units(await the_parties(units=SHEETS[name].count))
    ]
    (whole,) = pictures(units, SHEETS[name])
    torn = covered(whole, dice)
    assert torn.tobytes() != whole.convert("RGB").tobytes()
    wanted = {documents.tag_address(unit.tag_token or "") for unit in units}
    assert {text for text, _, _ in read(torn)} == wanted


async def test_a_test_sheet_shows_the_edges_of_every_label() -> None:
    sheet = documents.test_sheet(SHEETS["44"], Placement(right=1.5))
    assert sheet.startswith(b"%PDF")


async def test_a_shift_moves_every_label(database: str) -> None:
    assert database
    units = await tagged_units(await the_parties())
    ((_, left, top),) = read(pictures(units, SHEETS["44"])[0])
    shifted = pictures(units, SHEETS["44"], Placement(right=3, down=-2))
    ((_, moved_left, moved_top),) = read(shifted[0])
    assert moved_left - left == pytest.approx(3, abs=0.3)
    assert moved_top - top == pytest.approx(-2, abs=0.3)


async def test_a_label_says_what_a_person_needs(database: str) -> None:
    assert database
    parties = await the_parties(name="ホシゾラ HZ-10")
    await db.execute(
        "UPDATE organization SET phone = '03-0000-1111' WHERE id = $1", parties.vendor.organization_id
    )
    (unit,) = await tagged_units(parties)
    label = documents.label_of(unit)
    assert isinstance(label, Label)
    assert (label.title, label.code, label.phone) == ("ホシゾラ HZ-10", unit.tag_code, "03-0000-1111")
    assert unit.serial_number in label.serial


async def test_labels_come_as_pdf_over_the_pages(application: Litestar) -> None:
    parties = await the_parties(units=3)
    units = await tagged_units(parties)
    async with visiting(application, parties.vendor) as vendor:
        one = await vendor.get(f"/units/{units[0].id}/label.pdf")
        sheet = await vendor.get(f"/units/labels.pdf?product={parties.product_id}&position=6&right=x&down=15")
        some = await vendor.get(f"/units/labels.pdf?unit={units[0].id}&unit={units[1].id}&layout=12")
        for answer in (one, sheet, some):
            assert isinstance(answer, httpx.Response)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
            assert answer.content.startswith(b"%PDF")
        assert (
            await vendor.get(f"/units/labels.pdf?product={parties.product_id}&layout=13")
        ).status_code == 404


async def test_labels_are_printed_before_they_are_tied(application: Litestar) -> None:
    parties = await the_parties()
    path = "/units/blank-labels"
    async with visiting(application, parties.vendor) as vendor:
        seen = await vendor.get("/units/labels")
        before = await db.fetch_value("SELECT count(*) FROM tag WHERE unit_id IS NULL")
        made = await send(vendor, seen, path, count="5", layout="12", position="3", right="5", down="-5")
        assert (made.status_code, made.headers["content-type"]) == (200, "application/pdf")
        assert await db.fetch_value("SELECT count(*) FROM tag WHERE unit_id IS NULL") == before + 5
        assert (await send(vendor, seen, path, count="5000")).status_code == 422
    async with visiting(application, parties.facility) as facility:
        seen = await facility.get("/loans")
        token = forms_of(seen)["/sign-out"]["_csrf_token"]
        refused = await facility.post(path, data={"_csrf_token": token, "count": "1", "layout": "44"})
        assert refused.status_code == 403


async def test_a_shift_is_remembered_for_its_own_paper_and_a_position_must_be_on_the_sheet(
    application: Litestar,
) -> None:
    parties = await the_parties()
    await tagged_units(parties)
    path = f"/units/labels.pdf?product={parties.product_id}&shifted_for=44&layout=12"
    async with visiting(application, parties.vendor) as vendor:
        seen = await vendor.get("/units/labels")
        token = forms_of(seen)["/units/blank-labels"]["_csrf_token"]
        moved = {"_csrf_token": token, "layout": "44", "right": "15", "down": "-5"}
        kept = await vendor.post("/units/labels/shift", data=moved)
        assert kept.status_code == 303
        seen = await vendor.get("/units/labels?layout=44")
        assert "右へ1.5mm、上へ0.5mm" in words(seen)
        untouched = await vendor.get(f"{path}&right=15&down=-5")
        plain = await vendor.get(f"{path}&right=0&down=0&shifted_for=12")
        meant = await vendor.get(f"{path}&right=16&down=-5")
        assert _set(untouched) == _set(plain) != _set(meant)
        assert (await vendor.get(f"{path}&position=13")).status_code == 422
        far = await send(vendor, seen, "/units/blank-labels", count="1", layout="12", position="13")
        assert "この用紙のラベルは12枚です" in words(far)
        none = await send(vendor, seen, "/units/blank-labels", count="", layout="12", position="1")
        assert (none.status_code, "「枚数」を入力してください" in words(none)) == (422, True)


def _set(paper: httpx.Response) -> bytes:
    """What stands on the first page, and where."""
    with pikepdf.open(BytesIO(paper.content)) as pdf:
        return bytes(pdf.pages[0].Contents.read_bytes())


async def test_the_page_before_printing_names_signs_that_no_label_shows(application: Litestar) -> None:
    parties = await the_parties()
    units = await tagged_units(parties)
    name = await db.fetch_value("SELECT name FROM product WHERE id = $1", parties.product_id)
    await db.execute("UPDATE product SET name = $2 WHERE id = $1", parties.product_id, f"{name} লা🤖")
    async with visiting(application, parties.vendor) as vendor:
        for page in (f"/units/labels?product={parties.product_id}", f"/units/{units[0].id}"):
            shown = (await vendor.get(page)).text
            assert "「ল」（U+09B2）" in shown
            assert "U+1F916" not in shown
        assert "印刷できない文字" not in (await vendor.get("/units/labels")).text


def test_a_label_shows_rare_signs() -> None:
    name = "𠮷槗髙﨑濵"
    rare = documents.Label(
        picture=documents.qr_picture("x"), title=name, serial="1", code="ABCD1234", lender=name, phone=""
    )
    assert set(name) <= signs_in(documents.labels_pdf([rare]))
