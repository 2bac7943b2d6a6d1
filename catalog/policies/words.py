"""What the rules mean today, in one sentence each: pure but for the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import msgspec

from catalog.domain import WaitlistOrder
from catalog.policies.changing import Rules
from catalog.rules import OpenDays, earliest_start
from catalog.terms import Days, Terms, blocked_days, is_taken_in
from core.calendar import ONE_DAY, WorkingDays, fiscal_year, fiscal_year_days
from core.i18n import LazyText, _, format_date, format_datetime, format_period, lazy

ORDER: Mapping[WaitlistOrder, LazyText] = {
    WaitlistOrder.FIRST_COME: lazy("先に並んだ人から"),
    WaitlistOrder.FEWEST_LOANS: lazy("今年度に借りた回数の少ない事業所から"),
    WaitlistOrder.FIRST_TRIAL: lazy("その機種をまだ試していない事業所から"),
}


class Examples(msgspec.Struct, frozen=True, kw_only=True):
    """The sentences below each group of rules."""

    lengths: str
    intake: str
    limits: str
    buffers: str
    holds: str
    waitlist: str


def examples(rules: Rules, working: WorkingDays, moment: datetime, day: date) -> Examples:
    """What would happen to somebody who asks on `day`; buffers in working days of the counter itself."""
    terms = rules.terms
    return Examples(
        lengths=_lengths(terms, day),
        intake=_intake(terms, working, day),
        limits=_limits(terms, day),
        buffers=_buffers(terms, working, day),
        holds=_holds(terms, working, moment, day),
        waitlist=_waitlist(terms, moment),
    )


def _lengths(terms: Terms, day: date) -> str:
    start = day + timedelta(days=30)
    return _(
        "%(start)sに始まる試用なら、最後の日は%(least)sから%(most)sまでの間で選べます。選ばなければ%(usual)sです。",
        start=format_date(start, "short"),
        least=format_date(start + timedelta(days=terms.min_days - 1), "short"),
        most=format_date(start + timedelta(days=terms.max_days - 1), "short"),
        usual=format_date(start + timedelta(days=terms.default_days - 1), "short"),
    )


def _intake(terms: Terms, working: WorkingDays, day: date) -> str:
    if not is_taken_in(day, terms):
        return _(
            "いまは受付期間の外です。次は%(day)sから受け付けます。", day=format_date(next_intake(terms, day))
        )
    first = earliest_start(terms, OpenDays(lender=working, counter=working), day)
    return _(
        "今日申し込むと、%(first)sから%(last)sまでの日に試用を始められます。",
        first=format_date(first),
        last=format_date(day + timedelta(days=terms.horizon_days)),
    )


def next_intake(terms: Terms, day: date) -> date:
    """The next day on which requests are taken in; `day` itself where they are now."""
    while not is_taken_in(day, terms):
        day += ONE_DAY
    return day


def _limits(terms: Terms, day: date) -> str:
    units = _(
        "一つの事業所が同時に借りられるのは、申込中と貸出中を合わせて%(units)s台までです。",
        units=terms.max_units,
    )
    if terms.max_loans_per_year is None:
        return units + _("年度の回数に決まりはありません。")
    year = fiscal_year(day)
    return units + _(
        "%(last)sまでに始まる試用は、%(loans)s回までです。",
        last=format_date(fiscal_year_days(year)[1] - ONE_DAY),
        loans=terms.max_loans_per_year,
    )


def _buffers(terms: Terms, working: WorkingDays, day: date) -> str:
    trial = Days(working.next_working(day + timedelta(days=30)), day + timedelta(days=51))
    blocked = blocked_days(trial, terms, working)
    return _(
        "%(trial)sの試用では、%(blocked)sの間、その個体をほかに貸しません。",
        trial=format_period(trial.start, trial.end, "short"),
        blocked=format_period(blocked.start, blocked.end, "short"),
    )


def _holds(terms: Terms, working: WorkingDays, moment: datetime, day: date) -> str:
    ends = moment + timedelta(hours=terms.hold_hours)
    return _(
        "いま受けた申込の仮押さえは%(ends)sまでで、%(told)sに知らせます。今日打診すると、貸主の返事は%(answer)sまでです。",
        ends=format_datetime(ends),
        told=format_datetime(ends - timedelta(hours=terms.hold_reminder_hours)),
        answer=format_date(working.after(day, terms.answer_working_days)),
    )


def _waitlist(terms: Terms, moment: datetime) -> str:
    told = _(
        "いま空きが出ると、%(order)s知らせます。返事を待つのは%(until)sまでで、返事がなければ次の人に回します。",
        order=ORDER[terms.waitlist_order],
        until=format_datetime(moment + timedelta(hours=terms.offer_hours)),
    )
    return told + _(
        "返事のないまま%(lapses)s回続いた事業所は、順番から外れます。一つの事業所が待てるのは%(wishes)s件までです。",
        lapses=terms.waitlist_lapses,
        wishes=terms.waitlist_wishes,
    )
