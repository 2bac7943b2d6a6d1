"""台帳: what is written down of a unit, who may change it, and that each change is kept."""

import csv
import io
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import python_calamine
from litestar import Litestar

from accounts.domain import Actor
from catalog.commands import ChangeUnit
from catalog.domain import Condition
from catalog.life.queries import LifeFilter, life_of
from catalog.life.sources import LifeKind, told
from catalog.queries import unit_for
from catalog.register.forms import read_accessories
from catalog.register.usecases import Fact, MoveUnit, change_unit, move_unit
from core import db
from core.clock import today
from core.errors import Invalid, NotAllowed, NotFound
from directory.kinds import OrganizationKind
from tests.accounts.browser import words
from tests.asking import a_bearer
from tests.factories import Parties, a_loan, an_actor, an_organization, the_parties
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("database")


async def a_world() -> tuple[Parties, UUID]:
    parties = await the_parties()
    unit_id = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    return parties, unit_id


async def titles(actor: Actor, unit_id: UUID, kind: LifeKind) -> list[str]:
    rows = (await life_of(actor, await unit_for(actor, unit_id), LifeFilter(kind=kind))).items
    return [f"{told(row).title} {told(row).text}" for row in rows]


@pytest.mark.parametrize(
    ("text", "names", "counts"),
    [
        ("充電器\n\n 台 ", ["充電器", "台"], {}),
        ("充電器 ×2\nマットｘ１０\n台 * 3", ["充電器", "マット", "台"], {"充電器": 2, "マット": 10, "台": 3}),
        ("充電器\n充電器 ×2", ["充電器"], {"充電器": 3}),
        ("ねじ ×0", ["ねじ"], {}),
    ],
)
def test_accessories_are_read_with_their_counts(
    text: str, names: list[str], counts: Mapping[str, int]
) -> None:
    assert read_accessories(text) == (names, counts)


async def test_a_correction_keeps_what_was_there_before() -> None:
    parties, unit_id = await a_world()
    command = ChangeUnit(
        serial_number="NEW-1",
        accessories=["充電器"],
        accessory_counts={"充電器": 2},
        purchased_on=today() - timedelta(days=400),
        maintained_on=today() - timedelta(days=10),
        maintenance_due_on=today() + timedelta(days=20),
        condition=Condition.DAMAGED,
        note="右の車輪に傷",
    )
    changed = await change_unit(parties.vendor, unit_id, command)
    assert changed.accessory_lines == ["充電器 ×2"]
    assert changed.condition is Condition.DAMAGED
    (line,) = await titles(parties.vendor, unit_id, LifeKind.CHANGE)
    assert "NEW-1" in line
    assert "充電器 ×2" in line
    assert "右の車輪に傷" in "".join(await titles(parties.vendor, unit_id, LifeKind.DAMAGE))
    await change_unit(parties.vendor, unit_id, command)
    assert len(await titles(parties.vendor, unit_id, LifeKind.CHANGE)) == 1


async def test_wrong_input_is_named_field_by_field() -> None:
    parties, unit_id = await a_world()
    tomorrow = today() + timedelta(days=1)
    command = ChangeUnit(
        serial_number=" ",
        purchased_on=tomorrow,
        maintained_on=today(),
        maintenance_due_on=today(),
        condition=Condition.DAMAGED,
    )
    with pytest.raises(Invalid) as refused:
        await change_unit(parties.vendor, unit_id, command)
    assert set(refused.value.fields) == {"serial_number", "purchased_on", "maintenance_due_on", "note"}


async def test_the_counter_that_has_it_corrects_it_and_nobody_else() -> None:
    parties, unit_id = await a_world()
    command = ChangeUnit(serial_number="NEW-2")
    with pytest.raises(NotFound):
        await change_unit(parties.counter, unit_id, command)
    await db.execute(
        "UPDATE unit SET custodian_id = $2 WHERE id = $1", unit_id, parties.counter.organization_id
    )
    assert (await change_unit(parties.counter, unit_id, command)).serial_number == "NEW-2"
    move = MoveUnit(what=Fact.OWNER, to=parties.counter.acting_for(), reason="x")
    with pytest.raises(NotAllowed):
        await move_unit(parties.counter, unit_id, move)
    with pytest.raises(NotFound):
        await change_unit(parties.facility, unit_id, command)


async def test_owner_lender_custodian_and_place_change_one_by_one() -> None:
    parties, unit_id = await a_world()
    counter = parties.counter.acting_for()
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    for what in (Fact.PLACE, Fact.CUSTODIAN, Fact.LENDER, Fact.OWNER):
        before = await unit_for(parties.vendor, unit_id)
        await move_unit(parties.vendor, unit_id, MoveUnit(what=what, to=counter, reason="譲渡"))
        after = await unit_for(centre, unit_id)
        changed = [fact for fact in Fact if getattr(before, f"{fact}_id") != getattr(after, f"{fact}_id")]
        assert changed == [what]
    lines = await titles(parties.counter, unit_id, LifeKind.MOVE)
    assert len(lines) == 4
    assert "ものになりました" in lines[0]
    with pytest.raises(NotFound):
        await unit_for(parties.vendor, unit_id)


async def test_a_move_that_makes_no_sense_is_refused_with_its_reason() -> None:
    parties, unit_id = await a_world()
    vendor, facility = parties.vendor.acting_for(), parties.facility.acting_for()
    other = await an_organization(OrganizationKind.VENDOR)
    cases = [
        (Fact.PLACE, vendor, "same-as-now"),
        (Fact.PLACE, facility, "unknown"),
        (Fact.OWNER, unit_id, "unknown"),
        (Fact.LENDER, other, "lender-kind"),
    ]
    for what, to, code in cases:
        with pytest.raises(Invalid) as refused:
            await move_unit(parties.vendor, unit_id, MoveUnit(what=what, to=to, reason="x"))
        assert refused.value.fields == {"to": code}
    await a_loan(parties)
    to = parties.counter.acting_for()
    with pytest.raises(Invalid) as refused:
        await move_unit(parties.vendor, unit_id, MoveUnit(what=Fact.LENDER, to=to, reason="x"))
    assert refused.value.fields == {"to": "lender-booked"}


async def test_what_cp932_cannot_hold_is_told_before_the_file_is_taken(application: Litestar) -> None:
    parties, unit_id = await a_world()
    await db.execute("UPDATE unit SET serial_number = $2 WHERE id = $1", unit_id, "𠮷-1\U0001f916")
    old = {"encoding": "cp932", "q": "𠮷"}
    async with visiting(application, parties.vendor) as vendor:
        told = await vendor.get("/units.csv", params=old)
        assert told.headers["content-type"].startswith("text/html")
        assert "「𠮷」 𠮷-1\U0001f916 / 製造番号" in words(told)
        taken = await vendor.get("/units.csv", params=old | {"lossy": "1"})
        assert "〓-1〓" in taken.content.decode("cp932")
        whole = await vendor.get("/units.csv", params={"q": "𠮷"})
        assert "𠮷-1" in whole.content.decode("utf-8-sig")


async def test_the_pages_register_find_move_and_give_the_list_along(application: Litestar) -> None:
    parties, unit_id = await a_world()
    async with visiting(application, parties.counter) as counter:
        path = f"/units/new?product_id={parties.product_id}"
        form = await counter.get(path)
        assert (await send(counter, form, path)).status_code == 422
        given = {"serial_number": "=CMD()", "accessories": "充電器 ×2", "maintenance_due_on": str(today())}
        made = await follow(counter, await send(counter, form, path, **given))
        assert "充電器 ×2" in made.text
        assert "=CMD()" in (await counter.get("/units", params={"due": "on", "where": "here"})).text
        assert "あてはまる個体はありません" in (await counter.get("/units", params={"where": "away"})).text
        assert "field-error" in (await counter.get("/units", params={"condition": "eaten"})).text
        book = await counter.get("/units.xlsx", params={"q": "CMD"})
        sheet = python_calamine.load_workbook(io.BytesIO(book.content)).get_sheet_by_name("個体").to_python()
        assert sheet[1][0] in ("=CMD()", "'=CMD()")
        plain = await counter.get("/units.csv")
        assert plain.content.startswith(b"\xef\xbb\xbf")
        old = (await counter.get("/units.csv", params={"encoding": "cp932"})).content.decode("cp932")
        (row,) = list(csv.reader(io.StringIO(old)))[1:]
        assert not row[0].startswith("=")
        assert (await counter.get(f"/units/{unit_id}/move")).status_code == 404
        strange = await counter.get("/units/new", params={"product_id": "nonsense"})
        assert "どの機種の個体か" in strange.text
    async with visiting(application, parties.vendor) as vendor:
        path = f"/units/{unit_id}/move"
        form = await vendor.get(path)
        to = str(parties.counter.organization_id)
        assert (await send(vendor, form, path, what="place", to=to)).status_code == 422
        looked = await send(vendor, form, path, what="custodian", to=to, reason="預ける", look="1")
        assert "この操作で変わること" in looked.text
        assert "個体の保管者が変わりました" in looked.text
        assert (await unit_for(parties.vendor, unit_id)).custodian_id != parties.counter.organization_id
        done = await follow(vendor, await send(vendor, form, path, what="place", to=to, reason="展示室へ"))
        assert "展示室へ" in done.text


async def test_programs_keep_the_register_as_well(client: httpx.AsyncClient) -> None:
    parties, unit_id = await a_world()
    headers = await a_bearer(parties.vendor)
    path = f"/api/v1/units/{unit_id}"
    body = {"serial_number": "API-1", "accessories": ["台"], "accessory_counts": {"台": 3}}
    changed = (await client.put(path, json=body, headers=headers)).json()
    assert (changed["serial_number"], changed["accessory_counts"]) == ("API-1", {"台": 3})
    wrong = await client.put(path, json={"serial_number": ""}, headers=headers)
    assert (wrong.status_code, wrong.json()["fields"]) == (422, {"serial_number": "required"})
    to = str(parties.counter.organization_id)
    move = {"what": "custodian", "to": to, "reason": "預ける"}
    moved = (await client.post(f"{path}/move", json=move, headers=headers)).json()
    assert moved["custodian_id"] == to
    stranger = await an_actor(await an_organization(OrganizationKind.VENDOR))
    answer = await client.put(path, json=body, headers=await a_bearer(stranger))
    assert answer.status_code == 404
