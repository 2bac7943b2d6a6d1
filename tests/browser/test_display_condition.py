"""A unit for a display is looked at by telephone when it leaves and comes; what differs is settled."""

from tests.browser.conftest import LetIn
from tests.browser.handing_over import in_order
from tests.browser.test_planning import a_display
from tests.browser.visitor import DESK, PHONE, Album, Visitor
from tests.photos import a_jpeg


async def photographed(visitor: Visitor) -> None:
    camera = visitor.field("写真を撮る")
    await camera.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg(1200, 900)})


async def agreed(counter: Visitor, lender: Visitor) -> str:
    """The path of an exhibit that its lender has agreed to."""
    await a_display(counter, "状態を確かめる展示")
    await counter.follows("空いている機種から計画する", within="main")
    await counter.presses("依頼する相手を確かめる", within="main")
    await counter.presses("まとめて依頼する", within="main")
    row = counter.page.locator("main tbody tr", has_text="貸主の返事待ち").first
    path = await row.locator("th a[href^='/exhibits/']").get_attribute("href") or ""
    await lender.opens(path)
    await lender.presses("展示への貸出を承諾する", within="main")
    return path


async def test_out_and_back_are_compared_and_marked_on_a_telephone(let_in: LetIn, album: Album) -> None:
    counter, phone = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    lender = await let_in(PHONE, album=album)  # the centre steps in for a lender without an account here
    for visitor, who in ((counter, "counter"), (phone, "counter"), (lender, "centre")):
        await visitor.signs_in(f"{who}@demo.example")
    path = await agreed(counter, lender)
    await lender.opens(f"{path}/dispatch")
    await lender.photographs("display-dispatch-phone")
    await photographed(lender)
    await lender.chooses("送り方", "届けに行く")
    await lender.sends()
    await lender.sees("いまの状態", "写真1を使う")
    await lender.photographs("display-dispatch-refused")
    await lender.chooses("いまの状態", "異常なし")
    await in_order(lender)
    await lender.sends()
    await phone.opens(f"{path}/deliver")
    await phone.sees("異常なし")
    await phone.photographs("display-deliver-phone")
    await photographed(phone)
    await phone.chooses("いまの状態", "傷・故障がある")
    await in_order(phone)
    await phone.writes("気づいたこと", "角にへこみ")
    await phone.sends()
    await phone.sees("搬入を記録しました")
    for visitor, name in ((counter, "desk"), (phone, "phone")):
        await visitor.opens(path)
        await visitor.sees("角にへこみ", "差異の記録を見る")
        await visitor.photographs(f"display-exhibit-{name}")
    await phone.page.locator("main a:has(img[src$='thumb.jpg'])").last.click()
    await phone.sees("印はまだありません")
    await phone.writes("どんな傷・故障ですか", "へこみ")
    await phone.page.get_by_role("radio", name="左上", exact=True).check()
    await phone.presses("印を付ける", within="main")
    await phone.sees("印1を付けました")
    await phone.photographs("display-photo-phone")
    await settled(counter, path)


async def settled(counter: Visitor, path: str) -> None:
    await counter.opens(path)
    await counter.follows("差異の記録を見る", within="main")
    await counter.sees("全体の状態：異常なし → 傷・故障あり", "写真の印の数：0 → 1")
    await counter.photographs("display-incident")
    await counter.chooses("費用をだれが払うか", "相談窓口が払う")
    await counter.writes("決めたこと", "修理する")
    await counter.presses("解決したと記録する", within="main")
    await counter.sees("解決済み")
    await counter.opens("/exhibits/incidents")
    await counter.photographs("display-incidents")
