"""What happens to loans of one bundle at the same moment is one mail for each reader: yes, no, and time."""

from datetime import datetime, timedelta
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from core import db
from core.clock import frozen, now
from core.errors import IllegalStep, Invalid, NotAllowed
from loans import usecases
from loans.bundles.steps import cancel_bundle, confirm_bundle, decline_bundle, propose_bundle
from loans.commands import GiveReason
from loans.domain import Custody
from loans.queries import LoanView, loan_events, loan_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import another_facility
from tests.loans.letters import subjects
from tests.loans.test_bundle_steps import REASON, World, a_world, letters, numbers_in
from tests.loans.test_bundles import holds_of
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("own_database")


async def sweep_at(moment: datetime) -> None:
    """What the worker does, twice, as it may."""
    with frozen(moment):
        for _ in range(2):
            while await usecases.expire_holds():
                pass
            while await usecases.remind_of_holds() or await usecases.escalate_silence():
                pass


def last_hold(loans: list[LoanView]) -> datetime:
    """When the last of them runs out."""
    return max(loan.hold_expires_at for loan in loans if loan.hold_expires_at is not None)


async def test_a_lender_agrees_to_all_of_its_own_and_nothing_else() -> None:
    world = await a_world()
    await propose_bundle(world.parties.counter, world.bundle.id)
    seen = await confirm_bundle(world.parties.vendor, world.bundle.id)
    assert {loan.custody for loan in seen.loans} == {Custody.CONFIRMED}
    (others,) = world.of(world.other)
    assert (await loan_for(world.parties.counter, others.id)).custody is Custody.PROPOSED
    own = {loan.number for loan in world.of(world.parties.vendor)}
    for reader in (world.parties.facility, world.parties.counter):
        subject, body = (await letters(reader, world.bundle))[-1]
        assert "まとめた申込の試用貸出が決まりました" in subject
        assert numbers_in(body, world) == own
        assert [await subjects(reader, loan) for loan in world.bundle.loans] == [[], [], []]
    with pytest.raises(IllegalStep):
        await confirm_bundle(world.parties.vendor, world.bundle.id)
    with pytest.raises(NotAllowed):
        await confirm_bundle(world.parties.facility, world.bundle.id)


async def test_a_counter_declines_everything_and_each_party_hears_of_it_once() -> None:
    world = await a_world()
    await decline_bundle(world.parties.counter, world.bundle.id, REASON)
    assert await holds_of(world.products) == 0
    for reader in (world.parties.facility, world.parties.vendor, world.other):
        told = await letters(reader, world.bundle)
        assert len(told) == 2
        assert REASON.reason in told[-1][1]
    assert len(await letters(world.parties.counter, world.bundle)) == 1
    loan = await loan_for(world.parties.facility, world.bundle.loans[0].id)
    assert (loan.custody, loan.ended_reason) == (Custody.DECLINED, REASON.reason)


async def test_a_lender_declines_its_own_and_the_other_lender_hears_nothing() -> None:
    world = await a_world()
    with pytest.raises(Invalid):
        await decline_bundle(world.parties.vendor, world.bundle.id, GiveReason(reason="　"))
    await decline_bundle(world.parties.vendor, world.bundle.id, REASON)
    subject, body = (await letters(world.parties.facility, world.bundle))[-1]
    assert "お受けできませんでした" in subject
    assert numbers_in(body, world) == {loan.number for loan in world.of(world.parties.vendor)}
    assert len(await letters(world.other, world.bundle)) == 1


async def test_holds_of_a_bundle_that_run_out_together_are_one_mail() -> None:
    world = await a_world()
    moment = last_hold(world.bundle.loans)
    await sweep_at(moment - timedelta(hours=1))
    await sweep_at(moment + timedelta(hours=1))
    told = [subject.partition(":")[0] for subject, _ in await letters_later(world)]
    assert told == [
        "まとめて試用貸出の申込がありました",
        "まとめた申込の仮押さえの期限が近づいています",
        "まとめた申込の仮押さえの期限が切れました",
    ]
    for loan in world.bundle.loans:
        steps = [event.step for event in await loan_events(world.parties.counter, loan.id)]
        assert steps == ["request", "hold_ending", "hold_expired"]
        assert await subjects(world.parties.counter, loan) == []
    assert len(await letters(world.parties.vendor, world.bundle)) == 1  # it was not asked to do anything


async def letters_later(world: World) -> list[tuple[str, str]]:
    """What the counter was told, mails of days to come as well."""
    with frozen(now() + timedelta(days=60)):
        return await letters(world.parties.counter, world.bundle)


async def test_a_loan_that_was_settled_is_left_out_and_one_alone_is_told_alone() -> None:
    world = await a_world()
    first, second, last = world.bundle.loans
    for loan in (first, second):
        await usecases.cancel_loan(world.parties.facility, loan.id, REASON)
    await sweep_at(last_hold([last]) + timedelta(hours=1))
    with frozen(now() + timedelta(days=60)):
        assert await subjects(world.parties.counter, last) == ["仮押さえの期限が切れました"]
    assert len(await letters_later(world)) == 1


async def test_silent_lenders_are_told_of_once_a_bundle_and_each_hears_of_its_own() -> None:
    world = await a_world()
    seen = await propose_bundle(world.parties.counter, world.bundle.id)
    days = [loan.answer_by for loan in seen.loans if loan.answer_by is not None]
    after = datetime.combine(max(days), datetime.min.time(), now().tzinfo) + timedelta(days=1, hours=1)
    await sweep_at(after)
    silent = [body for subject, body in await letters_later(world) if "返事がありません" in subject]
    assert len(silent) == 1
    assert numbers_in(silent[0], world) == {loan.number for loan in world.bundle.loans}
    with frozen(now() + timedelta(days=60)):
        for lender in (world.parties.vendor, world.other):
            mine = [body for subject, body in await letters(lender, world.bundle) if "期限を過ぎ" in subject]
            assert len(mine) == 1
            assert numbers_in(mine[0], world) == {loan.number for loan in world.of(lender)}
            assert world.bundle.facility_name not in mine[0]


async def test_programs_do_it_too_and_wrong_input_is_told(client: httpx.AsyncClient) -> None:
    world = await a_world()
    path = f"/loan-requests/{world.bundle.id}"
    await propose_bundle(world.parties.counter, world.bundle.id)
    vendor = await a_caller(client, world.parties.vendor)
    assert (await vendor.post(f"{path}/decline", {})).status_code == 422
    answers = [await vendor.post(f"{path}/confirm", {}, Idempotency_Key="k") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert (await vendor.post(f"{path}/decline", {"reason": "修理"})).json()["code"] == "illegal-step"
    stranger = await a_caller(client, await another_facility(world.parties))
    assert (await stranger.post(f"{path}/decline", {"reason": "x"})).status_code == 404


async def test_what_changes_is_seen_before_and_nothing_has_changed(application: Litestar) -> None:
    world = await a_world()
    await propose_bundle(world.parties.counter, world.bundle.id)
    path = f"/bundles/{world.bundle.id}"
    async with visiting(application, world.parties.vendor) as vendor:
        page = await vendor.get(path)
        assert "2機種をまとめて承諾する" in words(page)
        looked = words(await send(vendor, page, f"{path}/decline", look="1"))
        assert "この操作で変わること" in looked
        assert "が空きます" in looked
        assert "事業所に知らせます" in looked.replace(" ", "")
        assert world.bundle.facility_name not in looked
        assert await custodies(world) == {"proposed"}
        refused = await send(vendor, page, f"{path}/decline")
        assert refused.status_code == 422
        shown = await follow(vendor, await send(vendor, page, f"{path}/confirm"))
        assert "まとめて承諾しました" in words(shown)
    async with visiting(application, world.other) as other:
        assert "まとめて承諾" not in words(await other.get(path))  # one alone has a page of its own
    async with visiting(application, world.parties.counter) as counter:
        page = await counter.get(path)
        done = await follow(counter, await send(counter, page, f"{path}/cancel", reason="工事のため"))
        assert "まとめて取り消しました" in words(done)


async def custodies(world: World) -> set[str]:
    ids: list[UUID] = [loan.id for loan in world.bundle.loans]
    rows = await db.fetch("SELECT custody FROM loan WHERE id = ANY($1::uuid[])", ids)
    return {row["custody"] for row in rows}


async def test_cancelling_again_finds_nothing() -> None:
    world = await a_world()
    await cancel_bundle(world.parties.facility, world.bundle.id, REASON)
    for take in (cancel_bundle, decline_bundle):
        with pytest.raises(IllegalStep):
            await take(world.parties.counter, world.bundle.id, REASON)
