"""Checklists: written by the vendor, answered at each handing over, out and back side by side."""

import httpx
import pytest
from litestar import Litestar

from catalog.checklists.domain import ChecklistLine, LineKind, WriteChecklist
from catalog.checklists.queries import ChecklistVersion, checklist_for, versions_of
from catalog.checklists.usecases import write_checklist
from catalog.domain import CheckMoment, Condition, Way
from core.errors import Invalid, NotAllowed, NotFound, StaleState
from loans import commands, usecases
from loans.records import record_for
from tests.accounts.browser import words
from tests.asking import a_bearer
from tests.factories import Parties, a_loan, a_product, the_parties
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database", "application")

LINES = [
    ChecklistLine(kind=LineKind.YES_NO, text="電源が入る"),
    ChecklistLine(kind=LineKind.COUNT, text="ケーブル", expected=2),
    ChecklistLine(kind=LineKind.NOTE, text="気づいたこと"),
]


async def a_checklist(parties: Parties, *lines: ChecklistLine) -> list[ChecklistLine]:
    command = WriteChecklist(lines=list(lines) or LINES)
    return (await write_checklist(parties.vendor, parties.product_id, command)).lines


async def written(parties: Parties) -> ChecklistVersion:
    return await checklist_for(parties.facility, parties.product_id)


async def test_lines_keep_their_order_and_their_keys_when_words_change() -> None:
    parties = await the_parties()
    first = await a_checklist(parties)
    assert [line.text for line in first] == ["電源が入る", "ケーブル", "気づいたこと"]
    power, cable, note = first
    renamed = ChecklistLine(key=power.key, kind=power.kind, text="電源ランプがつく")
    await a_checklist(parties, note, renamed, cable)
    assert [line.key for line in (await written(parties)).lines] == [note.key, power.key, cable.key]
    versions = await versions_of(parties.product_id)
    assert [len(one.lines) for one in versions] == [3, 3]
    assert versions[1].lines == first
    await a_checklist(parties, note, renamed, cable)
    assert len(await versions_of(parties.product_id)) == 2


async def test_only_the_vendor_of_the_product_writes_its_checklist() -> None:
    parties, others = await the_parties(), await the_parties()
    for stranger in (parties.facility, parties.counter, others.vendor):
        with pytest.raises(NotAllowed):
            await write_checklist(stranger, parties.product_id, WriteChecklist(lines=LINES))
    assert parties.vendor.organization_id is not None
    draft = await a_product(parties.vendor.organization_id, status="draft")
    with pytest.raises(NotFound):
        await checklist_for(others.vendor, draft)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([ChecklistLine(kind=LineKind.NOTE, text=" ")], "line-without-words"),
        ([LINES[0], LINES[0]], "line-twice"),
        ([ChecklistLine(kind=LineKind.NOTE, text=str(n)) for n in range(31)], "too-many-lines"),
    ],
    ids=["no-words", "twice", "too-many"],
)
async def test_a_checklist_that_nobody_can_answer_is_refused(lines: list[ChecklistLine], code: str) -> None:
    parties = await the_parties()
    with pytest.raises(Invalid) as refusal:
        await write_checklist(parties.vendor, parties.product_id, WriteChecklist(lines=lines))
    assert refusal.value.fields == {"lines": code}


async def test_whoever_writes_over_a_newer_version_is_told() -> None:
    parties = await the_parties()
    seen = (await written(parties)).version
    await a_checklist(parties)
    command = WriteChecklist(lines=LINES[:1], expected_version=seen)
    with pytest.raises(StaleState):
        await write_checklist(parties.vendor, parties.product_id, command, is_seen=True)


async def test_the_vendor_writes_orders_and_drops_lines_on_a_page(application: Litestar) -> None:
    parties = await the_parties()
    path = f"/vendor/products/{parties.product_id}/checklist"
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(path)
        assert "点検票はまだありません" in words(page)
        first = {
            "line1-text": "電源が入る",
            "line2-text": "ケーブル",
            "line2-kind": "count",
            "line2-expected": "２",
        }
        saved = await follow(vendor, await send(vendor, page, path, **first))
        assert "点検票を保存しました" in words(saved)
        await follow(vendor, await send(vendor, saved, path, **{"line1-position": "9"}))
        lines = (await written(parties)).lines
        assert [(line.text, line.kind, line.expected) for line in lines] == [
            ("ケーブル", LineKind.COUNT, 2),
            ("電源が入る", LineKind.YES_NO, None),
        ]
        stale = await send(vendor, saved, path, **{"line1-text": ""})
        assert stale.status_code == 422
        assert "ほかの人が先に点検票を変えました" in words(stale)
        now = await vendor.get(path)
        await send(vendor, now, path, **{"line1-text": ""})
    assert [line.text for line in (await written(parties)).lines] == ["電源が入る"]


async def a_confirmed_loan(parties: Parties) -> str:
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    return f"/loans/{loan.id}"


async def test_the_lines_are_answered_out_and_back_and_stand_side_by_side(application: Litestar) -> None:
    parties = await the_parties()
    power, cable, note = await a_checklist(parties)
    path = await a_confirmed_loan(parties)
    yes = {f"checklist-{power.key}": "yes", f"checklist-{cable.key}": "2"}
    async with (
        visiting(application, parties.vendor) as vendor,
        visiting(application, parties.facility) as facility,
    ):
        out = await vendor.get(f"{path}/dispatch")
        refused = await send(vendor, out, f"{path}/dispatch", way="brought")
        assert refused.status_code == 422
        assert "点検票の「電源が入る」「ケーブル」に答えてください" in words(refused)
        await follow(vendor, await send(vendor, refused, f"{path}/dispatch", **yes))
        arrived = await facility.get(f"{path}/receive")
        assert "前の受け渡し：はい" in words(arrived)
        await follow(facility, await send(facility, arrived, f"{path}/receive", condition="ok", **yes))
        back = await facility.get(f"{path}/send-back")
        said = {**yes, f"checklist-{cable.key}": "1", f"checklist-{note.key}": "1本見あたりません"}
        sent = await send(
            facility, back, f"{path}/send-back", cleaned="on", condition="ok", way="brought", **said
        )
        seen = await follow(facility, sent)
        assert "1本見あたりません" in words(seen)
        assert words(seen).count("ちがいあり") == 1
        home = await vendor.get(f"{path}/take-back")
        assert forms_of(home)[f"{path}/take-back"][f"checklist-{cable.key}"] == [""]
        wrong = await send(
            vendor, home, f"{path}/take-back", condition="ok", **{**yes, f"checklist-{cable.key}": "二"}
        )
        assert wrong.status_code == 422
        assert 'value="二"' in wrong.text


async def test_a_program_answers_by_the_keys_of_the_lines(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    headers = await a_bearer(parties.vendor)
    address = f"/api/v1/products/{parties.product_id}/checklist"
    body = {"lines": [{"kind": "yes_no", "text": "電源が入る"}, {"kind": "count", "text": "ケーブル"}]}
    put = await client.put(address, json=body, headers=headers)
    assert put.status_code == 200
    power, cable = [line["key"] for line in (await client.get(address)).json()["lines"]]
    path = f"/api/v1{await a_confirmed_loan(parties)}"
    for answers, code in (({power: 1}, "answer-does-not-fit"), ({"nothing": True}, "unknown-line")):
        told: dict[str, object] = {"way": "brought", "checklist": answers}
        refused = await client.post(f"{path}/dispatch", json=told, headers=headers)
        assert (refused.status_code, refused.json()["fields"]) == (422, {"checklist": code})
    sent = {"way": "brought", "checklist": {power: True, cable: 3}}
    assert (await client.post(f"{path}/dispatch", json=sent, headers=headers)).status_code == 200


async def test_a_loan_keeps_the_words_it_was_asked_with() -> None:
    parties = await the_parties()
    power, *_ = await a_checklist(parties)
    loan_id = (await a_loan(parties)).id
    await usecases.propose_loan(parties.counter, loan_id)
    await usecases.confirm_loan(parties.vendor, loan_id, commands.ConfirmLoan())
    command = commands.DispatchLoan(way=Way.BROUGHT, checklist={power.key: False})
    await usecases.dispatch_loan(parties.vendor, loan_id, command)
    await a_checklist(parties, ChecklistLine(kind=LineKind.NOTE, text="ほか"))
    record = await record_for(parties.facility, loan_id)
    check = record.check_of(record.units[0].id, CheckMoment.DISPATCH)
    assert check is not None
    assert [(line.text, line.value) for line in check.items] == [
        ("電源が入る", False),
        ("ケーブル", None),
        ("気づいたこと", None),
    ]
    assert check.condition is Condition.OK
