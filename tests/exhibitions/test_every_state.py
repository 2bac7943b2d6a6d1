"""No page about a display fails, whatever stands on it: every state of it and of what it shows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from accounts.domain import Actor
from catalog.domain import Way
from core import db
from core.clock import today
from directory.kinds import OrganizationKind
from exhibitions import usecases
from exhibitions.commands import AddExhibit
from exhibitions.domain import ExhibitionKind, ExhibitionStatus
from exhibitions.exhibits import Exhibit, exhibits_on
from exhibitions.lending.leaving import LendFromShow, lend_from_show
from exhibitions.queries import ExhibitionView
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import a_draft
from tests.exhibitions.test_exhibits import add, step
from tests.exhibitions.touring.test_touring import a_tour
from tests.factories import Parties, a_product, a_unit, an_actor, an_organization, the_parties

pytestmark = pytest.mark.usefixtures("database", "application")

HOW: dict[str, dict[str, Any]] = {
    "dispatch": {"way": Way.BROUGHT},
    "send_back": {"way": Way.BROUGHT},
    "decline": {"reason": "都合"},
}
WAYS: dict[str, tuple[str, ...]] = {
    "asked": (),
    "declined": ("decline",),
    "withdrawn": ("withdraw",),
    "confirmed": ("confirm",),
    "on the road": ("confirm", "dispatch"),
    "delivered": ("confirm", "deliver"),
    "on show": ("confirm", "deliver", "show"),
    "going home": ("confirm", "deliver", "send_back"),
    "returned": ("confirm", "deliver", "return"),
    "lent": ("confirm", "deliver", "show", "lend"),
}
BY_LENDER = {"confirm", "decline", "dispatch"}


async def with_everything(parties: Parties, display: ExhibitionView) -> list[Exhibit]:
    """Of the vendor's units one in each state, of the counter's own some, and a wish."""
    await usecases.add_exhibit(
        parties.counter, display.id, AddExhibit(product_id=parties.product_id, ask=False)
    )
    for steps in WAYS.values():
        product = await a_product(parties.vendor.acting_for(), units=1)
        exhibit = await add(parties.counter, display, product, may_be_lent=True)
        await _taken(parties, exhibit, steps)
    for steps in ((), ("deliver",), ("deliver", "show"), ("deliver", "return")):
        product = await a_product(parties.vendor.acting_for(), units=0)
        await a_unit(product, parties.counter.acting_for())
        await _taken(parties, await add(parties.counter, display, product), steps)
    return await exhibits_on(parties.counter, display.id)


async def _taken(parties: Parties, exhibit: Exhibit, steps: tuple[str, ...]) -> None:
    for name in steps:
        if name == "lend":
            await db.execute("UPDATE exhibition SET status = 'open' WHERE id = $1", exhibit.exhibition_id)
            await lend_from_show(parties.counter, exhibit.id, LendFromShow(day=today()))
            continue
        actor = parties.vendor if name in BY_LENDER else parties.counter
        await step(actor, exhibit, name, **HOW.get(name, {}))


async def looks(client: httpx.AsyncClient, actor: Actor, display: UUID, exhibits: list[Exhibit]) -> None:
    browser = await a_browser(client, actor)
    base = f"/exhibitions/{display}"
    pages = [f"{base}/{name}" for name in ("prepare", "plan", "open", "close", "cancel", "ask", "captions")]
    for one in exhibits:
        pages += [f"/exhibits/{one.id}"]
        pages += [f"/exhibits/{one.id}/{name}" for name in ("dispatch", "deliver", "send_back", "return")]
    for page in pages:
        answer = await browser.get(page)
        assert answer.status_code < 500, (page, answer.text[:300])
        if not actor.is_vendor:
            allowed = {200, 403} if page.endswith("/dispatch") else {200, 409}
            assert answer.status_code in allowed, (page, answer.status_code)


@pytest.mark.parametrize("status", list(ExhibitionStatus))
async def test_every_page_of_a_display_in_every_state_answers(
    client: httpx.AsyncClient, status: ExhibitionStatus
) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter, start=today(), end=today() + timedelta(days=20))
    exhibits = await with_everything(parties, display)
    await db.execute("UPDATE exhibition SET status = $2 WHERE id = $1", display.id, status.value)
    await looks(client, parties.counter, display.id, exhibits)
    other: list[Exhibit] = exhibits[-3:]
    await looks(client, parties.vendor, display.id, exhibits[:2] + other)


@pytest.mark.parametrize("ending", ["close", "cancel"])
async def test_a_display_with_everything_on_it_ends_and_each_lender_hears_once(
    client: httpx.AsyncClient, ending: str
) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter, start=today(), end=today() + timedelta(days=20))
    await with_everything(parties, display)
    await db.execute("UPDATE exhibition SET status = 'open' WHERE id = $1", display.id)
    before = await _told(display.id)
    browser = await a_browser(client, parties.counter)
    path = f"/exhibitions/{display.id}/{ending}"
    shown = await browser.get(path)
    assert (shown.status_code, "に知らせます" in shown.text) == (200, True)
    answer = await browser.post(path, data={"reason": "台風"})
    assert answer.status_code == 303, answer.text[:300]
    told = (await _told(display.id))[len(before) :]
    assert told == ["closed" if ending == "close" else "called_off"], "one word, whatever became of its units"


async def _told(display: UUID) -> list[str]:
    rows = await db.fetch(
        "SELECT payload->>'notice' AS notice FROM outbox WHERE kind = 'exhibition'"
        " AND payload->>'exhibition_id' = $1 ORDER BY id",
        str(display),
    )
    return [row["notice"] for row in rows]


async def test_the_page_before_closing_a_tour_under_way_answers(client: httpx.AsyncClient) -> None:
    tour = await a_tour()
    assert tour.show.kind is ExhibitionKind.TOURING
    centre: Any = await an_actor(await an_organization(OrganizationKind.CENTRE))
    for actor in (tour.parties.counter, centre):
        await looks(client, actor, tour.show.id, [tour.exhibit])
