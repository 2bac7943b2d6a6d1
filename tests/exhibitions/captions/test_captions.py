"""What exhibits say: on paper whose codes can be read, on phones in three ways, counted without names."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import zxingcpp
from litestar import Litestar

from core import db
from core.clock import frozen, now, today
from core.errors import Conflict, Invalid, NotAllowed
from core.words import Reading
from directory.kinds import OrganizationKind
from exhibitions.captions import documents
from exhibitions.captions.changing import change_exhibit
from exhibitions.captions.documents import LAYOUTS, Paper, captions_pdf, page_address, sheet_of
from exhibitions.captions.domain import Explanation, Texts, explanation
from exhibitions.captions.queries import captions_of, scans_of
from exhibitions.commands import ChangeExhibit
from exhibitions.exhibits import exhibits_on
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser, a_display, an_exhibit
from tests.factories import Parties, a_product, an_actor, an_organization, the_parties
from tests.sheets import pictures

LONG = "立ち上がりを助ける機器です。腰の負担が軽くなります。" * 15


async def a_show(parties: Parties, count: int = 1, **product: Any) -> Any:
    """An open display of the counter with exhibits on show."""
    display = await a_display(parties.counter.acting_for())
    for number in range(count):
        made = await a_product(parties.vendor.acting_for(), **product)
        await an_exhibit(display, made, parties.vendor.organization_id, position=number + 1)
    return display


def test_each_reader_gets_the_nearest_words_there_are_and_is_told_whose() -> None:
    full = Texts(
        caption="窓口",
        caption_en="counter",
        caption_plain="やさしい",
        outline="紹介",
        outline_en="outline",
        description="詳細",
    )
    japanese, english, plain = Reading.JAPANESE, Reading.ENGLISH, Reading.PLAIN
    assert explanation(japanese, full) == Explanation("窓口", japanese)
    assert explanation(english, full) == Explanation("counter", english)
    assert explanation(plain, full) == Explanation("やさしい", plain)
    bare = Texts(outline="紹介", outline_en="outline", description="詳細")
    assert explanation(japanese, bare) == Explanation("紹介\n\n詳細", japanese, is_of_product=True)
    assert explanation(english, bare) == Explanation("outline", english, is_of_product=True)
    assert explanation(plain, bare) == Explanation("紹介\n\n詳細", japanese, is_of_product=True)
    assert explanation(english, Texts(caption="窓口")) == Explanation("窓口", japanese)
    assert explanation(plain, Texts()).text == ""


@pytest.mark.parametrize("paper", Paper)
async def test_the_code_of_every_caption_is_read_off_the_paper(paper: Paper) -> None:
    parties = await the_parties()
    display = await a_show(parties, count=12, name="とても長い名前の介護ロボット・エクストラ二〇二六年式")
    for one in await exhibits_on(parties.counter, display):
        long = ChangeExhibit(
            caption=LONG[:400], caption_en="It helps to stand up. " * 36, caption_plain=LONG[:400]
        )
        await change_exhibit(parties.counter, one.id, long)
    captions = await captions_of(parties.counter, display)
    sheets = [sheet_of(one, "移乗支援・装着") for one in captions]
    pages = pictures(documents.TEMPLATE, documents.given_for(sheets, paper), 200)
    assert len(pages) == (2 if paper is Paper.CARDS else 12)
    read = [code.text for page in pages for code in zxingcpp.read_barcodes(page)]
    assert sorted(read) == sorted(page_address(one.token) for one in captions)
    assert captions_pdf(sheets, paper).startswith(b"%PDF")
    assert LAYOUTS[paper].count == (10 if paper is Paper.CARDS else 1)


async def test_a_visitor_reads_it_in_three_ways_and_only_reading_the_code_counts(
    client: httpx.AsyncClient, application: Litestar
) -> None:
    parties = await the_parties()
    display = await a_show(
        parties, name="ルミナ", name_en="Lumina", outline="夜を見守ります。", outline_en="Watches at night."
    )
    (exhibit,) = await exhibits_on(parties.counter, display)
    path = urlsplit(page_address(exhibit.token)).path
    door: Any = application
    transport = httpx.ASGITransport(door)
    async with httpx.AsyncClient(transport=transport, base_url="http://test.example") as visitor:
        for _ in range(3):
            page = await visitor.get(path)
        assert page.status_code == 200
        for words in ("ルミナ", "夜を見守ります。", "開発企業による", "借りて試してみたい", "/sign-in?next="):
            assert words in page.text, words
        english = await visitor.get(f"{path}?lang=en")
        for words in ("Lumina", "Watches at night."):
            assert words in english.text, words
        assert '<html lang="en"' in (await visitor.get("/catalogue")).text
        plain = await visitor.get(f"{path}?lang=plain")
        assert "まだ ありません" in plain.text
        assert (await visitor.get(path, headers={"sec-purpose": "prefetch"})).status_code == 200
        assert '<html lang="ja"' in (await visitor.get("/catalogue")).text
        visitor.cookies.clear()
        assert (await visitor.get(path, headers={"accept-language": "en"})).status_code == 200
        assert (await visitor.get("/e/nothing")).status_code == 404
    own = await a_browser(client, parties.counter)
    assert (await own.get(path)).status_code == 200
    counts = {one.language: one.count for one in await scans_of(parties.counter, display)}
    assert counts == {Reading.JAPANESE: 3, Reading.ENGLISH: 1}
    columns = await db.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'exhibit_scan'"
    )
    assert {row["column_name"] for row in columns} == {"id", "exhibit_id", "day", "language", "readings"}


async def test_a_day_begins_a_new_count(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    display = await a_show(parties)
    (exhibit,) = await exhibits_on(parties.counter, display)
    await client.get(f"/e/{exhibit.token}")
    with frozen(now() + timedelta(days=1)):
        await client.get(f"/e/{exhibit.token}")
    days = [one.day for one in await scans_of(parties.counter, display)]
    assert days == [today() + timedelta(days=1), today()]


async def test_i_want_to_try_it_leads_to_the_request_at_the_facilitys_counter_or_else_the_displays(
    client: httpx.AsyncClient,
) -> None:
    parties, others = await the_parties(), await the_parties()
    display = await a_show(others)
    (exhibit,) = await exhibits_on(others.counter, display)
    facility = await a_browser(client, parties.facility)
    page = await facility.get(f"/e/{exhibit.token}")
    assert f'/loans/new?product={exhibit.product_id}"' in page.text
    lonely = await an_actor(await an_organization(OrganizationKind.FACILITY, prefecture="国外"))
    facility = await a_browser(client, lonely)
    page = await facility.get(f"/e/{exhibit.token}")
    link = f"/loans/new?product={exhibit.product_id}&amp;counter={others.counter.organization_id}"
    assert link in page.text
    form = await facility.get(link.replace("&amp;", "&"))
    assert form.status_code == 200
    assert str(others.counter.organization_id) in form.text


async def test_captions_are_written_with_limits_and_kept_in_the_history(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    display = await a_show(parties)
    (exhibit,) = await exhibits_on(parties.counter, display)
    browser = await a_browser(client, parties.counter)
    path = f"/exhibits/{exhibit.id}/caption"
    assert (await browser.get(path)).status_code == 200
    form = {"caption": "あ" * 401, "position": "0"}
    refused = await browser.post(path, data=form)
    assert refused.status_code == 422
    assert "あ" * 401 in refused.text, "what was typed stays"
    done = await browser.post(path, data={"caption": "軽い。", "caption_plain": "かるい。", "position": "3"})
    assert done.status_code == 303
    listed = await browser.get(done.headers["location"])
    for words in ("あり", "まだ読み取られていません", "A4で印刷する"):
        assert words in listed.text, words
    assert "説明や並べ方を変えました" in (await browser.get(f"/exhibitions/{display}/prepare")).text
    for paper in Paper:
        printed = await browser.get(
            f"/exhibitions/{display}/captions/paper/{paper.value}?exhibit={exhibit.id}"
        )
        assert printed.headers["content-type"] == "application/pdf", paper
    assert (await browser.get(f"/exhibitions/{display}/captions/paper/a3")).status_code == 404
    vendor = await a_browser(client, parties.vendor)
    assert (await vendor.get(path)).status_code == 403


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"caption": "あ" * 401}, "caption"),
        ({"caption_en": "a" * 801}, "caption_en"),
        ({"caption_plain": "あ" * 401}, "caption_plain"),
        ({"demonstrations": "あ" * 201}, "demonstrations"),
        ({"position": 0}, "position"),
        ({"position": 101}, "position"),
    ],
)
async def test_what_does_not_fit_on_paper_is_refused(fields: dict[str, Any], field: str) -> None:
    parties = await the_parties()
    (exhibit,) = await exhibits_on(parties.counter, await a_show(parties))
    with pytest.raises(Invalid) as refusal:
        await change_exhibit(parties.counter, exhibit.id, ChangeExhibit(**fields))
    assert set(refusal.value.fields) == {field}


async def test_what_is_over_is_not_changed_and_others_have_no_say() -> None:
    parties = await the_parties()
    display = await a_show(parties)
    (exhibit,) = await exhibits_on(parties.counter, display)
    with pytest.raises(NotAllowed):
        await change_exhibit(parties.vendor, exhibit.id, ChangeExhibit(caption="x"))
    await db.execute("UPDATE exhibition SET status = 'closed' WHERE id = $1", display)
    with pytest.raises(Conflict):
        await change_exhibit(parties.counter, exhibit.id, ChangeExhibit(caption="x"))
    with pytest.raises(NotAllowed):
        await captions_of(parties.vendor, display)


async def test_programs_write_captions_and_read_counts(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    display = await a_show(parties)
    (exhibit,) = await exhibits_on(parties.counter, display)
    await client.get(f"/e/{exhibit.token}")
    caller = await a_caller(client, parties.counter)
    counted = (await caller.get(f"/exhibitions/{display}/scans")).json()
    assert [(one["exhibit_id"], one["count"]) for one in counted] == [(str(exhibit.id), 1)]
