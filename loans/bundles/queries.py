"""Reading bundles: each party sees the loans of a bundle that it may see, and a lender none of the others."""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.availability import Alternative, Reason
from core import db
from core.clock import today
from core.errors import NotFound
from core.i18n import current_locale
from loans.queries import LOAN, LoanView, seen_by, to_row, visible_to


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A product of a bundle that could not be had: why, until when, and what instead; `end` is exclusive."""

    product_id: UUID
    product_name: str
    product_name_en: str = ""
    quantity: int
    start: date
    end: date
    code: str
    fields: dict[str, str] = {}
    facts: dict[str, object] = {}
    reasons: list[Reason] = []
    next_free_start: date | None = None
    alternatives: list[Alternative] = []
    unit_count: int | None = None
    # Rules that whoever asked may set aside with an `override_reason`; and when transit could be in time.
    overridable: list[str] = []
    earliest_start: date | None = None

    @property
    def product_title(self) -> str:
        """The product's name in the reader's language."""
        is_english = current_locale.get() == "en"
        return self.product_name_en if is_english and self.product_name_en else self.product_name

    @property
    def last_day(self) -> date:
        """The last day that was wished for."""
        return self.end - timedelta(days=1)


class BundleView(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle as one actor sees it."""

    id: UUID
    whole: bool
    facility_id: UUID | None
    facility_name: str
    counter_id: UUID
    counter_name: str
    counter_phone: str
    created_at: datetime
    loans: list[LoanView]
    refusals: list[Refused]


_BUNDLE = """
SELECT b.whole, b.created_at, b.refusals, c.phone AS counter_phone
FROM loan_bundle b JOIN organization c ON c.id = b.counter_id WHERE b.id = $1
"""


async def bundle_for(actor: Actor, bundle_id: UUID) -> BundleView:
    """The bundle with the loans that `actor` may see; `NotFound` where there is none."""
    sql = f"{LOAN} WHERE l.bundle_id = $2 AND {visible_to(actor.signed_in(), 1)} ORDER BY p.name, l.id"
    rows = await db.fetch(sql, actor.organization_id, bundle_id)
    loans = [seen_by(actor, to_row(dict(row)), today()) for row in rows]
    bundle = await db.fetch_row(_BUNDLE, bundle_id)
    if bundle is None or not loans:
        raise NotFound
    known = next((loan for loan in loans if loan.facility_id is not None), loans[0])
    refusals = [] if actor.is_vendor else msgspec.json.decode(bundle["refusals"], type=list[Refused])
    return BundleView(
        id=bundle_id,
        whole=bundle["whole"],
        facility_id=known.facility_id,
        facility_name=known.facility_name,
        counter_id=known.counter_id,
        counter_name=known.counter_name,
        counter_phone=bundle["counter_phone"],
        created_at=bundle["created_at"],
        loans=loans,
        refusals=refusals,
    )
