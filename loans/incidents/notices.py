"""Mails about incidents, and the word on the desks of counter and lender."""

from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.conditions.entries import EntryView
from catalog.conditions.incident_desk import open_word
from catalog.conditions.incident_words import PAYER, difference_text
from catalog.conditions.incidents import EntryKind
from core import db
from core.i18n import LazyText, ngettext
from directory.desks import DeskWord, on_desk
from loans.incidents.queries import incident_for, open_incidents
from loans.notice_kinds import Notice
from loans.notices import loan_news, tell
from notifications.outbox import handles

_NOTICE = {
    EntryKind.OPENED: Notice.INCIDENT_OPENED,
    EntryKind.FOUND: Notice.INCIDENT_OPENED,
    EntryKind.COMMENTED: Notice.INCIDENT_COMMENTED,
    EntryKind.AGREED: Notice.INCIDENT_AGREED,
    EntryKind.SETTLED: Notice.INCIDENT_SETTLED,
}
_BY = "SELECT organization_id FROM incident_entry WHERE id = $1"


class _News(msgspec.Struct, frozen=True):
    incident_id: UUID
    entry_id: UUID


class _Differences:
    """What differs, told in the language of whoever reads the letter."""

    def __init__(self, entry: EntryView) -> None:
        self.entry = entry

    def __str__(self) -> str:
        return " / ".join(difference_text(one) for one in self.entry.differences)


@handles("incident")
async def tell_of_incident(payload: dict[str, Any], key: str) -> None:
    """Ask for one mail to each reader of the other parties."""
    news = msgspec.convert(payload, _News)
    system = Actor.system()
    incident = await incident_for(system, news.incident_id)
    entry = next(one for one in incident.entries if one.id == news.entry_id)
    loan = await loan_news(incident.loan_id)
    if loan is None:
        return
    payer: LazyText | str = PAYER[entry.payer] if entry.payer else ""
    facts = {"message": entry.text, "differences": _Differences(entry), "payer": payer}
    by = await db.fetch_value(_BY, entry.id)
    told = msgspec.structs.replace(loan, done_by=by, facts=facts)
    await tell(_NOTICE[entry.kind], told, key)


@on_desk
async def open_on_desk(organization_id: UUID) -> list[DeskWord]:
    """How many incidents wait for what this counter or lender makes of them."""
    count = await open_incidents(organization_id)
    if not count:
        return []
    title = ngettext("話し合い中の差異が%(n)s件あります", "話し合い中の差異が%(n)s件あります", count)
    return [open_word(title, "/incidents")]
