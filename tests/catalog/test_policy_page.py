"""運用ルール: a counter sees its rules, what they mean today, changes them, and who did is kept."""

from datetime import date, datetime, timedelta

import asyncpg
import pytest
from litestar import Litestar

from accounts.domain import Role
from catalog.domain import WaitlistOrder
from catalog.policies.changing import Rules, change_policy, faults, policy_changes, policy_of
from catalog.policies.words import examples, next_intake
from catalog.terms import Terms
from core import db
from core.calendar import WorkingDays
from core.clock import today
from core.errors import NotAllowed, StaleState
from core.i18n.dates import TOKYO
from loans.queries import LoanView
from tests.factories import a_loan, a_request, an_actor, the_parties
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database")

POLICY = "/organization/policy"
DISORDER = "lengths-out-of-order"


def rules(**changes: object) -> Rules:
    """The house's default rules, some of them changed."""
    known = {name: getattr(Terms(), name) for name in Rules.__struct_fields__}
    return Rules(**(known | changes))


async def test_an_administrator_changes_the_rules_and_the_change_is_kept(application: Litestar) -> None:
    parties = await the_parties()
    chief = await an_actor(parties.counter.acting_for(), role=Role.ADMIN)
    async with visiting(application, chief) as counter:
        blank = await counter.get(POLICY)
        assert "まだ変えたことはありません" in blank.text
        sent = await send(
            counter,
            blank,
            POLICY,
            notice_days="１４",
            intake_from="9月1日",
            intake_until="1/20",
            max_loans_per_year="2",
        )
        seen = await follow(counter, sent)
    assert "運用ルールを変えました" in seen.text
    assert "申込の締切: 0日前 → 14日前" in seen.text
    assert "受付の始まり: 決まりなし → 9月1日" in seen.text
    assert chief.name in seen.text
    known = await policy_of(chief)
    assert (known.rules.notice_days, known.rules.intake_until, known.rules.max_loans_per_year) == (
        14,
        "01-20",
        2,
    )
    (change,) = await policy_changes(chief)
    assert change.facts["max_loans_per_year"] == (None, 2)
    with pytest.raises(asyncpg.RaiseError):
        await db.execute("DELETE FROM policy_change WHERE counter_id = $1", chief.organization_id)


async def test_what_cannot_hold_is_told_beside_each_rule_and_nothing_is_kept(application: Litestar) -> None:
    parties = await the_parties()
    chief = await an_actor(parties.counter.acting_for(), role=Role.ADMIN)
    async with visiting(application, chief) as counter:
        blank = await counter.get(POLICY)
        wrong = {
            "default_days": "40",
            "intake_from": "13月1日",
            "hold_reminder_hours": "72",
            "hold_hours": "72",
        }
        again = await send(counter, blank, POLICY, **wrong)
        assert again.status_code == 422
        for sentence in ("最短・標準・最長の順", "9月1日のように", "両方入れるか", "仮押さえの時間より短く"):
            assert sentence in again.text, sentence
        assert forms_of(again)[POLICY]["default_days"] == ["40"]
        words = await send(counter, blank, POLICY, max_units="たくさん", max_days="")
        assert words.status_code == 422
        assert forms_of(words)[POLICY]["max_units"] == ["たくさん"]
    assert not await policy_changes(chief)


async def test_a_member_reads_the_rules_and_changes_none(application: Litestar) -> None:
    parties = await the_parties(policy={"notice_days": 7})
    async with visiting(application, parties.counter) as counter:
        page = await counter.get(POLICY)
        assert "変えられるのは、この窓口の管理者です" in page.text
        assert "7日前" in page.text
        assert POLICY not in forms_of(page)
    with pytest.raises(NotAllowed):
        await change_policy(parties.counter, rules())
    with pytest.raises(NotAllowed):
        await policy_of(parties.vendor)


async def test_of_two_administrators_the_slower_one_is_told() -> None:
    parties = await the_parties()
    chief = await an_actor(parties.counter.acting_for(), role=Role.ADMIN)
    seen = (await policy_of(chief)).version
    await change_policy(chief, rules(notice_days=3), seen)
    with pytest.raises(StaleState):
        await change_policy(chief, rules(notice_days=5), seen)
    assert (await policy_of(chief)).rules.notice_days == 3


async def test_saving_the_same_rules_again_leaves_no_trace() -> None:
    parties = await the_parties()
    chief = await an_actor(parties.counter.acting_for(), role=Role.ADMIN)
    await change_policy(chief, rules())
    assert not await policy_changes(chief)


async def test_new_rules_hold_for_new_requests_and_leave_the_old_ones() -> None:
    parties = await the_parties(units=2)
    chief = await an_actor(parties.counter.acting_for(), role=Role.ADMIN)
    first = await a_loan(parties)
    await change_policy(chief, rules(max_days=10, default_days=10))
    assert isinstance(first, LoanView)
    with pytest.raises(Exception, match="too-long"):
        await a_loan(parties)
    assert (await a_loan(parties, days=10)).overrides == []
    assert a_request(parties.product_id).quantity == 1


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"min_days": 0}, {"min_days": "out-of-range"}),
        ({"max_days": 367}, {"max_days": "out-of-range"}),
        ({"min_days": 20, "max_days": 10}, dict.fromkeys(("max_days", "default_days"), DISORDER)),
        ({"notice_days": 60, "horizon_days": 30}, {"horizon_days": "horizon-before-notice"}),
        ({"intake_from": "02-29", "intake_until": "03-01"}, {}),
        ({"intake_from": "02-30", "intake_until": "03-01"}, {"intake_from": "month-and-day"}),
        ({"intake_until": "03-01"}, {"intake_from": "window-needs-both"}),
        ({"max_loans_per_year": 0}, {"max_loans_per_year": "out-of-range"}),
        ({"max_loans_per_year": None}, {}),
        ({"hold_hours": 24, "hold_reminder_hours": 24}, {"hold_reminder_hours": "reminder-after-hold"}),
    ],
)  # fmt: skip
def test_rules_that_cannot_hold(changes: dict[str, object], wrong: dict[str, str]) -> None:
    assert faults(rules(**changes)) == wrong


def test_the_examples_say_what_the_rules_mean_today() -> None:
    day = date(2026, 12, 25)
    moment = datetime(2026, 12, 25, 10, tzinfo=TOKYO)
    strict = rules(
        intake_from="09-01",
        intake_until="01-20",
        max_loans_per_year=2,
        waitlist_order=WaitlistOrder.FEWEST_LOANS,
    )
    said = examples(strict, WorkingDays(), moment, day)
    assert "2027年1月4日" not in said.intake
    assert "2026年12月29日" in said.intake  # the 25th and the 28th are the two working days of the transit
    assert "2027年3月31日" in said.limits
    assert "2回まで" in said.limits
    assert "12月28日" in said.holds
    assert "借りた回数の少ない事業所から" in said.waitlist
    closed = examples(strict, WorkingDays(), moment, date(2027, 2, 1))
    assert "2027年9月1日" in closed.intake


def test_the_next_intake_is_found_over_the_turn_of_the_year() -> None:
    terms = Terms(intake_from="09-01", intake_until="01-20")
    assert next_intake(terms, date(2027, 1, 20)) == date(2027, 1, 20)
    assert next_intake(terms, date(2027, 1, 21)) == date(2027, 9, 1)
    assert today() + timedelta(days=1) > today()
