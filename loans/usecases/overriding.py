"""例外: a rule set aside by the party whose rule it is, with a reason that stays with the loan for ever."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from accounts.domain import Actor
from catalog.rules import Objection, Rule, refusal
from catalog.terms import Days, Terms
from core import db
from core.clock import now
from core.errors import Invalid
from core.ids import new_id
from loans.domain import Party, StepName
from loans.overrides import may_set_aside

_RECORD = """
INSERT INTO loan_override (id, loan_id, step, code, whose, starts_on, ends_on, facts, reason, person_id,
    organization_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12)
"""


def settle(
    found: Sequence[Objection],
    parties: frozenset[Party],
    reason: str,
    terms: Terms,
    *,
    already: Collection[Rule] = (),
) -> list[Objection]:
    """What these parties set aside by giving a reason; `already` are exceptions made for these days before.

    Raises `Invalid` with all that still stands in the way, saying which of it they could set aside.
    """
    open_ones = [one for one in found if one.rule not in already]
    own = [one for one in open_ones if may_set_aside(one, parties)]
    if open_ones and (not reason.strip() or len(own) < len(open_ones)):
        raise refused(open_ones, own, terms)
    return own


def refused(
    found: Sequence[Objection],
    own: Sequence[Objection],
    terms: Terms,
    fields: Mapping[str, str] | None = None,
) -> Invalid:
    """The refusal of `found`, of which the actor could set `own` aside.

    Where two parties have the same rule, setting aside one of the two helps nobody: it is `barred`.
    """
    error = refusal(found, terms, fields)
    barred = [one for one in found if one not in own and one.whose is not None]
    error.facts["overridable"] = [one.code for one in own if one.code not in {other.code for other in barred}]
    error.facts["barred"] = barred
    return error


async def record_overrides(
    actor: Actor, loan_id: UUID, step: StepName, trial: Days, set_aside: Sequence[Objection], reason: str
) -> dict[str, object]:
    """Write down what was set aside for `trial`, and give the facts that go into the event of the step."""
    if not set_aside:
        return {}
    for one in set_aside:
        await db.execute(
            _RECORD,
            new_id(),
            loan_id,
            step.value,
            one.code,
            one.whose,
            trial.start,
            trial.end,
            db.to_json(one.facts),
            reason.strip(),
            actor.person_id,
            actor.organization_id,
            now(),
        )
    return {
        "overridden": [one.code for one in set_aside],
        "overridden_rules": [one.rule for one in set_aside],
        "override_reason": reason.strip(),
    }
