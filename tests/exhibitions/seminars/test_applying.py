"""From the wish to a place: by mail, account or counter; approved, refused, waited for, given back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from accounts.domain import Actor
from core import db
from core.clock import frozen, now, today
from core.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound, TooMany
from directory.kinds import OrganizationKind
from exhibitions.seminars import planning, sessions
from exhibitions.seminars.applying import deciding
from exhibitions.seminars.applying.domain import MOST_UNCONFIRMED, ApplicationState
from exhibitions.seminars.applying.erasing import erase_old_applicants
from exhibitions.seminars.applying.inviting import remind_of_seminars
from exhibitions.seminars.applying.joining import apply_for_seminar, confirm_application
from exhibitions.seminars.applying.queries import (
    application_behind,
    application_of,
    applications_for,
    counted_by_state,
    own_applications,
)
from exhibitions.seminars.applying.waiting import (
    lapse_seminar_offers,
    lapse_unconfirmed_applications,
    offer_free_places,
    take_offer,
)
from exhibitions.seminars.attending.recording import record_attendance
from exhibitions.seminars.commands import ChangeSeminar, MoveSeminar
from exhibitions.seminars.domain import SeminarStep
from exhibitions.seminars.history import history_of
from exhibitions.seminars.introductions import applied_for_seminars
from exhibitions.seminars.queries import sessions_of
from tests.exhibitions.seminars.makers import (
    a_confirmed,
    a_counter,
    a_seminar,
    an_applicant,
    an_asked,
    mails_to,
    promised,
    token_of,
)
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")
NOBODY = Actor.anonymous()
S = ApplicationState


async def a_facility() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.FACILITY))


async def test_without_an_account_the_mail_confirms_and_only_its_button_acts() -> None:
    seminar = await a_seminar()
    asked, token = await an_asked(seminar)
    assert (asked.state, await promised(seminar.id)) == (S.ASKED, (1, 1, 10))
    assert (await application_behind(NOBODY, token)).state is S.ASKED
    accepted, again = await confirm_application(token), await confirm_application(token)
    assert (accepted.state, again.state, await promised(seminar.id)) == (S.ACCEPTED, S.ACCEPTED, (1, 1, 10))
    mails = await mails_to(asked.email)
    assert len(mails) == 2
    assert ["研修室1" in mail for mail in mails] == [False, True]


async def test_what_nobody_confirms_is_free_again() -> None:
    seminar = await a_seminar()
    _asked, token = await an_asked(seminar)
    with frozen(now() + timedelta(hours=2, minutes=1)):
        await lapse_unconfirmed_applications()
        with pytest.raises(IllegalStep):
            await confirm_application(token)
    assert await promised(seminar.id) == (0, 0, 10)


async def test_one_address_has_one_application_and_few_unconfirmed_ones() -> None:
    seminar = await a_seminar(capacity=100)
    first, _token = await a_confirmed(seminar)
    _again, token = await an_asked(seminar, email=first.email)
    with pytest.raises(Conflict) as refusal:
        await confirm_application(token)
    assert refusal.value.reason == "applied-already"
    for _ in range(MOST_UNCONFIRMED):
        await an_asked(seminar, email=first.email)
    with pytest.raises(TooMany):
        await an_asked(seminar, email=first.email)


async def test_a_facility_applies_for_several_people_at_once_under_its_own_name() -> None:
    seminar = await a_seminar()
    facility = await a_facility()
    command = an_applicant(name="", email="", participants=["山田 一", " 鈴木 二 ", ""])
    made = await apply_for_seminar(facility, seminar.id, command)
    assert (made.state, made.people, made.audience.value) == (S.ACCEPTED, 2, "care_provider")
    assert [one.name for one in made.participants] == ["山田 一", "鈴木 二"]
    assert made.email == await db.fetch_value("SELECT email FROM person WHERE id = $1", facility.person_id)
    assert [one.id for one in await own_applications(facility)] == [made.id]
    assert (await application_behind(facility, str(made.id))).id == made.id
    for stranger in (NOBODY, await a_facility()):
        with pytest.raises(NotFound):
            await application_behind(stranger, str(made.id))


async def test_a_counter_applies_for_somebody_on_the_telephone_without_a_mail_address() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, apply_until=today() - timedelta(days=1))
    made = await apply_for_seminar(counter, seminar.id, an_applicant(email=""))
    assert (made.state, made.channel.value) == (S.ACCEPTED, "counter")
    assert [one.number for one in await applications_for(counter, seminar.id)] == [made.number]
    with pytest.raises(NotAllowed):
        await applications_for(await a_facility(), seminar.id)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, {"name": "required"}),
        ({"name": "名" * 101}, {"name": "too-long-for-a-line", "participants": "too-long-for-a-line"}),
        ({"email": ""}, {"email": "required"}),
        ({"email": "x@y"}, {"email": "bad-email"}),
        ({"participants": ["一", "二"]}, {"participants": "one-participant-only"}),
        ({"phone": "0" * 101}, {"phone": "too-long-for-a-line"}),
    ],
)
async def test_an_application_that_makes_no_sense_is_refused(
    fields: dict[str, Any], wrong: dict[str, str]
) -> None:
    seminar = await a_seminar()
    with pytest.raises(Invalid) as refusal:
        await apply_for_seminar(NOBODY, seminar.id, an_applicant(**fields))
    assert refusal.value.fields == wrong
    assert await promised(seminar.id) == (0, 0, 10)


async def test_more_people_than_an_application_may_have_are_refused() -> None:
    seminar = await a_seminar(largest_party=2)
    with pytest.raises(Invalid) as refusal:
        await apply_for_seminar(await a_facility(), seminar.id, an_applicant(participants=["一", "二", "三"]))
    assert refusal.value.fields == {"participants": "too-many-participants"}


async def test_nobody_applies_before_after_or_to_what_is_closed() -> None:
    day = timedelta(days=1)
    early = await a_seminar(apply_from=today() + day)
    late = await a_seminar(apply_until=today())
    closed = await a_seminar(status="closed")
    for seminar, reason in (
        (early, "applications-not-begun"),
        (late, "applications-over"),
        (closed, "seminar-not-open"),
    ):
        with pytest.raises(Conflict) as refusal:
            await apply_for_seminar(NOBODY, seminar.id, an_applicant())
        assert refusal.value.reason == reason
    with frozen(now() + timedelta(days=30)), pytest.raises(Conflict) as over:
        await apply_for_seminar(NOBODY, (await a_seminar_ago()).id, an_applicant())
    assert over.value.reason == "seminar-past"


async def a_seminar_ago() -> Any:
    with frozen(now() - timedelta(days=30)):
        return await a_seminar()


async def test_a_full_course_says_what_is_left_and_takes_onto_the_waitlist() -> None:
    seminar = await a_seminar(capacity=1)
    await a_confirmed(seminar)
    with pytest.raises(Conflict) as refusal:
        await apply_for_seminar(NOBODY, seminar.id, an_applicant())
    assert (refusal.value.reason, refusal.value.facts["free_places"]) == ("seminar-full", 0)
    waiting, _token = await a_confirmed(seminar, may_wait=True)
    assert (waiting.state, await promised(seminar.id)) == (S.WAITING, (1, 1, 1))


async def test_a_place_given_back_is_offered_to_the_first_who_waits_and_to_nobody_else() -> None:
    seminar = await a_seminar(capacity=1)
    _first, token = await a_confirmed(seminar)
    second, _t = await a_confirmed(seminar, may_wait=True)
    third, _t = await a_confirmed(seminar, may_wait=True)
    await deciding.cancel_application(NOBODY, token)
    states = [(await application_of(one.id)).state for one in (second, third)]
    assert (states, await promised(seminar.id)) == ([S.OFFERED, S.WAITING], (1, 1, 1))
    with pytest.raises(Conflict):
        await apply_for_seminar(NOBODY, seminar.id, an_applicant())
    taken = await take_offer(NOBODY, await token_of(second))
    again = await take_offer(NOBODY, await token_of(second))
    assert (taken.state, again.state) == (S.ACCEPTED, S.ACCEPTED)


async def test_an_offer_that_nobody_answers_goes_to_the_next() -> None:
    seminar = await a_seminar(capacity=1, offer_hours=10)
    _first, token = await a_confirmed(seminar)
    second, _t = await a_confirmed(seminar, may_wait=True)
    third, _t = await a_confirmed(seminar, may_wait=True)
    await deciding.cancel_application(NOBODY, token)
    with frozen(now() + timedelta(hours=11)):
        with pytest.raises(Conflict) as over:
            await take_offer(NOBODY, await token_of(second))
        assert over.value.reason == "seminar-offer-over"
        await lapse_seminar_offers()
        await lapse_seminar_offers()
        late = await token_of(second)
        with pytest.raises(IllegalStep):
            await take_offer(NOBODY, late)
    states = [(await application_of(one.id)).state for one in (second, third)]
    assert (states, await promised(seminar.id)) == ([S.LAPSED, S.OFFERED], (1, 1, 1))


async def test_places_that_a_counter_adds_are_offered() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, capacity=1)
    await a_confirmed(seminar)
    waiting, _token = await a_confirmed(seminar, may_wait=True)
    await planning.change_seminar(counter, seminar.id, ChangeSeminar(capacity=2))
    assert (await application_of(waiting.id)).state is S.OFFERED
    await offer_free_places()
    with pytest.raises(Invalid) as refusal:
        await planning.change_seminar(counter, seminar.id, ChangeSeminar(capacity=1))
    assert refusal.value.fields == {"capacity": "capacity-below-taken"}


async def test_by_approval_the_counter_decides_and_says_why_not() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, capacity=1, admission="approval")
    one, two, three = [(await a_confirmed(seminar))[0] for _ in range(3)]
    assert ({one.state, two.state}, await promised(seminar.id)) == ({S.APPLIED}, (0, 0, 1))
    assert (await deciding.approve(counter, one.id)).state is S.ACCEPTED
    with pytest.raises(Conflict) as full:
        await deciding.approve(counter, two.id)
    assert full.value.reason == "seminar-full-for-approval"
    assert (await deciding.put_on_waitlist(counter, two.id)).state is S.WAITING
    with pytest.raises(Invalid):
        await deciding.refuse(counter, three.id, "  ")
    assert (await deciding.refuse(counter, three.id, "対象の方ではないため")).state is S.REFUSED
    assert "対象の方ではないため" in (await mails_to(three.email))[-1]
    with pytest.raises(NotFound):
        await deciding.approve(await a_counter(), two.id)
    await deciding.cancel_for(counter, one.id, "日程の都合")
    assert (await application_of(two.id)).state is S.OFFERED


async def test_calling_a_course_off_tells_everybody_once_and_promises_nothing() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, capacity=1)
    one, _token = await a_confirmed(seminar)
    two, _token = await a_confirmed(seminar, may_wait=True)
    before = [len(await mails_to(who.email)) for who in (one, two)]
    await planning.move_seminar(counter, seminar.id, SeminarStep.CANCEL, MoveSeminar(reason="台風のため"))
    with pytest.raises(IllegalStep):
        await planning.move_seminar(counter, seminar.id, SeminarStep.CANCEL, MoveSeminar(reason="台風"))
    after = [await mails_to(who.email) for who in (one, two)]
    assert [len(mails) for mails in after] == [count + 1 for count in before]
    assert all("台風のため" in mails[-1] for mails in after)
    assert await promised(seminar.id) == (0, 0, 1)


async def test_what_names_an_applicant_goes_after_the_period_and_the_figures_stay() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, keep_days=30)
    made, token = await a_confirmed(seminar)
    with frozen(now() + timedelta(days=36)):
        await erase_old_applicants()
        assert (await application_of(made.id)).name != ""
    with frozen(now() + timedelta(days=38)):
        await erase_old_applicants()
    kept = await application_of(made.id)
    assert (kept.name, kept.email, kept.people, kept.state) == ("", "", 1, S.ACCEPTED)
    assert [one.name for one in kept.participants] == [""]
    with pytest.raises(NotFound):
        await application_behind(NOBODY, token)


async def test_nobody_takes_part_twice() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, capacity=5)
    facility = await an_actor(await an_organization(OrganizationKind.FACILITY))
    both = an_applicant(participants=["同じ人", "別の人"])
    await apply_for_seminar(facility, seminar.id, both)
    with pytest.raises(Invalid) as twice:
        await apply_for_seminar(facility, seminar.id, an_applicant(participants=["同じ人", "三人目"]))
    assert (twice.value.fields, twice.value.facts["names"]) == (
        {"participants": "participant-twice"},
        "同じ人",
    )
    other = await an_actor(await an_organization(OrganizationKind.FACILITY))
    await apply_for_seminar(other, seminar.id, an_applicant(participants=["同じ人"]))
    first, _token = await a_confirmed(seminar)
    _second, again = await an_asked(seminar, email=first.email)
    assert await promised(seminar.id) == (5, 5, 5)
    with pytest.raises(Conflict) as refusal:
        await confirm_application(again)
    assert (refusal.value.reason, await promised(seminar.id)) == ("applied-already", (4, 4, 5))


async def _tables_that_name(words: str) -> list[str]:
    """Every table of the house in which these words stand, in whatever column."""
    sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    found = []
    for row in await db.fetch(sql):
        table = row["tablename"]
        ask = f'SELECT EXISTS (SELECT FROM "{table}" x WHERE position($1 IN x::text) > 0)'  # noqa: S608
        if await db.fetch_value(ask, words):
            found.append(table)
    return found


async def test_after_the_period_no_table_names_an_applicant() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, keep_days=30, session_count=2, capacity=1)
    name, email = "消去 花子郎", "kieru-hito@learners.example"
    person = {"name": name, "email": email, "phone": "090-5550-7788", "organization_name": "消去花子郎の家"}
    made, _token = await a_confirmed(seminar, **person)
    await deciding.cancel_for(counter, made.id, f"{name}様からの電話")
    assert "seminar_event" not in await _tables_that_name(name)
    assert any(f"{name}様からの電話" in one.text for one in await history_of(seminar.id))
    again, token = await a_confirmed(seminar, **person)
    first, second = await sessions_of(seminar.id)
    with frozen(first.start - timedelta(hours=2)):
        await remind_of_seminars()
    with frozen(first.start):
        await record_attendance(counter, seminar.id, first.id, again.participants[0].number)
    await sessions.remove_session(counter, seminar.id, second.id)
    await db.execute("UPDATE outbox SET delivered_at = $1 WHERE payload->>'recipient' = $2", now(), email)
    with frozen(now() + timedelta(days=60)):
        await erase_old_applicants()
    for words in (name, email, "090-5550-7788", "消去花子郎", token):
        assert await _tables_that_name(words) == []
    counted = await counted_by_state(seminar.id)
    assert (counted["accepted"], counted["cancelled"]) == (1, 1)


async def test_an_offer_whose_time_is_up_passes_on_however_the_answer_and_the_sweep_meet() -> None:
    for _round in range(4):
        seminar = await a_seminar(capacity=1)
        _holder, holding = await a_confirmed(seminar)
        waiting = [await a_confirmed(seminar, may_wait=True) for _ in range(2)]
        await deciding.cancel_application(NOBODY, holding)
        with frozen(now() + timedelta(hours=49)):
            await asyncio.gather(
                take_offer(NOBODY, waiting[0][1]), lapse_seminar_offers(), return_exceptions=True
            )
        states = [(await application_of(one.id)).state for one, _ in waiting]
        assert states == [S.LAPSED, S.OFFERED]
        assert await promised(seminar.id) == (1, 1, 1)


async def test_the_desk_of_the_counter_says_who_waits_for_an_answer() -> None:
    counter = await a_counter()
    seminar = await a_seminar(counter, admission="approval")
    applied, _token = await a_confirmed(seminar)
    path = f"/seminars/{seminar.id}/applications?state=applied"
    [word] = [one for one in await applied_for_seminars(counter.acting_for()) if one.href == path]
    assert (word.text, "1人分" in str(word.title)) == (seminar.title, True)
    await deciding.approve(counter, applied.id)
    assert path not in {one.href for one in await applied_for_seminars(counter.acting_for())}
