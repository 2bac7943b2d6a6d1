"""Before a step of a display or of what stands on it: which days change and who hears of it."""

import httpx
import pytest

from core import db
from exhibitions.domain import ExhibitionStatus, ExhibitStatus, ExhibitStep
from exhibitions.exhibits import exhibit_for
from exhibitions.previewing import calling_off, next_steps_of
from exhibitions.queries import exhibition_for
from tests.accounts.browser import words
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import a_draft
from tests.exhibitions.test_exhibits import add, spoken_for, step
from tests.factories import the_parties

pytestmark = pytest.mark.usefixtures("database")


async def test_each_step_of_an_exhibit_says_what_it_frees_and_whom_it_tells(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    as_lender = await exhibit_for(parties.vendor, asked.id)
    foreseen = await next_steps_of(parties.vendor, as_lender)
    assert set(foreseen) == {ExhibitStep.CONFIRM, ExhibitStep.DECLINE}
    (freed,) = foreseen[ExhibitStep.DECLINE].days
    (held,) = await spoken_for(asked)
    assert (freed.becomes, freed.start, freed.end) == ("freed", held.start, held.end)
    assert [one.name for one in foreseen[ExhibitStep.CONFIRM].told] == [asked.counter_name]
    said = words(await (await a_browser(client, parties.vendor)).get(f"/exhibits/{asked.id}"))
    assert "展示への貸出が断られました" in said
    assert "が空きます" in said
    assert (await exhibit_for(parties.counter, asked.id)).status is ExhibitStatus.ASKED
    assert await spoken_for(asked) == [held]


async def test_calling_a_display_off_says_first_whose_units_come_free(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    display = await a_draft(parties.counter)
    asked = await add(parties.counter, display, parties.product_id)
    await step(parties.vendor, asked, "confirm")
    foreseen = await calling_off(parties.counter, display.id)
    assert [change.becomes for change in foreseen.days] == ["freed"]
    vendor = await db.fetch_value(
        "SELECT name FROM organization WHERE id = $1", parties.vendor.organization_id
    )
    assert [one.name for one in foreseen.told] == [vendor]
    page = await (await a_browser(client, parties.counter)).get(f"/exhibitions/{display.id}/cancel")
    assert f"{vendor}に知らせます" in words(page)
    assert (await exhibition_for(parties.counter, display.id)).status is ExhibitionStatus.DRAFT


async def test_a_step_that_would_be_refused_is_not_foreseen() -> None:
    parties = await the_parties()
    first, second = await a_draft(parties.counter), await a_draft(parties.counter)
    await add(parties.counter, first, parties.product_id)
    wished = await add(parties.counter, second, parties.product_id, ask=False)
    foreseen = await next_steps_of(parties.counter, wished)
    assert ExhibitStep.ASK not in foreseen  # the only unit stands elsewhere on these days
    assert foreseen[ExhibitStep.WITHDRAW].changes_nothing
