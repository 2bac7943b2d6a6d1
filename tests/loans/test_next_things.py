"""The one next thing, for each party, wherever the loan stands."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.domain import Actor
from core.i18n import use_locale
from core.ids import new_id
from directory.kinds import OrganizationKind
from loans.domain import Custody, Party, ResultState, Stage, StepName
from loans.next_things import NextThing, next_thing
from loans.queries import LoanRow, LoanView, Offer, seen_by

DAY = date(2026, 10, 5)
MOMENT = datetime(2026, 9, 1, tzinfo=UTC)
FACILITY, COUNTER, VENDOR = new_id(), new_id(), new_id()
ACTORS = {
    Party.FACILITY: Actor(organization_id=FACILITY, kind=OrganizationKind.FACILITY),
    Party.COUNTER: Actor(organization_id=COUNTER, kind=OrganizationKind.COUNTER),
    Party.LENDER: Actor(organization_id=VENDOR, kind=OrganizationKind.VENDOR),
}


def a_row(**changes: object) -> LoanRow:
    """A loan of two weeks from `DAY` on, as requested."""
    nothing: dict[str, Any] = dict.fromkeys(LoanRow.__struct_fields__)
    words = ("problem", "goal", "place_of_use", "contact_name", "contact_phone", "wishes", "channel")
    lists: dict[str, Any] = {"unit_ids": [], "units": [], "overrides": []}
    names = {"facility_name": "ひかり苑", "counter_name": "大分の窓口", "lender_name": "ともしび"}
    ids = {"id": new_id(), "facility_id": FACILITY, "counter_id": COUNTER, "lender_id": VENDOR}
    days = {"start": DAY, "end": DAY + timedelta(days=14), "custody_since": MOMENT, "hold_expires_at": MOMENT}
    states = {"custody": Custody.REQUESTED, "result": ResultState.NONE, "ended_reason": ""}
    return LoanRow(**(nothing | dict.fromkeys(words, "") | lists | names | ids | days | states | changes))


def seen(side: Party, custody: Custody, *, day: date = DAY, **changes: object) -> LoanView:
    return seen_by(ACTORS[side], a_row(custody=custody, **changes), day)


def as_seen(side: Party, custody: Custody, *, day: date = DAY, **changes: object) -> NextThing:
    return next_thing(seen(side, custody, day=day, **changes), day)


def test_what_is_near_its_end_goes_back_first() -> None:
    def sent_back(day: date) -> NextThing:
        return as_seen(Party.FACILITY, Custody.ON_TRIAL, day=day)

    near = sent_back(DAY + timedelta(days=10))
    assert (near.step, near.tone) == (StepName.SEND_BACK, "attention")
    assert near.title == "あと3日で返却です"
    assert sent_back(DAY + timedelta(days=13)).title == "今日が返却の日です"
    late = sent_back(DAY + timedelta(days=15))
    assert (late.title, late.tone) == ("期限を2日過ぎています。返送してください", "danger")
    assert late.urgency < near.urgency


def test_a_trial_is_measured_at_its_beginning_in_its_middle_and_at_its_end() -> None:
    def asked(custody: Custody, result: ResultState, days: int) -> Stage | None:
        day = DAY + timedelta(days=days)
        return as_seen(Party.FACILITY, custody, result=result, day=day).stage

    assert asked(Custody.CONFIRMED, ResultState.NONE, -3) is Stage.BEFORE
    assert asked(Custody.CONFIRMED, ResultState.BEFORE, -3) is None
    assert asked(Custody.ON_TRIAL, ResultState.NONE, 1) is Stage.BEFORE
    assert asked(Custody.ON_TRIAL, ResultState.BEFORE, 1) is None
    assert asked(Custody.ON_TRIAL, ResultState.BEFORE, 8) is Stage.MID
    assert asked(Custody.RETURNING, ResultState.MID, 14) is Stage.AFTER
    assert asked(Custody.RETURNED, ResultState.NONE, 20) is Stage.AFTER
    assert asked(Custody.RETURNED, ResultState.SUBMITTED, 20) is None


def test_an_offer_waits_for_the_facility_and_an_extension_for_the_lender() -> None:
    dates = Offer(new_id(), "dates", DAY, DAY + timedelta(days=7), "")
    taken = as_seen(Party.FACILITY, Custody.REQUESTED, offer=dates)
    assert taken.step is StepName.ACCEPT_OFFER
    assert as_seen(Party.LENDER, Custody.REQUESTED, offer=dates).waits_for is Party.FACILITY
    longer = Offer(new_id(), "extension", DAY, DAY + timedelta(days=20), "")
    assert as_seen(Party.FACILITY, Custody.ON_TRIAL, offer=longer).waits_for is Party.LENDER
    granted = as_seen(Party.LENDER, Custody.ON_TRIAL, offer=longer)
    assert granted.step is StepName.EXTEND
    assert as_seen(Party.COUNTER, Custody.ON_TRIAL, offer=longer).waits_for is Party.LENDER


def test_an_answer_that_is_late_is_told_to_lender_and_counter() -> None:
    late = DAY - timedelta(days=1)
    for side in (Party.LENDER, Party.COUNTER):
        assert as_seen(side, Custody.PROPOSED, answer_by=late).tone == "danger"
    assert as_seen(Party.LENDER, Custody.PROPOSED, answer_by=DAY).tone == "attention"


def test_whoever_lends_its_own_units_is_shown_what_it_must_do_as_the_lender() -> None:
    def own(custody: Custody) -> NextThing:
        return as_seen(Party.COUNTER, custody, lender_id=COUNTER)

    assert own(Custody.REQUESTED).step is StepName.PROPOSE
    assert own(Custody.PROPOSED).step is StepName.CONFIRM
    assert own(Custody.DISPATCHED).waits_for is Party.FACILITY


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("custody", list(Custody))
@pytest.mark.parametrize("side", [Party.FACILITY, Party.COUNTER, Party.LENDER])
def test_everybody_is_always_told_something_and_never_asked_for_a_step_they_may_not_take(
    side: Party, custody: Custody, locale: str
) -> None:
    with use_locale(locale):
        for result in ResultState:
            for days in (-5, 0, 8, 13, 20):
                day = DAY + timedelta(days=days)
                loan = seen(side, custody, day=day, result=result)
                thing = next_thing(loan, day)
                assert thing.title
                assert bool(thing.label) == thing.is_to_do
                assert thing.step is None or thing.step in loan.next_steps
