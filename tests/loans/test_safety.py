"""事故・ヒヤリハット: reported by the facility during its trial, told at once, counted, never rewritten."""

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from python_calamine import CalamineWorkbook

from catalog.domain import TaxonomyVersion, Way
from catalog.reporting.periods import By
from catalog.reporting.sections import SectionQuestion
from core import db
from core.clock import today
from core.errors import IllegalStep, Invalid, NotAllowed, NotFound
from loans import commands, usecases
from loans.queries import LoanView
from loans.safety.domain import Harm, ReportSafety, SafetyKind, names_somebody
from loans.safety.notices import safety_in_report
from loans.safety.queries import SafetyFilter, count_safety_reports, list_safety_reports
from loans.safety.usecases import report_safety
from tests.accounts.browser import words
from tests.asking import a_bearer
from tests.factories import Parties, the_parties
from tests.loans.letters import GOOD, a_confirmed_loan, mails, subjects
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("own_database", "application")

MAILED = "事故・ヒヤリハットの報告"


def a_near_miss(**fields: object) -> ReportSafety:
    given = {"kind": SafetyKind.NEAR_MISS, "happened_on": today(), "what": "Aさんの足に当たりかけた"}
    return ReportSafety(**{**given, "harm": Harm.NONE, **fields})  # type: ignore[arg-type]


async def a_trial() -> tuple[Parties, LoanView]:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    await usecases.dispatch_loan(parties.vendor, loan.id, commands.DispatchLoan(way=Way.BROUGHT))
    return parties, await usecases.receive_loan(parties.facility, loan.id, GOOD)


@pytest.mark.parametrize(
    "text",
    [
        "田中様の足に当たった",
        "山田花子さんが転んだ",
        "電話は 097-123-4567 です",
        "被保険者番号 0012345678",
        "昭和12年3月生まれの方",
        "生年月日を確かめた",
        "連絡先０９０−１２３４−５６７８",
    ],
)
def test_what_plainly_names_somebody_is_seen(text: str) -> None:
    assert names_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "利用者様の足に当たりかけた",
        "Aさんがベッドから立ち上がった",
        "ご家族様に説明した。介護職員さんが見ていた",
        "看護師さんに診てもらった",
        "2026年11月2日の15時30分、3階",
        "型番 HZ-10 の 2 台め",
    ],
)
def test_what_names_nobody_is_let_through(text: str) -> None:
    assert not names_somebody(text)


async def test_lender_and_counter_are_told_at_once() -> None:
    parties, loan = await a_trial()
    await report_safety(parties.facility, loan.id, a_near_miss(place="2階の居室"))
    told = [
        MAILED in await subjects(actor, loan) for actor in (parties.counter, parties.vendor, parties.facility)
    ]
    assert told == [True, True, False]
    body = (await mails(parties.vendor, loan))[-1][1]
    assert "種類: ヒヤリハット" in body
    assert "起きたこと: Aさんの足に当たりかけた" in body


async def test_a_counter_reports_for_its_facility_and_a_lender_does_not() -> None:
    parties, loan = await a_trial()
    await report_safety(parties.counter, loan.id, a_near_miss())
    assert MAILED not in await subjects(parties.counter, loan)
    assert MAILED in await subjects(parties.vendor, loan)
    with pytest.raises(NotAllowed):
        await report_safety(parties.vendor, loan.id, a_near_miss())
    with pytest.raises(NotFound):
        await report_safety((await the_parties()).facility, loan.id, a_near_miss())


async def test_nothing_can_be_reported_before_the_unit_has_arrived() -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    with pytest.raises(IllegalStep) as refusal:
        await report_safety(parties.facility, loan.id, a_near_miss())
    assert refusal.value.reason == "not-tried-yet"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"what": " "}, {"what": "required"}),
        ({"what": "佐藤様が転んだ"}, {"what": "names-somebody"}),
        ({"done": "090-1234-5678 に電話"}, {"done": "names-somebody"}),
        ({"happened_on": date(2000, 1, 1)}, {"happened_on": "before-receipt"}),
        ({"happened_on": date(2199, 1, 1)}, {"happened_on": "in-future"}),
        ({"unit_id": UUID(int=7)}, {"unit_id": "unknown"}),
    ],
    ids=["nothing-said", "a-name", "a-telephone", "before", "tomorrow", "another-unit"],
)
async def test_a_wrong_report_is_refused_naming_the_field(
    fields: dict[str, object], wrong: dict[str, str]
) -> None:
    parties, loan = await a_trial()
    with pytest.raises(Invalid) as refusal:
        await report_safety(parties.facility, loan.id, a_near_miss(**fields))
    assert refusal.value.fields == wrong


async def test_a_report_cannot_be_rewritten() -> None:
    parties, loan = await a_trial()
    made = await report_safety(parties.facility, loan.id, a_near_miss())
    with pytest.raises(Exception, match="never changed"):
        await db.execute("UPDATE safety_report SET what = 'x' WHERE id = $1", made.id)


async def test_each_sees_and_counts_its_own() -> None:
    parties, loan = await a_trial()
    other = (await the_parties()).counter
    await report_safety(parties.facility, loan.id, a_near_miss())
    await report_safety(parties.facility, loan.id, a_near_miss(kind=SafetyKind.ACCIDENT, harm=Harm.WATCHED))
    for actor in (parties.facility, parties.counter, parties.vendor):
        counted = await count_safety_reports(actor, SafetyFilter())
        assert (counted.accidents, counted.near_misses) == (1, 1)
        accidents = await list_safety_reports(actor, SafetyFilter(kind=SafetyKind.ACCIDENT))
        assert [row.harm for row in accidents.items] == [Harm.WATCHED]
    assert (await list_safety_reports(other, SafetyFilter())).items == []
    question = SectionQuestion(
        start=today(),
        end=today() + timedelta(days=1),
        by=By.MONTH,
        taxonomy=TaxonomyVersion.Y2025,
        counter_id=None,
    )
    section = await safety_in_report(parties.counter, question)
    assert section is not None
    assert [line.figures for line in section.lines] == [[1, 1]]
    assert await safety_in_report(parties.vendor, question) is None


async def test_the_facility_reports_on_a_page_and_the_counter_finds_it(application: Litestar) -> None:
    parties, loan = await a_trial()
    path = f"/loans/{loan.id}/safety-reports/new"
    async with visiting(application, parties.facility) as facility:
        assert path in (await facility.get(f"/loans/{loan.id}")).text
        form = await facility.get(path)
        refused = await send(facility, form, path, kind="accident", harm="treated", what="田中様が転んだ")
        assert refused.status_code == 422
        assert "個人が分かることが書かれているようです" in words(refused)
        assert "田中様が転んだ" in refused.text
        done = await follow(facility, await send(facility, refused, path, what="=Aさんが転んだ"))
        assert "貸主と相談窓口に知らせました" in words(done)
        assert "受診・治療した" in words(done)
    async with visiting(application, parties.vendor) as vendor:
        assert path not in (await vendor.get(f"/loans/{loan.id}")).text
        assert (await vendor.get(path)).status_code == 403
    async with visiting(application, parties.counter) as counter:
        seen = await counter.get("/safety-reports?kind=accident")
        assert "事故 1件、ヒヤリハット 0件" in words(seen)
        assert "あてはまる報告はありません" in words(await counter.get("/safety-reports?kind=near_miss"))
        file = await counter.get("/safety-reports.xlsx")
        rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0).to_python()
        assert [row[7] for row in rows] == ["何が起きましたか", "=Aさんが転んだ"]
        assert "事故・ヒヤリハット" in words(await counter.get("/reports/loans"))
    async with visiting(application, (await the_parties()).counter) as stranger:
        assert "報告はありません" in words(await stranger.get("/safety-reports"))


async def test_a_program_reports_and_lists(client: httpx.AsyncClient) -> None:
    parties, loan = await a_trial()
    headers, path = await a_bearer(parties.facility), f"/api/v1/loans/{loan.id}/safety-reports"
    body = {"kind": "near_miss", "happened_on": str(today()), "what": "車輪が浮いた", "harm": "none"}
    wrong = await client.post(path, json={**body, "what": "鈴木さんが転んだ"}, headers=headers)
    assert (wrong.status_code, wrong.json()["fields"]) == (422, {"what": "names-somebody"})
    made = await client.post(path, json=body, headers=headers)
    assert made.status_code == 201
    listed = await client.get(f"/api/v1/safety-reports?from={today()}", headers=headers)
    assert [row["what"] for row in listed.json()["items"]] == ["車輪が浮いた"]
    assert (await client.get(f"/api/v1/safety-reports?to={today()}", headers=headers)).json()["items"] == []
