"""Photos and leaflets of a product: drawn and written anew, shown to whoever may see the product."""

import io
from uuid import UUID

import httpx
import pikepdf
import pytest
from litestar import Litestar
from PIL import Image

from accounts.domain import Actor
from catalog.materials.queries import materials_of
from catalog.materials.tables import MaterialKind
from catalog.materials.usecases import MOST, add_material, put_first
from catalog.product_changes import product_changes
from core import db, files
from core.errors import Invalid, NotAllowed, NotFound
from tests.accounts.browser import words
from tests.factories import Parties, a_product, the_parties
from tests.loans.visiting import follow, forms_of, send, visiting
from tests.papers import SECRET, a_locked_pdf, a_pdf
from tests.photos import a_heic, a_jpeg

pytestmark = pytest.mark.usefixtures("database", "application")


@pytest.fixture
async def parties() -> Parties:
    return await the_parties()


def its_path(parties: Parties) -> str:
    return f"/vendor/products/{parties.product_id}/materials"


async def send_file(client: httpx.AsyncClient, path: str, content: bytes, **fields: str) -> httpx.Response:
    """Send the page's form with a file, as a browser does it."""
    seen = await client.get(path)
    return await client.post(
        path, data={**forms_of(seen)[path], **fields}, files=[("file", ("a.bin", content))]
    )


async def added(parties: Parties, title: str = "正面", content: bytes | None = None) -> UUID:
    kept = await add_material(
        parties.vendor, parties.product_id, MaterialKind.PHOTO, content or a_jpeg(), title
    )
    return kept.id


async def test_a_vendor_shows_its_product_and_everybody_sees_it(
    application: Litestar, parties: Parties, client: httpx.AsyncClient
) -> None:
    path = its_path(parties)
    async with visiting(application, parties.vendor) as vendor:
        assert "写真はまだありません" in (await vendor.get(path)).text
        shown = await follow(
            vendor, await send_file(vendor, path, a_heic(), title="ベッドの横", title_en="Beside")
        )
        assert "ベッドの横" in shown.text
        paper = await send_file(vendor, path, a_pdf(pages=2), kind="leaflet", title="使い方の手引き")
        assert "PDF・2ページ" in words(await follow(vendor, paper))
    page = await client.get(f"/products/{parties.product_id}")
    found = await client.get(f"/products?view=all&vendor={parties.vendor.organization_id}")
    photo, leaflet = await materials_of(parties.product_id)
    assert f'alt="{photo.title}"' in page.text
    assert leaflet.path in page.text
    assert photo.thumb_path in found.text
    picture = await client.get(photo.path)
    assert picture.headers["content-type"] == "image/jpeg"
    assert not Image.open(io.BytesIO(picture.content)).getexif()
    read = await client.get(leaflet.path)
    assert read.headers["content-type"] == "application/pdf"
    assert "sandbox" in read.headers["content-security-policy"]
    assert SECRET.encode() not in read.content
    assert (await client.get(photo.thumb_path)).status_code == 200
    assert (await client.get(photo.path.replace("full.jpg", "leaflet.pdf"))).status_code == 404


async def test_a_leaflet_loses_what_runs_what_it_carries_and_what_it_tells(parties: Parties) -> None:
    kept = await add_material(
        parties.vendor, parties.product_id, MaterialKind.LEAFLET, a_pdf(harmful=True), "手引き"
    )
    with pikepdf.open(io.BytesIO(await files.content_of(kept.file))) as paper:
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Metadata"} & set(paper.Root.keys())
        assert not {"/JavaScript", "/EmbeddedFiles"} & set(paper.Root.get("/Names", {}).keys())
        assert "/Info" not in paper.trailer
        assert [str(one.A.S) for one in paper.pages[0].obj.Annots] == ["/URI"]


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("photo", b"no picture at all", "写真として読めません"),
        ("photo", b"", "選んでください"),
        ("leaflet", b"%PDF-1.7\nbut nothing else", "PDFとして開けません"),
        ("leaflet", b"PK\x03\x04 a spreadsheet", "PDFとして開けません"),
        ("leaflet", a_locked_pdf(), "パスワードのかかったPDF"),
        ("leaflet", a_pdf(pages=101), "100ページまで"),
        ("leaflet", b"%PDF-" + b"x" * 10 * 1024 * 1024, "10MBまで"),
    ],
    ids=["no photo", "nothing", "no pdf", "another kind", "locked", "too many pages", "too large"],
)
async def test_what_cannot_be_shown_is_refused_and_nothing_typed_is_lost(
    application: Litestar, parties: Parties, kind: str, content: bytes, said: str
) -> None:
    async with visiting(application, parties.vendor) as vendor:
        refused = await send_file(vendor, its_path(parties), content, kind=kind, title="手引きの題名")
    assert refused.status_code == 422
    assert said in refused.text
    assert 'value="手引きの題名"' in refused.text
    assert await materials_of(parties.product_id) == []


async def test_a_title_is_asked_for_and_has_an_end(parties: Parties) -> None:
    for title, code in ((" ", "required"), ("あ" * 101, "text-too-long")):
        with pytest.raises(Invalid) as refused:
            await added(parties, title)
        assert refused.value.fields == {"title": code}


async def test_one_more_than_the_most_is_refused_until_one_is_taken_away(
    application: Litestar, parties: Parties
) -> None:
    ids = [await added(parties, f"写真{number}") for number in range(MOST[MaterialKind.PHOTO])]
    with pytest.raises(Invalid):
        await added(parties, "もう一枚")
    path = its_path(parties)
    async with visiting(application, parties.vendor) as vendor:
        seen = await vendor.get(path)
        gone = await follow(vendor, await send(vendor, seen, f"{path}/{ids[0]}/remove"))
        assert "公開をやめたもの（1件）" in gone.text
        assert ids[0] not in [one.id for one in await materials_of(parties.product_id)]
        again = await added(parties, "もう一枚")
        full = await send(vendor, await vendor.get(path), f"{path}/{ids[0]}/restore")
        assert full.status_code == 422
        await send(vendor, await vendor.get(path), f"{path}/{again}/remove")
        await send(vendor, await vendor.get(path), f"{path}/{ids[0]}/restore")
    assert ids[0] in [one.id for one in await materials_of(parties.product_id)]


async def test_photos_are_renamed_put_in_order_and_each_change_is_kept(
    application: Litestar, parties: Parties
) -> None:
    first, second = await added(parties, "表"), await added(parties, "裏")
    await put_first(parties.vendor, parties.product_id, second)
    assert [one.id for one in await materials_of(parties.product_id)] == [second, first]
    path = f"{its_path(parties)}/{first}"
    async with visiting(application, parties.vendor) as vendor:
        seen = await vendor.get(path)
        assert (await send(vendor, seen, path, title="")).status_code == 422
        assert "正面から" in (await follow(vendor, await send(vendor, seen, path, title="正面から"))).text
        assert "写真と資料" in (await vendor.get(f"/vendor/products/{parties.product_id}")).text
    latest = (await product_changes(parties.product_id))[0]
    assert latest.facts["materials"] == (["裏", "表"], ["裏", "正面から"])


async def test_a_draft_shows_its_photos_to_its_vendor_alone(
    application: Litestar, parties: Parties, client: httpx.AsyncClient
) -> None:
    await added(parties)
    (photo,) = await materials_of(parties.product_id)
    await db.execute("UPDATE product SET status = 'draft' WHERE id = $1", parties.product_id)
    assert (await client.get(photo.path)).status_code == 404
    async with visiting(application, parties.vendor) as vendor:
        assert (await vendor.get(photo.path)).status_code == 200


async def test_nobody_else_shows_anything(parties: Parties) -> None:
    others = await the_parties()
    strangers: list[tuple[Actor, type[Exception]]] = [
        (others.vendor, NotFound),
        (parties.counter, NotAllowed),
        (parties.facility, NotAllowed),
    ]
    for stranger, refusal in strangers:
        with pytest.raises(refusal):
            await add_material(stranger, parties.product_id, MaterialKind.PHOTO, a_jpeg(), "正面")
    mine = await added(parties)
    own = await a_product(others.vendor.acting_for())
    with pytest.raises(NotFound):
        await put_first(others.vendor, own, mine)
