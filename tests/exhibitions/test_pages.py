from uuid import uuid4

import httpx

from core import db
from core.clock import today
from directory.kinds import OrganizationKind
from tests.exhibitions.makers import a_display, an_exhibit
from tests.factories import a_product, an_organization


async def test_anybody_finds_a_display_and_what_is_on_it(client: httpx.AsyncClient) -> None:
    counter_id = await an_organization(OrganizationKind.COUNTER)
    display = await a_display(counter_id, title="巡回展示 ためし市", kind="touring")
    product_id = await a_product(await an_organization(OrganizationKind.VENDOR), name="ピコ")
    listed = await client.get("/exhibitions", params={"counter": str(counter_id)})
    assert "展示する機種はまだ決まっていません" in listed.text
    await an_exhibit(display, product_id)
    wish = await an_exhibit(display, product_id, position=2)
    await db.execute("UPDATE exhibit SET status = 'declined' WHERE id = $1", wish)
    listed = await client.get("/exhibitions", params={"counter": str(counter_id)})
    assert f"/exhibitions/{display}" in listed.text
    assert "1機種" in listed.text
    page = await client.get(f"/exhibitions/{display}")
    assert f"/products/{product_id}" in page.text
    assert f"{today().year}年" in page.text


async def test_drafts_and_unknown_displays_are_not_found(client: httpx.AsyncClient) -> None:
    draft = await a_display(await an_organization(OrganizationKind.COUNTER), status="draft")
    assert (await client.get(f"/exhibitions/{draft}")).status_code == 404
    assert (await client.get(f"/exhibitions/{uuid4()}")).status_code == 404


async def test_no_display_says_what_to_do(client: httpx.AsyncClient) -> None:
    for query in ({"counter": str(uuid4())}, {"counter": "x"}, {"prefecture": "火星"}):
        assert "いま見られる展示はありません" in (await client.get("/exhibitions", params=query)).text
