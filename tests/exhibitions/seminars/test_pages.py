"""The pages about courses: what a counter fills in, what a reader sees, and what is wrong stays as typed."""

import httpx
import pytest

from core.clock import today
from exhibitions.seminars.queries import own_seminars, sessions_of
from tests.exhibitions.makers import a_browser
from tests.exhibitions.seminars.makers import a_counter, a_seminar

pytestmark = pytest.mark.usefixtures("database")
FORM = {
    "title": "夜の見守りを学ぶ",
    "capacity": "２０",
    "largest_party": "3",
    "admission": "first_come",
    "rule": "all",
    "offer_hours": "48",
    "reminder_hours": "24",
    "keep_days": "365",
    "audiences": ["care_provider", "public"],
}


async def test_a_counter_makes_a_course_page_by_page(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    browser = await a_browser(client, counter)
    assert "研修会はまだありません" in (await browser.get("/seminars/prepare")).text
    wrong = await browser.post("/seminars/new", data=FORM | {"title": "", "capacity": "x"})
    assert wrong.status_code == 422
    assert wrong.text.count("field-error") == 2
    made = await browser.post("/seminars/new", data=FORM)
    assert made.status_code == 303
    base = made.headers["location"].removesuffix("/prepare")
    assert "日程を決めてください" in (await browser.get(f"{base}/prepare")).text
    session = {
        "start": str(today().replace(year=today().year + 1)),
        "from_minute": "600",
        "end": "540",
        "form": "on_site",
        "place": "研修室",
    }
    refused = await browser.post(f"{base}/sessions/new", data=session)
    assert refused.status_code == 422
    assert "研修室" in refused.text
    assert (await browser.post(f"{base}/sessions/new", data=session | {"end": "720"})).status_code == 303
    opened = await browser.post(f"{base}/open", data={"expected": "draft"})
    assert opened.status_code == 303
    browser.cookies.clear()
    shown = await browser.get(base)
    assert "夜の見守りを学ぶ" in shown.text
    assert "研修室" not in shown.text


async def test_a_course_is_changed_copied_and_called_off_on_pages(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter)
    session = (await sessions_of(seminar.id))[0]
    browser = await a_browser(client, counter)
    base = f"/seminars/{seminar.id}"
    for path in ("edit", "prepare", "copy", "cancel", "sessions/new", f"sessions/{session.id}/edit"):
        assert (await browser.get(f"{base}/{path}")).status_code == 200
    assert (await browser.post(f"{base}/edit", data=FORM)).status_code == 303
    assert (await browser.post(f"{base}/copy", data={"first_day": ""})).status_code == 422
    assert (await browser.post(f"{base}/copy", data={"first_day": str(today())})).status_code == 303
    assert (await browser.post(f"{base}/cancel", data={"reason": ""})).status_code == 422
    assert (await browser.post(f"{base}/cancel", data={"reason": "講師の都合"})).status_code == 303
    assert "この研修会は中止になりました" in (await browser.get(base)).text
    assert len(await own_seminars(counter)) == 2


async def test_lists_say_what_to_do_when_they_are_empty(client: httpx.AsyncClient) -> None:
    shown = await client.get("/seminars?prefecture=沖縄県&audience=vendor")
    assert "いま申し込める研修会はありません" in shown.text
    assert "終わった研修会はありません" in (await client.get("/seminars?past=1&prefecture=沖縄県")).text
    assert (await client.get("/seminars?audience=nobody")).status_code == 200
