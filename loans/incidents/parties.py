"""Who stands where in an incident of a loan."""

from accounts.domain import Actor
from loans.domain import Party

# Owner and mediator agree; the borrower sees and comments.
_DECIDING = {Party.LENDER, Party.COUNTER, Party.CENTRE}


def parties_to(actor: Actor, facility_id: object, counter_id: object, lender_id: object) -> set[Party]:
    """On which sides of the loan `actor` stands."""
    sides = {Party.FACILITY: facility_id, Party.COUNTER: counter_id, Party.LENDER: lender_id}
    found = {party for party, organization in sides.items() if organization == actor.organization_id}
    return found | ({Party.CENTRE} if actor.is_centre else set())


def may_decide(parties: set[Party]) -> bool:
    """Whether one of these may agree or settle."""
    return bool(parties & _DECIDING)
