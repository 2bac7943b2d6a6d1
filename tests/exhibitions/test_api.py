from datetime import timedelta

import httpx

from core.clock import today
from directory.kinds import OrganizationKind
from tests.asking import noted_statements
from tests.callers import Caller, a_caller, ids
from tests.exhibitions.makers import a_display, an_exhibit
from tests.factories import a_product, an_actor, an_organization


async def test_anybody_finds_what_can_still_be_seen(client: httpx.AsyncClient) -> None:
    counter_id = await an_organization(OrganizationKind.COUNTER)
    now_on = await a_display(counter_id)
    later = await a_display(counter_id, start=today() + timedelta(days=60), kind="touring")
    over = await a_display(counter_id, start=today() - timedelta(days=30))
    called_off = await a_display(counter_id, status="cancelled")
    nobody = Caller(client, None)
    answer = await nobody.get("/exhibitions", counter_id=counter_id)
    assert [item["id"] for item in answer.json()["items"]] == [str(now_on), str(later)]
    assert ids(await nobody.get("/exhibitions", counter_id=counter_id, kind="touring")) == {str(later)}
    past = ids(await nobody.get("/exhibitions", counter_id=counter_id, past="true"))
    assert past == {str(over), str(called_off)}


async def test_a_draft_is_its_counters_own(client: httpx.AsyncClient) -> None:
    counter_id = await an_organization(OrganizationKind.COUNTER)
    draft = await a_display(counter_id, status="draft")
    own = await a_caller(client, await an_actor(counter_id))
    other = await a_caller(client, await an_actor(await an_organization(OrganizationKind.COUNTER)))
    assert str(draft) in ids(await own.get("/exhibitions", counter_id=counter_id))
    for stranger in (other, Caller(client, None)):
        assert ids(await stranger.get("/exhibitions", counter_id=counter_id)) == set()


async def test_a_list_costs_as_many_statements_at_200_rows_as_at_10(client: httpx.AsyncClient) -> None:
    counter_id = await an_organization(OrganizationKind.COUNTER)
    product_id = await a_product(await an_organization(OrganizationKind.VENDOR))
    costs = []
    for size in (10, 190):
        for _ in range(size):
            await an_exhibit(await a_display(counter_id), product_id)
        async with noted_statements() as statements:
            answer = await client.get(f"/api/v1/exhibitions?counter_id={counter_id}&limit=200")
        costs.append((len(answer.json()["items"]), len(statements)))
    assert costs == [(10, 1), (200, 1)]
