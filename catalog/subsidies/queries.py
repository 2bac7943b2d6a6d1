"""Which subsidies there are, and which may apply to a product somewhere."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import calendar, db
from core.clock import today
from core.errors import NotFound
from core.words import Reading, Said, reading_here, said

_SHOWN_BESIDE_A_PRODUCT = 6
MOST_SHOWN = 300
WORDS = ("name", "amount", "rate", "conditions", "source")


class SubsidyView(msgspec.Struct, frozen=True, kw_only=True):
    """補助金. Amount, rate and conditions are the words of whoever pays."""

    id: UUID
    fiscal_year: int
    prefecture: str
    item_codes: list[str]
    name: str
    amount: str
    rate: str
    conditions: str
    source: str
    source_url: str
    checked_on: date
    name_en: str
    amount_en: str
    rate_en: str
    conditions_en: str
    source_en: str
    is_hidden: bool
    changed_by_name: str

    @property
    def is_past(self) -> bool:
        """Whether it was for an earlier fiscal year than this one."""
        return self.fiscal_year < calendar.fiscal_year(today())

    def said(self, name: str) -> Said:
        """What is called `name` in the reader's language, else in Japanese and marked so."""
        return said(self, name, reading_here())

    @property
    def is_foreign(self) -> bool:
        """Whether the reader meets Japanese here for want of English."""
        return reading_here() is Reading.ENGLISH and any(
            self.said(name).language is Reading.JAPANESE for name in WORDS if getattr(self, name)
        )


_SUBSIDIES = """
SELECT s.id, s.fiscal_year, s.prefecture, coalesce(s.item_codes, '{}') AS item_codes, s.name, s.amount,
    s.rate, s.conditions, s.source, s.source_url, s.checked_on, s.is_hidden,
    s.name_en, s.amount_en, s.rate_en, s.conditions_en, s.source_en, coalesce(p.name, '') AS changed_by_name
FROM subsidy s LEFT JOIN person p ON p.id = s.changed_by
"""
_ORDER = "ORDER BY s.fiscal_year DESC, s.prefecture, s.name, s.id"


async def subsidies(
    *, fiscal_year: int | None = None, prefecture: str = "", hidden: bool = False
) -> list[SubsidyView]:
    """The latest first, `MOST_SHOWN` and one more at most; of a prefecture also those of the whole nation."""
    sql = f"""{_SUBSIDIES} WHERE ($1::int IS NULL OR s.fiscal_year = $1)
        AND ($2 = '' OR s.prefecture IN ('', $2)) AND (NOT s.is_hidden OR $3)
        {_ORDER} LIMIT {MOST_SHOWN + 1}"""
    return [_view(row) for row in await db.fetch(sql, fiscal_year, prefecture, hidden)]


async def subsidies_for(item_codes: Sequence[str], prefecture: str) -> list[SubsidyView]:
    """What may apply to a product of these items there: each name in its latest year."""
    sql = f"""SELECT * FROM (
        SELECT DISTINCT ON (s.name, s.prefecture) s.* FROM ({_SUBSIDIES}) s
        WHERE NOT s.is_hidden AND s.prefecture IN ('', $2)
            AND (cardinality(s.item_codes) = 0 OR s.item_codes && $1::text[])
        ORDER BY s.name, s.prefecture, s.fiscal_year DESC) s
        ORDER BY s.fiscal_year DESC, s.prefecture DESC, s.name LIMIT $3"""  # noqa: S608  # put together from constants
    return [_view(row) for row in await db.fetch(sql, list(item_codes), prefecture, _SHOWN_BESIDE_A_PRODUCT)]


async def subsidy_for(subsidy_id: UUID) -> SubsidyView:
    """One of them, hidden or not, for whoever keeps it; `NotFound`."""
    row = await db.fetch_row(f"{_SUBSIDIES} WHERE s.id = $1", subsidy_id)
    if row is None:
        raise NotFound
    return _view(row)


async def kept_prefectures(actor: Actor) -> list[str] | None:
    """Where the actor may say what there is: None is everywhere, an empty list nowhere."""
    if actor.is_centre:
        return None
    if not actor.is_counter:
        return []
    sql = "SELECT prefecture FROM counter_area WHERE counter_id = $1 ORDER BY prefecture"
    return [row["prefecture"] for row in await db.fetch(sql, actor.organization_id)]


def _view(row: object) -> SubsidyView:
    return msgspec.convert(dict(row), SubsidyView)  # type: ignore[call-overload]  # a row is a mapping
