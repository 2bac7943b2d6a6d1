from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from accounts.domain import Actor
from catalog.in_the_way import in_the_way
from catalog.occupancy import UnitTaken
from catalog.search import index_products
from catalog.terms import Days
from core import db
from core.clock import frozen, now, today
from core.errors import IllegalStep, Invalid, NotAllowed, NotFound, StaleState
from core.secrets import readable_code
from directory.kinds import OrganizationKind
from exhibitions import usecases
from exhibitions.commands import AddExhibit, MoveExhibit, MoveExhibition
from exhibitions.domain import ExhibitionStep, ExhibitStatus, ExhibitStep
from exhibitions.exhibits import Exhibit, exhibit_for, exhibits_on
from exhibitions.notices import tell_of_exhibits
from exhibitions.queries import ExhibitionView
from tests.asking import noted_statements
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import IN_A_MONTH, a_draft, move
from tests.factories import Parties, a_loan, a_product, a_unit, an_actor, an_organization, the_parties


async def add(actor: Actor, display: ExhibitionView, product_id: UUID, **fields: Any) -> Exhibit:
    return await usecases.add_exhibit(actor, display.id, AddExhibit(product_id=product_id, **fields))


async def step(actor: Actor, exhibit: Exhibit, name: str, **fields: Any) -> Exhibit:
    return await usecases.move_exhibit(actor, exhibit.id, ExhibitStep(name), MoveExhibit(**fields))


async def spoken_for(exhibit: Exhibit) -> list[Days]:
    rows = await db.fetch(
        "SELECT lower(period) AS start, upper(period) AS stop, purpose FROM occupancy"
        " WHERE cause_id = $1 AND status = 'active'",
        exhibit.id,
    )
    assert {row["purpose"] for row in rows} <= {"exhibition"}
    return [Days(row["start"], row["stop"]) for row in rows]


async def mails_about(display: ExhibitionView) -> list[str]:
    """Do what the outbox asks; the notices in their order."""
    rows = await db.fetch(
        "SELECT dedupe_key, payload FROM outbox WHERE kind = 'exhibition'"
        " AND payload->>'exhibition_id' = $1 ORDER BY id",
        str(display.id),
    )
    for row in rows:
        await tell_of_exhibits(db.from_json(row["payload"]), row["dedupe_key"])
        await tell_of_exhibits(db.from_json(row["payload"]), row["dedupe_key"])
    mails = await db.fetch(
        "SELECT payload->>'subject' AS subject FROM outbox WHERE kind = 'mail'"
        " AND dedupe_key LIKE ANY($1::text[]) ORDER BY id",
        [f"mail:{row['dedupe_key']}:%" for row in rows],
    )
    return [row["subject"].partition(":")[0] for row in mails]


async def test_what_comes_early_has_its_days_before_its_unit_changes_hands() -> None:
    """In the other order it and a loan of the same unit that arrives early would wait for each other."""
    parties = await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    await step(parties.vendor, asked, "confirm")
    await move(parties.counter, display, "plan")
    async with noted_statements() as seen:
        await step(parties.counter, asked, "deliver")
    order = [what for one in seen for what in ("INSERT INTO occupancy", "UPDATE unit SET") if what in one]
    assert order.index("INSERT INTO occupancy") < order.index("UPDATE unit SET")


async def test_a_unit_is_asked_agreed_delivered_shown_and_given_back() -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    assert asked.status is ExhibitStatus.ASKED
    assert asked.lender_id == parties.vendor.organization_id
    (held,) = await spoken_for(asked)
    assert held.start < display.start
    assert held.end > display.end, "transit and inspection count, as for a loan"
    assert (await step(parties.vendor, asked, "confirm")).status is ExhibitStatus.CONFIRMED
    await move(parties.counter, display, "plan")
    with frozen(now() + IN_A_MONTH):
        await step(parties.counter, asked, "deliver")
        kept_by = "SELECT custodian_id FROM unit WHERE id = $1"
        assert await db.fetch_value(kept_by, asked.unit_id) == parties.counter.organization_id
        await move(parties.counter, display, "open")
        assert (await exhibit_for(parties.counter, asked.id)).status is ExhibitStatus.ON_SHOW
        back = await step(parties.vendor, asked, "return")
        assert back.status is ExhibitStatus.RETURNED
        assert await db.fetch_value(kept_by, asked.unit_id) == parties.vendor.organization_id
        (left,) = await spoken_for(asked)
        assert left.end < display.end, "what is back early is free early"
    assert await mails_about(display) == [
        "展示への貸出の依頼です",
        "展示への貸出が承諾されました",
        "展示の機器が届きました",
        "展示の機器の返却が記録されました",
    ]


async def test_overlapping_displays_of_one_unit_are_refused_with_who_until_when_and_what_instead() -> None:
    item = f"T-{readable_code(6)}"  # products of other tests are alternatives, too
    parties = await the_parties(item=item)
    first = await a_draft(parties.counter, title="先の展示")
    await add(parties.counter, first, parties.product_id)
    await move(parties.counter, first, "plan")
    other = await a_product(parties.vendor.acting_for(), item=item)
    second = await a_draft(await an_actor(await an_organization(OrganizationKind.COUNTER)))
    rival = await an_actor(second.counter_id)
    for wish in ({}, {"unit_id": (await exhibits_on(parties.counter, first.id))[0].unit_id}):
        with pytest.raises(UnitTaken) as refusal:
            await add(rival, second, parties.product_id, **wish)
        facts: Any = refusal.value.facts
        assert [reason.purpose for reason in facts["reasons"]] == ["exhibition"]
        assert facts["reasons"][0].until > first.end
        assert "先の展示" in facts["shown_at"][0]
        assert other in {one["product_id"] for one in facts["alternatives"]}
    assert await exhibits_on(rival, second.id) == [], "a refusal leaves nothing behind"


async def test_a_loan_and_a_display_compete_for_the_same_days() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    display = await a_draft(parties.counter, start=loan.start, end=loan.end)
    with pytest.raises(UnitTaken) as refusal:
        await add(parties.counter, display, parties.product_id)
    assert refusal.value.facts["reasons"], "the hold of the request is named"
    wished = await add(parties.counter, display, parties.product_id, ask=False)
    assert wished.status is ExhibitStatus.WISHED
    assert await usecases.ask_all(parties.counter, display.id) == []


async def test_all_lenders_are_asked_at_once_and_each_hears_once() -> None:
    parties = await the_parties()
    vendor_id = parties.vendor.acting_for()
    display = await a_draft(parties.counter)
    products = [parties.product_id, await a_product(vendor_id), await a_product(vendor_id)]
    for product in products:
        await add(parties.counter, display, product, ask=False)
    asked = await usecases.ask_all(parties.counter, display.id)
    assert {one.status for one in asked} == {ExhibitStatus.ASKED}
    assert len(asked) == len(products)
    assert await mails_about(display) == ["展示への貸出の依頼です"]


async def test_calling_off_frees_the_days_and_tells_each_lender_once() -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    vendor_id = parties.vendor.acting_for()
    for product in (parties.product_id, await a_product(vendor_id)):
        await add(parties.counter, display, product, ask=False)
    asked = await usecases.ask_all(parties.counter, display.id)
    command = MoveExhibition(reason="台風")
    await usecases.move_exhibition(parties.counter, display.id, ExhibitionStep.CANCEL, command)
    assert [await spoken_for(one) for one in asked] == [[], []]
    assert await mails_about(display) == ["展示への貸出の依頼です", "展示が中止になりました"]
    assert await in_the_way(parties.product_id, Days(display.start, display.end)) == []


async def test_a_lender_declines_with_a_reason_and_the_days_are_free() -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    with pytest.raises(Invalid):
        await step(parties.vendor, asked, "decline")
    assert (await step(parties.vendor, asked, "decline", reason="修理中")).status is ExhibitStatus.DECLINED
    assert await spoken_for(asked) == []
    again = await step(parties.counter, asked, "ask")
    assert again.status is ExhibitStatus.ASKED


async def test_a_counters_own_unit_needs_no_answer() -> None:
    parties = await the_parties()
    await a_unit(parties.product_id, parties.counter.acting_for())
    display = await a_draft(parties.counter)
    own = await add(parties.counter, display, parties.product_id)
    assert (own.status, own.lender_id) == (ExhibitStatus.CONFIRMED, parties.counter.organization_id)
    assert await mails_about(display) == []


async def test_only_the_sides_take_their_steps() -> None:
    parties, others = await the_parties(), await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    for stranger in (others.counter, others.vendor, parties.facility):
        with pytest.raises(NotFound):
            await step(stranger, asked, "confirm")
    with pytest.raises(NotAllowed):
        await step(parties.counter, asked, "confirm")
    with pytest.raises(IllegalStep):
        await step(parties.counter, asked, "return")
    with pytest.raises(StaleState):
        await step(parties.vendor, asked, "confirm", expected=ExhibitStatus.CONFIRMED)
    wrong = await add(parties.counter, display, parties.product_id, ask=False)
    with pytest.raises(Invalid):
        await step(parties.counter, wrong, "ask", unit_id=others.product_id)


async def test_programs_put_products_on_displays(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    counter, vendor = await a_caller(client, parties.counter), await a_caller(client, parties.vendor)
    path = f"/exhibitions/{display.id}/exhibits"
    made = await counter.post(path, {"product_id": str(parties.product_id)})
    assert (made.status_code, made.json()["status"]) == (201, "asked"), made.text
    taken = await counter.post(path, {"product_id": str(parties.product_id)})
    assert (taken.status_code, taken.json()["code"]) == (409, "display-unit-taken")
    assert taken.json()["facts"]["reasons"][0]["purpose"] == "exhibition"
    shown = await vendor.get(path)
    assert [one["next_steps"] for one in shown.json()] == [["confirm", "decline"]]
    answered = await vendor.post(f"/exhibits/{made.json()['id']}/confirm", {})
    assert answered.json()["status"] == "confirmed"
    assert (await vendor.post(f"/exhibits/{made.json()['id']}/dance", {})).status_code == 404


async def test_a_display_is_filled_and_answered_on_pages(client: httpx.AsyncClient) -> None:
    parties: Parties = await the_parties(name="ルミナ")
    display = await a_draft(parties.counter)
    browser = await a_browser(client, parties.counter)
    form = {"product_id": str(parties.product_id), "demonstrations": "毎週水曜 14:00"}
    path = f"/exhibitions/{display.id}"
    assert (await browser.get(f"{path}/exhibits")).status_code == 200
    assert (await browser.post(f"{path}/exhibits", data=form)).status_code == 303
    refused = await browser.post(f"{path}/exhibits", data=form)
    assert refused.status_code == 422
    for words in ("貸し出せる個体がありません", "から空きます"):
        assert words in refused.text, words
    workshop = await browser.get(f"{path}/prepare")
    for words in ("ルミナ", "貸主の返事待ち", "見守り"):
        assert words in workshop.text, words
    exhibit = (await exhibits_on(parties.counter, display.id))[0]
    vendor = await a_browser(client, parties.vendor)
    assert "展示への貸出を1台頼まれています" in (await vendor.get("/vendor")).text
    assert "返事をする" in (await vendor.get("/exhibits")).text
    assert "承諾する" in (await vendor.get(f"/exhibits/{exhibit.id}")).text
    no_reason = await vendor.post(f"/exhibits/{exhibit.id}/decline", data={})
    assert no_reason.status_code == 422
    assert (await vendor.post(f"/exhibits/{exhibit.id}/confirm", data={})).status_code == 303
    assert "承諾済み" in (await vendor.get(f"/exhibits/{exhibit.id}")).text


async def test_a_display_that_begins_today_takes_what_is_free_today() -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter, start=today(), end=today() + timedelta(days=20))
    assert msgspec.to_builtins(await add(parties.counter, display, parties.product_id))["status"] == "asked"


async def test_every_product_is_found_by_words_and_what_is_left_out_is_counted(
    client: httpx.AsyncClient,
) -> None:
    parties: Parties = await the_parties(name="ルミナ")
    vendor_id = parties.vendor.acting_for()
    for at in range(52):
        await a_product(vendor_id, name=f"探す機種 {at:02}")
    await index_products()
    display = await a_draft(parties.counter)
    browser, path = await a_browser(client, parties.counter), f"/exhibitions/{display.id}/exhibits"
    few = await browser.get(path, params={"q": "さがす"})
    assert "あてはまる機種はありません" in few.text
    many = await browser.get(path, params={"q": "探す 機種"})
    assert many.text.count("探す機種") == 50
    assert "ほかに2機種あります" in many.text
    last = await a_product(vendor_id, name="んの機種")
    await index_products([last])
    found = await browser.get(path, params={"q": "ンノ", "product_id": str(parties.product_id)})
    assert f'value="{last}"' in found.text
    assert f'value="{parties.product_id}" selected' in found.text, "what is chosen stays"
    sent = {"product_id": str(last), "q": "ンノ", "look": "1"}
    none = await browser.get(path, params={"q": "さがす", "product_id": str(last)})
    assert "あてはまる機種はありません" in none.text
    assert f'value="{last}" selected' in none.text
    looked = await browser.post(path, data=sent)
    assert (looked.status_code, 'name="q" value="ンノ"' in looked.text) == (200, True)
    assert (await browser.post(path, data=sent | {"look": ""})).status_code == 303
