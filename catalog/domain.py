"""What the catalogue and the ledger of days know: states and purposes. Pure."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Self


class TaxonomyVersion(StrEnum):
    """A revision of the priority fields (DOMAIN section 3)."""

    Y2017 = "2017"
    Y2025 = "2025"

    @classmethod
    def asked(cls, text: str | None) -> Self:
        """The revision that an address names, else the one in force: since April 2025 the latest."""
        return cls(text) if text in set(cls) else cls(cls.Y2025)


class ProductStatus(StrEnum):
    """A draft is its vendor's own; a discontinued product stays readable."""

    DRAFT = "draft"
    PUBLIC = "public"
    DISCONTINUED = "discontinued"


class UnitStatus(StrEnum):
    """Only an active unit can be lent; the days of maintenance stand in the ledger."""

    ACTIVE = "active"
    RETIRED = "retired"


class Condition(StrEnum):
    """What a check of a unit found."""

    OK = "ok"
    DAMAGED = "damaged"
    MISSING_PARTS = "missing_parts"


def gravest(conditions: Iterable[Condition]) -> Condition:
    """The one that somebody must see to first: damage before what is missing."""
    return max(conditions, key=(Condition.OK, Condition.MISSING_PARTS, Condition.DAMAGED).index)


class CheckMoment(StrEnum):
    """When a unit's condition is checked."""

    DISPATCH = "dispatch"
    RECEIVE = "receive"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"


class Purpose(StrEnum):
    """What a stretch of days is taken for (DESIGN section 2)."""

    HOLD = "hold"
    LOAN = "loan"
    EXHIBITION = "exhibition"
    TRANSIT = "transit"
    INSPECTION = "inspection"
    MAINTENANCE = "maintenance"


class OccupancyStatus(StrEnum):
    """Active days exclude all others; released ones are history."""

    ACTIVE = "active"
    RELEASED = "released"


class Way(StrEnum):
    """How a unit travels."""

    PARCEL = "parcel"
    BROUGHT = "brought"
    PICKED_UP = "picked_up"


class ScanAction(StrEnum):
    """What a person with a scanner says happened."""

    DISPATCH = "dispatch"
    RECEIVE = "receive"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"
    LOCATE = "locate"
    EXHIBIT = "exhibit"
    STOCKTAKE = "stocktake"


class ScanOutcome(StrEnum):
    """What became of a scan: a repeated key changes nothing."""

    DONE = "done"
    REPEATED = "repeated"
    REFUSED = "refused"


class ShippingPayer(StrEnum):
    """Who pays the shipping of a loan (DOMAIN section 4: per product)."""

    VENDOR = "vendor"
    COUNTER = "counter"
    FACILITY = "facility"


class WaitlistOrder(StrEnum):
    """Whom freed days are offered to first (キャンセル待ちの順序)."""

    FIRST_COME = "first_come"
    FEWEST_LOANS = "fewest_loans"
    FIRST_TRIAL = "first_trial"
