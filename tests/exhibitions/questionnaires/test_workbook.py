"""The answers of a counter's visitors as a workbook: each in a row, and added up by item and product."""

import io
import zipfile
from typing import Any

import httpx
import pytest
from python_calamine import load_workbook

from core.clock import today
from directory.kinds import OrganizationKind
from exhibitions.queries import exhibition_for
from exhibitions.questionnaires.replying import reply_to
from tests.exhibitions.makers import a_browser, an_exhibit
from tests.exhibitions.questionnaires.test_questionnaires import a_contact, a_reply, a_show_that_asks
from tests.factories import a_product, an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")
FILE = "/questionnaire/results.xlsx"
FORMULA = '=HYPERLINK("https://bad.example","x")'


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


async def test_answers_come_row_by_row_and_added_up_by_item_and_product(client: httpx.AsyncClient) -> None:
    show, questions = await a_show_that_asks()
    vendor = await an_organization(OrganizationKind.VENDOR)
    product = await a_product(vendor, item_codes=["MON-F"], name="見守り太郎")
    await an_exhibit(show.id, product)
    exhibition = await exhibition_for(show.counter, show.id)
    answers = {questions[0].id: 4, questions[1].id: 1, questions[2].id: FORMULA}
    await reply_to(
        exhibition, a_reply(questions, answers=answers, product_ids=[product], contact=a_contact())
    )
    await reply_to(exhibition, a_reply(questions, answers={questions[0].id: 1}))
    browser = await a_browser(client, show.counter)
    assert FILE in (await browser.get("/questionnaire/results")).text
    answer = await browser.get(f"{FILE}?exhibition={show.id}")
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]
    sheets = _sheets(answer.content)
    headings, first, second = sheets["回答"]
    assert headings[-3:] == ["役に立ったか", "立場", "ひとこと"]
    assert (first[0], first[4], first[5]) == (today(), "見守り太郎", "試しに借りたい")
    assert (first[-3:-1], first[-1].lstrip("'")) == ([4, "家族"], FORMULA)
    assert second[-3:] == [1, "", ""]
    assert "来場 三郎" not in str(sheets)
    assert ["役に立ったか", "4", 1, 2, 2.5] in sheets["全体"]
    assert ["役に立ったか", "見守り太郎", "4", 1, 1, 4] in sheets["機種ごと"]
    assert [row[1] for row in sheets["項目ごと"][1:]]
    assert not [row for row in sheets["項目ごと"] if row[1] == ""]


async def test_another_counter_takes_nothing_of_it_along(client: httpx.AsyncClient) -> None:
    show, questions = await a_show_that_asks()
    await reply_to(await exhibition_for(show.counter, show.id), a_reply(questions))
    other = await an_actor(await an_organization(OrganizationKind.COUNTER))
    browser = await a_browser(client, other)
    sheets = _sheets((await browser.get(FILE)).content)
    assert [len(rows) for rows in sheets.values()] == [1, 1, 1, 1]
    foreign = await browser.get(f"{FILE}?exhibition={show.id}")
    assert foreign.status_code == 422
    assert (await browser.get(f"{FILE}?first=x")).status_code == 422
