"""Whoever has an open loan or a wish with a party that becomes one with another is told of it, once."""

import pytest
from litestar import Litestar

import loans.mergers  # noqa: F401  # registers what it handles
from accounts.domain import Actor
from core import db
from directory.kinds import OrganizationKind
from directory.merging import merge_organizations
from loans import commands, usecases
from loans.waiting.usecases import join_waitlist
from tests.accounts.browser import words
from tests.factories import Parties, a_loan, a_wish, an_actor, an_organization, the_parties
from tests.loans.letters import deliver_everything
from tests.loans.visiting import visiting

pytestmark = pytest.mark.usefixtures("database")

MERGED = "まとめられました"


async def _name(actor: Actor) -> str:
    name: str = await db.fetch_value("SELECT name FROM organization WHERE id = $1", actor.organization_id)
    return name


async def _told(actor: Actor) -> list[str]:
    """Bodies of the mails about mergers that the actor's person got."""
    await deliver_everything()
    address = await db.fetch_value("SELECT email FROM person WHERE id = $1", actor.person_id)
    sql = "SELECT body FROM caught_mail WHERE recipient = $1 AND subject LIKE '%' || $2::text ORDER BY id"
    return [row["body"] for row in await db.fetch(sql, address, MERGED)]


async def _two_offices() -> tuple[Parties, Parties]:
    """Two rows of one facility, at one counter."""
    first, second = await the_parties(units=3), await the_parties()
    sql = "UPDATE organization SET counter_id = $2 WHERE id = $1"
    await db.execute(sql, second.facility.organization_id, first.counter.organization_id)
    return first, Parties(second.facility, first.counter, first.vendor, first.product_id)


async def test_both_offices_and_a_lender_that_agreed_hear_of_it_once() -> None:
    first, second = await _two_offices()
    loan = await a_loan(second)
    await usecases.propose_loan(first.counter, loan.id)
    await usecases.confirm_loan(first.vendor, loan.id, commands.ConfirmLoan())
    merged = await _name(second.facility)
    await merge_organizations(first.counter, first.facility.acting_for(), second.facility.acting_for())
    for actor in (first.facility, second.facility, first.vendor):
        (body,) = await _told(actor)
        assert loan.number in body
        assert merged in body
        assert await _name(first.facility) in body
    assert "していただくことはありません" in (await _told(first.vendor))[0]
    assert await _name(first.counter) in (await _told(second.facility))[0]  # whom to ask
    assert await _told(first.counter) == []  # it did that itself


async def test_a_lender_that_has_not_agreed_learns_of_no_facility() -> None:
    first, second = await _two_offices()
    loan = await a_loan(second)
    await usecases.propose_loan(first.counter, loan.id)
    await merge_organizations(first.counter, first.facility.acting_for(), second.facility.acting_for())
    assert await _told(first.vendor) == []
    assert len(await _told(second.facility)) == 1


async def test_whoever_waits_at_a_counter_learns_which_one_it_is_now() -> None:
    kept = await the_parties()
    gone = await the_parties(units=1)
    rival = await a_loan(gone)
    other = await an_actor(await an_organization(OrganizationKind.FACILITY))
    sql = "UPDATE organization SET counter_id = $2 WHERE id = $1"
    await db.execute(sql, other.organization_id, gone.counter.organization_id)
    await join_waitlist(other, a_wish(gone.product_id, start=rival.start))
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    await merge_organizations(centre, kept.counter.acting_for(), gone.counter.acting_for())
    (body,) = await _told(other)
    assert "キャンセル待ち" in body
    assert rival.number not in body  # of another office
    assert await _name(kept.counter) in body
    for actor in (kept.counter, gone.counter, gone.facility):
        (body,) = await _told(actor)
        assert rival.number in body


async def test_nobody_hears_where_nothing_is_open() -> None:
    first, second = await _two_offices()
    loan = await a_loan(second)
    await usecases.cancel_loan(second.facility, loan.id, commands.GiveReason(reason="都合により"))
    await merge_organizations(first.counter, first.facility.acting_for(), second.facility.acting_for())
    assert [await _told(actor) for actor in (first.facility, second.facility, first.vendor)] == [[], [], []]


async def test_the_page_says_before_who_will_be_told(application: Litestar) -> None:
    first, second = await _two_offices()
    loan = await a_loan(second)
    await usecases.propose_loan(first.counter, loan.id)
    path = f"/organizations/{first.facility.acting_for()}/merge?merged_id={second.facility.acting_for()}"
    async with visiting(application, first.counter) as counter:
        assert "メールで知らせる相手" not in words(await counter.get(path))
        await usecases.confirm_loan(first.vendor, loan.id, commands.ConfirmLoan())
        compared = words(await counter.get(path))
        assert "メールで知らせる相手" in compared
        assert await _name(first.vendor) in compared.partition("メールで知らせる相手")[2]
