"""Mails about incidents of exhibits, and the word on the desks of counter and lender."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.conditions.entries import EntryView
from catalog.conditions.incident_desk import open_word
from catalog.conditions.incident_words import PAYER, difference_text
from catalog.conditions.incidents import EntryKind
from catalog.foreseen import Hears, tells_of
from core import db
from core.i18n import LazyText, gettext, lazy, ngettext, use_locale
from core.settings import settings
from directory.desks import DeskWord, on_desk
from exhibitions.conditions.incidents import ExhibitIncident, incident_for, open_incidents
from exhibitions.conditions.records import RECORDS
from exhibitions.letters import letter
from notifications.outbox import enqueue, handles
from notifications.recipients import Recipient, recipients_of

_DISCUSS = lazy("下のページで、どうするかと、費用をだれが払うかを決めてください。")
_READ = lazy("下のページでご覧ください。")
_FOUND = lazy("展示の機器に、ちがいが見つかりました: %(product)s")
_TEXTS: Mapping[EntryKind, tuple[LazyText, LazyText]] = {
    EntryKind.OPENED: (_FOUND, _DISCUSS),
    EntryKind.FOUND: (_FOUND, _DISCUSS),
    EntryKind.COMMENTED: (lazy("展示の差異の記録にコメントがあります: %(product)s"), _READ),
    EntryKind.AGREED: (lazy("展示の差異の扱いが決まりました: %(product)s"), _READ),
    EntryKind.SETTLED: (lazy("展示の差異が解決しました: %(product)s"), _READ),
}
_BY = "SELECT organization_id FROM exhibit_incident_entry WHERE id = $1"


class _News(msgspec.Struct, frozen=True):
    incident_id: UUID
    entry_id: UUID


async def _read(payload: dict[str, Any]) -> tuple[ExhibitIncident, EntryView, list[UUID]]:
    """The incident, what is new of it, and who is to hear: nobody of what they wrote themselves."""
    news = msgspec.convert(payload, _News, strict=False)
    incident = await incident_for(Actor.system(), news.incident_id)
    entry = next(one for one in incident.entries if one.id == news.entry_id)
    by = await db.fetch_value(_BY, entry.id)
    return incident, entry, [one for one in {incident.counter_id, incident.lender_id} if one != by]


@handles(RECORDS.news)
async def tell_of_incident(payload: dict[str, Any], key: str) -> None:
    """Ask for one mail to each reader of the other side."""
    incident, entry, parties = await _read(payload)
    for reader in await recipients_of(parties):
        await enqueue("mail", f"mail:{key}:{reader.address}", _letter(reader, incident, entry))


@tells_of(RECORDS.news)
async def who_hears(_: Actor, payload: dict[str, Any]) -> list[Hears]:
    """The other side."""
    incident, entry, parties = await _read(payload)
    names = {incident.counter_id: incident.counter_name, incident.lender_id: incident.lender_name}
    subject = str(_TEXTS[entry.kind][0]) % {"product": incident.product_name}
    return [Hears(names[party], subject) for party in parties]


def _letter(reader: Recipient, incident: ExhibitIncident, entry: EntryView) -> dict[str, object]:
    about = {"title": incident.exhibition_title, "product": incident.product_name}
    subject, next_step = _TEXTS[entry.kind]
    with use_locale(reader.locale):
        said = [difference_text(one) for one in entry.differences]
        said += [entry.text, str(PAYER[entry.payer]) if entry.payer else ""]
        lines = [
            gettext(
                "展示「%(title)s」の%(product)s（%(unit)s）の受け渡しの記録です。",
                unit=incident.serial_number,
                **about,
            ),
            "\n".join(one for one in said if one),
            gettext("■ 次にしていただくこと") + "\n" + str(next_step),
            f"{settings().base_url}/exhibits/incidents/{incident.id}",
        ]
        return letter(reader, subject % about, lines)


@on_desk
async def open_on_desk(organization_id: UUID) -> list[DeskWord]:
    """How many incidents of exhibits wait for what this counter or lender makes of them."""
    count = await open_incidents(organization_id)
    if not count:
        return []
    title = ngettext(
        "展示の機器に、話し合い中の差異が%(n)s件あります",
        "展示の機器に、話し合い中の差異が%(n)s件あります",
        count,
    )
    return [open_word(title, "/exhibits/incidents")]
