"""What happens to a whole bundle at once is told once to each party, however many products there are."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from accounts.domain import Actor
from core import db
from core.errors import IllegalStep, Invalid, NotAllowed, NotFound
from loans import usecases
from loans.bundles.notices import tell_of_bundle
from loans.bundles.queries import BundleView
from loans.bundles.steps import cancel_bundle, propose_bundle
from loans.bundles.usecases import request_loans
from loans.commands import ConfirmLoan, GiveReason
from loans.domain import Custody
from loans.queries import LoanView, loan_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_product, an_actor, an_organization, another_facility, the_parties
from tests.loans.letters import deliver_everything, subjects
from tests.loans.test_bundles import asking, holds_of, item
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("own_database")

REASON = GiveReason(reason="改修工事が決まった")


class World:
    """A bundle of three products: two of one vendor, one of another."""

    def __init__(self, parties: Parties, other: Actor, products: list[UUID], bundle: BundleView) -> None:
        self.parties, self.other, self.products, self.bundle = parties, other, products, bundle

    def of(self, actor: Actor) -> list[LoanView]:
        """The loans that this lender lends."""
        return [loan for loan in self.bundle.loans if loan.lender_id == actor.organization_id]


async def a_world() -> World:
    parties = await the_parties(units=2, policy={"max_units": 10})
    other = await an_actor(await an_organization(parties.vendor.kind))  # type: ignore[arg-type]
    products = [
        parties.product_id,
        await a_product(parties.vendor.acting_for(), units=2),
        await a_product(other.acting_for(), units=2),
    ]
    bundle = await request_loans(parties.facility, asking(*(item(one) for one in products)))
    return World(parties, other, products, bundle)


async def letters(actor: Actor, bundle: BundleView) -> list[tuple[str, str]]:
    """What this person was told about the bundle, in the order it came, by the real outbox."""
    await deliver_everything()
    address = await db.fetch_value("SELECT email FROM person WHERE id = $1", actor.person_id)
    sql = """
    SELECT subject, body FROM caught_mail
    WHERE recipient = $1 AND body LIKE '%' || $2::text || '%' ORDER BY id
    """
    return [(row["subject"], row["body"]) for row in await db.fetch(sql, address, f"/bundles/{bundle.id}")]


def numbers_in(body: str, world: World) -> set[str]:
    return {loan.number for loan in world.bundle.loans if loan.number in body}


async def test_each_lender_gets_one_mail_for_all_its_products_at_the_request() -> None:
    world = await a_world()
    for lender in (world.parties.vendor, world.other):
        ((subject, body),) = await letters(lender, world.bundle)
        assert "個体を仮に押さえました" in subject
        assert numbers_in(body, world) == {loan.number for loan in world.of(lender)}
    facility_name = world.bundle.facility_name
    assert facility_name not in (await letters(world.other, world.bundle))[0][1]
    assert len(await letters(world.parties.facility, world.bundle)) == 1
    assert len(await letters(world.parties.counter, world.bundle)) == 1


async def test_proposing_all_tells_each_lender_once_and_exactly_once_under_retry() -> None:
    world = await a_world()
    await deliver_everything()
    seen = await propose_bundle(world.parties.counter, world.bundle.id)
    assert {loan.custody for loan in seen.loans} == {Custody.PROPOSED}
    assert len(await letters(world.parties.vendor, world.bundle)) == 2
    row = await db.fetch_row(
        "SELECT dedupe_key, payload FROM outbox WHERE kind = 'loan_bundle' AND dedupe_key LIKE $1",
        f"loan_bundle:{world.bundle.id}:%",
    )
    assert row is not None
    payload: Any = db.from_json(row["payload"])
    await tell_of_bundle(payload, row["dedupe_key"])  # the courier was killed after it had written
    for lender in (world.parties.vendor, world.other):
        told = await letters(lender, world.bundle)
        assert [subject.partition(":")[0] for subject, _ in told][1:] == ["まとめて試用貸出の打診です"]
        assert "返事の期限" in told[1][1]
        assert numbers_in(told[1][1], world) == {loan.number for loan in world.of(lender)}
        for loan in world.of(lender):
            assert await subjects(lender, loan) == []
    assert len(await letters(world.parties.facility, world.bundle)) == 1
    with pytest.raises(IllegalStep):
        await propose_bundle(world.parties.counter, world.bundle.id)


async def test_cancelling_all_frees_the_days_and_tells_everybody_else_once() -> None:
    world = await a_world()
    confirmed = world.of(world.other)[0]
    await usecases.propose_loan(world.parties.counter, confirmed.id)
    await usecases.confirm_loan(world.other, confirmed.id, ConfirmLoan())
    await deliver_everything()
    await cancel_bundle(world.parties.facility, world.bundle.id, REASON)
    assert await holds_of(world.products) == 0
    for reader in (world.parties.counter, world.parties.vendor, world.other):
        subject, body = (await letters(reader, world.bundle))[-1]
        assert "まとめた申込が取り消されました" in subject
        assert REASON.reason in body
        assert len(await letters(reader, world.bundle)) == 2
    assert len(await letters(world.parties.facility, world.bundle)) == 1  # it did so itself
    loan = await loan_for(world.parties.facility, confirmed.id)
    assert (loan.custody, loan.ended_reason) == (Custody.CANCELLED, REASON.reason)
    assert "試用貸出が取り消されました" not in await subjects(world.other, confirmed)


async def test_only_what_can_still_be_cancelled_is() -> None:
    world = await a_world()
    first = world.bundle.loans[0]
    await usecases.cancel_loan(world.parties.facility, first.id, REASON)
    seen = await cancel_bundle(world.parties.counter, world.bundle.id, GiveReason(reason="電話で取消"))
    assert {loan.custody for loan in seen.loans} == {Custody.CANCELLED}
    assert (await loan_for(world.parties.counter, first.id)).ended_reason == REASON.reason
    (_, body) = (await letters(world.parties.facility, world.bundle))[-1]
    assert numbers_in(body, world) == {loan.number for loan in world.bundle.loans} - {first.number}


async def test_a_lender_that_heard_of_the_bundle_hears_that_one_of_its_loans_came_to_nothing() -> None:
    world = await a_world()
    (loan,) = world.of(world.other)
    await usecases.cancel_loan(world.parties.facility, loan.id, REASON)
    assert await subjects(world.other, loan) == ["試用貸出が取り消されました"]


async def test_others_cannot_and_wrong_input_is_told(client: httpx.AsyncClient) -> None:
    world = await a_world()
    stranger = await another_facility(world.parties)
    for actor in (stranger, (await the_parties()).counter):
        with pytest.raises(NotFound):
            await cancel_bundle(actor, world.bundle.id, REASON)
    with pytest.raises(NotAllowed):
        await cancel_bundle(world.parties.vendor, world.bundle.id, REASON)
    with pytest.raises(NotAllowed):
        await propose_bundle(world.parties.facility, world.bundle.id)
    with pytest.raises(Invalid):
        await cancel_bundle(world.parties.facility, world.bundle.id, GiveReason(reason="　"))
    facility = await a_caller(client, world.parties.facility)
    path = f"/loan-requests/{world.bundle.id}/cancel"
    assert (await facility.post(path, {})).status_code == 422
    answers = [await facility.post(path, {"reason": "工事"}, Idempotency_Key="k") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    again = await facility.post(path, {"reason": "工事"})
    assert (again.status_code, again.json()["code"]) == (409, "illegal-step")


async def test_the_page_of_a_bundle_proposes_and_cancels_all_of_it(application: Litestar) -> None:
    world = await a_world()
    path = f"/bundles/{world.bundle.id}"
    async with visiting(application, world.parties.counter) as counter:
        page = await counter.get(path)
        shown = await follow(counter, await send(counter, page, f"{path}/propose"))
        assert "まとめて打診しました" in words(shown)
        assert "3機種をまとめて打診する" not in words(shown)
    async with visiting(application, world.parties.vendor) as vendor:
        assert "まとめて取り消す" not in words(await vendor.get(path))
    async with visiting(application, world.parties.facility) as facility:
        page = await facility.get(path)
        refused = await send(facility, page, f"{path}/cancel")
        assert refused.status_code == 422
        assert "理由" in words(refused)
        done = await follow(facility, await send(facility, page, f"{path}/cancel", reason="工事のため"))
        assert "まとめて取り消しました" in words(done)
