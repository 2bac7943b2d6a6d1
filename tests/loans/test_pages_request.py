"""Asking for a robot through the page: wrong input, lost races, on behalf of a facility that telephones."""

from datetime import timedelta

import pytest
from litestar import Litestar

from core import db
from core.clock import today
from directory.finding import index_organizations
from directory.kinds import OrganizationKind
from tests.accounts.browser import words
from tests.factories import (
    Parties,
    a_loan,
    a_product,
    a_unit,
    an_actor,
    an_organization,
    another_facility,
    the_parties,
)
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")

WISHES = {
    "problem": "夜勤の見守り",
    "goal": "訪室を半分に",
    "place_of_use": "2階",
    "contact_phone": "097-000-0000",
}
START = today() + timedelta(days=30)


def _form(parties: Parties, more: str = "") -> str:
    return f"/loans/new?product={parties.product_id}&start={START}&days=14{more}"


async def _loans(parties: Parties) -> int:
    sql = "SELECT count(*) FROM loan WHERE facility_id = $1"
    return int(await db.fetch_value(sql, parties.facility.organization_id))


async def test_the_form_is_filled_in_from_what_is_known(application: Litestar) -> None:
    parties = await the_parties()
    sql = "UPDATE organization SET phone = '097-111-2222' WHERE id = $1"
    await db.execute(sql, parties.facility.organization_id)
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(f"/loans/new?product={parties.product_id}&start={START}")
    fields = forms_of(page)["/loans/new"]
    assert fields["last_day"] == [str(START + timedelta(days=13))]
    assert (fields["contact_name"], fields["contact_phone"]) == ([parties.facility.name], ["097-111-2222"])
    assert "この日は1台空いています" in words(page)


async def test_every_mistake_is_told_at_once_and_nothing_typed_is_lost(application: Litestar) -> None:
    parties = await the_parties(needs_consent=True)
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(_form(parties))
        typed = {**WISHES, "place_of_use": "", "last_day": "きのう"}
        answer = await send(facility, page, "/loans/new", **typed)
    assert answer.status_code == 422
    said = words(answer)
    for mistake in ("「使う場所」を入力", "「試用の最後の日」は", "同意を得ました」を確かめて"):
        assert mistake in said
    fields = forms_of(answer)["/loans/new"]
    assert (fields["problem"], fields["last_day"]) == ([WISHES["problem"]], ["きのう"])
    assert await _loans(parties) == 0


async def test_a_request_is_looked_at_first_and_holds_nothing_by_that(application: Litestar) -> None:
    parties = await the_parties()
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(_form(parties))
        assert "個体を仮に押さえ、相談窓口に知らせます" in words(page)
        looked = await send(facility, page, "/loans/new", **WISHES, look="1")
        assert looked.status_code == 200
        said = words(looked)
        assert "を押さえます" in said
        assert "試用貸出の申込がありました" in said
        assert forms_of(looked)["/loans/new"]["problem"] == [WISHES["problem"]]
        assert await _loans(parties) == 0
        assert (await send(facility, looked, "/loans/new")).status_code == 303


async def test_what_the_terms_forbid_stands_beside_the_field(application: Litestar) -> None:
    parties = await the_parties()
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(_form(parties))
        late = str(START + timedelta(days=90))
        answer = await send(facility, page, "/loans/new", **WISHES, last_day=late)
    assert answer.status_code == 422
    assert "期間を31日間までにしてください" in words(answer)
    assert 'href="#last_day"' in answer.text


async def test_fewer_days_or_another_counter_are_one_press_away(application: Litestar) -> None:
    parties, others = await the_parties(policy={"min_days": 3}), await the_parties()
    await a_unit(parties.product_id, others.counter.acting_for())
    rival = Parties(await another_facility(parties), parties.counter, parties.vendor, parties.product_id)
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(_form(parties))
        await a_loan(rival, start=START + timedelta(days=21))
        longer = WISHES | {"last_day": str(START + timedelta(days=20))}
        waiting = f"/waitlist/new?product_id={parties.product_id}&start={START}&days=21"
        near = words(await facility.get(waiting))
        assert "待たずに借りられるもの" in near
        answer = await send(facility, page, "/loans/new", **longer)
        assert answer.status_code == 409
        last_day = answer.text.split('name="end_on" value="')[1][:10]
        assert str(START) < last_day < longer["last_day"]
        assert f'name="through" value="{others.counter.acting_for()}"' in answer.text
        nonsense = await send(facility, answer, "/loans/new", end_on="someday", through="nobody")
        assert nonsense.status_code == 409
        loan = await follow(facility, await send(facility, answer, "/loans/new", end_on=last_day))
    assert "相談窓口の返事を待っています" in words(loan)
    ends = "SELECT (ends_on - 1)::text FROM loan WHERE facility_id = $1"
    assert await db.fetch_value(ends, parties.facility.organization_id) == last_day


async def test_another_counter_that_has_a_unit_of_its_own_is_asked_with_one_press(
    application: Litestar,
) -> None:
    parties, others = await the_parties(), await the_parties()
    await a_unit(parties.product_id, others.counter.acting_for())
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(_form(parties))
        rival = Parties(await another_facility(parties), parties.counter, parties.vendor, parties.product_id)
        await a_loan(rival, start=START)
        answer = await send(facility, page, "/loans/new", **WISHES)
        through = str(others.counter.acting_for())
        assert f'name="through" value="{through}"' in answer.text
        await follow(facility, await send(facility, answer, "/loans/new", through=through))
    asked = "SELECT counter_id FROM loan WHERE facility_id = $1"
    assert await db.fetch_value(asked, parties.facility.organization_id) == others.counter.acting_for()


async def test_whoever_comes_second_is_told_why_and_asks_for_the_nearest_days_with_one_press(
    application: Litestar,
) -> None:
    parties, others = await the_parties(), await the_parties()
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(_form(parties))
        rival = Parties(others.facility, others.counter, parties.vendor, parties.product_id)
        await a_loan(rival, start=START)
        answer = await send(facility, page, "/loans/new", **WISHES)
        assert answer.status_code == 409
        assert "ほかの申込で仮押さえ中" in words(answer)
        assert forms_of(answer)["/loans/new"]["goal"] == [WISHES["goal"]]
        offered = answer.text.split('name="move_to" value="')[1][:10]
        assert offered > str(START + timedelta(days=13))
        loan = await follow(facility, await send(facility, answer, "/loans/new", move_to=offered))
    assert "相談窓口の返事を待っています" in words(loan)
    assert (
        await db.fetch_value(
            "SELECT starts_on::text FROM loan WHERE facility_id = $1", parties.facility.organization_id
        )
        == offered
    )


async def test_another_product_of_the_same_item_takes_over_what_was_typed(application: Litestar) -> None:
    parties, others = await the_parties(item="TRF-W"), await the_parties(item="TRF-W")
    similar = await a_product(await an_organization(OrganizationKind.VENDOR), item="TRF-W", units=9)
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(_form(parties))
        await a_loan(
            Parties(others.facility, others.counter, parties.vendor, parties.product_id), start=START
        )
        answer = await send(facility, page, "/loans/new", **WISHES)
        assert f'name="instead" value="{similar}"' in answer.text
        other = await send(facility, answer, "/loans/new", instead=str(similar))
    assert other.status_code == 200
    fields = forms_of(other)["/loans/new"]
    assert (fields["problem"], fields["start"]) == ([WISHES["problem"]], [str(START)])
    assert fields["product_id"] == [str(similar)]


async def test_a_counter_finds_who_telephones_and_asks_on_their_behalf(application: Litestar) -> None:
    parties = await the_parties()
    sql = "UPDATE organization SET phone = '0977-88-7766' WHERE id = $1"
    await db.execute(sql, parties.facility.organization_id)
    await index_organizations([parties.facility.acting_for()])
    async with visiting(application, parties.counter) as counter:
        found = await counter.get("/loans/new?facility_words=０９７７８８")
        assert f"for={parties.facility.organization_id}" in found.text
        chosen = await counter.get(f"/loans/new?for={parties.facility.organization_id}")
        assert "機種を選ぶ" in words(chosen)
        page = await counter.get(_form(parties, f"&for={parties.facility.organization_id}"))
        assert "に代わって申し込みます" in words(page)
        answer = await send(counter, page, "/loans/new", **WISHES, contact_name="山本")
        assert "「申込を受けた方法」を選んで" in words(answer)
        answer = await send(counter, answer, "/loans/new", channel="fax")
        loan = await follow(counter, answer)
    assert "ファクス" in words(loan)
    assert "に代わって)" in words(loan)


async def test_a_counter_asks_for_no_facility_that_is_not_its_own(application: Litestar) -> None:
    parties, others = await the_parties(), await the_parties()
    async with visiting(application, others.counter) as counter:
        page = await counter.get(_form(parties, f"&for={parties.facility.organization_id}"))
    assert page.status_code == 404


async def test_a_facility_without_a_counter_chooses_one_and_comes_back_to_its_request(
    application: Litestar,
) -> None:
    parties = await the_parties()
    lonely = await an_actor(await an_organization(OrganizationKind.FACILITY, prefecture="ためし県"))
    async with visiting(application, lonely) as facility:
        answer = await facility.get(_form(parties))
        page = await follow(facility, answer)
        assert "ためし県には窓口がまだありません" in words(page)
        nobody = await send(facility, page, "/counter", counter_id=None)
        assert nobody.status_code == 422
        answer = await send(facility, page, "/counter", counter_id=str(parties.counter.organization_id))
        form = await follow(facility, answer)
    assert "借りるときの約束" in words(form)
    assert "相談窓口を決めました" in words(form)


async def test_a_vendor_is_no_counter_to_choose(application: Litestar) -> None:
    parties = await the_parties()
    async with visiting(application, parties.facility) as facility:
        page = await facility.get("/counter")
        answer = await send(facility, page, "/counter", counter_id=str(parties.vendor.organization_id))
    assert answer.status_code == 422
    assert "表示されたものの中から" in words(answer)


@pytest.mark.parametrize("query", ["product=x", "product=&start=2026-13-01&days=0", "days=99999999999"])
async def test_an_address_that_cannot_be_read_leads_to_the_catalogue(
    application: Litestar, query: str
) -> None:
    parties = await the_parties()
    async with visiting(application, parties.facility) as facility:
        answer = await facility.get(f"/loans/new?{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/products")
