"""The list of wishes, and the page of one: what is offered, the place in the queue, the history."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from core.web.pages import page
from loans.asking import may_ask
from loans.desks.addresses import following
from loans.waiting import looks
from loans.waiting.domain import WaitingState, WaitingStep
from loans.waiting.forms import EntrySearchForm
from loans.waiting.pages.ways import PageRequest, entry_path, join_path
from loans.waiting.queries import EntryFilter, entry_events, entry_for, list_entries

# Steps that need no more than a press.
PRESSES = frozenset({WaitingStep.WAIT_AGAIN, WaitingStep.PUT_BACK})


@get("/waitlist", include_in_schema=False)
async def show_waitlist(request: PageRequest, cursor: FromQuery[str | None] = None) -> Response[Any]:
    """What the facility waits for; for a counter, who waits for what, in which order."""
    actor = may_ask(request.user)
    form = EntrySearchForm.of_query(request, state="open")
    form.validate()
    found = await list_entries(actor, _filter(form.state.data or ""), cursor=cursor)
    return page(
        request,
        "loans/waiting/list.html",
        form=form,
        entries=found.items,
        next_url=following(request, found),
        looks=looks,
    )


def _filter(state: str) -> EntryFilter:
    if state == "open":
        return EntryFilter(is_open=True)
    known = {one.value: one for one in WaitingState}
    return EntryFilter(state=known.get(state))


@get("/waitlist/{entry_id:uuid}", include_in_schema=False)
async def show_entry(request: PageRequest, entry_id: FromPath[UUID]) -> Response[Any]:
    """One wish."""
    entry = await entry_for(request.user, entry_id)
    return page(
        request,
        "loans/waiting/entry.html",
        entry=entry,
        thing=looks.next_thing(entry, is_counter=not request.user.is_facility),
        happenings=looks.happenings(await entry_events(request.user, entry_id)),
        looks=looks,
        path=entry_path,
        again=join_path(product_id=entry.product_id, item=entry.item, quantity=entry.quantity),
    )


PAGES = [show_waitlist, show_entry]
