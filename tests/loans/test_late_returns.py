"""A unit that is late: who is touched is warned and shown, names only to those who may know, and ways out."""

from datetime import timedelta
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar

from accounts.domain import Actor
from catalog.domain import Condition
from core import db
from core.clock import frozen, now, today
from core.errors import NotFound
from directory.kinds import OrganizationKind
from loans import usecases
from loans.commands import ConfirmLoan, GiveReason, SendBackLoan, TakeBackLoan
from loans.domain import Custody, StepName
from loans.held_up import held_up
from loans.late_returns import late_return, late_return_for
from loans.queries import LoanView, loan_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_loan, a_unit, an_actor, an_organization, the_parties
from tests.loans.letters import a_loan_on_trial, mails, subjects
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("own_database")

PHONE = "097-000-0000"
WEEKS = timedelta(weeks=10)


class Town(msgspec.Struct, frozen=True):
    """A late loan, and one of another facility and counter that has its unit next."""

    parties: Parties
    others: Parties
    late: LoanView
    following: LoanView

    @property
    def people(self) -> list[Actor]:
        """Everybody who may see one of the two."""
        return [self.parties.vendor, self.parties.counter, self.others.counter, self.parties.facility]


async def a_town() -> Town:
    """A unit a fortnight late, and booked again in a week."""
    parties, others = await the_parties(), await the_parties()
    ids = [parties.vendor.organization_id, parties.counter.organization_id, others.counter.organization_id]
    await db.execute("UPDATE organization SET phone = $2 WHERE id = ANY($1::uuid[])", ids, PHONE)
    with frozen(now() - timedelta(days=60)):
        late = await a_loan_on_trial(parties)
    rival = Parties(others.facility, others.counter, parties.vendor, parties.product_id)
    following = await a_loan(rival, start=today() + timedelta(days=7))
    return Town(parties, rival, await loan_for(parties.vendor, late.id), following)


async def agreed(town: Town) -> LoanView:
    """The following loan, confirmed."""
    await usecases.propose_loan(town.others.counter, town.following.id)
    return await usecases.confirm_loan(town.parties.vendor, town.following.id, ConfirmLoan())


async def test_the_next_ones_are_warned_once_and_not_told_who_is_late() -> None:
    town = await a_town()
    for _ in range(2):
        await usecases.stretch_overdue()
    following, others = town.following, town.others
    told = await subjects(others.facility, following)
    assert told.count("予定どおり届かないことがあります") == 1
    assert (await subjects(others.counter, following)).count("前の貸出や展示からの返却が遅れています") == 1
    assert (await subjects(others.vendor, following)).count("前の貸出や展示からの返却が遅れています") == 1
    bodies = [body for _, body in await mails(others.facility, following)]
    assert not [body for body in bodies if town.late.facility_name in body or town.late.number in body]


async def test_everybody_learns_when_and_only_those_who_may_whose_booking_it_is() -> None:
    town = await a_town()
    (seen,) = await late_return(town.parties.vendor, town.late)
    assert seen.touched.loan is not None
    assert (seen.touched.loan.id, seen.touched.loan.facility_name) == (town.following.id, "")
    for actor in (town.parties.counter, town.parties.facility):
        (hidden,) = await late_return(actor, await loan_for(actor, town.late.id))
        assert (hidden.touched.loan, hidden.swap, hidden.other_days) == (None, None, None)
        assert hidden.touched.start == seen.touched.start
        assert town.following.facility_name not in repr(hidden)
    await agreed(town)
    (seen,) = await late_return(town.parties.vendor, town.late)
    assert seen.touched.loan is not None
    assert seen.touched.loan.facility_name == town.following.facility_name


async def test_what_cannot_be_solved_says_whom_to_call() -> None:
    town = await a_town()
    (seen,) = await late_return(town.parties.counter, await loan_for(town.parties.counter, town.late.id))
    assert not seen.is_open
    assert [(whom.name, whom.phone) for whom in seen.call] == [(town.late.lender_name, PHONE)]
    (mine,) = await late_return(town.parties.vendor, town.late)
    assert mine.swap is None  # there is no other unit
    assert town.following.counter_name in [whom.name for whom in mine.call]


async def test_one_press_puts_a_free_unit_in_the_place_of_the_late_one(application: Litestar) -> None:
    town = await a_town()
    following = await agreed(town)
    spare = await a_unit(town.parties.product_id, following.lender_id)
    page_path, action = f"/loans/{town.late.id}", f"/loans/{following.id}/exchange"
    async with visiting(application, town.parties.vendor) as vendor:
        desk = words(await vendor.get("/vendor"))
        assert "次の予定" in desk
        assert following.number in desk
        page = await vendor.get(page_path)
        for part in ("返却の遅れで影響を受ける予定", "この操作で変わること", "が空きます", "を押さえます"):
            assert part in words(page)
        assert forms_of(page)[action]["unit_ids"] == [str(spare)]
        done = await follow(vendor, await send(vendor, page, action))
        assert "個体を交換しました" in words(done)
        assert "影響を受ける予定" not in words(await vendor.get(page_path))
    assert (await loan_for(town.parties.vendor, following.id)).unit_ids == [spare]
    assert "貸し出す個体が替わりました" in await subjects(town.others.facility, following)


NOT_BACK = "まだ戻っていません"


async def test_the_next_ones_page_says_that_its_unit_is_not_back_and_what_can_be_done(
    application: Litestar,
) -> None:
    town = await a_town()
    following = await agreed(town)
    spare = await a_unit(town.parties.product_id, following.lender_id)
    page_path, action = f"/loans/{following.id}", f"/loans/{following.id}/exchange"
    async with visiting(application, town.others.facility) as facility:
        seen = words(await facility.get(page_path))
        for part in (NOT_BACK, "貸主と相談窓口が決めてお知らせします", PHONE):
            assert part in seen
        assert town.late.facility_name not in seen
        assert town.late.number not in seen
    async with visiting(application, town.others.counter) as counter:
        seen = words(await counter.get(page_path))
        for part in (
            NOT_BACK,
            "が同じ日に空いています",
            "別の日程にする",
            "個体を替えられるのは貸主です",
            PHONE,
        ):
            assert part in seen
    async with visiting(application, town.parties.vendor) as vendor:
        page = await vendor.get(page_path)
        for part in (NOT_BACK, "この操作で変わること", "別の日程にする"):
            assert part in words(page)
        assert forms_of(page)[action]["unit_ids"] == [str(spare)]
        assert "個体を交換しました" in words(await follow(vendor, await send(vendor, page, action)))
        assert NOT_BACK not in words(await vendor.get(page_path))


async def test_a_unit_that_can_still_come_in_time_is_nobodys_worry() -> None:
    town = await a_town()
    following = await agreed(town)
    (seen,) = await held_up(town.parties.vendor, following)
    assert seen.ready > seen.way.touched.start
    far = await loan_for(town.parties.vendor, (await a_loan(town.others, start=today() + WEEKS)).id)
    assert await held_up(town.parties.vendor, far) == [], "it is late, but home long before it is needed"
    await usecases.send_back_loan(town.parties.facility, town.late.id, SendBackLoan(cleaned=True))
    await usecases.take_back_loan(town.parties.vendor, town.late.id, TakeBackLoan(condition=Condition.OK))
    assert await held_up(town.parties.vendor, following) == []


async def test_a_unit_that_is_late_itself_takes_nobodys_place() -> None:
    town = await a_town()
    await agreed(town)
    spare = await a_unit(town.parties.product_id, town.late.lender_id)
    (seen,) = await late_return(town.parties.vendor, town.late)
    assert seen.swap is not None
    assert seen.swap.unit.id == spare
    await db.execute("UPDATE unit SET status = 'retired' WHERE id = $1", spare)
    second = await a_unit(town.parties.product_id, town.late.lender_id)
    with frozen(now() - timedelta(days=60)):
        also_late = await a_loan_on_trial(town.parties)
    assert also_late.unit_ids == [second]
    (seen,) = await late_return(town.parties.vendor, town.late)
    assert (seen.swap, seen.touched.spare_unit) == (None, None)


async def test_other_days_are_those_on_which_the_late_unit_is_ready_and_lead_to_an_offer(
    application: Litestar,
) -> None:
    town = await a_town()
    following = await agreed(town)
    (seen,) = await late_return(town.parties.vendor, town.late)
    other = seen.other_days
    assert other is not None
    assert (other.step, other.end - other.start) == (StepName.OFFER, following.end - following.start)
    assert today() + timedelta(days=3) < other.start < following.end  # its own days are not in its way
    async with visiting(application, town.parties.vendor) as vendor:
        page = await vendor.get(f"/loans/{town.late.id}")
        address = f"/loans/{following.id}/offer?start={other.start}&last_day={other.last_day}"
        assert address.replace("&", "&amp;") in page.text
        form = await vendor.get(address)
        path = f"/loans/{following.id}/offer"
        fields = forms_of(form)[path]
        assert (fields["start"], fields["last_day"]) == ([str(other.start)], [str(other.last_day)])
        await follow(vendor, await send(vendor, form, path))
    offered = await loan_for(town.parties.vendor, following.id)
    assert offered.offer is not None
    assert (offered.offer.start, offered.offer.end) == (other.start, other.end)


async def test_looking_changes_nothing_and_addresses_that_make_no_sense_are_left_out(
    application: Litestar,
) -> None:
    town = await a_town()
    following = await agreed(town)
    await a_unit(town.parties.product_id, following.lender_id)
    sql = "SELECT md5(string_agg(o::text, '' ORDER BY id)) FROM occupancy o WHERE cause_id = ANY($1::uuid[])"
    before = await db.fetch_value(sql, [town.late.id, following.id])
    async with visiting(application, town.parties.vendor) as vendor:
        await vendor.get(f"/loans/{town.late.id}")
        for query in (
            "start=tomorrow&last_day=x",
            "start=2026-99-99",
            "start=9999-12-31&last_day=0001-01-01",
        ):
            form = await vendor.get(f"/loans/{following.id}/offer?{query}")
            fields = forms_of(form)[f"/loans/{following.id}/offer"]
            assert (form.status_code, fields["start"]) == (200, [str(following.start)])
    assert await db.fetch_value(sql, [town.late.id, following.id]) == before


async def test_the_counter_of_the_next_one_may_move_what_is_agreed() -> None:
    """Here the same counter has both: it cannot exchange, but move to other days, or call the lender."""
    town = await a_town()
    counter = town.parties.counter
    mine = Parties(town.parties.facility, counter, town.parties.vendor, town.parties.product_id)
    await usecases.decline_loan(town.others.counter, town.following.id, GiveReason(reason="都合により"))
    following = await a_loan(mine, start=today() + timedelta(days=7))
    await usecases.propose_loan(counter, following.id)
    await usecases.confirm_loan(town.parties.vendor, following.id, ConfirmLoan())
    await a_unit(town.parties.product_id, following.lender_id)
    (seen,) = await late_return(counter, await loan_for(counter, town.late.id))
    assert seen.swap is None
    assert seen.touched.spare_unit is not None  # to be asked for
    assert seen.other_days is not None
    assert seen.other_days.step is StepName.RESCHEDULE
    assert town.late.lender_name in [whom.name for whom in seen.call]


async def test_maintenance_in_the_way_is_shown_without_a_loan() -> None:
    town = await a_town()
    sql = "UPDATE occupancy SET purpose = 'maintenance', cause_id = NULL WHERE cause_id = $1"
    await db.execute(sql, town.following.id)
    (seen,) = await late_return(town.parties.vendor, town.late)
    assert (seen.touched.purpose.value, seen.touched.loan, seen.is_open) == ("maintenance", None, False)


async def test_a_unit_sent_back_late_still_touches_and_one_sent_in_time_does_not() -> None:
    town = await a_town()
    facility = town.parties.facility
    await usecases.send_back_loan(facility, town.late.id, SendBackLoan(cleaned=True))
    on_its_way = await loan_for(town.parties.vendor, town.late.id)
    assert on_its_way.custody is Custody.RETURNING
    assert len(await late_return(town.parties.vendor, on_its_way)) == 1
    await _sent_on(town.late.id, town.late.last_day)
    in_time = await loan_for(town.parties.vendor, town.late.id)
    assert await late_return(town.parties.vendor, in_time) == []


async def _sent_on(loan_id: UUID, day: object) -> None:
    await db.execute("UPDATE loan_unit SET sent_back_on = $2 WHERE loan_id = $1", loan_id, day)


async def test_programs_ask_for_it_and_strangers_are_told_nothing(client: httpx.AsyncClient) -> None:
    town = await a_town()
    caller = await a_caller(client, town.parties.vendor)
    answer = await caller.get(f"/loans/{town.late.id}/late-return")
    assert answer.status_code == 200
    (item,) = answer.json()["items"]
    assert item["touched"]["loan"]["id"] == str(town.following.id)
    assert item["call"]
    stranger = await an_actor(await an_organization(OrganizationKind.FACILITY))
    for actor in (stranger, town.others.counter):
        with pytest.raises(NotFound):
            await late_return_for(actor, town.late.id)
    in_time = await loan_for(town.parties.vendor, town.following.id)
    assert await late_return(town.parties.vendor, in_time) == []


async def test_the_facility_is_told_that_somebody_waits_and_not_who(application: Litestar) -> None:
    town = await a_town()
    await agreed(town)
    async with visiting(application, town.parties.facility) as facility:
        said = words(await facility.get(f"/loans/{town.late.id}"))
    assert "返却を待っている予定があります" in said
    assert town.following.number not in said
    assert town.following.facility_name not in said
