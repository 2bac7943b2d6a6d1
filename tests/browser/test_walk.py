"""The whole loan in three browsers, through the pages and the mails alone; the month's report counts it."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect
from python_calamine import CalamineWorkbook

from core.clock import today
from tests.browser.conftest import OUTPUT, LetIn
from tests.browser.mails import link_mailed
from tests.browser.visitor import DESK, PHONE, Album, Visitor
from tests.notifications.mail_server import Inbox

FACILITY, COUNTER, VENDOR, CENTRE = (
    f"{name}@demo.example" for name in ("facility", "counter", "vendor", "centre")
)
PRODUCT = "ホシゾラ見守りシステム HZ-10"
PROBLEM = "夜勤のとき、見守りのための訪室が多く、休憩が取れない。"
GOAL = "夜の訪室を1人8回から4回に減らす。"
TRACKING, TRACKING_BACK = "4010-2026-1015", "4010-2026-1099"
A_WEEK = 7
COUNTED = ("申込", "承諾", "返却", "結果報告", "導入を決定")


@dataclass
class Walk:
    """Who walks, and the loan once there is one."""

    facility: Visitor
    counter: Visitor
    vendor: Visitor
    centre: Visitor
    inbox: Inbox
    number: str = ""
    path: str = ""
    days: list[date] = field(default_factory=list)

    async def follows_mail(self, visitor: Visitor, recipient: str, subject: str) -> None:
        """Read the mail about this loan and press its link."""
        address = await link_mailed(self.inbox, recipient, f"{subject}: {PRODUCT}", self.number)
        await visitor.opens(address)
        assert visitor.path == self.path


@pytest.fixture
async def walk(let_in: LetIn, inbox: Inbox) -> Walk:
    """Three people at their screens, and the centre that looks on."""
    album = Album(OUTPUT / "walk")
    return Walk(
        facility=await let_in(PHONE, album=album),
        counter=await let_in(DESK, album=album),
        vendor=await let_in(DESK, album=album),
        centre=await let_in(DESK, album=album),
        inbox=inbox,
    )


async def test_a_facility_asks_tries_and_reports_and_the_month_counts_it(walk: Walk, tmp_path: Path) -> None:
    await everybody_signs_in(walk)
    earlier = await figures_of_the_month(walk.centre)
    await facility_finds_a_robot(walk)
    await facility_asks(walk)
    await counter_proposes(walk)
    await vendor_confirms(walk)
    await vendor_ships(walk)
    await facility_receives(walk)
    await facility_reports_before_and_in_the_middle(walk)
    await facility_asks_for_more_days(walk)
    await facility_sends_back(walk)
    await vendor_takes_back(walk)
    await facility_reports_the_result(walk)
    await counter_has_nothing_left(walk)
    later = await figures_of_the_month(walk.centre)
    assert {name: later[name] - earlier[name] for name in COUNTED} == dict.fromkeys(COUNTED, 1)
    await the_month_can_be_taken_along(walk, tmp_path)


async def everybody_signs_in(walk: Walk) -> None:
    await walk.facility.opens("/sign-in")
    await walk.facility.photographs("facility-signs-in")
    await walk.facility.signs_in(FACILITY)
    await walk.facility.photographs("facility-home")
    await walk.counter.signs_in(COUNTER)
    await walk.vendor.signs_in(VENDOR)
    await walk.centre.signs_in(CENTRE)


async def facility_finds_a_robot(walk: Walk) -> None:
    facility = walk.facility
    await facility.follows("機種を探す", within="nav")
    await facility.photographs("facility-browses")
    await facility.follows("夜間の見守り", within="main")
    await facility.photographs("facility-finds-by-problem")
    await facility.follows(PRODUCT, within="main")
    await facility.photographs("facility-looks-at-product")
    await facility.page.locator(".month-days .day-free a").nth(A_WEEK).click()
    await facility.sees("空いています")
    await facility.photographs("facility-chooses-days")
    await facility.follows("この日程で申し込む", within="main")


async def facility_asks(walk: Walk) -> None:
    facility = walk.facility
    await facility.photographs("facility-fills-in-request")
    first = await facility.field("試用を始める日").input_value()
    walk.days = [
        date.fromisoformat(first),
        date.fromisoformat(await facility.field("試用の最後の日").input_value()),
    ]
    await facility.writes("解決したい困りごと", PROBLEM)
    await facility.writes("めざすこと", GOAL)
    await facility.writes("使う場所", "2階の居室 10床")
    await facility.chooses("使う場所のWi-Fi", "ある")
    await facility.chooses("使う場所のコンセント", "ある")
    await facility.ticks("使っていただく人またはご家族の同意を得ました")
    await facility.presses("この内容で申し込む")
    await facility.sees("申し込みました", "相談窓口の返事を待っています")
    walk.path = facility.path
    found = re.search(r"\d{4}-\d{6}", await facility.page.title())
    assert found is not None
    walk.number = found[0]
    await facility.photographs("facility-has-asked")


async def counter_proposes(walk: Walk) -> None:
    counter = walk.counter
    await counter.opens("/desk")
    await counter.sees("新しい申込")
    await counter.photographs("counter-desk")
    await counter.opens("/loans")  # the desk shows the ten that wait longest
    await counter.sees(walk.number)
    await walk.follows_mail(counter, COUNTER, "試用貸出の申込がありました")
    await counter.sees(PROBLEM)
    await counter.photographs("counter-reads-request")
    await counter.presses("貸主に打診する", within="main")
    await counter.sees("貸主に打診しました", "貸主の返事を待っています")
    await counter.photographs("counter-has-proposed")


async def vendor_confirms(walk: Walk) -> None:
    vendor = walk.vendor
    await vendor.opens("/vendor")
    await vendor.sees(walk.number)
    await vendor.photographs("vendor-desk")
    await walk.follows_mail(vendor, VENDOR, "試用貸出の打診です")
    await vendor.sees("貸せるかどうかを返事してください")
    await vendor.photographs("vendor-is-asked")
    await vendor.presses("この内容で承諾する", within="main")
    await vendor.sees("承諾しました", "発送してください")


async def vendor_ships(walk: Walk) -> None:
    vendor = walk.vendor
    await vendor.photographs("vendor-packs")
    await vendor.writes("運送会社", "ほしぞら運輸")
    await vendor.writes("送り状の番号", TRACKING)
    await vendor.presses("発送を記録する", within="main")
    await vendor.sees("事業所の受け取りを待っています", TRACKING)
    await vendor.photographs("vendor-has-shipped")


async def facility_receives(walk: Walk) -> None:
    facility = walk.facility
    await walk.follows_mail(facility, FACILITY, "発送されました")
    await facility.sees("受け取りを記録", TRACKING)
    await facility.photographs("facility-unpacks")
    await facility.chooses("届いたものの状態", "異常なし")
    await facility.writes("使い方の説明を受けた日", today().isoformat())
    await facility.presses("受け取りを記録する", within="main")
    await facility.sees("受け取りを記録しました", "試用中")
    await facility.photographs("facility-begins-trial")


async def facility_reports_before_and_in_the_middle(walk: Walk) -> None:
    facility = walk.facility
    await facility.follows("試用前の記録", within="main")
    await expect(facility.field("解決したい課題")).to_have_value(PROBLEM)
    await facility.writes("対象の業務にかかる時間", "90")
    await facility.writes("対象の業務の回数", "8")
    await facility.photographs("facility-measures-before")
    await facility.sends()
    await facility.sees("記録しました")
    await facility.follows("途中の報告", within="main")
    await facility.writes("使った日数", "5")
    await facility.writes("困ったこと", "はじめの2日は通知が多く、手間が増えた。")
    await facility.photographs("facility-reports-in-the-middle")
    await facility.sends()
    await facility.sees("記録しました")


async def facility_asks_for_more_days(walk: Walk) -> None:
    facility, vendor = walk.facility, walk.vendor
    await facility.follows("延長", within="main")
    last_day = walk.days[-1] + timedelta(days=3)
    await facility.writes("いつまで使うか", last_day.isoformat())
    await facility.writes("延ばしたい理由", "夜勤が一巡するまで試したい。")
    await facility.photographs("facility-asks-for-more-days")
    await facility.sends()
    await facility.sees("延長の希望を貸主に伝えました")
    await walk.follows_mail(vendor, VENDOR, "延長の希望があります")
    await vendor.photographs("vendor-is-asked-for-more-days")
    await vendor.presses("延長を認める", within="main")
    await vendor.sees("延長を認めました")
    await walk.follows_mail(facility, FACILITY, "延長が認められました")
    await facility.photographs("facility-has-more-days")


async def facility_sends_back(walk: Walk) -> None:
    facility = walk.facility
    await facility.follows("返送", within="main")
    await facility.ticks("きれいにしました")
    await facility.chooses("いまの状態", "異常なし")
    await facility.writes("送り状の番号", TRACKING_BACK)
    await facility.photographs("facility-sends-back")
    await facility.sends()
    await facility.sees("返送を記録しました")


async def vendor_takes_back(walk: Walk) -> None:
    vendor = walk.vendor
    await walk.follows_mail(vendor, VENDOR, "返送されました")
    await vendor.sees(TRACKING_BACK)
    await vendor.photographs("vendor-compares-conditions")
    await vendor.chooses("戻ったものの状態", "異常なし")
    await vendor.presses("返却を受け入れる", within="main")
    await vendor.sees("返却を受け入れました")


async def facility_reports_the_result(walk: Walk) -> None:
    facility = walk.facility
    await walk.follows_mail(facility, FACILITY, "返却を受け入れました")
    await facility.photographs("facility-has-sent-back")
    await facility.follows("結果を報告する", within="main")
    for label, text in (("使った日数", "12"), ("対象の業務にかかる時間", "50"), ("対象の業務の回数", "4")):
        await facility.writes(label, text)
    for question, answer in (
        ("目標にどれくらい届いたか", "4 よい"),
        ("からだの負担の変化", "良くなった (+2)"),
        ("使いやすさ", "4 よい"),
        ("安全に使えたか", "5 とてもよい"),
        ("導入するかどうか", "導入する"),
    ):
        await facility.chooses(question, answer)
    await facility.writes("そう決めた理由", "夜の訪室が半分になり、休憩が取れるようになった。")
    await facility.photographs("facility-reports-result")
    await facility.sends()
    await facility.sees("記録しました", "この貸出は終わりました")
    await facility.photographs("facility-is-done")


async def counter_has_nothing_left(walk: Walk) -> None:
    counter = walk.counter
    await walk.follows_mail(counter, COUNTER, "試用の結果が届きました")
    await counter.sees("この貸出は終わりました", "導入する")
    await counter.photographs("counter-reads-result")
    await counter.opens("/desk")
    await counter.sees_no(walk.number)


async def figures_of_the_month(visitor: Visitor) -> dict[str, int]:
    """The row of sums of this month, as the report's table shows it."""
    await visitor.opens(f"/reports/loans?from={today():%Y-%m}-01&to={today()}&by=month&group=product")
    table = visitor.page.get_by_role("region", name="期間ごとの合計")
    names = [name.strip() for name in await table.locator("thead th.number").all_inner_texts()]
    row = [text.strip() for text in await table.locator("tbody tr").last.locator("td").all_inner_texts()]
    return {name: int(text.replace(",", "")) for name, text in zip(names, row, strict=True)}


async def the_month_can_be_taken_along(walk: Walk, folder: Path) -> None:
    centre = walk.centre
    await centre.photographs("centre-months-report")
    async with centre.page.expect_download() as waiting:
        await centre.page.get_by_role("link", name="Excelで保存").click()
    file = folder / "report.xlsx"
    await (await waiting.value).save_as(file)
    book = CalamineWorkbook.from_path(file)
    cells = [
        cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    ]
    assert any(PRODUCT in str(cell) for cell in cells)
