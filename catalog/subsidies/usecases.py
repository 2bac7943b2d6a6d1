"""The centre keeps the subsidies of the nation, each counter those of the prefectures it serves."""

from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.queries import taxonomy_of
from catalog.subsidies.queries import SubsidyView, kept_prefectures, subsidy_for
from core import db
from core.calendar import fiscal_year
from core.clock import now, today
from core.errors import Invalid, NotAllowed
from core.ids import new_id
from core.text import is_web_address
from directory.kinds import COUNTERS, OrganizationKind

FIRST_YEAR = 2015
_WORDS = {"name": 100, "amount": 200, "rate": 200, "conditions": 1000, "source": 200}
_IN_ENGLISH = {f"{name}_en": 2 * most for name, most in _WORDS.items()}  # English takes more letters
LONGEST = {**_WORDS, "source_url": 300, **_IN_ENGLISH}


class SubsidyText(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of a subsidy; an empty prefecture is the whole nation."""

    fiscal_year: int
    prefecture: str = ""
    item_codes: list[str] = []
    name: str
    amount: str = ""
    rate: str = ""
    conditions: str = ""
    source: str
    source_url: str = ""
    checked_on: date
    name_en: str = ""
    amount_en: str = ""
    rate_en: str = ""
    conditions_en: str = ""
    source_en: str = ""
    is_hidden: bool = False


_COLUMNS = (
    "fiscal_year, prefecture, item_codes, name, amount, rate, conditions, source, source_url,"
    " name_en, amount_en, rate_en, conditions_en, source_en, checked_on, is_hidden, changed_by, changed_at"
)
_HOLES = ", ".join(f"${position}" for position in range(2, 20))


async def create_subsidy(actor: Actor, text: SubsidyText) -> SubsidyView:
    """One more. Raises `Invalid` naming fields, `NotAllowed` for whoever keeps none."""
    async with db.transaction():
        values = await _judged(actor, text)
        subsidy_id = new_id()
        sql = f"INSERT INTO subsidy (id, {_COLUMNS}) VALUES ($1, {_HOLES})"  # noqa: S608  # constants
        await db.execute(sql, subsidy_id, *values)
        return await subsidy_for(subsidy_id)


async def change_subsidy(actor: Actor, subsidy_id: UUID, text: SubsidyText) -> SubsidyView:
    """Say it otherwise, or hide it. Raises `NotFound`, `Invalid`, `NotAllowed` for another prefecture's."""
    async with db.transaction():
        await must_keep(actor, await subsidy_for(subsidy_id))
        values = await _judged(actor, text)
        sql = f"UPDATE subsidy SET ({_COLUMNS}) = ({_HOLES}) WHERE id = $1"  # noqa: S608  # constants
        await db.execute(sql, subsidy_id, *values)
        return await subsidy_for(subsidy_id)


async def must_keep(actor: Actor, found: SubsidyView | None = None) -> list[str] | None:
    """The prefectures whose subsidies they keep, None for all.

    Raises `NotAllowed` for whoever keeps none, or not this one.
    """
    mine = await kept_prefectures(actor.one_of(OrganizationKind.CENTRE, *COUNTERS))
    if mine is not None and (not mine or (found is not None and found.prefecture not in mine)):
        raise NotAllowed
    return mine


async def _judged(actor: Actor, text: SubsidyText) -> tuple[object, ...]:
    """The values as they are kept, in the order of the columns."""
    mine = await must_keep(actor)
    words = {name: str(getattr(text, name)).strip() for name in LONGEST}
    wrong = {name: "text-too-long" for name, most in LONGEST.items() if len(words[name]) > most}
    wrong |= {name: "required" for name in ("name", "source") if not words[name]}
    if words["source_url"] and not is_web_address(words["source_url"]):
        wrong["source_url"] = "address-shape"
    if mine is not None and text.prefecture not in mine:
        wrong["prefecture"] = "not-your-prefecture"
    if not FIRST_YEAR <= text.fiscal_year <= fiscal_year(today()) + 1:
        wrong["fiscal_year"] = "out-of-range"
    if text.checked_on > today():
        wrong["checked_on"] = "in-future"
    known = {code for version in TaxonomyVersion for code in (await taxonomy_of(version)).codes}
    if not set(text.item_codes) <= known:
        wrong["item_codes"] = "unknown"
    if wrong:
        limit = next((LONGEST[name] for name in wrong if wrong[name] == "text-too-long"), 0)
        raise Invalid(wrong, limit=limit)
    first = text.fiscal_year, text.prefecture, sorted(set(text.item_codes))
    return (*first, *words.values(), text.checked_on, text.is_hidden, actor.person_id, now())
