"""A seminar from the draft to the certificate: a counter at its desk, a participant with a phone."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import asyncpg

from app.launcher.folder import DataFolder
from core.clock import now, today
from tests.app.house import House
from tests.browser.conftest import LetIn
from tests.browser.mails import link_mailed
from tests.browser.visitor import DESK, PHONE, Album, Visitor
from tests.notifications.mail_server import Inbox

LEARNER = "manabu@learners.example"
TITLE = "夜の見守りを学ぶ"


async def the_session_runs(house: House, title: str, from_minutes: int, until_minutes: int) -> None:
    """Time goes on until the session began so many minutes ago."""
    running = DataFolder(house.data_dir).running()
    assert running is not None
    connection = await asyncpg.connect(running.database_url)
    try:
        sql = """
        UPDATE seminar_session SET starts_at = $2, ends_at = $3
        WHERE seminar_id = (SELECT id FROM seminar WHERE title = $1)
        """
        moment = now()
        begins, ends = moment + timedelta(minutes=from_minutes), moment + timedelta(minutes=until_minutes)
        await connection.execute(sql, title, begins, ends)
    finally:
        await connection.close()


async def _makes(counter: Visitor) -> str:
    """The counter makes a course and opens it; its path."""
    await counter.signs_in("counter@demo.example")
    await counter.opens("/seminars/prepare")
    await counter.photographs("seminars-own")
    await counter.follows("研修会をつくる", within="main")
    await counter.photographs("seminar-new")
    await counter.sends()
    await counter.photographs("seminar-new-refused")
    await counter.writes("研修会の名前", TITLE)
    await counter.writes("内容", "夜勤の負担を減らす見守り機器の選び方と使い方を学びます。")
    await counter.ticks("介護事業所の方")
    await counter.sends()
    await counter.photographs("seminar-draft")
    await counter.follows("回を足す", within="main")
    await counter.writes("日", (today() + timedelta(days=30)).isoformat())
    await counter.sends()
    await counter.sees("会場で受ける回には、会場を入れてください")
    await counter.photographs("seminar-session-refused")
    await counter.writes("会場", "研修室2")
    await counter.sends()
    await counter.presses("申込の受付を始める", within="main")
    await counter.sees("申込受付中")
    found = re.match(r"/seminars/[^/]+", counter.path)
    assert found
    return found[0]


async def _furnishes(counter: Visitor, base: str) -> None:
    """Material and a questionnaire."""
    await counter.opens(f"{base}/material")
    await counter.photographs("seminar-material-empty")
    await counter.writes("資料の名前", "予習の動画")
    await counter.writes("またはリンク", "https://video.example/night")
    await counter.sends()
    await counter.sees("予習の動画")
    await counter.photographs("seminar-material")
    await counter.opens(f"{base}/questions")
    await counter.photographs("seminar-questions-empty")
    await counter.presses("見本の質問を入れる", within="main")
    await counter.photographs("seminar-questions")


async def _applies(learner: Visitor, inbox: Inbox, base: str) -> str:
    """From the list to a place; the path behind the link in the mail."""
    await learner.opens("/seminars")
    await learner.photographs("seminars")
    await learner.opens(base)
    await learner.photographs("seminar")
    await learner.follows("申し込む", within="main")
    await learner.photographs("seminar-apply")
    await learner.sends()
    await learner.photographs("seminar-apply-refused")
    await learner.writes("お名前", "学び 学")
    await learner.writes("メールアドレス", LEARNER)
    await learner.page.select_option("select[name=audience]", "care_provider")
    await learner.sends()
    await learner.sees("確かめのメールを送りました")
    await learner.photographs("seminar-thanks")
    own = urlsplit(await link_mailed(inbox, LEARNER, "申込を確かめて")).path
    await learner.opens(own)
    await learner.sees_no("研修室2")
    await learner.photographs("seminar-to-confirm")
    await learner.presses("申込を確定する", within="main")
    await learner.sees("研修室2", "受講票", "予習の動画")
    await learner.photographs("seminar-own")
    await learner.follows("申込を取り消す", within="main")
    await learner.photographs("seminar-cancel")
    return own


async def _number(learner: Visitor, own: str) -> str:
    await learner.opens(own)
    return str(await learner.page.locator("main .grid strong").first.inner_text())


async def _is_there(counter: Visitor, learner: Visitor, base: str, number: str) -> None:
    """The participant reads the code of the room; the counter sees it, and scans once more."""
    await counter.opens(f"{base}/attendance")
    await counter.photographs("seminar-attendance-before")
    await counter.page.locator("main thead a").first.click()
    await counter.page.wait_for_load_state()
    await counter.photographs("seminar-session-attendance")
    await counter.writes("受講番号", "NOBODY22")
    await counter.sends()
    await counter.sees("その受講番号の人はいません")
    await counter.photographs("seminar-attendance-refused")
    session = counter.path
    await counter.follows("会場に出すQRコード", within="main")
    await counter.photographs("seminar-room")
    address = await counter.page.get_by_text("/seminar-rooms/").inner_text()
    await learner.opens(urlsplit(address).path)
    await learner.photographs("seminar-in-room")
    await learner.writes("受講番号", number)
    await learner.sends()
    await learner.sees("出席を記録しました")
    await learner.photographs("seminar-in-room-done")
    await counter.opens(session)
    await counter.writes("受講番号", number)
    await counter.sends()
    await counter.page.get_by_text("もう出席になっています").wait_for()
    await counter.photographs("seminar-attendance-repeated")
    await counter.opens(f"/seminar-tickets/{number}")
    await counter.sees("出席になっています")
    await counter.photographs("seminar-ticket")


async def _is_certified(counter: Visitor, learner: Visitor, base: str, own: str) -> str:
    """The certificate: saved by the participant, looked up by anybody; its number."""
    await counter.opens(f"{base}/attendance")
    await counter.presses("修了証を出す", within="main")
    await counter.photographs("seminar-certified")
    await learner.opens(own)
    paper = learner.page.get_by_role("link", name="修了証を保存する")
    address = await paper.get_attribute("href")
    assert address
    answer = await learner.page.request.get(learner.base_url + address)
    assert (await answer.body()).startswith(b"%PDF-")
    await learner.photographs("seminar-own-certified")
    number = address.rsplit("/", 1)[1]
    await learner.opens("/certificates")
    await learner.photographs("certificates")
    await learner.writes("修了証番号", number)
    await learner.sends()
    await learner.sees("ためしで出されたものです", TITLE)
    await learner.sees_no("学び 学")
    await learner.photographs("certificate-verified")
    return number


async def _answers(learner: Visitor, own: str) -> None:
    await learner.opens(own)
    await learner.follows("アンケートに答える", within="main")
    await learner.photographs("seminar-reply")
    await learner.chooses("研修会は役に立ちましたか", "5")
    await learner.sends()
    await learner.page.get_by_text("ありがとうございました").wait_for()


async def test_a_seminar_goes_from_the_draft_to_the_certificate(
    house: House, let_in: LetIn, album: Album, inbox: Inbox
) -> None:
    counter, learner = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    base = await _makes(counter)
    await _furnishes(counter, base)
    own = await _applies(learner, inbox, base)
    number = await _number(learner, own)
    await counter.opens(f"{base}/applications")
    await counter.sees("学び 学", LEARNER)
    await counter.photographs("seminar-applications")
    await the_session_runs(house, TITLE, -20, 40)
    await _is_there(counter, learner, base, number)
    await the_session_runs(house, TITLE, -90, -5)
    await _is_certified(counter, learner, base, own)
    await _answers(learner, own)
    await counter.opens(f"{base}/questions")
    await counter.sees("回答は1件です")
    await counter.photographs("seminar-results")
    await counter.opens(f"{base}/prepare")
    await counter.presses("実施済みにする", within="main")
    await counter.photographs("seminar-held")
    await counter.opens("/reports/seminars")
    await counter.sees(TITLE)
    await counter.photographs("report-of-seminars")


async def test_pages_about_seminars_fit_a_phone_and_a_desk(let_in: LetIn, album: Album) -> None:
    counter, anyone = await let_in(PHONE, album=album), await let_in(DESK, album=album)
    facility = await let_in(PHONE, album=album)
    await facility.signs_in("facility@demo.example")
    await facility.opens("/seminar-applications")
    await facility.photographs("facility-seminars-applied")
    await anyone.opens("/seminars?past=1")
    await anyone.photographs("seminars-past")
    await anyone.opens("/seminars")
    await anyone.follows("はじめての介護ロボット研修", within="main")
    await anyone.photographs("seminar-at-desk")
    base = anyone.path
    await anyone.opens(f"{base}/apply")
    await anyone.photographs("seminar-apply-at-desk")
    await facility.opens(f"{base}/apply")
    await facility.writes("受講する人の名前", "学び 一\n学び 二")
    await facility.photographs("facility-seminar-apply")
    await facility.sends()
    await facility.sees("学び 一", "学び 二", "研修室1")
    await facility.photographs("facility-seminar-own")
    await counter.signs_in("counter@demo.example")
    await counter.opens(f"{base}/applications")
    await counter.follows("取り消す", within="main")
    await counter.sends()
    await counter.photographs("counter-seminar-take-back-refused")


async def test_a_seminar_in_plain_japanese_and_in_english(let_in: LetIn, album: Album) -> None:
    learner, reader = await let_in(PHONE, album=album), await let_in(PHONE, album=album, locale="en-GB")
    await learner.opens("/seminars")
    await learner.follows("はじめての介護ロボット研修", within="main")
    base = learner.path
    await learner.follows("やさしい", within="main")
    await learner.photographs("seminar-plain")
    await learner.page.get_by_role("link", name="申").click()
    await learner.photographs("seminar-plain-apply")
    await learner.sends()
    await learner.photographs("seminar-plain-apply-refused")
    await learner.writes("メールアドレス", "plain@learners.example")
    await learner.page.locator("input[name=name]").fill("グエン アン")
    await learner.page.select_option("select[name=audience]", "care_provider")
    await learner.sends()
    await learner.sees("まだ")
    await learner.photographs("seminar-plain-thanks")
    for path in ("", "/apply"):
        await reader.opens(base + path)
        await reader.sees("First steps with care robots")
        await reader.photographs("seminar-english")
