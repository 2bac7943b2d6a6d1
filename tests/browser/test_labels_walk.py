"""Labels as a vendor uses them: printed before there is a unit, put on by scanning, moved, used up."""

from pathlib import Path
from urllib.parse import urlencode

import asyncpg
import pytest

from tests.app.house import House
from tests.browser.conftest import LetIn
from tests.browser.spare_unit import add_unit
from tests.browser.visitor import DESK, PHONE, Album, Visitor

VENDOR = "vendor@demo.example"
FORM = "form[action='/units/blank-labels']"
_NEWEST = "SELECT token FROM tag WHERE unit_id IS NULL ORDER BY id DESC LIMIT 1"


async def _newest_tag(data_dir: Path) -> str:
    connection = await asyncpg.connect(host=str(data_dir / "run"), user="tameshi", database="tameshi")
    try:
        found = await connection.fetchval(
            "SELECT token FROM tag WHERE unit_id IS NULL ORDER BY id DESC LIMIT 1"
        )
        return str(found)
    finally:
        await connection.close()


async def _prints(vendor: Visitor, **changes: str) -> None:
    """Send the form as its button does; a browser without a window has nowhere to show a PDF."""
    await vendor.opens("/units/labels")
    form = await vendor.page.locator(FORM).evaluate("form => Object.fromEntries(new FormData(form))")
    made = await vendor.context.request.post(
        f"{vendor.base_url}/units/blank-labels", form={**form, **changes}, headers={"Origin": vendor.base_url}
    )
    assert (made.status, made.headers["content-type"]) == (200, "application/pdf")


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_what_cannot_be_printed_is_said_and_every_paper_can_be_tried(
    let_in: LetIn, album: Album, width: int
) -> None:
    vendor = await let_in(width, album=album)
    await vendor.signs_in(VENDOR)
    for field, typed, said in (
        ("枚数", "", "「枚数」を入力してください"),
        ("枚数", "1001", "「枚数」は1000以下"),
        ("何枚目から印刷するか", "45", "「何枚目から印刷するか」は44以下"),
        ("右へずらす", "abc", "「右へずらす」は数字"),
    ):
        await vendor.opens("/units/labels")
        await vendor.writes(field, typed)
        await vendor.presses("ラベルのPDFを作る", within="main")
        await vendor.sees(said)
    await vendor.photographs("labels-refused")
    await vendor.opens("/units/labels?layout=12")
    await vendor.writes("右へずらす", "15")
    await vendor.writes("下へずらす", "-5")
    await vendor.presses("この位置を覚える", within="main")
    await vendor.sees("右へ1.5mm、上へ0.5mm")
    await vendor.photographs("labels-shift-kept")
    papers = await vendor.page.locator("select[name=layout] option").evaluate_all(
        "all => all.map(o => o.value)"
    )
    assert len(papers) == 5
    for paper in papers:
        query = urlencode({"layout": paper, "right": 15, "down": -5})
        tried = await vendor.context.request.get(f"{vendor.base_url}/units/labels/test.pdf?{query}")
        assert (tried.status, tried.headers["content-type"]) == (200, "application/pdf")


async def test_a_label_is_printed_first_put_on_by_scanning_moved_and_used_up(
    let_in: LetIn, album: Album, house: House
) -> None:
    vendor, stranger = await let_in(PHONE, album=album), await let_in(PHONE, album=album)
    await vendor.signs_in(VENDOR)
    for serial in ("TAG-1", "TAG-2"):
        await add_unit(house.data_dir, VENDOR, serial, "%HZ-10%")
    await _prints(vendor, count="1")
    tag = await _newest_tag(house.data_dir)
    await stranger.opens(f"/t/{tag}")
    await stranger.sees("まだ使われていないラベル", "電話する")
    await stranger.photographs("stranger-blank-label")
    await vendor.opens(f"/t/{tag}")
    await vendor.follows("個体を選ぶ", within="main")
    await vendor.writes("製造番号", "ありません")
    await vendor.presses("探す", within="main")
    await vendor.photographs("label-no-unit")
    for serial in ("TAG-1", "TAG-2"):
        await vendor.opens(f"/units/tags/{tag}?q={serial}")
        await vendor.photographs("label-choose-unit")
        await vendor.presses("この個体に付ける", within="main")
        await vendor.sees(f"{serial}にラベルを付けました")
    await stranger.opens(f"/t/{tag}")
    await stranger.sees("ホシゾラ")
    await stranger.photographs("stranger-label-in-use")
    await vendor.page.get_by_text("ラベルを替える").click()
    await vendor.presses("使い終わり", within="main")
    await vendor.sees("ラベルを使い終わりにしました")
    await stranger.opens(f"/t/{tag}")
    await stranger.sees("使い終わったもの")
    await vendor.opens(f"/units/tags/{tag}?q=TAG-1")
    await vendor.photographs("label-used-up")
