"""A facility's home, lists with filters, papers and calendar files."""

from datetime import timedelta
from uuid import UUID

import pytest
from litestar import Litestar

from catalog.domain import Condition, Way
from core import db
from core.clock import today
from directory.kinds import OrganizationKind
from loans import commands, usecases
from tests.accounts.browser import words
from tests.asking import noted_statements
from tests.factories import Parties, a_loan, an_actor, an_organization, the_parties
from tests.loans.test_usecases import AFTER
from tests.loans.visiting import visiting

pytestmark = pytest.mark.usefixtures("database")


async def test_everybody_is_sent_to_their_own_desk(application: Litestar) -> None:
    parties = await the_parties()
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    lab = await an_actor(await an_organization(OrganizationKind.LIVING_LAB))
    desks = {"/desk": parties.counter, "/vendor": parties.vendor, "/centre": centre, "/products": lab}
    for desk, actor in desks.items():
        async with visiting(application, actor) as visitor:
            answer = await visitor.get("/home")
        assert (answer.status_code, answer.headers["location"]) == (303, desk)


async def test_whoever_has_no_loan_is_led_to_the_catalogue(application: Litestar) -> None:
    parties = await the_parties()
    async with visiting(application, parties.facility) as facility:
        for path in ("/home", "/loans", "/documents"):
            page = await facility.get(path)
            assert "ロボットをさがす" in words(page)
            assert 'href="/products"' in page.text


async def test_home_shows_the_most_urgent_loan_first(application: Litestar) -> None:
    parties = await the_parties(units=3)
    waiting = await a_loan(parties)
    urgent = await a_loan(parties, start=today())
    await usecases.propose_loan(parties.counter, urgent.id)
    await usecases.confirm_loan(parties.vendor, urgent.id, commands.ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, urgent.id, commands.DispatchLoan(way=Way.BROUGHT))
    async with visiting(application, parties.facility) as facility:
        page = await facility.get("/home")
    assert page.text.index(f"/loans/{urgent.id}/receive") < page.text.index(f"/loans/{waiting.id}")
    assert "受け取りを記録する" in words(page)


async def test_home_asks_the_database_no_more_often_for_many_loans(application: Litestar) -> None:
    counts = []
    for loans in (1, 4):
        parties = await the_parties(units=4)
        for _ in range(loans):
            await a_loan(parties)
        async with visiting(application, parties.facility) as facility:
            async with noted_statements() as seen:
                assert (await facility.get("/home")).status_code == 200
            counts.append(len(seen))
    assert counts[0] == counts[1]


async def test_a_list_is_narrowed_by_state_and_number_and_says_when_nothing_fits(
    application: Litestar,
) -> None:
    parties = await the_parties(units=2)
    first, second = await a_loan(parties), await a_loan(parties)
    await usecases.decline_loan(parties.counter, second.id, commands.GiveReason(reason="対象外"))
    async with visiting(application, parties.counter) as counter:
        declined = await counter.get("/loans?state=declined")
        numbered = await counter.get(f"/loans?number={first.number}")
        nothing = await counter.get("/loans?state=lost")
        odd = await counter.get("/loans?state=whatever&cursor=")
    assert str(second.id) in declined.text
    assert str(first.id) not in declined.text
    assert str(first.id) in numbered.text
    assert str(second.id) not in numbered.text
    assert "あてはまる貸出はありません" in words(nothing)
    assert odd.status_code == 200


async def test_a_long_list_goes_on_behind_a_link(application: Litestar) -> None:
    parties = await the_parties(units=31)
    sql = (
        "INSERT INTO policy (id, counter_id, max_units, updated_at) VALUES (gen_random_uuid(), $1, 99, now())"
    )
    await db.execute(sql, parties.counter.organization_id)
    loans = [await a_loan(parties) for _ in range(31)]
    async with visiting(application, parties.facility) as facility:
        page = await facility.get("/loans?state=requested")
        assert str(loans[0].id) not in page.text
        following = page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        rest = await facility.get(following)
    assert "state=requested" in following
    assert str(loans[0].id) in rest.text
    assert str(loans[-1].id) not in rest.text


async def test_a_cursor_that_nobody_made_is_refused_with_a_page(application: Litestar) -> None:
    parties = await the_parties()
    async with visiting(application, parties.facility) as facility:
        answer = await facility.get("/loans?cursor=xyz")
    assert answer.status_code == 422
    assert "入力を確かめてください" in words(answer)


async def test_the_request_is_a_paper_at_once_and_the_report_once_there_is_one(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties, start=today())
    async with visiting(application, parties.facility) as facility:
        paper = await facility.get(f"/loans/{loan.id}/request.pdf")
        assert paper.content.startswith(b"%PDF")
        assert f"{loan.number}-request.pdf" in paper.headers["content-disposition"]
        assert (await facility.get(f"/loans/{loan.id}/result.pdf")).status_code == 404
        await _report(parties, loan.id)
        assert (await facility.get(f"/loans/{loan.id}/result.pdf")).content.startswith(b"%PDF")
        assert "結果報告書(PDF)" in words(await facility.get("/documents"))


async def _report(parties: Parties, loan_id: UUID) -> None:
    await usecases.propose_loan(parties.counter, loan_id)
    await usecases.confirm_loan(parties.vendor, loan_id, commands.ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, loan_id, commands.DispatchLoan(way=Way.BROUGHT))
    received = commands.ReceiveLoan(condition=Condition.OK)
    await usecases.receive_loan(parties.facility, loan_id, received)
    await usecases.submit_result(parties.facility, loan_id, AFTER)


async def test_a_lender_is_not_told_the_facility_before_it_agrees_on_no_paper_either(
    application: Litestar,
) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(f"/loans/{loan.id}")
        file = await vendor.get(f"/loans/{loan.id}/calendar.ics")
    assert loan.facility_name not in page.text
    assert loan.facility_name not in file.text
    assert "BEGIN:VEVENT" in file.text
    last = loan.start + timedelta(days=14)
    assert f"DTEND;VALUE=DATE:{last:%Y%m%d}" in file.text
