"""What a feature adds to the counter's report: a few figures by period, and where to see all of them."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.reporting.periods import By
from catalog.reporting.view import ShownGroup
from core.i18n import Text


class SectionQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What the whole report was asked; `end` is exclusive."""

    start: date
    end: date
    by: By
    taxonomy: TaxonomyVersion
    counter_id: UUID | None


class ReportSection(msgspec.Struct, frozen=True, kw_only=True):
    """A table of its own: one line a period, in the order of `headings`; `href` leads to its own page."""

    title: Text
    href: str
    headings: list[Text]
    lines: list[ShownGroup]


Tells = Callable[[Actor, SectionQuestion], Awaitable[ReportSection | None]]
_tells: list[Tells] = []


def in_report(ask: Tells) -> Tells:
    """Let a feature add a section; it answers None for whoever may not count its things."""
    _tells[:] = [*(known for known in _tells if known is not ask), ask]
    return ask


async def sections_for(actor: Actor, question: SectionQuestion) -> list[ReportSection]:
    """Every section for this reader, in the order in which features came."""
    found = [await ask(actor, question) for ask in _tells]
    return [section for section in found if section is not None]
