"""A refusal of the board in words: why not, and what instead."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from catalog.availability import Reason
from catalog.rules import Objection
from core.calendar import ONE_DAY
from core.errors import DomainError, Invalid
from core.i18n import format_date, gettext
from core.web.forms import words_for
from core.web.problems import problem_of
from loans.labels import PURPOSE, RULE, why_not


class Refusal(msgspec.Struct, frozen=True):
    """What is told to whoever moved something; `code` is for programs.

    `exception` names the rules that its reader may set aside with a reason.
    """

    status: int
    code: str
    said: str
    exception: str = ""


def refusal_of(error: DomainError) -> Refusal:
    """`error` in one or two sentences."""
    problem = problem_of(error)
    said = " ".join(_sentences(error, problem.detail))
    return Refusal(problem.status, problem.code, said, _exception(error.facts))


def _exception(facts: Mapping[str, object]) -> str:
    codes, found = facts.get("overridable"), facts.get("objections")
    met = [one for one in found if isinstance(one, Objection)] if isinstance(found, list) else []
    if not isinstance(codes, list) or any(one.code not in codes for one in met):
        return ""
    return gettext("、").join(str(RULE.get(code, code)) for code in codes)


def _sentences(error: DomainError, detail: str) -> Iterable[str]:
    reasons = error.facts.get("reasons")
    if isinstance(error, Invalid) and error.fields:
        yield from dict.fromkeys(_wrong(field, code, error.facts) for field, code in error.fields.items())
    elif isinstance(reasons, list) and reasons:
        yield from (_because(reason) for reason in reasons if isinstance(reason, Reason))
    else:
        yield detail
    longest = error.facts.get("longest_end")
    if isinstance(longest, date):
        yield gettext("いまの個体で延ばせるのは%(day)sまでです", day=format_date(longest - ONE_DAY))
    start = error.facts.get("next_free_start")
    if isinstance(start, date):
        yield gettext("この機種がいちばん早く空くのは、%(day)sからです。", day=format_date(start))


def _wrong(field: str, code: str, facts: Mapping[str, object]) -> str:
    """A mistake in words; the sentence stands alone, away from the field that it is about."""
    if (field, code) == ("reason", "required"):
        return gettext("理由を書いてください。")
    return words_for(code, facts)


def _because(reason: Reason) -> str:
    if reason.purpose is None:
        return why_not(reason)
    words = {"purpose": PURPOSE[reason.purpose]}
    if reason.until is None:
        return gettext("この日は%(purpose)sです。", **words)
    day = format_date(reason.until)
    return gettext("この日は%(purpose)sです(%(day)sから空きます)。", day=day, **words)
