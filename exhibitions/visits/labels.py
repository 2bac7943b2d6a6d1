"""What a visitor asked for, in words of the reader's language."""

from catalog.domain import TaxonomyVersion
from catalog.queries.taxonomy import taxonomy_of
from core.i18n import gettext as _
from exhibitions.visits.looks import ACCESS_NEEDS
from exhibitions.visits.queries import VisitView


async def item_names() -> dict[str, str]:
    """The name of every item of both editions, by its code; the newer edition's where both have it."""
    names: dict[str, str] = {}
    for version in (TaxonomyVersion.Y2017, TaxonomyVersion.Y2025):
        names |= {one.code: one.full_name for one in (await taxonomy_of(version)).items}
    return names


async def interests_in_words(visit: VisitView) -> str:
    """The items that a party wants to see."""
    names = await item_names()
    return _("、").join(names.get(code, code) for code in visit.interests)


def needs_in_words(visit: VisitView) -> str:
    """What a party needs, and what it says of it."""
    told = [str(ACCESS_NEEDS[need]) for need in visit.access_needs]
    return _("、").join([*told, visit.access_note] if visit.access_note else told)
