"""What goes wrong with a seminar: refused with the reason and what can be done, on a phone and at a desk."""

from datetime import timedelta
from urllib.parse import urlsplit

from core.clock import today
from tests.browser.conftest import LetIn
from tests.browser.mails import link_mailed
from tests.browser.visitor import DESK, PHONE, Album, Visitor
from tests.notifications.mail_server import Inbox

TITLE = "まちがいを学ぶ研修会"
LEARNER = "nidome@learners.example"
IN_A_MONTH = today() + timedelta(days=30)


async def _makes(counter: Visitor) -> str:
    """An online course of one session with two places; its path."""
    await counter.signs_in("counter@demo.example")
    await counter.opens("/seminars/new")
    await counter.writes("研修会の名前", TITLE)
    await counter.writes("定員", "2")
    await counter.sends()
    base = counter.path.removesuffix("/prepare")
    await counter.opens(f"{base}/sessions/new")
    await counter.writes("日", IN_A_MONTH.isoformat())
    await counter.field("受け方").select_option("online")
    await counter.field("始まり").select_option("900")
    await counter.field("終わり").select_option("600")
    await counter.sends()
    await counter.photographs("seminar-session-ends-before-it-starts")
    await counter.sees("始まりよりあと")
    await counter.field("終わり").select_option("1020")
    await counter.writes("オンライン会議のリンク", "javascript:alert(1)")
    await counter.sends()
    await counter.sees("https://で始まるリンク")
    await counter.writes("オンライン会議のリンク", "https://meeting.example/secret-room")
    await counter.sends()
    await counter.presses("申込の受付を始める", within="main")
    return base


async def _applies(learner: Visitor, base: str, email: str) -> None:
    await learner.opens(f"{base}/apply")
    await learner.writes("お名前", "二度 申す")
    await learner.writes("メールアドレス", email)
    await learner.page.select_option("select[name=audience]", "public")
    await learner.sends()


async def test_wrong_input_about_a_seminar_is_refused_with_the_reason(
    let_in: LetIn, album: Album, inbox: Inbox
) -> None:
    counter, learner = await let_in(DESK, album=album), await let_in(PHONE, album=album)
    base = await _makes(counter)
    await _applies(learner, base, LEARNER)
    own = urlsplit(await link_mailed(inbox, LEARNER, "申込を確かめて")).path
    await learner.opens(own)
    await learner.sees_no("secret-room")
    await learner.presses("申込を確定する", within="main")
    assert await learner.page.locator("a[href='https://meeting.example/secret-room']").count() == 1
    await learner.photographs("seminar-own-online")
    await counter.opens(f"{base}/apply")
    await counter.writes("お名前", "電話の人")
    await counter.page.select_option("select[name=audience]", "public")
    await counter.sends()
    await _applies(learner, base, "amari@learners.example")
    await learner.sees("空いている席は0人分です")
    await learner.photographs("seminar-full")
    await counter.opens(f"{base}/edit")
    await counter.writes("定員", "1")
    await counter.sends()
    await counter.sees("もう2人の受講が決まっています")
    await counter.photographs("seminar-capacity-below-taken")
    await counter.opens(f"{base}/edit")
    await counter.writes("申込を受ける最後の日", (today() - timedelta(days=1)).isoformat())
    await counter.sends()
    await learner.opens(f"{base}/apply")
    await learner.sees("申込は締め切りました")
    await learner.photographs("seminar-applications-over")
    await _is_called_off(counter, learner, base, own, inbox)


async def _is_called_off(counter: Visitor, learner: Visitor, base: str, own: str, inbox: Inbox) -> None:
    """Too early to attend; then it is off, with a reason, and everybody hears of it once."""
    await counter.opens(f"{base}/attendance")
    await counter.page.locator("main thead a").first.click()
    await counter.sees("その日になってから")
    await counter.photographs("seminar-too-early")
    await counter.opens(f"{base}/cancel")
    await counter.sends()
    await counter.sees("「中止の理由」を入力してください")
    await counter.writes("中止の理由", "講師の都合")
    await counter.sends()
    await counter.photographs("seminar-called-off")
    await link_mailed(inbox, LEARNER, "取り消しました")
    told = [mail for mail in inbox.to(LEARNER) if "取り消しました" in str(mail["Subject"])]
    assert len(told) == 1
    await learner.opens(own)
    await learner.sees("講師の都合")
    await learner.sees_no("secret-room")
    await learner.photographs("seminar-own-called-off")
    await learner.opens(base)
    await learner.sees("この研修会は中止になりました")


async def test_the_counters_pages_about_seminars_in_english(let_in: LetIn, album: Album) -> None:
    counter = await let_in(PHONE, album=album, locale="en-GB")
    await counter.signs_in("counter@demo.example")
    await counter.opens("/seminars")
    if await counter.page.locator("html").get_attribute("lang") != "en":
        await counter.presses("English")
    await counter.page.locator("main .card a").first.click()
    base = counter.path
    for path in ("prepare", "edit", "sessions/new", "applications", "attendance", "questions", "cancel"):
        await counter.opens(f"{base}/{path}")
        await counter.photographs(f"english-seminar-{path.replace('/', '-')}")
    for path in (
        "/scan/seminars",
        "/scan/seminars/refused",
        "/reports/seminars?group=place",
        "/certificates",
    ):
        await counter.opens(path)
        await counter.photographs("english-seminar-ways")
