"""休業日: an organisation says when it is closed, and sees which coming loans meet that first."""

from datetime import date, timedelta

import pytest
from litestar import Litestar

from accounts.domain import Actor, Role
from core.calendar import WorkingDays
from core.clock import today
from core.errors import Invalid, NotAllowed
from directory.closures import Stretch, close_on, close_weekly, closures_of, open_on
from directory.kinds import OrganizationKind
from loans.closing import loans_meeting
from tests.factories import a_loan, an_actor, an_organization, the_parties
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")

CLOSING = "/organization/closing-days"
NEXT_YEAR = today() + timedelta(days=200)


async def chief_of(actor: Actor) -> Actor:
    """An administrator of the same organisation."""
    return await an_actor(actor.acting_for(), role=Role.ADMIN)


async def test_a_facility_closes_for_some_days_and_opens_again(application: Litestar) -> None:
    chief = await chief_of((await the_parties()).facility)
    last = NEXT_YEAR + timedelta(days=2)
    async with visiting(application, chief) as facility:
        blank = await facility.get(CLOSING)
        assert "入れた休業日はありません" in blank.text
        assert "開いているものとして扱います" in blank.text
        sent = await send(facility, blank, CLOSING, first=str(NEXT_YEAR), last=str(last), note="改修工事")
        seen = await follow(facility, sent)
        assert "改修工事" in seen.text
        (stretch,) = (await closures_of(chief)).stretches
        assert (stretch.first, stretch.last) == (NEXT_YEAR, last)
        gone = await follow(facility, await send(facility, seen, CLOSING + "/open"))
        assert "入れた休業日はありません" in gone.text
        history = await facility.get("/organization")
        assert "改修工事" in history.text


async def test_an_office_is_told_which_loans_begin_or_end_on_the_day_before_it_closes(
    application: Litestar,
) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    chief = await chief_of(parties.facility)
    day = str(loan.last_day)
    async with visiting(application, chief) as facility:
        asked = await send(facility, await facility.get(CLOSING), CLOSING, first=day)
        assert asked.status_code == 200
        assert "その日に始まる、または終わる貸出が1件あります" in asked.text
        assert loan.number in asked.text
        assert not (await closures_of(chief)).stretches
        done = await follow(facility, await send(facility, asked, CLOSING))
        assert "休業日を入れました" in done.text
    assert [one.first for one in (await closures_of(chief)).stretches] == [loan.last_day]


async def test_other_days_than_those_confirmed_are_looked_at_anew(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    async with visiting(application, await chief_of(parties.facility)) as facility:
        asked = await send(facility, await facility.get(CLOSING), CLOSING, first=str(loan.start))
        again = await send(facility, asked, CLOSING, first=str(loan.last_day))
        assert "貸出が1件あります" in again.text


async def test_a_lender_is_told_of_the_days_on_which_its_unit_leaves_and_is_inspected() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    working = WorkingDays()
    leaves = working.before(loan.start, 2)
    inspected = working.after(loan.end, 3) - timedelta(days=1)
    for day, count in ((leaves, 1), (inspected, 1), (leaves + timedelta(days=60), 0)):
        assert (await loans_meeting(parties.vendor, [day])).count == count
    assert (await loans_meeting(parties.vendor, weekdays=[leaves.weekday()])).count == 1
    assert (await loans_meeting(parties.counter, [loan.start])).count == 1
    stranger = await an_actor(await an_organization(OrganizationKind.VENDOR))
    assert (await loans_meeting(stranger, [leaves, loan.start])).count == 0


async def test_the_days_of_a_week_are_chosen_and_one_is_left_open(application: Litestar) -> None:
    parties = await the_parties()
    chief = await chief_of(parties.vendor)
    async with visiting(application, chief) as vendor:
        page = await vendor.get(CLOSING)
        assert "日曜日" not in str(forms_of(page)[CLOSING + "/weekly"])
        sent = await send(vendor, page, CLOSING + "/weekly", weekdays=["2"])
        assert "毎週の休みを変えました" in (await follow(vendor, sent)).text
        assert (await closures_of(chief)).weekdays == {2}
        none = await send(vendor, page, CLOSING + "/weekly", weekdays=["0", "1", "2", "3", "4"])
        assert none.status_code == 422
        assert "休みでない曜日を、一つは残してください" in none.text
    facility = await chief_of(parties.facility)
    await close_weekly(facility, [0, 1, 2, 3, 4, 5])
    with pytest.raises(Invalid):
        await close_weekly(facility, range(7))


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (today() - timedelta(days=1), today(), "start-in-past"),
        (NEXT_YEAR, NEXT_YEAR - timedelta(days=1), "end-before-start"),
        (NEXT_YEAR, NEXT_YEAR + timedelta(days=200), "closed-too-long"),
        (today() + timedelta(days=2000), today() + timedelta(days=2001), "closing-too-far"),
    ],
)
async def test_days_that_cannot_be_closed(first: date, last: date, code: str) -> None:
    chief = await chief_of((await the_parties()).counter)
    with pytest.raises(Invalid) as refused:
        await close_on(chief, Stretch(first=first, last=last))
    assert code in refused.value.fields.values()


async def test_short_closures_one_after_the_other_do_not_close_for_ever() -> None:
    chief = await chief_of((await the_parties()).vendor)
    half = timedelta(days=120)
    await close_on(chief, Stretch(first=NEXT_YEAR, last=NEXT_YEAR + half))
    with pytest.raises(Invalid):
        await close_on(chief, Stretch(first=NEXT_YEAR + half + timedelta(days=1), last=NEXT_YEAR + 2 * half))


async def test_only_administrators_of_those_who_take_part_in_loans_say_when_they_are_closed(
    application: Litestar,
) -> None:
    parties = await the_parties()
    stretch = Stretch(first=NEXT_YEAR, last=NEXT_YEAR)
    for order in (close_on, open_on):
        with pytest.raises(NotAllowed):
            await order(parties.vendor, stretch)
    async with visiting(application, parties.vendor) as vendor:
        page = await vendor.get(CLOSING)
        assert "入れられるのは、組織の管理者です" in page.text
        assert CLOSING not in forms_of(page)
    with pytest.raises(NotAllowed):
        await closures_of(await an_actor(await an_organization(OrganizationKind.LIVING_LAB)))


async def test_a_closing_day_of_the_facility_is_refused_in_a_request_from_then_on() -> None:
    parties = await the_parties()
    day = today() + timedelta(days=30)
    await close_on(await chief_of(parties.facility), Stretch(first=day, last=day))
    with pytest.raises(Invalid) as refused:
        await a_loan(parties, start=day)
    assert refused.value.fields == {"start": "facility-closed-on-start"}
