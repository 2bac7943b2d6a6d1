"""Whom a loan makes known to whom: told to the rooms below, which know nothing of loans."""

import loans.experience  # what trials of a product showed
import loans.lives  # noqa: F401  # what loans add to the life of a unit
from catalog.queries.units import loans_are
from directory.visibility import introduce
from loans.domain import KNOWN_TO_LENDER

_AGREED = ", ".join(f"'{custody.value}'" for custody in sorted(KNOWN_TO_LENDER))
# A counter knows the borrower from the request on; a lender only once it has agreed (DESIGN section 5).
_BY_LOAN = f"""EXISTS (SELECT 1 FROM loan l WHERE l.facility_id = o.id AND (l.counter_id = {{mine}}
    OR (l.lender_id = {{mine}} AND l.custody IN ({_AGREED}))))"""  # noqa: S608  # states of ours

introduce(_BY_LOAN)
# A hold may also be an offer of the waitlist, which has no page for a lender.
loans_are("EXISTS (SELECT FROM loan l WHERE l.id = o.cause_id)")
