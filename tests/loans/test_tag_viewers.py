"""The page behind a tag by viewer, as DESIGN section 6 says: one line for each of them."""

from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from core import db
from tests.asking import signed_in
from tests.factories import Parties, the_parties
from tests.loans.test_scans import a_dispatched_loan, a_tagged_unit, of

FACILITY = "秘密の里"
PHONE = "03-9999-0001"
ROBOT, LOAN, NEXT, UNIT, WHOM = "/products/", "/loans/{loan}", "/loans/{loan}/receive", "/units/{unit}", PHONE

# who reads → what the page leads to, and what it must not tell, while the robot is on its way to the facility
VIEWERS = {
    "nobody": ({ROBOT, WHOM}, {LOAN, NEXT, UNIT, FACILITY}),
    "facility": ({ROBOT, LOAN, NEXT, WHOM}, {UNIT}),
    "counter": ({ROBOT, LOAN, WHOM, FACILITY}, {UNIT}),
    "vendor": ({ROBOT, LOAN, UNIT, WHOM}, {NEXT}),
    "strange facility": ({ROBOT, WHOM}, {LOAN, NEXT, UNIT, FACILITY}),
    "strange counter": ({ROBOT, WHOM}, {LOAN, NEXT, UNIT, FACILITY}),
    "strange vendor": ({ROBOT, WHOM}, {LOAN, NEXT, UNIT, FACILITY}),
}


async def read_by(application: Litestar, viewer: str, parties: Parties, token: str) -> str:
    transport = httpx.ASGITransport(app=cast("Any", application), raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://test.example") as client:
        if viewer != "nobody":
            house = await the_parties() if viewer.startswith("strange") else parties
            await signed_in(client, getattr(house, viewer.rsplit(maxsplit=1)[-1]))
        answer = await client.get(f"/t/{token}")
        assert answer.status_code == 200
        return answer.text


@pytest.mark.parametrize("viewer", VIEWERS)
async def test_a_tag_shows_each_viewer_what_is_theirs(application: Litestar, viewer: str) -> None:
    parties = await the_parties()
    loan = await a_dispatched_loan(parties)
    unit_id, token = await a_tagged_unit(parties)
    await db.execute("UPDATE organization SET name = $2 WHERE id = $1", of(parties.facility), FACILITY)
    await db.execute("UPDATE organization SET phone = $2 WHERE id = $1", of(parties.vendor), PHONE)
    page = await read_by(application, viewer, parties, token)
    shown, hidden = VIEWERS[viewer]
    ids = {"loan": loan.id, "unit": unit_id}
    assert [text for text in shown if text.format(**ids) not in page] == []
    assert [text for text in hidden if text.format(**ids) in page] == []
