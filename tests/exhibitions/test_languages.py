"""What a counter writes of a display, in its reader's words: English, plain Japanese, else Japanese."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from core import db
from core.clock import today
from exhibitions import usecases
from exhibitions.commands import AddVenue, ChangeExhibition
from exhibitions.domain import ExhibitionKind
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser, a_display
from tests.exhibitions.test_displays import a_counter_person, a_draft, move
from tests.exhibitions.visits.makers import a_show, an_asked_visit

pytestmark = pytest.mark.usefixtures("database")

JAPANESE: dict[str, Any] = {
    "title": "ロボット体験展示",
    "description": "見て、触って、試せます。",
    "hours": "平日 9:00〜16:30",
    "access": "大分駅から徒歩5分",
}
ENGLISH: dict[str, Any] = {
    "title_en": "Robots to try",
    "description_en": "See, touch and try them.",
    "hours_en": "Weekdays 9:00–16:30",
    "access_en": "Five minutes from Oita station",
}
PLAIN: dict[str, Any] = {
    "title_plain": "かいごロボットを ためす",
    "description_plain": "さわることが できます。",
    "hours_plain": "月よう日から 金よう日",
    "access_plain": "えきから あるいて 5分です。",
}


async def _read(client: httpx.AsyncClient, path: str, language: str) -> str:
    answer = await client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, path
    return answer.text


async def test_a_display_speaks_the_language_of_its_reader(client: httpx.AsyncClient) -> None:
    counter = await a_counter_person()
    path = f"/exhibitions/{await a_display(counter.acting_for(), **(JAPANESE | ENGLISH | PLAIN))}"
    said = {
        "ja": (path, "ja", JAPANESE),
        "en": (path, "en", ENGLISH),
        "plain": (f"{path}?lang=plain", "en", PLAIN),
    }
    for address, language, texts in said.values():
        shown = await _read(client, address, language)
        others = [text for _, _, other in said.values() if other is not texts for text in other.values()]
        assert [text for text in texts.values() if text not in shown] == []
        assert [text for text in others if text in shown] == []
    plain = await _read(client, f"{path}?lang=plain", "en")
    assert '<html lang="ja"' in plain
    assert "?lang=plain" in await _read(client, path, "ja")


async def test_what_nobody_has_translated_is_shown_in_japanese_and_marked_so(
    client: httpx.AsyncClient,
) -> None:
    counter = await a_counter_person()
    display = await a_display(counter.acting_for(), **JAPANESE, hours_en="Weekdays")
    shown = await _read(client, f"/exhibitions/{display}", "en")
    marked = set(re.findall(r'<span lang="ja">([^<]+)</span>', shown))
    assert marked >= {JAPANESE["title"], JAPANESE["description"], JAPANESE["access"]}
    assert JAPANESE["hours"] not in shown
    plain = await _read(client, f"/exhibitions/{display}?lang=plain", "ja")
    assert [text for text in JAPANESE.values() if text not in plain] == []
    assert "ふつうの" in plain


async def test_a_counter_writes_every_language_on_the_page_and_by_program(client: httpx.AsyncClient) -> None:
    counter = await a_counter_person()
    browser = await a_browser(client, counter)
    days = {"start": str(today()), "last_day": str(today() + timedelta(days=9)), "kind": "permanent"}
    made = await browser.post("/exhibitions/new", data=days | JAPANESE | ENGLISH | PLAIN)
    path = made.headers["location"].removesuffix("/prepare")
    form = await browser.get(f"{path}/edit")
    assert [text for text in (ENGLISH | PLAIN).values() if text not in form.text] == []
    too_long = await browser.post(f"{path}/edit", data=days | JAPANESE | ENGLISH | {"hours_en": "x" * 201})
    assert too_long.status_code == 422
    caller = await a_caller(client, counter)
    changed = await caller.patch(path, {"hours_en": " By appointment ", "title_plain": ""})
    assert (changed.json()["hours_en"], changed.json()["title_plain"]) == ("By appointment", "")
    assert changed.json()["access_plain"] == PLAIN["access_plain"]


async def test_frame_and_calendar_speak_the_language_that_is_asked_for(client: httpx.AsyncClient) -> None:
    counter = await a_counter_person()
    display = await a_draft(
        counter, kind=ExhibitionKind.TOURING, start=today(), end=today() + timedelta(days=9)
    )
    await usecases.change_exhibition(counter, display.id, ChangeExhibition(**JAPANESE, **ENGLISH))
    stop: dict[str, Any] = {
        "start": today(),
        "end": today() + timedelta(days=2),
        "hours": "10時から",
        "hours_en": "From ten",
    }
    for name, more in (("公民館", stop), ("市役所", stop | {"hours": "", "hours_en": ""})):
        start = await db.fetch_value(
            "SELECT coalesce(max(ends_on), $2) FROM exhibition_venue WHERE exhibition_id = $1",
            display.id,
            today(),
        )
        days = {"start": start, "end": start + timedelta(days=2)}
        await usecases.add_venue(counter, display.id, AddVenue(**(more | days | {"name": name})))
    await move(counter, display, "plan")
    counter_id = counter.acting_for()
    frame = await _read(client, f"/embed/{counter_id}?lang=en", "ja")
    assert (ENGLISH["title_en"] in frame, ENGLISH["hours_en"] in frame) == (True, True)
    assert "&amp;lang=en" in frame or "&lang=en" in frame
    told = {}
    for lang in ("ja", "en"):
        answer = await client.get(f"/exhibitions/calendar.ics?counter={counter_id}&lang={lang}")
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        told[lang] = [str(event["DESCRIPTION"]).split("\n")[-2:] for event in events]
    assert told["ja"] == [["10時から", JAPANESE["access"]], [JAPANESE["hours"], JAPANESE["access"]]]
    assert told["en"] == [["From ten", ENGLISH["access_en"]], [ENGLISH["hours_en"], ENGLISH["access_en"]]]
    public = await _read(client, f"/exhibitions/{display.id}", "en")
    assert "From ten" in public


async def test_a_booking_names_its_display_in_the_language_of_the_page(client: httpx.AsyncClient) -> None:
    show = await a_show()
    await db.execute("UPDATE exhibition SET title_en = 'Robots to try' WHERE id = $1", show.id)
    _visit, token = await an_asked_visit(show)
    english = await _read(client, f"/visits/{token}", "en")
    assert ("Robots to try" in english, "What you want to see" in english) == (True, True)
    await db.execute("UPDATE exhibition SET title_en = '' WHERE id = $1", show.id)
    assert '<span lang="ja">' in await _read(client, f"/visits/{token}", "en")
