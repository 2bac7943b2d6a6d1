"""How large a nation is."""

from dataclasses import dataclass, replace
from datetime import date

SLOT_DAYS = 28
# Of every unit's stretches of days the last ones lie ahead, with free days between them.
COMING_SLOTS = 3


@dataclass(frozen=True, kw_only=True)
class Size:
    """Counts of what there is; `day` is the day on which the nation stands, `seed` what chance follows.

    `occupancies` are those that hold days: what declined and cancelled loans once held comes on top. They are
    shared out evenly, so they must be a multiple of `units`. Raises `ValueError` for what cannot be made.
    """

    day: date
    seed: int = 1
    facilities: int = 250_000
    vendors: int = 400
    products: int = 10_000
    units: int = 100_000
    occupancies: int = 5_000_000
    loans: int = 1_000_000

    def __post_init__(self) -> None:
        if self.occupancies % self.units:
            raise ValueError("occupancies must be a multiple of units")
        if self.slots <= COMING_SLOTS:
            raise ValueError(f"each unit needs more than {COMING_SLOTS} occupancies")
        if not 0 < self.vendors <= self.products <= self.units:
            raise ValueError("there must be vendors, a product for each and a unit of each product")
        if self.loans * 5 > self.occupancies * 2:
            raise ValueError("there must be five occupancies for two loans at least")

    @property
    def slots(self) -> int:
        """How often each unit is spoken for."""
        return self.occupancies // self.units

    @property
    def past_slots(self) -> int:
        """How many of them have begun before `day`."""
        return self.slots - COMING_SLOTS

    @property
    def large_products(self) -> int:
        """How many products have `large_units` units; together a tenth of all units."""
        return max(1, self.units // 10 // self.large_units)

    @property
    def large_units(self) -> int:
        """The units of a large product."""
        return min(200, max(1, self.units // 10))

    @property
    def held_loans(self) -> int:
        """How many loans hold days; the others were declined or cancelled."""
        return self.loans * 88 // 100

    def of(self, share: float) -> "Size":
        """A nation of this share, in which each unit is spoken for as often as here."""
        units = max(50, int(self.units * share))
        return replace(
            self,
            facilities=max(47, int(self.facilities * share)),
            vendors=max(2, int(self.vendors * share)),
            products=max(4, int(self.products * share)),
            units=units,
            occupancies=units * self.slots,
            loans=int(units * self.slots * self.loans / self.occupancies),
        )


def nation(day: date, seed: int = 1) -> Size:
    """The whole one."""
    return Size(day=day, seed=seed)


# A fixed day would grow old: the bench stands on the day it runs.
NATION = nation
