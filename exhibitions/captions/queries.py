"""Reading what visitors read, and how often; nothing here knows who a visitor is."""

from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import today
from core.errors import NotAllowed, NotFound
from core.words import Reading
from exhibitions.captions.domain import Explanation, Texts, explanation
from exhibitions.domain import DROPPED, SHOWN, ExhibitionStatus, ExhibitStatus
from exhibitions.queries import exhibition_for
from exhibitions.usecases.recording import runs


class Caption(msgspec.Struct, frozen=True, kw_only=True):
    """An exhibit as its paper and its page show it."""

    id: UUID
    token: str
    position: int
    status: ExhibitStatus
    exhibition_id: UUID
    exhibition_title: str
    exhibition_title_en: str
    exhibition_status: ExhibitionStatus
    counter_id: UUID
    counter_name: str
    counter_phone: str
    product_id: UUID
    product_name: str
    product_name_en: str
    vendor_name: str
    item_codes: list[str]
    demonstrations: str
    caption: str
    caption_en: str
    caption_plain: str
    outline: str
    outline_en: str
    description: str
    description_en: str
    scans: int
    lent_on: date | None

    def in_words(self, reading: Reading) -> Explanation:
        """What a visitor who reads so is shown."""
        names = Texts.__struct_fields__
        return explanation(reading, Texts(**{name: getattr(self, name) for name in names}))

    @property
    def is_on_show(self) -> bool:
        """Whether it can still be seen there."""
        is_over = self.exhibition_status in (ExhibitionStatus.CLOSED, ExhibitionStatus.CANCELLED)
        is_away = self.lent_on is not None and self.lent_on <= today()
        is_here = self.status in SHOWN and self.status is not ExhibitStatus.RETURNED
        return is_here and not is_away and not is_over


class ScanCount(msgspec.Struct, frozen=True):
    """How often the code of an exhibit was read on a day by visitors who read this language."""

    exhibit_id: UUID
    product_name: str
    day: date
    language: Reading
    count: int


_CAPTION = """
SELECT x.id, x.token, x.position, x.status, x.exhibition_id, e.title AS exhibition_title,
    e.title_en AS exhibition_title_en, e.status AS exhibition_status, e.counter_id, c.name AS counter_name,
    c.phone AS counter_phone, x.product_id, p.name AS product_name, p.name_en AS product_name_en,
    v.name AS vendor_name, p.item_codes, x.demonstrations, x.caption, x.caption_en, x.caption_plain,
    p.outline, p.outline_en, p.description, p.description_en, x.lent_on,
    coalesce((SELECT sum(s.readings) FROM exhibit_scan s WHERE s.exhibit_id = x.id), 0)::int AS scans
FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id JOIN organization c ON c.id = e.counter_id
JOIN product p ON p.id = x.product_id JOIN organization v ON v.id = p.vendor_id
"""
_SCANS = """
SELECT s.exhibit_id, p.name AS product_name, s.day, s.language, s.readings AS count
FROM exhibit_scan s JOIN exhibit x ON x.id = s.exhibit_id JOIN product p ON p.id = x.product_id
WHERE x.exhibition_id = $1 ORDER BY s.day DESC, x.position, s.language
"""


async def caption_behind(token: str) -> Caption:
    """The exhibit whose code a visitor has read; `NotFound` for drafts and unknown codes."""
    sql = f"{_CAPTION} WHERE x.token = $1 AND e.status <> 'draft' AND p.status <> 'draft'"
    row = await db.fetch_row(sql, token)
    if row is None:
        raise NotFound
    return msgspec.convert(dict(row), Caption)


async def captions_of(actor: Actor, exhibition_id: UUID) -> list[Caption]:
    """Of a display that the actor prepares, everything that stands or may stand on it, in its order."""
    await _prepared_by(actor, exhibition_id)
    sql = f"{_CAPTION} WHERE x.exhibition_id = $1 ORDER BY x.position, x.id"
    rows = [msgspec.convert(dict(row), Caption) for row in await db.fetch(sql, exhibition_id)]
    return [row for row in rows if row.status not in DROPPED]


async def scans_of(actor: Actor, exhibition_id: UUID) -> list[ScanCount]:
    """How often visitors have read the codes of a display, latest day first."""
    await _prepared_by(actor, exhibition_id)
    return [msgspec.convert(dict(row), ScanCount) for row in await db.fetch(_SCANS, exhibition_id)]


async def _prepared_by(actor: Actor, exhibition_id: UUID) -> None:
    if not runs(actor, await exhibition_for(actor.signed_in(), exhibition_id)):
        raise NotAllowed
