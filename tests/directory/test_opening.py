"""When a counter is open, what can be seen there, and where it lies on the map."""

from datetime import UTC, date, datetime

import httpx
import pytest

from core import db
from core.clock import frozen
from core.ids import new_id
from directory.kinds import OrganizationKind
from directory.opening import on_show, opening_of
from tests.accounts.browser import words
from tests.exhibitions.makers import a_display
from tests.factories import an_organization

pytestmark = pytest.mark.usefixtures("database")
# Thursday 1 October 2026, nine in the morning in Tokyo.
THURSDAY = datetime(2026, 10, 1, 0, tzinfo=UTC)


async def test_the_week_leaves_out_weekends_and_its_own_closed_days() -> None:
    counter_id = await an_organization(OrganizationKind.COUNTER, closed_weekdays=[0])
    sql = "INSERT INTO closing_day (id, organization_id, day, note) VALUES ($1, $2, $3, '創立記念日')"
    await db.execute(sql, new_id(), counter_id, date(2026, 10, 5))
    await db.execute(sql, new_id(), counter_id, date(2027, 5, 6))
    with frozen(THURSDAY):
        opening = await opening_of(counter_id)
    assert [day.weekday() for day in opening.weekdays] == [1, 2, 3, 4]
    assert [(one.day, one.note) for one in opening.closed] == [(date(2026, 10, 5), "創立記念日")]
    assert opening.is_open_today


@pytest.mark.parametrize("day", [(2026, 10, 3), (2026, 10, 12), (2026, 12, 31)])
async def test_nobody_is_there_on_weekends_holidays_and_at_new_year(day: tuple[int, int, int]) -> None:
    counter_id = await an_organization(OrganizationKind.COUNTER)
    with frozen(datetime(*day, 1, tzinfo=UTC)):
        assert not (await opening_of(counter_id)).is_open_today


async def test_the_page_says_when_and_what_can_be_seen(client: httpx.AsyncClient) -> None:
    counter_id = await an_organization(OrganizationKind.COUNTER)
    exhibition_id = await a_display(counter_id, title="見守りの展示")
    assert [one.title for one in await on_show(counter_id)] == ["見守りの展示"]
    shown = await client.get(f"/counters/{counter_id}")
    assert f"/exhibitions/{exhibition_id}" in shown.text
    assert "ふだん開いている曜日" in words(shown)


async def test_the_map_leads_to_each_prefecture_somebody_advises(client: httpx.AsyncClient) -> None:
    await an_organization(OrganizationKind.COUNTER, prefecture="鳥取県", name="鳥取の窓口")
    shown = await client.get("/counters")
    assert "prefecture=%E9%B3%A5%E5%8F%96%E7%9C%8C" in shown.text
    assert shown.text.count('<li class="map-') == 47
    there = await client.get("/counters", params={"prefecture": "鳥取県"})
    assert "鳥取の窓口" in there.text
    assert 'aria-current="true"' in there.text
