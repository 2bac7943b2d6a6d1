"""Exceptions from the rules of lending (例外): who may make which, and those that were made."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from catalog.rules import Objection, Rule, Whose
from catalog.terms import Days
from loans.domain import Party

# Whose rule it is, and who may set it aside; the centre may for everybody.
MAY_SET_ASIDE: Mapping[Whose, Party] = {
    Whose.COUNTER: Party.COUNTER,
    Whose.FACILITY: Party.COUNTER,  # the counter has asked whether somebody is there all the same
    Whose.LENDER: Party.LENDER,
}
# The days of transit or inspection are somebody else's, while those of the trial are free.
BUFFER_TAKEN = Objection("buffer-taken", "start", Whose.LENDER)
# A counter waits longer than its own rules say: for its own people or a facility, or for the lender's answer.
HOLD_TIME, ANSWER_TIME = "hold-time", "answer-time"
TOO_SOON = "too-soon-to-arrive"
BUFFER_CODES = frozenset({BUFFER_TAKEN.code, TOO_SOON})
TRANSIT = Rule(TOO_SOON, Whose.LENDER)


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that was set aside for a trial of a loan: by whom, when, why. Never changed, never deleted.

    `end` is exclusive. A person's name is for its own organisation only.
    """

    code: str
    whose: Whose
    step: str
    start: date
    end: date
    facts: dict[str, Any]
    reason: str
    person_name: str
    organization_id: UUID | None
    organization_name: str
    at: datetime

    @property
    def last_day(self) -> date:
        """The last day of the trial for which the exception was made."""
        return self.end - timedelta(days=1)


# A column of a query over `loan l`.
OVERRIDES = """
(SELECT jsonb_agg(jsonb_build_object('code', x.code, 'whose', x.whose, 'step', x.step, 'start', x.starts_on,
        'end', x.ends_on, 'facts', x.facts, 'reason', x.reason, 'at', x.at,
        'person_name', coalesce((SELECT name FROM person WHERE id = x.person_id), ''),
        'organization_id', x.organization_id,
        'organization_name', coalesce((SELECT name FROM organization WHERE id = x.organization_id), ''))
    ORDER BY x.at, x.id)::text
FROM loan_override x WHERE x.loan_id = l.id) AS overrides
"""


def may_set_aside(one: Objection, parties: frozenset[Party]) -> bool:
    """Whether one of `parties` may make an exception; nobody may of what is no party's rule."""
    if one.whose is None:
        return False
    return Party.CENTRE in parties or MAY_SET_ASIDE[one.whose] in parties


def party_for(barred: Iterable[Objection]) -> Party | None:
    """Who could set aside what somebody else may not: whose rule comes first."""
    return next((MAY_SET_ASIDE[one.whose] for one in barred if one.whose is not None), None)


def rules_set_aside(overrides: Iterable[Override], trial: Days) -> frozenset[Rule]:
    """The rules that were set aside for these very days, each of them as the rule of one party."""
    days = trial.start, trial.end
    return frozenset(Rule(one.code, one.whose) for one in overrides if (one.start, one.end) == days)


def cut(blocked: Days, trial: Days, rules: Iterable[Rule], today: date) -> Days:
    """The days to take when `rules` were set aside: no day before today where the transit is cut short."""
    if TRANSIT not in rules:
        return blocked
    return Days(max(blocked.start, min(today, trial.start)), blocked.end)
