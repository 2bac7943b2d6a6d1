"""Offices as their people and their counter keep them: claimed, corrected by hand, made one of two."""

from pathlib import Path

import pytest

from tests.app.house import House
from tests.browser.conftest import LetIn
from tests.browser.mails import link_mailed
from tests.browser.visitor import DESK, PHONE, Album
from tests.notifications.mail_server import Inbox

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
OFFICE, NAME = "4499002345", "グループホーム　つきみ草の油屋"
TWIN = "グループホーム　ななほしの染物屋"
MAIL = "hanako@tsukimi.example"


async def test_an_office_is_claimed_by_its_number_and_its_counter_agrees(
    let_in: LetIn, album: Album, inbox: Inbox
) -> None:
    carer, counter = await let_in(PHONE, album=album), await let_in(DESK, album=album)
    await carer.opens("/claim")
    await carer.writes("事業所番号", "12345")
    await carer.writes("お名前", "山田　花子")
    await carer.writes("電話番号", "なし")
    await carer.writes("メールアドレス", MAIL)
    await carer.sends()
    await carer.sees("この番号の事業所は見つかりません", "電話番号の桁数が合いません")
    await carer.photographs("claim-refused")
    await carer.writes("事業所番号", "４４９９００２３４５")
    await carer.writes("電話番号", "０９７－０００－１２３４")
    await carer.sends()
    await carer.sees(NAME, MAIL)
    await carer.photographs("claim-sent")
    await carer.opens(await link_mailed(inbox, MAIL, "メールアドレスの確認"))
    await carer.presses("はい、確かめました", within="main")
    await counter.signs_in("counter@demo.example")
    await counter.opens("/claims")
    await counter.sees("山田　花子", "097-000-1234")
    await counter.photographs("claims-waiting")
    await counter.presses("確かめたので承認する", within="main")
    await counter.sees("招待のメールを送りました", "待っている申し出はありません")
    await carer.opens(await link_mailed(inbox, MAIL, "申し出が承認されました"))
    await carer.sees(NAME)
    await carer.photographs("claim-invitation")


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_what_was_corrected_stands_beside_what_a_newer_edition_publishes(
    let_in: LetIn, album: Album, house: House, tmp_path: Path, width: int
) -> None:
    counter = await let_in(width, album=album)
    await counter.signs_in("counter@demo.example")
    await counter.opens(f"/desk/facilities?q={OFFICE}")
    await counter.page.locator("main a[href^='/organizations/']").first.click()
    office = counter.page.url
    await counter.writes("電話番号", "なし")
    await counter.sends()
    await counter.sees("電話番号の桁数が合いません")
    await counter.writes("電話番号", f"（０９７）７７７ー{width:04d}")
    await counter.sends()
    await counter.sees("公表データとちがうところ", f"097-777-{width:04d}")
    assert await counter.page.get_by_role("row", name="名称").count() == 0, "nobody touched the name"
    newer = tmp_path / "newer.csv"
    published = (FIXTURES / "facilities_320.csv").read_text("utf-8-sig")
    newer.write_text(published.replace("097-000-0234", f"097-888-{width:04d}"), "utf-8-sig")
    assert house.call("import", "facilities", str(newer)).returncode == 0
    await counter.opens(office)
    await counter.sees(f"097-777-{width:04d}", f"097-888-{width:04d}")
    await counter.photographs("office-after-a-newer-edition")


async def test_two_rows_of_one_office_are_compared_and_made_one(let_in: LetIn, album: Album) -> None:
    counter, phone = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    for visitor in (counter, phone):
        await visitor.signs_in("counter@demo.example")
    await counter.opens(f"/desk/facilities?q={OFFICE}")
    await counter.page.locator("main a[href^='/organizations/']").first.click()
    kept = counter.path
    await counter.follows("統合する", within="main")
    await counter.writes("まとめられる方を探す", "該当なしの事業所")
    await counter.presses("探す", within="main")
    await counter.sees("あてはまる組織はありません")
    await counter.writes("まとめられる方を探す", "ナナホシノ染物屋")
    await counter.presses("探す", within="main")
    await counter.follows("くらべる", within="main")
    await counter.sees(TWIN, "元には戻せません")
    await counter.photographs("office-compared")
    await phone.opens(counter.page.url)
    await phone.photographs("office-compared")
    await counter.presses("一つにまとめる", within="main")
    await counter.sees("一つにまとめました")
    assert counter.path == kept
    assert await counter.opens(f"{kept}/merge?merged_id=no-number") >= 400
    await phone.presses("一つにまとめる", within="main")  # the other window had the same in mind
    await phone.photographs("office-merged-already")
    assert phone.complaints == []
