"""An exhibit that may be lent leaves the show: its days are free, something stands in, the team knows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from catalog.occupancy import free_units
from catalog.terms import Days
from core import db
from core.clock import today
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.secrets import readable_code
from exhibitions import usecases
from exhibitions.captions.changing import change_exhibit
from exhibitions.commands import AddExhibit, ChangeExhibit, MoveExhibit, PutInTeam
from exhibitions.domain import ExhibitStep, TeamRole
from exhibitions.exhibits import Exhibit, exhibit_for, exhibits_on
from exhibitions.lending.leaving import LendFromShow, lend_from_show
from exhibitions.lending.notices import tell_the_team
from exhibitions.lending.substitutes import substitutes_for
from exhibitions.queries import ExhibitionView, exhibits_of
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import a_draft, move
from tests.factories import Parties, a_loan, a_product, a_unit, an_actor, the_parties

IN_A_WEEK = timedelta(days=7)


async def on_show(parties: Parties, **fields: Any) -> tuple[ExhibitionView, Exhibit]:
    """An open display from today on, with one unit that may be lent from it."""
    display = await a_draft(parties.counter, start=today(), end=today() + timedelta(days=60))
    fields = {"may_be_lent": True} | fields
    asked = await usecases.add_exhibit(
        parties.counter, display.id, AddExhibit(product_id=parties.product_id, **fields)
    )
    for actor, step in ((parties.vendor, ExhibitStep.CONFIRM), (parties.counter, ExhibitStep.DELIVER)):
        await usecases.move_exhibit(actor, asked.id, step, MoveExhibit())
    await move(parties.counter, display, "plan")
    await move(parties.counter, display, "open")
    return display, await exhibit_for(parties.counter, asked.id)


async def mails_to_the_team(exhibit_id: UUID) -> list[tuple[str, str]]:
    """Do what the outbox asks, twice over; addresses and bodies."""
    rows = await db.fetch(
        "SELECT dedupe_key, payload FROM outbox WHERE kind = 'exhibition_team'"
        " AND payload->>'exhibit_id' = $1",
        str(exhibit_id),
    )
    for row in [*rows, *rows]:
        await tell_the_team(db.from_json(row["payload"]), row["dedupe_key"])
    mails = await db.fetch(
        "SELECT payload->>'recipient' AS recipient, payload->>'body' AS body FROM outbox"
        " WHERE kind = 'mail' AND dedupe_key LIKE ANY($1::text[])",
        [f"mail:{row['dedupe_key']}:%" for row in rows],
    )
    return [(row["recipient"], row["body"]) for row in mails]


async def test_another_unit_of_the_product_takes_its_place_and_the_loan_has_the_first() -> None:
    parties = await the_parties(units=1, item=f"X-{readable_code(6)}")
    display, exhibit = await on_show(parties)
    other = await a_unit(parties.product_id, parties.vendor.acting_for())
    found = await substitutes_for(parties.counter, exhibit.id, today() + IN_A_WEEK)
    assert [(one.unit_id, one.is_same_product) for one in found] == [(other, True)]
    guide = await an_actor(parties.counter.organization_id)
    assert guide.person_id is not None
    member = PutInTeam(person_id=guide.person_id, role=TeamRole.GUIDE)
    await usecases.put_in_team(parties.counter, display.id, member)
    command = LendFromShow(
        day=today() + IN_A_WEEK, product_id=parties.product_id, unit_id=other, reason="試用の申込"
    )
    left = await lend_from_show(parties.counter, exhibit.id, command)
    assert left.exhibit.lent_on == today() + IN_A_WEEK
    assert left.substitute is not None
    assert (left.substitute.unit_id, left.substitute.stands_for) == (other, exhibit.id)
    assert left.substitute.start == today() + IN_A_WEEK, "it is asked for the days that are left"
    free = await free_units(parties.product_id, Days(today() + IN_A_WEEK, display.end))
    assert free == [exhibit.unit_id]
    loan = await a_loan(parties, start=today() + timedelta(days=21))
    assert loan.unit_ids == [exhibit.unit_id]
    (mail,) = await mails_to_the_team(exhibit.id)
    address = await db.fetch_value("SELECT email FROM person WHERE id = $1", guide.person_id)
    assert mail[0] == address, "the team, and nobody else"
    for words in ("展示を離れて貸し出す", "代わりに", "試用の申込"):
        assert words in mail[1], words


async def test_where_the_product_has_no_other_unit_the_same_item_stands_in() -> None:
    item = f"X-{readable_code(6)}"
    parties = await the_parties(item=item)
    display, exhibit = await on_show(parties)
    like = await a_product(parties.vendor.acting_for(), item=item, name="似た機種")
    found = await substitutes_for(parties.counter, exhibit.id, today())
    assert [(one.product_id, one.is_same_product) for one in found] == [(like, False)]
    command = LendFromShow(day=today(), product_id=like, unit_id=found[0].unit_id)
    left = await lend_from_show(parties.counter, exhibit.id, command)
    assert left.substitute is not None
    assert [one.product_name for one in await exhibits_of(display)] == [], "what left is not shown any more"
    kept_by = "SELECT custodian_id FROM unit WHERE id = $1"
    before = await db.fetch_value(kept_by, exhibit.unit_id)
    await usecases.move_exhibit(parties.counter, exhibit.id, ExhibitStep.RETURN, MoveExhibit())
    assert await db.fetch_value(kept_by, exhibit.unit_id) == before, "its loan says who has it"


async def test_nothing_may_take_its_place_and_everybody_of_the_counter_hears_without_a_team() -> None:
    parties = await the_parties()
    _, exhibit = await on_show(parties)
    left = await lend_from_show(parties.counter, exhibit.id, LendFromShow(day=today()))
    assert left.substitute is None
    (mail,) = await mails_to_the_team(exhibit.id)
    assert "代わりの機器は決まっていません" in mail[1]


async def test_wrong_lendings_are_refused() -> None:
    parties = await the_parties(item=f"X-{readable_code(6)}")
    display, exhibit = await on_show(parties)
    for day in (today() - timedelta(days=1), display.end):
        with pytest.raises(Invalid) as refusal:
            await lend_from_show(parties.counter, exhibit.id, LendFromShow(day=day))
        assert set(refusal.value.fields) == {"day"}
    gone = LendFromShow(day=today(), product_id=parties.product_id, unit_id=exhibit.unit_id)
    with pytest.raises(Invalid, match="substitute"):
        await lend_from_show(parties.counter, exhibit.id, gone)
    assert (await exhibit_for(parties.counter, exhibit.id)).lent_on is None, "a refusal leaves nothing"
    assert len(await exhibits_on(parties.counter, display.id)) == 1
    with pytest.raises(NotAllowed):
        await lend_from_show(parties.vendor, exhibit.id, LendFromShow(day=today()))
    with pytest.raises(NotFound):
        await lend_from_show(parties.facility, exhibit.id, LendFromShow(day=today()))
    await lend_from_show(parties.counter, exhibit.id, LendFromShow(day=today()))
    with pytest.raises(Conflict, match="lent-already"):
        await lend_from_show(parties.counter, exhibit.id, LendFromShow(day=today()))


async def test_what_was_not_said_to_be_lent_stays_and_what_is_over_too() -> None:
    parties = await the_parties()
    display, exhibit = await on_show(parties, may_be_lent=False)
    with pytest.raises(Conflict, match="not-to-be-lent"):
        await lend_from_show(parties.counter, exhibit.id, LendFromShow(day=today()))
    await change_exhibit(parties.counter, exhibit.id, ChangeExhibit(may_be_lent=True))
    await move(parties.counter, display, "close")
    with pytest.raises(Conflict, match="exhibition-over"):
        await lend_from_show(parties.counter, exhibit.id, LendFromShow(day=today()))


async def test_an_exhibit_is_lent_on_pages_and_the_request_follows(client: httpx.AsyncClient) -> None:
    parties = await the_parties(item=f"X-{readable_code(6)}")
    _, exhibit = await on_show(parties)
    other = await a_unit(parties.product_id, parties.vendor.acting_for())
    browser = await a_browser(client, parties.counter)
    path = f"/exhibits/{exhibit.id}"
    assert "展示から貸し出す" in (await browser.get(path)).text
    asked = await browser.get(f"{path}/lend?day={today() + IN_A_WEEK}")
    for words in ("同じ機種の別の個体", "代わりを置かない"):
        assert words in asked.text, words
    form = {"day": str(today() + IN_A_WEEK), "substitute": f"{parties.product_id}:{other}"}
    assert (await browser.post(f"{path}/lend", data=form | {"substitute": "x"})).status_code == 422
    done = await browser.post(f"{path}/lend", data=form)
    assert done.status_code == 303
    assert str(parties.product_id) in done.headers["location"]
    assert done.headers["location"].startswith("/loans/new?")
    assert "から展示を離れて貸し出します" in (await browser.get(path)).text
    assert (await browser.get(f"{path}/lend")).status_code == 409
    stranger = await a_browser(client, parties.vendor)
    assert (await stranger.get(f"{path}/lend")).status_code == 403


async def test_programs_find_substitutes_and_lend(client: httpx.AsyncClient) -> None:
    parties = await the_parties(item=f"X-{readable_code(6)}")
    _, exhibit = await on_show(parties)
    await a_unit(parties.product_id, parties.vendor.acting_for())
    caller = await a_caller(client, parties.counter)
    (found,) = (await caller.get(f"/exhibits/{exhibit.id}/substitutes")).json()
    body = {"day": str(today()), "product_id": found["product_id"], "unit_id": found["unit_id"]}
    done = (await caller.post(f"/exhibits/{exhibit.id}/lend", body)).json()
    assert done["substitute"]["stands_for"] == str(exhibit.id)
