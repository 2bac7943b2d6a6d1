"""Loans as calendar events: planned days, kept when a loan comes to nothing, never a person's name."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from accounts.domain import Actor
from core import db
from core.clock import today
from core.errors import NotFound
from core.i18n import current_locale, gettext, use_locale
from core.settings import settings
from directory.kinds import OrganizationKind
from loans.domain import KNOWN_TO_LENDER, Custody
from loans.queries import LoanView, visible_to
from notifications.calendars import AllDay, FeedOwner, Shelf, alone, provides, rendered

# A calendar shows what was, too: two years and a little.
LOOK_BACK = timedelta(days=750)
NAMESPACE = "tameshi"

Key = tuple[UUID, datetime, str, bool]

_STATUSES = {
    Custody.REQUESTED: "TENTATIVE",
    Custody.PROPOSED: "TENTATIVE",
    Custody.DECLINED: "CANCELLED",
    Custody.CANCELLED: "CANCELLED",
}
# `{scope}` is written by `visible_to`, never input.
_FINGERPRINT = """
SELECT count(*) || ':' || coalesce(sum(hashtextextended(l.id::text || l.updated_at, 0)), 0)
FROM loan l WHERE {scope} AND l.ends_on >= $2
"""
_STAMPS = """
SELECT l.id, l.updated_at, l.custody FROM loan l WHERE {scope} AND l.ends_on >= $2 ORDER BY l.starts_on, l.id
"""
_EVENTS = """
SELECT l.id, l.number, l.custody, l.starts_on, l.ends_on, l.created_at, l.updated_at,
    p.name AS product, coalesce(nullif(p.name_en, ''), p.name) AS product_en,
    f.name AS facility, c.name AS counter, v.name AS lender,
    (SELECT count(*) FROM loan_event e WHERE e.loan_id = l.id)::int AS event_count, l.recorded_afterwards
FROM loan l
JOIN product p ON p.id = l.product_id
JOIN organization f ON f.id = l.facility_id
JOIN organization c ON c.id = l.counter_id
JOIN organization v ON v.id = l.lender_id
WHERE l.id = ANY($1::uuid[])
"""


class LoanDays(msgspec.Struct, frozen=True, kw_only=True):
    """A loan as far as a calendar shows it."""

    id: UUID
    number: str
    custody: Custody
    starts_on: date
    ends_on: date
    created_at: datetime
    updated_at: datetime
    product: str
    product_en: str
    facility: str
    counter: str
    lender: str
    event_count: int
    recorded_afterwards: bool = False


class LoanEvents:
    """The loans of an organisation, scoped like every list of loans; each rendered once for each change."""

    def __init__(self) -> None:
        self._shelf: Shelf[Key] = Shelf(20_000)

    async def fingerprint(self, owner: FeedOwner) -> str:
        """Changes with every loan that comes, changes, or grows too old to be shown."""
        return str(await db.fetch_value(*_scoped(_FINGERPRINT, owner)))

    async def events(self, owner: FeedOwner) -> Sequence[bytes]:
        """Every loan of the organisation, in the order of its days."""
        keys = [_key(owner, row) for row in await db.fetch(*_scoped(_STAMPS, owner))]
        found = {key: self._shelf.get(key) for key in keys}
        missing = [key for key, kept in found.items() if kept is None]
        fresh = await self._rendered(owner, missing) if missing else {}
        return [kept for key in keys if (kept := found[key] or fresh.get(key[0]))]

    async def _rendered(self, owner: FeedOwner, missing: list[Key]) -> dict[UUID, bytes]:
        secret = {key[0] for key in missing if not key[3]}
        fresh: dict[UUID, bytes] = {}
        with use_locale(owner.locale):
            for row in await db.fetch(_EVENTS, [key[0] for key in missing]):
                loan = msgspec.convert(dict(row), LoanDays)
                is_open = loan.id not in secret
                key = (loan.id, loan.updated_at, owner.locale, is_open)
                fresh[loan.id] = self._shelf.keep(key, rendered(as_event(loan, tells_facility=is_open)))
        return fresh


def _scoped(sql: str, owner: FeedOwner) -> tuple[str, UUID, date]:
    actor = Actor(organization_id=owner.organization_id, kind=owner.kind)
    return sql.replace("{scope}", visible_to(actor, 1)), owner.organization_id, today() - LOOK_BACK


def _key(owner: FeedOwner, row: asyncpg.Record) -> Key:
    """What the rendered bytes hang on; the last is whether the facility may be named."""
    is_vendor = owner.kind is OrganizationKind.VENDOR
    tells_facility = not is_vendor or Custody(row["custody"]) in KNOWN_TO_LENDER
    return row["id"], row["updated_at"], owner.locale, tells_facility


def as_event(loan: LoanDays, *, tells_facility: bool) -> AllDay:
    """The trial's days in the current language; days of transit and inspection are the ledger's business."""
    product = loan.product_en if current_locale.get() == "en" else loan.product
    facility = loan.facility if tells_facility else gettext("施設")
    status = _STATUSES.get(loan.custody, "CONFIRMED")
    title = gettext("試用貸出 %(product)s(%(facility)s)", product=product, facility=facility)
    lines = [f"{gettext('番号')}: {loan.number}", f"{gettext('機種')}: {product}"]
    lines += [f"{gettext('施設')}: {facility}"] if tells_facility else []
    lines += [f"{gettext('窓口')}: {loan.counter}", f"{gettext('貸主')}: {loan.lender}"]
    lines += [gettext("後から記録")] if loan.recorded_afterwards else []
    return AllDay(
        uid=f"loan-{loan.id}@{NAMESPACE}",
        sequence=loan.event_count,
        summary=gettext("(仮)%(title)s", title=title) if status == "TENTATIVE" else title,
        description="\n".join(lines),
        url=f"{settings().base_url}/loans/{loan.id}",
        start=loan.starts_on,
        end=loan.ends_on,
        status=status,
        created_at=loan.created_at,
        changed_at=loan.updated_at,
    )


async def calendar_file(loan: LoanView) -> bytes:
    """A calendar with this one loan, as its reader may see it; the same event as in the feeds."""
    row = await db.fetch_row(_EVENTS, [loan.id])
    if row is None:
        raise NotFound
    shown = as_event(msgspec.convert(dict(row), LoanDays), tells_facility=loan.facility_id is not None)
    return alone(rendered(shown))


provides(LoanEvents())
