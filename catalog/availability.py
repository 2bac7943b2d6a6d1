"""Which units are free, why not the others, and what instead: one answer for every way in.

The one door of `catalog.judging`. Page, calendar, API, scanner, extension, exchange, waitlist and display ask
here and nowhere else; who writes has the ledger's exclusion constraint as the last judge.
"""

from catalog.judging.answers import (
    Alternative,
    Availability,
    Instead,
    Judgement,
    Question,
    Reason,
    Stand,
    UnitAnswer,
    soonest_each,
)
from catalog.judging.judge import (
    alternatives,
    answered,
    availabilities,
    availability,
    blocked_by,
    free_starts,
    free_units_for,
    judge,
    next_free_start,
    what_instead,
)
from catalog.judging.ledger import Look, taken_at
from catalog.judging.lending import (
    Lending,
    lending_of,
    lending_under_way,
    lendings_at,
    lendings_of,
    lendings_under_way,
    policy_terms,
)
from catalog.judging.longer import longest_end, longest_on_others, others_until
from catalog.judging.offers import Offer, offers_at
from catalog.judging.outlook import Outlook
from catalog.judging.soonest import Ranking, Soonest, first_starts, soonest
from catalog.judging.units import of_unit, of_units, units_seen_by

__all__ = [
    "Alternative",
    "Availability",
    "Instead",
    "Judgement",
    "Lending",
    "Look",
    "Offer",
    "Outlook",
    "Question",
    "Ranking",
    "Reason",
    "Soonest",
    "Stand",
    "UnitAnswer",
    "alternatives",
    "answered",
    "availabilities",
    "availability",
    "blocked_by",
    "first_starts",
    "free_starts",
    "free_units_for",
    "judge",
    "lending_of",
    "lending_under_way",
    "lendings_at",
    "lendings_of",
    "lendings_under_way",
    "longest_end",
    "longest_on_others",
    "next_free_start",
    "of_unit",
    "of_units",
    "offers_at",
    "others_until",
    "policy_terms",
    "soonest",
    "soonest_each",
    "taken_at",
    "units_seen_by",
    "what_instead",
]
