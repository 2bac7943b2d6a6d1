"""Where everybody begins: a facility with the one next thing for each loan, others at their desks."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response, get

from core.clock import today
from core.web.look import Look
from core.web.pages import page, see_other
from directory.kinds import OrganizationKind
from directory.queries import AdvicePlace, advice_places, counter_of
from loans import queries
from loans.next_things import NextThing, next_thing
from loans.pages import views
from loans.pages.ways import CATALOGUE, PageRequest, loan_path, step_path
from loans.queries import LoanFilter, LoanView
from loans.waiting.cards import waiting_cards

_DESKS: Mapping[OrganizationKind, str] = {
    OrganizationKind.COUNTER: "/desk",
    OrganizationKind.GENERAL_CENTER: "/desk",
    OrganizationKind.VENDOR: "/vendor",
    OrganizationKind.CENTRE: "/centre",
}
_RECENT = 3


class HomeCard(msgspec.Struct, frozen=True):
    """A loan with its one next thing, and where that is done."""

    loan: LoanView
    thing: NextThing
    href: str
    looks: list[Look]


@get("/home", include_in_schema=False)
async def show_home(request: PageRequest) -> Response[Any]:
    """The facility's own page; everybody else is sent to theirs."""
    actor = request.user.signed_in()
    if not actor.is_facility:
        return see_other(_DESKS.get(actor.kind, CATALOGUE) if actor.kind else CATALOGUE)
    running = await queries.list_loans(actor, LoanFilter(is_open=True), limit=100)
    ended = await queries.list_loans(actor, LoanFilter(is_open=False), limit=_RECENT)
    return page(
        request,
        "loans/home.html",
        cards=cards_of(running.items),
        ended=ended.items,
        counter=await _counter(request),
        waiting=await waiting_cards(actor),
        views=views,
    )


def cards_of(loans: list[LoanView]) -> list[HomeCard]:
    """The cards, the most urgent first; among equals the one that begins earlier."""
    cards = [_card(loan) for loan in loans]
    return sorted(cards, key=lambda card: (card.thing.urgency, card.loan.start))


def _card(loan: LoanView) -> HomeCard:
    thing = next_thing(loan, today())
    is_form = thing.step is not None and thing.step.value not in ("accept_offer", "extend")
    href = step_path(loan.id, thing.step, thing.stage) if is_form and thing.step else loan_path(loan.id)
    return HomeCard(loan, thing, href, views.looks(loan))


async def _counter(request: PageRequest) -> AdvicePlace | None:
    current = await counter_of(request.user)
    return next((place for place in await advice_places() if place.id == current), None)


PAGES = [show_home]
