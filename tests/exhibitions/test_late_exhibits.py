"""A unit that stays with a display too long: who comes next is warned once, and shown to who may know."""

from datetime import timedelta
from typing import NamedTuple

import httpx
import pytest

import loans.late_returns
import loans.notices  # noqa: F401  # registers what it handles
from accounts.domain import Actor
from catalog.touched import InTheWay
from core import clock, db
from core.clock import today
from core.i18n import format_date
from exhibitions.exhibits import Exhibit, exhibit_for, exhibits_on
from exhibitions.held_up import held_up
from exhibitions.late import in_the_way, late_on_desk
from exhibitions.usecases.way_home import stretch_late_exhibits
from loans import usecases
from loans.commands import ConfirmLoan
from loans.queries import LoanView
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import a_draft
from tests.exhibitions.test_exhibits import add, step
from tests.exhibitions.test_sending import agreed
from tests.factories import Parties, a_loan, a_unit, the_parties
from tests.loans.letters import a_loan_on_trial, deliver_everything, subjects

pytestmark = pytest.mark.usefixtures("own_database")

LATER = timedelta(days=30)


class Town(NamedTuple):
    """A unit that never left a display of three days, and the parties of whoever has it next."""

    parties: Parties
    others: Parties
    late: Exhibit

    async def seen_by(self, actor: Actor) -> list[InTheWay]:
        """What the late unit runs into, as this party sees it."""
        return await in_the_way(actor, await exhibit_for(actor, self.late.id))


async def a_town() -> Town:
    parties, others = await the_parties(), await the_parties()
    _, exhibit = await agreed(parties, starts_in=0, days=3)
    late = await step(parties.counter, exhibit, "deliver")
    rival = Parties(others.facility, others.counter, parties.vendor, parties.product_id)
    return Town(parties, rival, late)


async def a_following_loan(town: Town) -> LoanView:
    """Asked for now, for days on which the unit is still at the display."""
    loan = await a_loan(town.others, start=today() + LATER)
    await usecases.propose_loan(town.others.counter, loan.id)
    return loan


async def sweep_twice() -> None:
    for _ in range(2):
        await stretch_late_exhibits()


async def told(actor: Actor, about: str) -> list[str]:
    """The subjects of mails to the actor's person that speak of `about`."""
    await deliver_everything()
    sql = """
    SELECT subject FROM caught_mail JOIN person p ON p.email = recipient
    WHERE p.id = $1 AND body LIKE '%' || $2::text || '%'
    """
    return [row["subject"].partition(":")[0] for row in await db.fetch(sql, actor.person_id, about)]


async def test_the_parties_of_the_loan_that_comes_next_are_warned_once() -> None:
    town = await a_town()
    following = await a_following_loan(town)
    await stretch_late_exhibits()
    assert "前の貸出や展示からの返却が遅れています" not in await subjects(town.others.counter, following)
    with clock.frozen(clock.now() + LATER):
        await sweep_twice()
        for actor, said in (
            (town.others.facility, "予定どおり届かないことがあります"),
            (town.others.counter, "前の貸出や展示からの返却が遅れています"),
            (town.parties.vendor, "前の貸出や展示からの返却が遅れています"),
        ):
            assert (await subjects(actor, following)).count(said) == 1
    sql = "SELECT body FROM caught_mail WHERE body LIKE '%' || $1::text || '%'"
    bodies = [row["body"] for row in await db.fetch(sql, str(following.id))]
    assert not [body for body in bodies if town.late.exhibition_title in body or str(town.late.id) in body]


async def test_the_display_that_comes_next_is_warned_once() -> None:
    town = await a_town()
    start = today() + LATER
    display = await a_draft(town.others.counter, start=start, end=start + timedelta(days=9))
    following = await add(town.others.counter, display, town.parties.product_id, unit_id=town.late.unit_id)
    with clock.frozen(clock.now() + LATER):
        await sweep_twice()
        for actor in (town.others.counter, town.parties.vendor):
            heard = await told(actor, f"/exhibits/{following.id}")
            assert heard.count("展示の機器が予定どおり届かないことがあります") == 1
        (hidden,) = await town.seen_by(town.parties.counter)
        assert (hidden.name, hidden.href, hidden.ways) == ("", "", [])
        (seen,) = await town.seen_by(town.parties.vendor)
        assert (seen.name, seen.href) == (following.exhibition_title, f"/exhibits/{following.id}")


async def test_everybody_sees_from_when_and_only_those_who_may_whose_booking_it_is() -> None:
    town = await a_town()
    following = await a_following_loan(town)
    with clock.frozen(clock.now() + LATER):
        (seen,) = await town.seen_by(town.parties.vendor)
        assert (seen.name, seen.note) == (following.number, ""), "it has not agreed to the facility yet"
        (hidden,) = await town.seen_by(town.parties.counter)
        assert (hidden.name, hidden.note, hidden.ways) == ("", "", [])
        assert hidden.booking.start == seen.booking.start
        for name in (following.number, following.facility_name, str(following.id)):
            assert name not in repr(hidden)
        for actor in (town.parties.counter, town.parties.vendor):
            (word,) = await late_on_desk(actor.acting_for())
            assert word.href == f"/exhibits/{town.late.id}#late"
            assert following.facility_name not in str(word.text)
        assert await late_on_desk(town.others.counter.acting_for()) == []


async def test_a_display_is_warned_of_a_late_loan_too() -> None:
    parties, others = await the_parties(), await the_parties()
    loan = await a_loan_on_trial(parties)
    start = loan.end + timedelta(days=14)
    display = await a_draft(others.counter, start=start, end=start + timedelta(days=9))
    following = await add(others.counter, display, parties.product_id, unit_id=loan.unit_ids[0])
    with clock.frozen(clock.now() + (start - today())):
        for _ in range(2):
            await usecases.stretch_overdue()
        heard = await told(others.counter, f"/exhibits/{following.id}")
        assert heard.count("展示の機器が予定どおり届かないことがあります") == 1


async def test_the_late_displays_own_counter_and_lender_are_told_once_when_somebody_is_touched() -> None:
    town = await a_town()
    with clock.frozen(clock.now() + timedelta(days=5)):
        await sweep_twice()
    about, said = f"/exhibits/{town.late.id}", "展示の機器が戻らず、次の予定に響いています"
    for actor in (town.parties.counter, town.parties.vendor):
        assert said not in await told(actor, about), "late, and nobody is touched"
    following = await a_following_loan(town)
    with clock.frozen(clock.now() + LATER):
        await sweep_twice()
    with clock.frozen(clock.now() + LATER + timedelta(days=1)):
        await sweep_twice()
        for actor in (town.parties.counter, town.parties.vendor):
            assert (await told(actor, about)).count(said) == 1
    sql = "SELECT body FROM caught_mail WHERE body LIKE '%' || $1::text || '%' AND subject LIKE $2 || '%'"
    for row in await db.fetch(sql, about, said):
        assert following.number not in row["body"]
        assert following.facility_name not in row["body"]


async def test_the_touched_display_says_which_exhibit_until_when_and_what_can_be_done(
    client: httpx.AsyncClient,
) -> None:
    town = await a_town()
    start = today() + LATER
    display = await a_draft(town.others.counter, start=start, end=start + timedelta(days=9))
    following = await add(town.others.counter, display, town.parties.product_id, unit_id=town.late.unit_id)
    assert await held_up(town.others.counter, [following]) == []
    with clock.frozen(clock.now() + LATER):
        (seen,) = await held_up(town.others.counter, await exhibits_on(town.others.counter, display.id))
        assert (seen.exhibit.id, seen.since < seen.ready, seen.spare_unit) == (following.id, True, None)
        spare = await a_unit(town.parties.product_id, town.parties.vendor.acting_for())
        for path in (f"/exhibitions/{display.id}/prepare", f"/exhibits/{following.id}"):
            page = await (await a_browser(client, town.others.counter)).get(path)
            for said in (
                "予定どおり届かないおそれのある機器",
                following.serial_number,
                format_date(seen.ready),
            ):
                assert str(said) in words(page), said
            assert f"/exhibitions/{display.id}/exhibits?product_id={following.product_id}" in page.text
            assert (
                town.late.exhibition_title not in words(page) or town.late.exhibition_title == display.title
            )
            assert str(town.late.id) not in page.text
        (seen,) = await held_up(town.others.counter, [following])
        assert seen.spare_unit is not None
        assert seen.spare_unit.id == spare
        page = await (await a_browser(client, town.parties.vendor)).get(f"/exhibits/{following.id}")
        assert "電話で相談してください" in words(page)
        await step(town.parties.vendor, town.late, "return")
        assert await held_up(town.others.counter, [following]) == []


async def test_a_display_that_comes_after_a_late_loan_says_so_too() -> None:
    parties, others = await the_parties(), await the_parties()
    loan = await a_loan_on_trial(parties)
    start = loan.end + timedelta(days=14)
    display = await a_draft(others.counter, start=start, end=start + timedelta(days=9))
    following = await add(others.counter, display, parties.product_id, unit_id=loan.unit_ids[0])
    assert await held_up(others.counter, [following]) == []
    with clock.frozen(clock.now() + (start - today())):
        (seen,) = await held_up(others.counter, [following])
        assert today() < seen.ready
        assert loan.facility_name not in repr(seen)


async def test_its_lender_is_led_to_the_free_unit_that_could_go_instead(client: httpx.AsyncClient) -> None:
    town = await a_town()
    following = await a_following_loan(town)
    await usecases.confirm_loan(town.parties.vendor, following.id, ConfirmLoan())
    await a_unit(town.parties.product_id, town.parties.vendor.acting_for())
    with clock.frozen(clock.now() + LATER):
        (seen,) = await town.seen_by(town.parties.vendor)
        assert seen.note == following.facility_name
        assert f"/loans/{following.id}/exchange" in [way.href for way in seen.ways]
        assert seen.booking.spare_unit is not None
        page = await (await a_browser(client, town.parties.vendor)).get(f"/exhibits/{town.late.id}")
        assert "遅れで影響を受ける予定" in words(page)
        assert following.number in words(page)
        page = await (await a_browser(client, town.parties.counter)).get(f"/exhibits/{town.late.id}")
        assert "遅れで影響を受ける予定" in words(page)
        assert following.number not in words(page)


async def test_a_unit_that_is_still_at_a_display_takes_nobodys_place() -> None:
    town = await a_town()
    await a_following_loan(town)
    second = await a_unit(town.parties.product_id, town.parties.vendor.acting_for())
    display = await a_draft(town.parties.counter, start=today(), end=today() + timedelta(days=3))
    also = await add(town.parties.counter, display, town.parties.product_id, unit_id=second)
    await step(town.parties.vendor, also, "confirm")
    await step(town.parties.counter, also, "deliver")
    with clock.frozen(clock.now() + LATER):
        (seen,) = await town.seen_by(town.parties.vendor)
        assert seen.booking.spare_unit is None


async def test_programs_ask_for_it_and_strangers_are_told_nothing(client: httpx.AsyncClient) -> None:
    town = await a_town()
    following = await a_following_loan(town)
    with clock.frozen(clock.now() + LATER):
        path = f"/exhibits/{town.late.id}/late-return"
        (item,) = (await (await a_caller(client, town.parties.vendor)).get(path)).json()["items"]
        assert (item["name"], item["href"]) == (following.number, f"/loans/{following.id}")
        assert (await (await a_caller(client, town.others.counter)).get(path)).status_code == 404


async def test_nothing_is_late_once_the_unit_is_home() -> None:
    town = await a_town()
    following = await a_following_loan(town)
    with clock.frozen(clock.now() + LATER):
        await step(town.parties.vendor, town.late, "return")
        await sweep_twice()
        assert await town.seen_by(town.parties.vendor) == []
        assert await late_on_desk(town.parties.vendor.acting_for()) == []
        assert "前の貸出や展示からの返却が遅れています" not in await subjects(town.others.counter, following)
