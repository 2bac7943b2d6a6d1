"""The whole loan through its pages, as three people walk it."""

from datetime import timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient as Client
from litestar import Litestar

from core.clock import today
from tests.accounts.browser import words
from tests.factories import a_loan, the_parties
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")


ANSWERS = {"days_used": "12", "target_reached": "4", "ease_of_use": "4", "safety": "5"}
WISHES = {
    "problem": "夜勤の見守り",
    "goal": "訪室を半分に",
    "place_of_use": "2階",
    "contact_phone": "097-000-0000",
}


async def test_three_parties_walk_a_loan_from_request_to_report(application: Litestar) -> None:
    parties = await the_parties(units=2)
    async with (
        visiting(application, parties.facility) as facility,
        visiting(application, parties.counter) as counter,
        visiting(application, parties.vendor) as vendor,
    ):
        path = await _asks(facility, parties.product_id)
        await _agrees(counter, vendor, path)
        await _ships(vendor, path)
        await _tries(facility, path)
        await _takes_back(vendor, path)
        await _reports(facility, path)


async def _asks(facility: Client, product_id: UUID) -> str:
    start = today() + timedelta(days=30)
    form = await facility.get(f"/loans/new?product={product_id}&start={start}&days=14")
    assert "借りるときの約束" in words(form)
    answer = await send(facility, form, "/loans/new", **WISHES)
    assert "相談窓口の返事を待っています" in words(await follow(facility, answer))
    return answer.headers["location"]


async def _agrees(counter: Client, vendor: Client, path: str) -> None:
    desk = await counter.get(path)
    assert "内容を確かめて、貸主に打診してください" in words(desk)
    desk = await follow(counter, await send(counter, desk, f"{path}/propose"))
    assert "貸主に打診しました" in words(desk)
    asked = await vendor.get(path)
    assert "承諾すると分かります" in words(asked)
    asked = await follow(vendor, await send(vendor, asked, f"{path}/confirm"))
    assert "着くように発送してください" in words(asked)


async def _ships(vendor: Client, path: str) -> None:
    page = await vendor.get(path)
    page = await send(vendor, page, f"{path}/dispatch", carrier="", tracking_number="")
    assert page.status_code == 422
    page = await send(vendor, page, f"{path}/dispatch", carrier="試験運輸", tracking_number="12-34")
    assert "事業所の受け取りを待っています" in words(await follow(vendor, page))


async def _tries(facility: Client, path: str) -> None:
    page = await facility.get(path)
    assert "12-34" in words(page)
    page = await follow(facility, await send(facility, page, f"{path}/receive", condition="ok"))
    assert "試用前の記録がまだです" in words(page)
    before = await facility.get(f"{path}/results/before")
    assert forms_of(before)[f"{path}/results/before"]["problem"] == [WISHES["problem"]]
    await follow(facility, await send(facility, before, f"{path}/results/before", minutes_per_day="９０"))
    page = await facility.get(f"{path}/send-back")
    page = await send(facility, page, f"{path}/send-back", cleaned="on", condition="ok")
    assert "結果を報告してください" in words(await follow(facility, page))


async def _takes_back(vendor: Client, path: str) -> None:
    page = await vendor.get(path)
    page = await follow(vendor, await send(vendor, page, f"{path}/take-back", condition="ok"))
    assert "結果の報告を待っています" in words(page)


async def _reports(facility: Client, path: str) -> None:
    page = await facility.get(f"{path}/results/after")
    answers = {**ANSWERS, "decision": "introduce", "reason": "訪室が半分になった"}
    page = await follow(facility, await send(facility, page, f"{path}/results/after", **answers))
    assert "この貸出は終わりました" in words(page)
    assert "訪室が半分になった" in words(page)


async def test_every_page_of_a_loan_speaks_english_too(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    async with visiting(application, parties.facility) as facility:
        facility.cookies.set("tameshi_locale", "en")
        for path in (
            "/home",
            "/loans",
            "/documents",
            "/counter",
            f"/loans/{loan.id}",
            f"/loans/{loan.id}/cancel",
        ):
            assert (await facility.get(path)).status_code == 200
