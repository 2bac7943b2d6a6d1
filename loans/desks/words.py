"""What a desk says of a waiting loan: since when, and what is due until when."""

from collections.abc import Mapping
from datetime import date

from core.calendar import ONE_DAY
from core.clock import now, today
from core.i18n import LazyText, Text, format_date, gettext, lazy, ngettext
from core.web.look import Look
from loans.desks.queries import Shelf, Waiting
from loans.desks.sections import Section
from loans.holding import countdown
from loans.wording import units_apart


def waited(days: int) -> Text:
    """今日から, or 3日前から."""
    if days <= 0:
        return gettext("今日から")
    return ngettext("%(n)s日前から", "%(n)s日前から", days)


def hold(waiting: Waiting) -> Look | None:
    """How long the units stay held: nothing when they are lent, 仮押さえ切れ when anybody may take them."""
    return countdown(waiting.loan, now())


def due(section: Section, waiting: Waiting) -> list[Text]:
    """What is due at this station and until when, a line each; and what of several units is back already."""
    apart: list[Text] = [look.label for look in units_apart(waiting.loan)]
    return [*_due(section, waiting), *apart]


def _due(section: Section, waiting: Waiting) -> list[Text]:
    if section in (Section.NEW, Section.OFFERED):
        return []
    if section is Section.ASKED:
        return _dated(section, waiting.loan.answer_by)
    if section in DATED:
        return _dated(section, _day_at(section, waiting))
    return _due_back(waiting)


DATED: Mapping[Section, LazyText] = {
    Section.ASKED: lazy("回答期限 %(day)s"),
    Section.TO_SHIP: lazy("発送の目安 %(day)s"),
    Section.UNDER_WAY: lazy("開始日 %(day)s"),
    Section.RETURNING: lazy("返送日 %(day)s"),
    Section.RESULT_MISSING: lazy("返却日 %(day)s"),
}


def _day_at(section: Section, waiting: Waiting) -> date | None:
    loan = waiting.loan
    days = {
        Section.TO_SHIP: waiting.leaves_on or loan.start,
        Section.UNDER_WAY: loan.start,
        Section.RETURNING: loan.sent_back_on,
        Section.RESULT_MISSING: loan.returned_on,
    }
    return days[section]


def _dated(section: Section, day: date | None) -> list[Text]:
    return [DATED[section] % {"day": format_date(day, "short")}] if day else []


def _due_back(waiting: Waiting) -> list[Text]:
    last_day = waiting.loan.end - ONE_DAY
    day = gettext("返却日 %(day)s", day=format_date(last_day, "short"))
    days = (last_day - today()).days
    if days > 0:
        return [day, ngettext("あと%(n)s日", "あと%(n)s日", days)]
    if days == 0:
        return [day, gettext("今日が最終日")]
    return [day, ngettext("%(n)s日超過", "%(n)s日超過", -days)]


def late_look(shelf: Shelf) -> Look:
    """The chip beside a loan that waits too long."""
    return Look(shelf.station.late_words, "alert", "danger")


def is_due_today(waiting: Waiting) -> bool:
    """Whether the units should leave today at the latest to be there in time."""
    return waiting.leaves_on is not None and waiting.leaves_on <= today()
